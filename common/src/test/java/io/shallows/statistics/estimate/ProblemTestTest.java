package io.shallows.statistics.estimate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.random.RandomStreams;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTestTest {

  private static final RandomStreams STREAMS = new RandomStreams(11);

  /** A score on the sign of which all stakes are 1. */
  private static final int LARGE = 1_000_000;

  private static int[] random(int count, UniformRandomProvider random) {
    int[] scores = new int[count];
    for (int i = 0; i < count; i++) {
      scores[i] = random.nextInt(7) - 3;
    }
    return scores;
  }

  @Test
  void theFixedTestIsThatOfSignFlips() {
    UniformRandomProvider random = STREAMS.uniform("fixed", "scores");
    for (int count = 0; count < 12; count++) {
      int[] scores = random(count, random);
      assertEquals(SignFlipTest.pNotAbove(scores), ProblemTest.FIXED.pNotAbove(scores));
      assertArrayEquals(
          SignFlipTest.pNotAboveOfBeginnings(scores),
          ProblemTest.FIXED.pNotAboveOfBeginnings(scores));
    }
    assertEquals(6, ProblemTest.FIXED.leastCount(0.025));
    assertEquals(6, ProblemTest.FIXED.countToReject(new int[] {3}, 0.025, 99));
  }

  /** Beyond a number of scores the normal law does, whatever their sizes. */
  @Test
  void manyScoresFollowTheNormalLaw() {
    UniformRandomProvider random = STREAMS.uniform("many", "scores");
    int compared = 0;
    for (int most : new int[] {1, 3, 28}) {
      for (int repetition = 0; repetition < 20; repetition++) {
        int[] scores = new int[150];
        for (int i = 0; i < scores.length; i++) {
          int size = 1 + random.nextInt(most);
          scores[i] = random.nextDouble() < 0.5 + 0.01 * repetition ? size : -size;
        }
        double[] exact = SignFlipTest.pNotAboveOfBeginnings(scores);
        double[] fast = ProblemTest.FIXED.pNotAboveOfBeginnings(scores, 64);
        for (int i = 0; i < scores.length; i++) {
          if (i < 64) {
            assertTrue(fast[i] == exact[i] || (fast[i] == 1 && exact[i] >= 0.5), fast[i] + "");
          } else if (exact[i] < 0.5 && exact[i] > 1e-5) {
            assertEquals(exact[i], fast[i], 0.1 * exact[i], scores.length + " up to " + most);
            compared++;
          } else if (exact[i] <= 1e-5) {
            assertEquals(exact[i], fast[i], 0.5 * exact[i]);
          }
        }
      }
    }
    assertTrue(compared > 1000, compared + "");
    double[] even = ProblemTest.FIXED.pNotAboveOfBeginnings(new int[] {1, -1, 0, 0}, 1);
    assertArrayEquals(new double[] {0.5, 1, 1, 1}, even);
  }

  private static double evidence(int[] scores) {
    double e = 0;
    for (double theta : new double[] {0.125, 0.25, 0.5, 1, 1e9}) {
      double wealth = 1;
      for (int score : scores) {
        wealth *= 1 + Integer.signum(score) * Math.tanh(theta * Math.sqrt(Math.abs(score)));
      }
      e += wealth / 5;
    }
    return e;
  }

  /** By its formula: two halves, of which the second is settled by the first sixteen scores. */
  @Test
  void theSequentialOneIsHalfEvidenceAndHalfANamedLook() {
    UniformRandomProvider random = STREAMS.uniform("sequential", "scores");
    for (int count = 0; count < 40; count++) {
      int[] scores = random(count, random);
      for (int i = 0; i < count; i++) {
        scores[i] += count % 3;
      }
      double look =
          count < 16 ? 1 : SignFlipTest.pNotAbove(Arrays.copyOf(scores, ProblemTest.LOOK));
      double expected = Math.min(1, 2 * Math.min(1 / evidence(scores), look));
      double p = ProblemTest.SEQUENTIAL.pNotAbove(scores);
      assertEquals(expected, p, 1e-13 * p);
      double[] beginnings = ProblemTest.SEQUENTIAL.pNotAboveOfBeginnings(scores);
      for (int i = 0; i < count; i++) {
        assertEquals(ProblemTest.SEQUENTIAL.pNotAbove(Arrays.copyOf(scores, i + 1)), beginnings[i]);
      }
    }
  }

  /** Which are the first matters, and what comes behind them cannot take back what they showed. */
  @Test
  void whatTheNamedLookHasShownStays() {
    int[] scores = new int[200];
    Arrays.fill(scores, 0, ProblemTest.LOOK, 1);
    Arrays.fill(scores, ProblemTest.LOOK, 200, -1);
    double[] p = ProblemTest.SEQUENTIAL.pNotAboveOfBeginnings(scores);
    assertTrue(p[ProblemTest.LOOK - 2] > Math.scalb(1.0, 1 - ProblemTest.LOOK));
    assertEquals(Math.scalb(1.0, 1 - ProblemTest.LOOK), p[ProblemTest.LOOK - 1]);
    assertEquals(Math.scalb(1.0, 1 - ProblemTest.LOOK), p[199]);
    int[] backwards = new int[200];
    for (int i = 0; i < 200; i++) {
      backwards[i] = scores[199 - i];
    }
    assertEquals(1, ProblemTest.SEQUENTIAL.pNotAbove(backwards));
  }

  /**
   * Whoever gives problems no further settings once the look would show something has it shown too
   * often, though each score is as likely up as down; so only problems with all settings count.
   */
  @Test
  void onlyScoresWhoseLawsDoNotFollowFromScoresAreLookedAt() {
    UniformRandomProvider random = STREAMS.uniform("choosing", "signs");
    int repetitions = 4000;
    double level = 0.05;
    int all = 0;
    int alike = 0;
    for (int repetition = 0; repetition < repetitions; repetition++) {
      int[] scores = new int[2 * ProblemTest.LOOK];
      int[] whole = new int[ProblemTest.LOOK];
      boolean shown = false;
      for (int i = 0; i < scores.length; i++) {
        boolean first = i < ProblemTest.LOOK;
        int size = first && shown ? 0 : 1;
        scores[i] = random.nextBoolean() ? size : -size;
        if (!first) {
          whole[i - ProblemTest.LOOK] = scores[i];
        }
        shown |= SignFlipTest.pNotAbove(Arrays.copyOf(scores, i + 1)) <= level / 2;
      }
      boolean evident = SignWealth.BEGINNING.after(scores).value() >= 2 / level;
      all += !evident && ProblemTest.SEQUENTIAL.pNotAbove(scores, scores) <= level ? 1 : 0;
      alike += !evident && ProblemTest.SEQUENTIAL.pNotAbove(scores, whole) <= level ? 1 : 0;
    }
    double half = level / 2;
    double most = repetitions * (half + 3 * Math.sqrt(half * (1 - half) / repetitions));
    assertTrue(alike <= most, alike + " of " + repetitions);
    assertTrue(all > most, all + " of " + repetitions);
  }

  @ParameterizedTest
  @EnumSource(ProblemTest.class)
  void theLeastCountIsTheFirstThatRejects(ProblemTest test) {
    for (double level : new double[] {0.5, 0.025, 0.025 / 72}) {
      int[] agreeing = new int[test.leastCount(level)];
      Arrays.fill(agreeing, LARGE);
      assertTrue(test.pNotAbove(agreeing) <= level, test + " " + level);
      int[] fewer = Arrays.copyOf(agreeing, agreeing.length - 1);
      assertTrue(test.pNotAbove(fewer) > level, test + " " + level);
      assertEquals(agreeing.length, test.countToReject(new int[] {LARGE}, level, 100));
      int[] small = new int[test.leastCount(level) + 3];
      Arrays.fill(small, 1);
      assertTrue(test.pNotAbove(small) <= level, test + " " + level);
    }
    assertEquals(31, test.countToReject(new int[] {1, -1}, 0.025, 30), "it never does");
    assertEquals(test, ProblemTest.named(test.label()));
  }

  /** Who looks after every problem and stops at the first success is right all the same. */
  @Test
  void lookingAsOftenAsOneLikesKeepsTheLevel() {
    int sequential = 0;
    int fixed = 0;
    int repetitions = 2000;
    UniformRandomProvider random = STREAMS.uniform("looking", "signs");
    for (int repetition = 0; repetition < repetitions; repetition++) {
      int[] scores = new int[60];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = random.nextBoolean() ? 1 : -1;
      }
      sequential += everBelow(ProblemTest.SEQUENTIAL, scores) ? 1 : 0;
      fixed += everBelow(ProblemTest.FIXED, scores) ? 1 : 0;
    }
    double level = 0.05;
    double error = Math.sqrt(level * (1 - level) / repetitions);
    assertTrue(sequential <= repetitions * (level + 3 * error), sequential + " of " + repetitions);
    assertTrue(fixed > repetitions * 2 * level, "the fixed test was not made for this: " + fixed);
  }

  private static boolean everBelow(ProblemTest test, int[] scores) {
    return Arrays.stream(test.pNotAboveOfBeginnings(scores)).anyMatch(p -> p <= 0.05);
  }

  @Test
  void otherWordsAreRefused() {
    assertEquals(List.of("fixed", "sequential"), ProblemTest.labels());
    assertThrows(IllegalArgumentException.class, () -> ProblemTest.named("both"));
  }

  /** Tests that could have been made count, whether they were or not. */
  @Test
  void holmCountsTestsThatWereNotMade() {
    double[] p = {0.01, Double.NaN, 0.02};
    assertArrayEquals(new double[] {0.02, Double.NaN, 0.02}, HolmAdjustment.adjust(p), 1e-15);
    assertArrayEquals(new double[] {0.05, Double.NaN, 0.08}, HolmAdjustment.adjust(p, 5), 1e-15);
    assertArrayEquals(HolmAdjustment.adjust(p), HolmAdjustment.adjust(p, 1));
  }
}
