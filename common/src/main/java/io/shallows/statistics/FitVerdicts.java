package io.shallows.statistics;

import io.shallows.record.Column;
import io.shallows.record.FitsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.statistics.estimate.BootstrapEstimate;
import io.shallows.statistics.estimate.HolmAdjustment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Verdicts of all fits of a sweep together.
 *
 * <p>Convention: p_value_single, the p-value of "slope at most (eta - 1) / n", and
 * p_consistent_single, that of "slope at least", are each adjusted by {@link HolmAdjustment} over
 * all fits. A fit is contradicted where the first is at most {@value #ALPHA}, consistent where the
 * second is, and undecided otherwise or where fewer than {@value #LEAST_WIDTHS} widths could be
 * used.
 *
 * <p>What a verdict does not say: depth_upper is the height of a path that was found. Consistent
 * therefore carries over to the depth itself; contradicted is a statement about the paths found.
 */
public final class FitVerdicts {

  /**
   * Family-wise level of either kind of false statement: half of .05, so that a single fit has a
   * verdict exactly if its 95% interval excludes the rate.
   */
  public static final double ALPHA = 0.025;

  /** Fewest widths for a verdict: with three, a bend cannot be told from a line. */
  public static final int LEAST_WIDTHS = 4;

  private FitVerdicts() {}

  /** The rows with verdicts, reasons, adjusted p-values and trends over n, in a fixed order. */
  public static List<Record> judge(List<Record> fits) {
    List<Record> ordered =
        fits.stream()
            .sorted(
                Comparator.comparing((Record fit) -> fit.get(LeadingColumns.FAMILY))
                    .thenComparing(fit -> fit.get(LeadingColumns.NETWORK_DEPTH))
                    .thenComparing(fit -> fit.get(LeadingColumns.INPUT_DIMENSION))
                    .thenComparing(fit -> fit.get(LeadingColumns.ETA))
                    .thenComparing(fit -> fit.get(FitsTable.QUANTILE)))
            .toList();
    double[] exceeds = HolmAdjustment.adjust(values(ordered, FitsTable.P_VALUE_SINGLE));
    double[] below = HolmAdjustment.adjust(values(ordered, FitsTable.P_CONSISTENT_SINGLE));
    Map<String, DimensionTrend> trends = trends(ordered);
    List<Record> judged = new ArrayList<>();
    for (int i = 0; i < ordered.size(); i++) {
      Record fit = ordered.get(i);
      Verdict verdict =
          exceeds[i] <= ALPHA
              ? Verdict.CONTRADICTED
              : below[i] <= ALPHA ? Verdict.CONSISTENT : Verdict.UNDECIDED;
      Record.Builder row =
          fit.toBuilder()
              .set(FitsTable.VERDICT, verdict.label())
              .set(FitsTable.REASON, reason(verdict, fit))
              .setFinite(FitsTable.P_VALUE, exceeds[i])
              .setFinite(FitsTable.P_CONSISTENT, below[i]);
      DimensionTrend trend = trends.get(trendKey(fit));
      if (trend != null) {
        row.setFinite(FitsTable.TREND_COEFFICIENT, trend.coefficient())
            .setFinite(FitsTable.TREND_P_VALUE, trend.pValue());
      }
      judged.add(row.build());
    }
    return judged;
  }

  private static String reason(Verdict verdict, Record fit) {
    String measured = fit.get(FitsTable.REASON);
    if (fit.find(FitsTable.P_VALUE_SINGLE).isEmpty()) {
      return measured;
    }
    double theory = fit.get(FitsTable.THEORY_SLOPE);
    String compared = measured + String.format(Locale.ROOT, ", against %.2f", theory);
    String proof = fit.get(FitsTable.BOUND_PROVEN) ? "" : "; the bound is not proven here";
    return switch (verdict) {
      case CONSISTENT -> "depth falls at least as fast as the rate: " + compared + proof;
      case CONTRADICTED -> "depth_upper falls more slowly than the rate: " + compared + proof;
      case UNDECIDED ->
          (fit.get(FitsTable.SLOPE_LOW) > theory || fit.get(FitsTable.SLOPE_HIGH) < theory
                  ? "not decided once all tests are counted: "
                  : "interval too wide: ")
              + compared
              + proof;
    };
  }

  private static Map<String, DimensionTrend> trends(List<Record> fits) {
    Map<String, List<Record>> groups = new LinkedHashMap<>();
    for (Record fit : fits) {
      if (fit.find(FitsTable.P_VALUE_SINGLE).isPresent() && fit.get(FitsTable.SLOPE_ERROR) > 0) {
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
