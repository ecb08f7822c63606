package io.shallows.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.random.RandomStreams;
import io.shallows.statistics.estimate.ProblemTest;
import io.shallows.statistics.estimate.SignWealth;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a test finds that may be looked at after every problem, beside one whose number of problems
 * is fixed, where all is known but whether there is an effect: scores are normal with variance 1.
 *
 * <p>The effect is such that the fixed test of sixteen scores finds it in 95%. The logarithm of the
 * likelihood ratio is then normal(6.48, 3.6^2) after sixteen, and has to be above log 40 = 3.69.
 */
@Tag("repeated")
@Tag("truth")
class PriceOfLookingTest {

  private static final RandomStreams STREAMS = new RandomStreams(53);
  private static final int REPETITIONS = 20 * Integer.getInteger("shallows.repetitions", 200);
  private static final NormalDistribution NORMAL = new NormalDistribution();
  private static final double ALPHA = FitVerdicts.ALPHA;
  private static final int PLANNED = ProblemTest.LOOK;
  private static final int MOST = 32;
  private static final int[] LOOKS = {8, 12, 16, 20, 24, 32};

  /** Of one score: 3.6 standard errors of the mean of sixteen. */
  private static final double EFFECT = 3.6 / 4;

  /** The standard deviation by chance of Kendall's S of five widths, sqrt(50 / 3). */
  private static final double SPREAD = 4.08;

  /** How scores become a decision. */
  enum Evidence {
    /** The test of the mean, planned for that number of scores. */
    FIXED("fixed test, planned for that number"),
    /** Grows fastest of all in expectation of its logarithm. */
    LIKELIHOOD_RATIO("likelihood ratio, effect and noise known"),
    /** The same under the hypothesis that is tested: x as likely as -x. */
    SIGNS_GIVEN_SIZES("the same of signs given sizes, effect and noise known"),
    /** What knows neither, of scores of Kendall's size. */
    SIGN_WEALTH("evidence of the program alone"),
    /** Half on what would be found by the fixed test of sixteen at half the level. */
    HALF_ON_THE_PLAN("half likelihood ratio, half a fixed test after the 16th"),
    /** The same with the program's evidence and its fixed test. */
    PROGRAM("sequential test of the program");

    private final String label;

    Evidence(String label) {
      this.label = label;
    }
  }

  private static final TruthPage PAGE =
      new TruthPage(
          "looking",
          REPETITIONS,
          "evidence",
          "effect",
          "found within 8",
          "12",
          "16",
          "20",
          "24",
          "32");

  /** Decisions within so many scores, and by the likelihood ratio as it is after the sixteenth. */
  private static final class Found {
    private final Map<Evidence, int[]> within = new EnumMap<>(Evidence.class);
    private int ratioAtTheEnd;

    Found(double effect) {
      for (Evidence evidence : Evidence.values()) {
        within.put(evidence, new int[LOOKS.length]);
      }
      ContinuousSampler normal = STREAMS.gaussian("scores", "effect " + effect);
      for (int repetition = 0; repetition < REPETITIONS; repetition++) {
        double[] scores = new double[MOST];
        for (int i = 0; i < MOST; i++) {
          scores[i] = effect + normal.sample();
        }
        add(scores);
      }
      within.forEach(
          (evidence, counts) ->
              PAGE.row(
                  evidence.label,
                  effect > 0 ? "95% by the fixed test of 16" : "none",
                  share(counts[0]),
                  share(counts[1]),
                  share(counts[2]),
                  share(counts[3]),
                  share(counts[4]),
                  share(counts[5])));
    }

    private static double share(int count) {
      return count / (double) REPETITIONS;
    }

    double within(Evidence evidence, int looks) {
      return share(within.get(evidence)[Arrays.binarySearch(LOOKS, looks)]);
    }

    private void add(double[] scores) {
      Map<Evidence, Boolean> ever = new EnumMap<>(Evidence.class);
      double sum = 0;
      double logGiven = 0;
      SignWealth wealth = SignWealth.BEGINNING;
      double plan = 1;
      int look = 0;
      double[] p =
          ProblemTest.SEQUENTIAL.pNotAboveOfBeginnings(
              Arrays.stream(scores).mapToInt(score -> (int) Math.rint(SPREAD * score)).toArray());
      for (int n = 1; n <= MOST; n++) {
        double score = scores[n - 1];
        sum += score;
        double ratio = Math.exp(EFFECT * sum - n * EFFECT * EFFECT / 2);
        logGiven += Math.log(1 + Math.tanh(EFFECT * score));
        wealth = wealth.after((int) Math.rint(SPREAD * score));
        if (n == PLANNED) {
          plan = sum >= bound(n, ALPHA / 2) ? 2 / ALPHA : 0;
        }
        ever.merge(Evidence.LIKELIHOOD_RATIO, ratio >= 1 / ALPHA, Boolean::logicalOr);
        ever.merge(Evidence.SIGNS_GIVEN_SIZES, logGiven >= -Math.log(ALPHA), Boolean::logicalOr);
        ever.merge(Evidence.SIGN_WEALTH, wealth.decides(1, ALPHA), Boolean::logicalOr);
        // Before the sixteenth the plan's part is below 2 / ALPHA, and is left out.
        double half = (ratio + (n < PLANNED ? 0 : plan)) / 2;
        ever.merge(Evidence.HALF_ON_THE_PLAN, half >= 1 / ALPHA, Boolean::logicalOr);
        ever.merge(Evidence.PROGRAM, p[n - 1] <= ALPHA, Boolean::logicalOr);
        ever.put(Evidence.FIXED, sum >= bound(n, ALPHA));
        ratioAtTheEnd += n == PLANNED && ratio >= 1 / ALPHA ? 1 : 0;
        if (n == LOOKS[look]) {
          int at = look++;
          ever.forEach((evidence, decided) -> within.get(evidence)[at] += decided ? 1 : 0);
        }
      }
    }

