package io.shallows.statistics;

import io.shallows.record.Column;
import io.shallows.record.FitsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.statistics.estimate.BootstrapEstimate;
import io.shallows.statistics.estimate.HolmAdjustment;
import io.shallows.statistics.estimate.ProblemTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Verdicts of all fits of a sweep together.
 *
 * <p>A fit is <em>proved</em> where the depth of every minimum is 0 by proof from some width of the
 * sweep on, or where the proven bounds of its minima fall at least as fast as the rate; else
 * <em>contradicted</em> where certified lower ends fall more slowly, <em>consistent</em> where
 * depth_upper falls at least as fast, and <em>undecided</em> otherwise. Each of the last three
 * statements is an exact test over problems ({@link RateVotes}).
 *
 * <p>Convention: the tests of one statement at the first quantile are adjusted by {@link
 * HolmAdjustment} over all T fits that have one; a further quantile is asked only where the first
 * has a verdict, and its p-value is multiplied by T. Which tests are made is decided before any is
 * looked at. A statement is shown where its adjusted p-value is at most {@value #ALPHA}: so T tests
 * need {@code log2(T / .025)} problems or more ({@link #leastProblems}).
 *
 * <p>Where problems are added as one goes ({@link ProblemTest#SEQUENTIAL}), T is the number of all
 * settings of the sweep, and the same steps keep the probability that a false statement is <em>ever
 * </em> shown, at whatever moment one looks, at or below {@value #ALPHA}: the first true hypothesis
 * that Holm's steps reject has a p-value of at most {@value #ALPHA} over the number of true ones,
 * and each of those p-values ever gets there with a probability of at most that.
 *
 * <p>What a verdict does not say: depth_upper is the height of a path that was found. The theorem
 * says that depth is at most something that falls like the rate; what is found consistent is that
 * the heights of paths are, and so depth, which is not above them. That depth itself falls does not
 * follow where narrow networks have paths far above their depth.
 */
public final class FitVerdicts {

  /** Family-wise level of false statements of one kind. */
  public static final double ALPHA = 0.025;

  /** Fewest widths for a slope: with three, a bend cannot be told from a line. */
  public static final int LEAST_WIDTHS = 4;

  /** The quantile that is asked first. */
  public static final double FIRST_QUANTILE = FitAggregation.QUANTILES.get(0);

  private FitVerdicts() {}

  /**
   * The fewest problems with which some statement about each of several settings can be shown.
   *
   * @param settings T, the fits of one quantile
   */
  public static int leastProblems(ProblemTest test, int settings) {
    return test.leastCount(ALPHA / Math.max(1, settings));
  }

  /** The same where the number of problems is fixed beforehand. */
  public static int leastProblems(int settings) {
    return leastProblems(ProblemTest.FIXED, settings);
  }

  /** The rows of a sweep whose number of problems was fixed beforehand. */
  public static List<Record> judge(List<Record> fits) {
    return judge(fits, ProblemTest.FIXED, 0);
  }

  /**
   * The rows with verdicts, reasons, adjusted p-values and trends over n, in a fixed order.
   *
   * @param fits rows of {@link FitAggregation} under the same test
   * @param settings the least T: all settings of the sweep where problems are added as one goes,
   *     since which of them have a test then depends on what was seen; 0 where they are not
   */
  public static List<Record> judge(List<Record> fits, ProblemTest test, int settings) {
    List<Record> ordered =
        fits.stream()
            .sorted(
                Comparator.comparing((Record fit) -> fit.get(LeadingColumns.FAMILY))
                    .thenComparing(fit -> fit.get(LeadingColumns.NETWORK_DEPTH))
                    .thenComparing(fit -> fit.get(LeadingColumns.INPUT_DIMENSION))
                    .thenComparing(fit -> fit.get(LeadingColumns.ETA))
                    .thenComparing(fit -> fit.get(FitsTable.QUANTILE)))
            .toList();
    List<Record> first =
        ordered.stream().filter(fit -> fit.get(FitsTable.QUANTILE) == FIRST_QUANTILE).toList();
    Map<String, Record> judged = new LinkedHashMap<>();
    double[] rising = HolmAdjustment.adjust(values(first, FitsTable.P_VALUE_SINGLE), settings);
    double[] falling =
        HolmAdjustment.adjust(values(first, FitsTable.P_CONSISTENT_SINGLE), settings);
    double[] bound = HolmAdjustment.adjust(values(first, FitsTable.P_BOUND_SINGLE), settings);
    int made = (int) Arrays.stream(falling).filter(p -> !Double.isNaN(p)).count();
    int tests = Math.max(settings, made);
    for (int i = 0; i < first.size(); i++) {
      Record row = judged(first.get(i), rising[i], falling[i], bound[i], test, tests);
      judged.put(settingKey(row), row);
    }
    Map<String, DimensionTrend> trends = trends(ordered);
    List<Record> rows = new ArrayList<>();
    for (Record fit : ordered) {
      Record primary = judged.get(settingKey(fit));
      boolean asked =
          primary != null && !primary.get(FitsTable.VERDICT).equals(Verdict.UNDECIDED.label());
      Record row =
          fit.get(FitsTable.QUANTILE) == FIRST_QUANTILE
              ? primary
              : judged(
                  fit,
                  times(fit, FitsTable.P_VALUE_SINGLE, asked, tests),
                  times(fit, FitsTable.P_CONSISTENT_SINGLE, asked, tests),
                  times(fit, FitsTable.P_BOUND_SINGLE, asked, tests),
                  test,
                  tests);
      DimensionTrend trend = trends.get(trendKey(fit));
      if (trend != null) {
        row =
            row.toBuilder()
                .setFinite(FitsTable.TREND_COEFFICIENT, trend.coefficient())
                .setFinite(FitsTable.TREND_P_VALUE, trend.pValue())
                .build();
      }
      rows.add(row);
    }
    return rows;
  }

  private static double times(Record fit, Column<Double> column, boolean asked, int tests) {
    return asked
        ? fit.find(column).map(p -> Math.min(1, tests * p)).orElse(Double.NaN)
        : Double.NaN;
  }

  private static Record judged(
      Record fit, double rising, double falling, double bound, ProblemTest test, int tests) {
    Verdict verdict = verdict(fit.find(FitsTable.ZERO_WIDTH).isPresent(), bound, rising, falling);
    return fit.toBuilder()
        .set(FitsTable.VERDICT, verdict.label())
        .set(FitsTable.REASON, reason(verdict, fit, Double.isNaN(falling), test, tests))
        .set(FitsTable.TEST, test.label())
        .setFinite(FitsTable.P_VALUE, rising)
        .setFinite(FitsTable.P_CONSISTENT, falling)
        .setFinite(FitsTable.P_BOUND, bound)
        .build();
  }

  /**
   * The verdict of one setting.
   *
   * @param zero whether depth is 0 by proof from some width on
   * @param bound adjusted p-value of the bound's trends, or NaN
   * @param rising of the least trends, against depth that falls as fast as the rate
   * @param falling of the trends of depth_upper, for it
   */
  static Verdict verdict(boolean zero, double bound, double rising, double falling) {
    return zero || bound <= ALPHA
        ? Verdict.PROVED
        : rising <= ALPHA
            ? Verdict.CONTRADICTED
            : falling <= ALPHA ? Verdict.CONSISTENT : Verdict.UNDECIDED;
  }

  private static String reason(
      Verdict verdict, Record fit, boolean notAsked, ProblemTest test, int tests) {
    long problems = fit.get(FitsTable.PROBLEMS_VOTING);
    long falling = fit.get(FitsTable.PROBLEMS_FALLING);
    long rising = fit.get(FitsTable.PROBLEMS_RISING);
    String rate = String.format(Locale.ROOT, "m^%.2f", fit.get(FitsTable.THEORY_SLOPE));
    String slope = "; " + fit.get(FitsTable.REASON);
    String of = " of " + problems + " problems";
    if (verdict == Verdict.PROVED && fit.find(FitsTable.ZERO_WIDTH).isPresent()) {
      return "depth is 0 for every minimum from m = "
          + fit.get(FitsTable.ZERO_WIDTH)
          + " on, by proof: a layer has room for a basis of the samples and for the target";
    }
    return switch (verdict) {
      case PROVED -> "the proven bounds fall at least as fast as " + rate + slope;
      case CONSISTENT -> "depth falls at least as fast as " + rate + " in " + falling + of + slope;
      case CONTRADICTED ->
          "certified lower ends fall more slowly than " + rate + " in " + rising + of + slope;
      case UNDECIDED ->
          problems == 0
              ? "no problem has covered minima at widths a factor of "
                  + RateVotes.SPAN
                  + " apart"
                  + slope
              : (notAsked ? "not asked, since the quantile before is undecided: " : "")
                  + falling
                  + of
                  + " fall at least as fast as "
                  + rate
                  + ", "
                  + rising
                  + " are certain not to; "
                  + wanted(fit, test, tests)
                  + slope;
    };
  }

  /** What would decide it, if problems to come are like those that there are. */
  private static String wanted(Record fit, ProblemTest test, int tests) {
    long problems = fit.get(FitsTable.PROBLEMS_VOTING);
    int least = leastProblems(test, tests);
    Optional<Long> enough = fit.find(FitsTable.PROBLEMS_WANTED);
    String cannot =
        problems < least
            ? problems + " cannot decide " + tests + (tests == 1 ? " test; " : " tests; ")
            : "";
    return enough
        .map(
            count ->
                cannot + "about " + Math.max(count, least) + " problems like these would decide")
        .orElse(cannot + "no number of problems like these would decide");
  }

  private static String settingKey(Record fit) {
    return fit.get(LeadingColumns.FAMILY)
        + ' '
        + fit.get(LeadingColumns.NETWORK_DEPTH)
        + ' '
        + fit.get(LeadingColumns.INPUT_DIMENSION)
        + ' '
        + fit.get(LeadingColumns.ETA);
  }

  private static Map<String, DimensionTrend> trends(List<Record> fits) {
    Map<String, List<Record>> groups = new LinkedHashMap<>();
    for (Record fit : fits) {
      boolean fitted =
          fit.get(FitsTable.USED_WIDTHS) >= LEAST_WIDTHS
              && fit.find(FitsTable.SLOPE_ERROR).orElse(0.0) > 0;
      if (fitted) {
        groups.computeIfAbsent(trendKey(fit), key -> new ArrayList<>()).add(fit);
      }
    }
    Map<String, DimensionTrend> trends = new LinkedHashMap<>();
    groups.forEach(
        (key, group) -> {
          if (group.size() > 1) {
            trends.put(
                key,
                DimensionTrend.fit(
                    group.stream()
                        .mapToInt(fit -> fit.get(LeadingColumns.INPUT_DIMENSION).intValue())
                        .toArray(),
                    group.stream().map(FitVerdicts::slope).toArray(BootstrapEstimate[]::new)));
          }
        });
    return trends;
  }

  private static BootstrapEstimate slope(Record fit) {
    return new BootstrapEstimate(
        fit.get(FitsTable.SLOPE), fit.get(FitsTable.SLOPE_ERROR), Double.POSITIVE_INFINITY, false);
  }

  private static String trendKey(Record fit) {
    return fit.get(LeadingColumns.FAMILY)
        + ' '
        + fit.get(LeadingColumns.NETWORK_DEPTH)
        + ' '
        + fit.get(LeadingColumns.ETA)
        + ' '
        + fit.get(FitsTable.QUANTILE);
  }

  private static double[] values(List<Record> rows, Column<Double> column) {
    return rows.stream().mapToDouble(row -> row.find(column).orElse(Double.NaN)).toArray();
  }
}
