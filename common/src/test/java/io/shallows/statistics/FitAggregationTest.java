package io.shallows.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.ProblemOrder;
import io.shallows.random.RandomStreams;
import io.shallows.record.FitsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.WidthsTable;
import io.shallows.statistics.estimate.ProblemTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stores whose law is known, from depths to verdicts. */
class FitAggregationTest {

  private static final RandomStreams STREAMS = new RandomStreams(8);
  private static final FitGroup GROUP = new FitGroup(1, 2, 0.5);
  private static final int REPETITIONS = Integer.getInteger("shallows.repetitions", 25);

  private static MeasuredDepth depth(
      int problem,
      String family,
      int width,
      long seed,
      boolean covered,
      double depth,
      double bound) {
    return new MeasuredDepth(
        "p" + problem,
        family,
        width,
        "he",
        seed,
        10L * width,
        covered,
        depth,
        depth,
        false,
        1e-12,
        !Double.isNaN(bound),
        bound);
  }

  /** Depths of a law over the study's widths, every minimum covered. */
  private static List<MeasuredDepth> study(
      String family, DoubleUnaryOperator law, int problems, int seeds, ContinuousSampler normal) {
    List<MeasuredDepth> depths = new ArrayList<>();
    for (int problem = 0; problem < problems; problem++) {
      double effect = 0.5 * normal.sample();
      for (int width : SyntheticDepths.STUDY_WIDTHS) {
        double here = effect + 0.3 * normal.sample();
        for (int seed = 0; seed < seeds; seed++) {
          double depth = law.applyAsDouble(width) * StrictMath.exp(here + normal.sample());
          depths.add(depth(problem, family, width, seed, true, depth, 100));
        }
      }
    }
    return depths;
  }

  private static List<Record> judged(FitGroup group, List<MeasuredDepth> depths) {
    return FitVerdicts.judge(new FitAggregation("m", STREAMS).aggregate(group, depths).fits());
  }

  private static Record main(List<Record> fits, String family) {
    return fits.stream()
        .filter(fit -> fit.get(LeadingColumns.FAMILY).equals(family))
        .filter(fit -> fit.get(FitsTable.QUANTILE) == 0.9)
        .findFirst()
        .orElseThrow();
  }

  /** Two problems of unequal size, zeros among them: the median is that of all depths together. */
  @Test
  void theMedianOfAWidthIsThatOfAllItsMinima() {
    List<MeasuredDepth> depths = new ArrayList<>();
    double[] first = {1e-6, 2e-6, 3e-6, 4e-6, 5e-6};
    for (int seed = 0; seed < first.length; seed++) {
      depths.add(depth(0, "plain", 8, seed, true, first[seed], 10));
    }
    depths.add(depth(1, "plain", 8, 0, true, 0, 30));
    depths.add(depth(1, "plain", 8, 1, true, 1, 30));
    depths.add(depth(1, "plain", 8, 2, true, 2, 30));
    depths.add(depth(1, "plain", 8, 3, false, 7, 90));
    List<Record> widths = new FitAggregation("m", STREAMS).aggregate(GROUP, depths).widths();
    assertEquals(2, widths.size());
    for (Record width : widths) {
      assertEquals(3.5e-6, width.get(WidthsTable.DEPTH_MEDIAN), 1e-20);
      assertEquals(10, width.get(WidthsTable.BOUND_MEDIAN));
    }
  }

