package io.shallows.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shallows.random.RandomStreams;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.ListSampler;
import org.junit.jupiter.api.Test;

/** What certified ends say of the rate. */
class RateVotesTest {

  private static final double FLOOR = 1e-13;

  private static MeasuredDepth depth(int problem, int width, double lower, double upper) {
    return new MeasuredDepth(
        "problem-" + problem,
        "plain",
        width,
        "he",
        0,
        3L * width,
        true,
        upper,
        lower,
        false,
        FLOOR,
        true,
        1);
  }

  private static RateVotes votes(double[] lower, double[] upper) {
    List<MeasuredDepth> depths = new ArrayList<>();
    for (int problem = 0; problem < 12; problem++) {
      for (int k = 0; k < lower.length; k++) {
        depths.add(depth(problem, 4 << k, lower[k], upper[k]));
      }
    }
    return RateVotes.of(depths, 0.9, 0.25);
  }

  /** A lower end above 0 is above nothing that rounding hides at another width. */
  @Test
  void depthsThatRoundingHidesShowNoRise() {
    double[] upper = {FLOOR, FLOOR, FLOOR};
    RateVotes votes = votes(new double[] {0, FLOOR / 9, FLOOR / 2}, upper);
    assertEquals(0, votes.rising());
    assertEquals(12, votes.problems());
  }

  @Test
  void lowerEndsAboveUpperOnesAreACertainRise() {
    RateVotes votes = votes(new double[] {0.1, 0.3, 0.9}, new double[] {0.1, 0.3, 0.9});
    assertEquals(12, votes.rising());
    assertEquals(0, votes.falling());
  }

  /** Minima of one problem, seed by seed, of which only the first are covered at some widths. */
  private static List<MeasuredDepth> covered(int problem, double[][] depths) {
    List<MeasuredDepth> minima = new ArrayList<>();
    for (int k = 0; k < depths.length; k++) {
      for (int seed = 0; seed < depths[k].length; seed++) {
        int width = 4 << k;
        double depth = depths[k][seed] * Math.pow(width, -0.25);
        minima.add(
            new MeasuredDepth(
                "problem-" + problem,
                "plain",
                width,
                "he",
                seed,
                3L * width,
                true,
                depth,
                depth,
                false,
                FLOOR,
                true,
                1));
      }
    }
    return minima;
  }

  /** The largest of two is lower than the largest of eight, which is nothing about depth. */
  @Test
  void fewerCoveredMinimaDoNotLookShallower() {
    UniformRandomProvider random = new RandomStreams(3).uniform("covered", "depths");
    List<MeasuredDepth> minima = new ArrayList<>();
    int problems = 2000;
    for (int problem = 0; problem < problems; problem++) {
      double[][] depths = new double[4][];
      for (int k = 0; k < depths.length; k++) {
        depths[k] = random.doubles(k < 2 ? 8 : 2).toArray();
      }
      minima.addAll(covered(problem, depths));
    }
    RateVotes votes = RateVotes.of(minima, 0.9, 0.25);
    assertEquals(problems, votes.problems());
    long without = votes.trends().stream().filter(trend -> trend == 0).count();
    assertEquals(
        (problems - without) / 2.0, (double) votes.falling(), 3 * Math.sqrt(problems / 4.0));
    assertEquals(
        (problems - without) / 2.0, (double) votes.rising(), 3 * Math.sqrt(problems / 4.0));
  }

  /**
   * Starts of two kinds, one of them deeper, of which three by chance are covered at wide widths:
   * those that stand for a narrow width are of the two kinds as often as theirs.
   */
  @Test
  void startsOfTwoKindsDoNotLookShallower() {
    UniformRandomProvider random = new RandomStreams(4).uniform("kinds", "depths");
    List<MeasuredDepth> minima = new ArrayList<>();
    int problems = 4000;
    for (int problem = 0; problem < problems; problem++) {
      for (int k = 0; k < 3; k++) {
        List<MeasuredDepth> all = new ArrayList<>();
        for (int seed = 0; seed < 4; seed++) {
          all.add(start(problem, 4 << k, "clustered", seed, 10 + random.nextDouble()));
          all.add(start(problem, 4 << k, "he", seed, random.nextDouble()));
        }
        ListSampler.shuffle(random, all);
        minima.addAll(k == 0 ? all : all.subList(0, 3));
      }
    }
    RateVotes votes = RateVotes.of(minima, 0.9, 0.25);
    assertEquals(problems, votes.problems());
    long without = votes.trends().stream().filter(trend -> trend == 0).count();
    assertEquals(
        (problems - without) / 2.0, (double) votes.falling(), 3 * Math.sqrt(problems / 4.0));
  }

  private static MeasuredDepth start(
      int problem, int width, String initialization, int seed, double times) {
    double depth = times * Math.pow(width, -0.25);
    return new MeasuredDepth(
        "problem-" + problem,
        "plain",
        width,
        initialization,
        seed,
        3L * width,
        true,
        depth,
        depth,
        false,
        FLOOR,
        true,
        1);
  }

  /**
   * Three minima at three widths are more than one at four: the last, which would rise, is left
   * out.
   */
  @Test
  void widthsWithTooFewMinimaAreLeftOut() {
    double[][] depths = {{1, 2, 3}, {1, 1, 2}, {1, 1, 1}, {9}};
    assertEquals(List.of(-3), RateVotes.of(covered(0, depths), 0.9, 0.25).trends());
  }

  /** Two widths of a factor of 2 have no trend, so one minimum of each width has to do. */
  @Test
  void theFactorIsSpannedWithFewMinimaIfNeedBe() {
    double[][] depths = {{2, 9}, {2.5, 1}, {3}};
    List<MeasuredDepth> minima = covered(0, depths);
    assertEquals(List.of(3), RateVotes.of(minima, 0.9, 0.25).trends(), "the first of each");
    Collections.reverse(minima);
    assertEquals(List.of(3), RateVotes.of(minima, 0.9, 0.25).trends(), "whatever their order");
  }
}
