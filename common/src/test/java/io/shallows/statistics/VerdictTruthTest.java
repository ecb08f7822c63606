package io.shallows.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.random.RandomStreams;
import io.shallows.record.FitsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.statistics.estimate.ProblemTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sweeps whose law is known: false verdicts are as rare as claimed, and effects that matter are
 * found.
 */
@Tag("repeated")
@Tag("truth")
class VerdictTruthTest {

  private static final RandomStreams STREAMS = new RandomStreams(31);
  private static final int REPETITIONS = Integer.getInteger("shallows.repetitions", 200);

  /** (eta - 1) / n = -.25. */
  static final FitGroup GROUP = new FitGroup(1, 2, 0.5);

  private static Record fit(List<MeasuredDepth> depths, String family) {
    return FitVerdicts.judge(new FitAggregation("m", STREAMS).aggregate(GROUP, depths).fits())
        .stream()
        .filter(fit -> fit.get(LeadingColumns.FAMILY).equals(family))
        .filter(fit -> fit.get(FitsTable.QUANTILE) == 0.9)
        .findFirst()
        .orElseThrow();
  }

  /** How many sweeps of one law get each verdict, with 16 problems. */
  private static final class Counts {
    private static final TruthPage PAGE =
        new TruthPage(
            "fixed-and-sequential",
            REPETITIONS,
            "law",
            "true",
            "`consistent`, fixed",
            "ever, sequential",
            "`contradicted`, fixed",
            "ever, sequential",
            "`contradicted` by paths alone");

    private int consistent;
    private int consistentEver;
    private int contradicted;
    private int contradictedEver;
    private int contradictedByPaths;

    private Counts(Sweep sweep) {
      for (int repetition = 0; repetition < REPETITIONS; repetition++) {
        RateVotes votes = Sweep.votes(sweep.draw("plain", 16, 8, 1, 1e-12, repetition));
        RateVotes paths = Sweep.votes(sweep.draw("plain", 16, 8, 0, 1e-12, repetition));
        consistent += isShown(votes.pFalling(ProblemTest.FIXED));
        contradicted += isShown(votes.pRising(ProblemTest.FIXED));
        contradictedByPaths += isShown(paths.pRising(ProblemTest.FIXED));
        consistentEver += isEverShown(votes.trends(), -1);
        contradictedEver += isEverShown(votes.least(), 1);
      }
      Verdict truth =
          sweep.isTrue(Verdict.CONSISTENT)
              ? Verdict.CONSISTENT
              : sweep.isTrue(Verdict.CONTRADICTED) ? Verdict.CONTRADICTED : Verdict.UNDECIDED;
      PAGE.row(
          sweep.label,
          truth == Verdict.UNDECIDED ? "neither" : truth.label(),
          consistent,
          consistentEver,
          contradicted,
          contradictedEver,
          contradictedByPaths);
    }

    private static int isShown(double p) {
      return p <= FitVerdicts.ALPHA ? 1 : 0;
    }

    /** Looked at after every problem. */
    private static int isEverShown(List<Integer> trends, int sign) {
      int[] scores = trends.stream().mapToInt(trend -> sign * trend).toArray();
      double[] p = ProblemTest.SEQUENTIAL.pNotAboveOfBeginnings(scores);
      return Arrays.stream(p).anyMatch(one -> one <= FitVerdicts.ALPHA) ? 1 : 0;
    }
  }

  private static void assertRare(int count) {
    double error = Math.sqrt(0.025 * 0.975 / REPETITIONS);
    assertTrue(count <= REPETITIONS * (0.025 + 3 * error), count + " of " + REPETITIONS);
  }

  private static void assertFound(double power, int count) {
    assertTrue(count >= power * REPETITIONS, count + " of " + REPETITIONS);
  }

  @ParameterizedTest
  @EnumSource(
      value = Sweep.class,
      names = {
        "AT_THE_RATE",
        "CENSORED_AT_THE_RATE",
        "DROPPED_AT_THE_RATE",
        "ZEROS_AT_THE_RATE",
        "OUTLIERS_AT_THE_RATE",
        "AT_THE_RATE_OF_CLOSE_WIDTHS"
      })
  void whatIsNotTrueIsSeldomSaid(Sweep sweep) {
    Counts counts = new Counts(sweep);
    assertRare(counts.consistent);
    assertRare(counts.consistentEver);
    assertRare(counts.contradicted);
    assertRare(counts.contradictedEver);
    assertEquals(0, counts.contradictedByPaths, "paths alone contradict nothing");
  }

  @ParameterizedTest
  @EnumSource(
      value = Sweep.class,
      names = {"CLEAR", "FASTER", "ZEROS_TAKE_OVER"})
  void whatFallsFasterIsFoundWithSixteenProblems(Sweep sweep) {
    Counts counts = new Counts(sweep);
    assertFound(0.9, counts.consistent);
    assertFound(0.9, counts.consistentEver);
    assertEquals(0, counts.contradicted);
    assertEquals(0, counts.contradictedEver);
    assertEquals(0, counts.contradictedByPaths, "paths alone contradict nothing");
  }

