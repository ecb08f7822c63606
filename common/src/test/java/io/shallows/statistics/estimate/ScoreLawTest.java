package io.shallows.statistics.estimate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.random.RandomStreams;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

/** Scores to come, given a few. */
class ScoreLawTest {

  private static final RandomStreams STREAMS = new RandomStreams(5);

  /** Of five widths: 10 pairs, variance 50 / 3 by chance. */
  private static final double CHANCE = 50 / 3.0;

  private static double shareAbove(int... scores) {
    ScoreLaw law = new ScoreLaw(scores, 10, CHANCE);
    UniformRandomProvider random = STREAMS.uniform(Arrays.toString(scores), "draws");
    int above = 0;
    int all = 0;
    for (int i = 0; i < 4000; i++) {
      int[] drawn = new int[8];
      law.draw(drawn, 3, random);
      for (int j = 3; j < drawn.length; j++) {
        above += drawn[j] > 0 ? 1 : 0;
        all++;
        assertTrue(Math.abs(drawn[j]) <= 10);
      }
      assertEquals(0, drawn[2], "what is known stays");
    }
    return above / (double) all;
  }

  @Test
  void fewThatAgreePromiseMuchButNoCertainty() {
    double four = shareAbove(10, 10, 10, 10);
    assertTrue(four > 0.95 && four < 1, four + "");
    double small = shareAbove(2, 2, 2, 2);
    assertTrue(small > 0.6 && small < 0.85, small + "");
    double one = shareAbove(10);
    assertTrue(one > 0.6 && one < 0.9, one + "");
    double none = shareAbove();
    assertEquals(0.44, none, 0.05, "as many below 0, and some 0");
    assertTrue(shareAbove(6, -4, 2, -4) < 0.55);
  }

  /** The probability that only chance is at work, by integrals over variance and mean. */
  @Test
  void weightOfChanceIsThatOfTheIntegrals() {
    int[] scores = {4, 7, 2};
    double chance = 0;
    double effect = 0;
    double step = 0.02;
    for (double logVariance = -6; logVariance < 9; logVariance += step) {
      double variance = Math.exp(logVariance);
      // Inverse chi-squared around a share of the variance by chance, as a density of log variance.
      double prior =
          Math.pow(variance, -0.5 * ScoreLaw.FREEDOM)
              * Math.exp(-0.5 * ScoreLaw.FREEDOM * ScoreLaw.SHARE * CHANCE / variance);
      chance += prior * likelihood(scores, 0, variance);
      double deviation = Math.sqrt(variance / ScoreLaw.WEIGHT);
      double inner = 0;
      for (double z = -8; z < 8; z += 0.02) {
        inner +=
            0.02
                * Math.exp(-0.5 * z * z)
                / Math.sqrt(2 * Math.PI)
                * likelihood(scores, z * deviation, variance);
      }
      effect += prior * inner;
    }
    double expected =
        ScoreLaw.NOTHING * chance / (ScoreLaw.NOTHING * chance + (1 - ScoreLaw.NOTHING) * effect);
    assertEquals(expected, new ScoreLaw(scores, 10, CHANCE).nothing(), 1e-4);
  }

  private static double likelihood(int[] scores, double mean, double variance) {
    double product = 1;
    for (int score : scores) {
      product *= Math.exp(-0.5 * (score - mean) * (score - mean) / variance) / Math.sqrt(variance);
    }
    return product;
  }

  @Test
  void scoresWithoutVarianceAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ScoreLaw(new int[] {1}, 10, 0));
  }

  /** One pass gives the p-values of all beginnings. */
  @Test
  void beginningsHaveThePValuesOfTheirOwn() {
    UniformRandomProvider random = STREAMS.uniform("beginnings", "scores");
    for (int repetition = 0; repetition < 50; repetition++) {
      int[] x = new int[1 + random.nextInt(20)];
      for (int i = 0; i < x.length; i++) {
        x[i] = random.nextInt(13) - 4;
      }
      double[] p = SignFlipTest.pNotAboveOfBeginnings(x);
      double[] expected = new double[x.length];
      int last = 0;
      for (int i = 0; i < x.length; i++) {
        last = Arrays.stream(x, 0, i + 1).sum() > 0 ? i + 1 : last;
      }
      for (int i = 0; i < x.length; i++) {
        double alone = SignFlipTest.pNotAbove(Arrays.copyOf(x, i + 1));
        assertTrue(i < last || alone >= 0.5, "no test would decide behind the last sum above 0");
        expected[i] = i < last ? alone : 1;
      }
      assertArrayEquals(expected, p, 1e-14);
    }
    assertEquals(0, SignFlipTest.pNotAboveOfBeginnings(new int[0]).length);
  }
}