    /** What the sum of n normal numbers reaches with probability alpha. */
    private static double bound(int n, double alpha) {
      return Math.sqrt(n) * -NORMAL.inverseCumulativeProbability(alpha);
    }
  }

  private static double error(double share) {
    return 3 * Math.sqrt(share * (1 - share) / REPETITIONS);
  }

  private static void assertShare(double expected, double share) {
    assertEquals(expected, share, error(expected));
  }

  @Test
  void whatFixedTestsFindIsNotFoundByThoseThatMayBeLookedAt() {
    Found found = new Found(EFFECT);
    double critical = -NORMAL.inverseCumulativeProbability(ALPHA);
    assertShare(
        NORMAL.cumulativeProbability(3.6 - critical), found.within(Evidence.FIXED, PLANNED));
    assertShare(
        NORMAL.cumulativeProbability(3.6 / 2 + Math.log(ALPHA) / 3.6),
        found.ratioAtTheEnd / (double) REPETITIONS);
    double ratio = found.within(Evidence.LIKELIHOOD_RATIO, PLANNED);
    assertTrue(ratio > 0.8 && ratio < 0.9 - error(0.9), "likelihood ratio finds " + ratio);
    assertTrue(
        found.within(Evidence.SIGNS_GIVEN_SIZES, PLANNED) <= ratio + error(ratio),
        "sizes alone say no more than the ratio");
    assertTrue(
        found.within(Evidence.SIGN_WEALTH, PLANNED)
            <= found.within(Evidence.SIGNS_GIVEN_SIZES, PLANNED),
        "who knows the effect finds more");
    assertTrue(found.within(Evidence.HALF_ON_THE_PLAN, PLANNED) >= 0.9);
    // Its fixed test knows no variance, so that half a level finds less than that of the mean.
    double program = found.within(Evidence.PROGRAM, PLANNED);
    assertTrue(program >= 0.8, "the sequential test finds " + program);
    assertTrue(
        program > found.within(Evidence.SIGN_WEALTH, PLANNED) + 0.2, "its evidence finds as much");
  }

  /** None errs more often than it says, however long one looks. */
  @Test
  void whereNothingIsThereAllAreRarelyWrong() {
    Found found = new Found(0);
    for (Evidence evidence : Evidence.values()) {
      double share = found.within(evidence, MOST);
      assertTrue(share <= ALPHA + error(ALPHA), evidence + ": " + share);
    }
  }

  private static final TruthPage FEW =
      new TruthPage(
          "few-seen",
          REPETITIONS,
          "seen of 16",
          "decided",
          "mean forecast, effect as seen",
          "mean forecast, effect as likely anywhere");

  /**
   * Who forecasts what sixteen will decide from the first k, with the noise known: with the effect
   * taken as seen the mean forecast is {@code Phi((n d - c sqrt(n)) / sqrt(n^2 / k + n - k))}, and
   * with a flat law for it {@code (n - k)^2 / k} is added below the root. Both are below what is
   * decided wherever that is more than half, by more than ten points from six and fewer here.
   */
  @Test
  void whoSeesFewScoresForecastsTooLittleWhereAnEffectIsThere() {
    double critical = -NORMAL.inverseCumulativeProbability(ALPHA) * Math.sqrt(PLANNED);
    double mean = PLANNED * EFFECT - critical;
    double decided = NORMAL.cumulativeProbability(mean / Math.sqrt(PLANNED));
    for (int seen : new int[] {12, 6, 4}) {
      int rest = PLANNED - seen;
      double asSeen = 0;
      double flat = 0;
      ContinuousSampler normal = STREAMS.gaussian("few", "seen " + seen);
      for (int repetition = 0; repetition < REPETITIONS; repetition++) {
        double sum = seen * EFFECT + Math.sqrt(seen) * normal.sample();
        double expected = sum + rest * sum / seen - critical;
        asSeen += NORMAL.cumulativeProbability(expected / Math.sqrt(rest)) / REPETITIONS;
        double spread = Math.sqrt(rest + (double) rest * rest / seen);
        flat += NORMAL.cumulativeProbability(expected / spread) / REPETITIONS;
      }
      double variance = (double) PLANNED * PLANNED / seen + rest;
      double withFlat = variance + (double) rest * rest / seen;
      double expectedAsSeen = NORMAL.cumulativeProbability(mean / Math.sqrt(variance));
      double expectedFlat = NORMAL.cumulativeProbability(mean / Math.sqrt(withFlat));
      assertShare(expectedAsSeen, asSeen);
      assertShare(expectedFlat, flat);
      assertEquals(seen <= 6, decided - expectedAsSeen > 0.1, seen + " seen, as seen");
      assertEquals(seen <= 6, decided - expectedFlat > 0.1, seen + " seen, flat");
      FEW.row(seen, decided, asSeen, flat);
    }
  }
}