  @ParameterizedTest
  @EnumSource(
      value = Sweep.class,
      names = {"CONSTANT", "CONSTANT_AT_CLOSE_WIDTHS", "GROWING"})
  void whatDoesNotFallIsFoundFromLowerEndsAlone(Sweep sweep) {
    Counts counts = new Counts(sweep);
    // Slopes .25 and .5 above the rate: over these widths factors of 2 and 4 against noise of one
    // e-fold. The lesser takes widths that lie closer (LeastEffectTest).
    assertFound(sweep == Sweep.CONSTANT ? 0.7 : 0.9, counts.contradicted);
    assertFound(sweep == Sweep.CONSTANT ? 0.6 : 0.9, counts.contradictedEver);
    assertEquals(0, counts.contradictedByPaths, "paths alone contradict nothing");
    assertEquals(0, counts.consistent);
  }

  @Test
  void problemsDecideAndNotSeeds() {
    Record few = fit(Sweep.CLEAR.draw("plain", 5, 200, 1, 1e-12, 0), "plain");
    assertEquals("undecided", few.get(FitsTable.VERDICT));
    assertTrue(
        few.get(FitsTable.REASON).startsWith("5 of 5 problems fall at least as fast as m^-0.25, "),
        few.get(FitsTable.REASON));
    assertTrue(
        few.get(FitsTable.REASON).contains("5 cannot decide 1 test; about 6 problems like these"),
        few.get(FitsTable.REASON));
    Record enough = fit(Sweep.CLEAR.draw("plain", 6, 200, 1, 1e-12, 0), "plain");
    assertEquals("consistent", enough.get(FitsTable.VERDICT));
    assertEquals(1 / 64.0, enough.get(FitsTable.P_CONSISTENT_SINGLE), 1e-15);
  }

  /** Zeros everywhere agree, if there are enough of them to speak of the quantile. */
  @Test
  void zerosAgree() {
    for (int seeds : List.of(5, 6)) {
      List<MeasuredDepth> depths = new ArrayList<>();
      for (MeasuredDepth depth : Sweep.CONSTANT.draw("plain", 8, seeds, 0, 1e300, 0)) {
        depths.add(depth);
      }
      Record fit = fit(depths, "plain");
      assertEquals(seeds == 6 ? 8L : 0L, fit.get(FitsTable.PROBLEMS_FALLING), "of 5 widths");
      assertEquals(
          seeds == 6 ? "consistent" : "undecided",
          fit.get(FitsTable.VERDICT),
          fit.get(FitsTable.REASON));
    }
  }

  @Test
  void manySettingsNeedMoreProblems() {
    assertEquals(6, FitVerdicts.leastProblems(1));
    assertEquals(12, FitVerdicts.leastProblems(72));
    List<Record> fits = new ArrayList<>();
    for (int n = 1; n <= 4; n++) {
      List<MeasuredDepth> depths = Sweep.CLEAR.draw("plain", 7, 8, 1, 1e-12, n);
      fits.addAll(
          new FitAggregation("m", STREAMS).aggregate(new FitGroup(1, n, 0.5), depths).fits());
    }
    for (Record fit : FitVerdicts.judge(fits)) {
      assertEquals("undecided", fit.get(FitsTable.VERDICT));
      if (fit.get(FitsTable.QUANTILE) == 0.9) {
        assertEquals(4 / 128.0, fit.get(FitsTable.P_CONSISTENT), 1e-15);
      } else {
        assertTrue(fit.find(FitsTable.P_CONSISTENT).isEmpty(), "asked though .9 is open");
        assertTrue(fit.get(FitsTable.REASON).startsWith("not asked"), fit.get(FitsTable.REASON));
      }
    }
  }

  @Test
  void aProofDecidesWithOneProblem() {
    List<MeasuredDepth> depths = new ArrayList<>();
    for (MeasuredDepth depth : Sweep.GROWING.draw("plain", 1, 8, 0, 1e-12, 0)) {
      boolean zero = depth.width() >= 32;
      depths.add(
          new MeasuredDepth(
              depth.problem(),
              depth.family(),
              depth.width(),
              depth.initialization(),
              depth.seed(),
              depth.parameterCount(),
              true,
              zero ? 0 : depth.depthUpper(),
              0,
              zero,
              depth.floor(),
              true,
              Double.NaN));
    }
    Record fit = fit(depths, "plain");
    assertEquals("proved", fit.get(FitsTable.VERDICT));
    assertEquals(32L, fit.get(FitsTable.ZERO_WIDTH));
    assertTrue(fit.find(FitsTable.P_CONSISTENT_SINGLE).isEmpty());
  }

  /** Bounds that fall prove the rate of minima whose found paths do not. */
  @Test
  void boundsThatFallProveIt() {
    List<MeasuredDepth> depths = new ArrayList<>();
    for (MeasuredDepth depth : Sweep.CONSTANT.draw("plain", 8, 8, 0, 1e-12, 0)) {
      depths.add(
          new MeasuredDepth(
              depth.problem(),
              depth.family(),
              depth.width(),
              depth.initialization(),
              depth.seed(),
              depth.parameterCount(),
              true,
              1e-3 * depth.depthUpper() / depth.width(),
              0,
              false,
              depth.floor(),
              true,
              depth.depthUpper() / depth.width()));
    }
    Record fit = fit(depths, "plain");
    assertEquals("proved", fit.get(FitsTable.VERDICT), fit.get(FitsTable.REASON));
    assertTrue(fit.get(FitsTable.P_BOUND) <= FitVerdicts.ALPHA);
  }
}