  /** The theory's slope is -.25: laws far below, at, and far above it, 1000 depths per family. */
  @Test
  @Tag("repeated")
  void verdictsOfKnownLawsAreRightAsOftenAsClaimed() {
    int consistent = 0;
    int contradicted = 0;
    int falselyContradicted = 0;
    for (int i = 0; i < REPETITIONS; i++) {
      ContinuousSampler normal = STREAMS.gaussian("verdicts", "repetition " + i);
      List<MeasuredDepth> depths = new ArrayList<>();
      depths.addAll(study("long-skip", SyntheticDepths.power(-1), 8, 16, normal));
      depths.addAll(study("linear-skip", SyntheticDepths.power(-0.25), 8, 16, normal));
      depths.addAll(study("plain", SyntheticDepths.power(0.3), 8, 16, normal));
      List<Record> fits = judged(GROUP, depths);
      assertEquals(6, fits.size());
      consistent += main(fits, "long-skip").get(FitsTable.VERDICT).equals("consistent") ? 1 : 0;
      contradicted += main(fits, "plain").get(FitsTable.VERDICT).equals("contradicted") ? 1 : 0;
      falselyContradicted +=
          main(fits, "linear-skip").get(FitsTable.VERDICT).equals("contradicted") ? 1 : 0;
    }
    int power = (int) Math.ceil(0.9 * REPETITIONS);
    assertTrue(consistent >= power, consistent + " consistent of " + REPETITIONS);
    assertTrue(contradicted >= power, contradicted + " contradicted of " + REPETITIONS);
    double limit = 0.05 + (REPETITIONS >= 1000 ? 0 : 3 * Math.sqrt(0.05 * 0.95 / REPETITIONS));
    int wrong = falselyContradicted;
    assertTrue(wrong <= limit * REPETITIONS, () -> wrong + " falsely contradicted");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 6, too many zeros",
    "1e-14, 1, 6, too heavily censored",
    "1, 0.2, 6, too few covered minima",
    "1, 1, 3, too few widths"
  })
  void undecidedSaysWhyAndWhyThereIsNoSlope(
      double depth, double coveredShare, int widths, String reason) {
    ContinuousSampler normal = STREAMS.gaussian("reasons", reason);
    List<MeasuredDepth> depths = new ArrayList<>();
    for (int width : SyntheticDepths.STUDY_WIDTHS.subList(0, widths)) {
      for (int seed = 0; seed < 40; seed++) {
        double found = depth * StrictMath.exp(normal.sample());
        depths.add(depth(0, "plain", width, seed, seed < 40 * coveredShare, found, Double.NaN));
      }
    }
    Record fit = main(judged(GROUP, depths), "plain");
    assertEquals("undecided", fit.get(FitsTable.VERDICT));
    String found = fit.get(FitsTable.REASON);
    assertTrue(found.contains("; " + reason + ": "), found);
    assertTrue(found.contains("1 cannot decide 1 test; "), found);
  }

  @Test
  void rowsCountWhatTheyAreMadeOf() {
    List<MeasuredDepth> depths = new ArrayList<>();
    for (int seed = 0; seed < 20; seed++) {
      depths.add(depth(seed % 2, "long-skip", 4, seed, true, seed == 0 ? 0 : seed, 18.5));
      depths.add(depth(seed % 2, "long-skip", 8, seed, seed < 10, seed < 5 ? 1e-13 : 1, 2));
    }
    depths.add(depth(0, "long-skip", 4, 99, true, Double.NaN, 1));
    FitAggregation.Rows rows = new FitAggregation("m", STREAMS).aggregate(GROUP, depths);
    Record fit = main(rows.fits(), "long-skip");
    assertEquals(30L, fit.get(FitsTable.MINIMA), "covered and of known depth");
    assertEquals(1.0 / 30, fit.get(FitsTable.ZERO_SHARE), 1e-15);
    assertEquals(5.0 / 30, fit.get(FitsTable.CENSORED_SHARE), 1e-15);
    assertEquals(30L, fit.get(FitsTable.BOUND_CHECKED));
    assertEquals(1L, fit.get(FitsTable.BOUND_VIOLATIONS), "19 is above 18.5");
    assertEquals(19 / 18.5, fit.get(FitsTable.BOUND_RATIO_MAX), 1e-15);
    assertEquals(-0.25, fit.get(FitsTable.THEORY_SLOPE));
    Record narrow = rows.widths().get(0);
    assertEquals(4L, narrow.get(LeadingColumns.WIDTH));
    // Hyndman and Fan's type 8 of 1 to 19: at (19 + 1/3) .9 + 1/3 = 17.73
    assertEquals((19 + 1 / 3.0) * 0.9 + 1 / 3.0, narrow.get(WidthsTable.DEPTH), 1e-12);
    assertEquals(1L, narrow.get(WidthsTable.ZEROS));
  }

  @Test
  void anIntervalHoldsItsQuantileOrIsAbsentWhereAFloorHidesIt() {
    List<MeasuredDepth> depths = new ArrayList<>();
    for (int seed = 0; seed < 20; seed++) {
      depths.add(hidden(4, seed, 1e-3 * (seed + 1), 1e-12));
      depths.add(hidden(8, seed, 1e-9 * (seed + 1), 1e-12));
    }
    depths.add(hidden(4, 20, 1e-7, 1e-6)); // censored, below the quantile
    depths.add(hidden(8, 20, 1e-7, 1e-6)); // censored, and may be above all others
    for (Record row : new FitAggregation("m", STREAMS).aggregate(GROUP, depths).widths()) {
      assertEquals(1, row.get(WidthsTable.CENSORED));
      boolean narrow = row.get(LeadingColumns.WIDTH) == 4;
      assertEquals(narrow, row.find(WidthsTable.DEPTH_LOW).isPresent());
      assertEquals(narrow, row.find(WidthsTable.DEPTH_HIGH).isPresent());
      if (narrow) {
        assertTrue(row.get(WidthsTable.DEPTH_LOW) <= row.get(WidthsTable.DEPTH));
        assertTrue(row.get(WidthsTable.DEPTH_HIGH) >= row.get(WidthsTable.DEPTH));
      }
    }
  }

  private static MeasuredDepth hidden(int width, long seed, double depth, double floor) {
    return new MeasuredDepth(
        "p0",
        "plain",
        width,
        "he",
        seed,
        10L * width,
        true,
        depth,
        0,
        false,
        floor,
        false,
        Double.NaN);
  }

  @Test
  void rowsDoNotDependOnTheOrderOfDepths() {
    ContinuousSampler normal = STREAMS.gaussian("order", "test");
    List<MeasuredDepth> depths = study("plain", SyntheticDepths.power(-0.5), 3, 10, normal);
    FitAggregation.Rows rows = new FitAggregation("m", STREAMS).aggregate(GROUP, depths);
    Collections.shuffle(depths, new Random(4));
    assertEquals(rows, new FitAggregation("m", STREAMS).aggregate(GROUP, depths));
  }

  @Test
  void moreTestsAskForMore() {
    ContinuousSampler normal = STREAMS.gaussian("holm", "test");
    List<MeasuredDepth> depths = study("plain", SyntheticDepths.power(-0.6), 8, 16, normal);
    Record alone = main(judged(GROUP, depths), "plain");
    List<Record> fits = new ArrayList<>();
    for (int n = 1; n <= 6; n++) {
      fits.addAll(
          new FitAggregation("m", STREAMS).aggregate(new FitGroup(1, n, 0.5), depths).fits());
    }
    Record among =
        FitVerdicts.judge(fits).stream()
            .filter(fit -> fit.get(LeadingColumns.INPUT_DIMENSION) == 2)
            .filter(fit -> fit.get(FitsTable.QUANTILE) == 0.9)
            .findFirst()
            .orElseThrow();
    assertEquals(
        alone.get(FitsTable.P_CONSISTENT_SINGLE), among.get(FitsTable.P_CONSISTENT_SINGLE));
    assertTrue(among.get(FitsTable.P_CONSISTENT) > alone.get(FitsTable.P_CONSISTENT));
  }

  /** Six of six are enough for one question, p = 1/64; not for six, of which each has .025 / 6. */
  @Test
  void whatWouldDecideASettingCountsTheOthers() {
    ContinuousSampler normal = STREAMS.gaussian("wanted", "test");
    List<MeasuredDepth> depths = study("plain", SyntheticDepths.power(-2), 6, 50, normal);
    Record alone = main(new FitAggregation("m", STREAMS).aggregate(GROUP, depths).fits(), "plain");
    assertEquals(1 / 64.0, alone.get(FitsTable.P_CONSISTENT_SINGLE), 1e-15);
    assertEquals(6L, alone.get(FitsTable.PROBLEMS_WANTED));
    FitAggregation amongSix =
        new FitAggregation("m", STREAMS, ProblemTest.FIXED, ProblemOrder.BY_ID, 6);
    Record among = main(amongSix.aggregate(GROUP, depths).fits(), "plain");
    assertEquals(8L, among.get(FitsTable.PROBLEMS_WANTED), "2^-8 is below .025 / 6, 2^-7 is not");
  }
}
