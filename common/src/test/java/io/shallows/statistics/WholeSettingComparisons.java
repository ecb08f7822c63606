package io.shallows.statistics;

import io.shallows.random.RandomStreams;
import io.shallows.record.ComparisonsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.statistics.estimate.BootstrapEstimate;
import io.shallows.statistics.estimate.QuantileInterval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Rows of table comparisons from the depths of one group: every family against {@code plain}, at
 * equal width and at equal parameter count. The rows do not depend on the order of the depths.
 */
final class WholeSettingComparisons {

  public static final String PLAIN = "plain";

  /** A millionth of the square of the outputs, far above rounding and below any barrier of note. */
  static final double TOLERANCE = 1e-6;

  private static final double QUANTILE = 0.9;

  /** Parameter counts count as equal within this share. */
  private static final double EQUAL_COUNT = 0.1;

  private final String measurementId;
  private final RandomStreams streams;

  /**
   * @param measurementId identity of the measurement settings
   * @param streams keyed by the sweep's root seed
   */
  WholeSettingComparisons(String measurementId, RandomStreams streams) {
    this.measurementId = measurementId;
    this.streams = streams;
  }

  /** The rows of a group whose depths, of all its families, are given in any order. */
  public List<Record> compare(FitGroup group, List<MeasuredDepth> depths) {
    Map<String, Map<Integer, List<MeasuredDepth>>> cells =
        depths.stream()
            .filter(depth -> !Double.isNaN(depth.depthOrZero()))
            .sorted(
                Comparator.comparing(MeasuredDepth::problem)
                    .thenComparing(MeasuredDepth::initialization)
                    .thenComparingLong(MeasuredDepth::seed))
            .collect(
                Collectors.groupingBy(
                    MeasuredDepth::family,
                    TreeMap::new,
                    Collectors.groupingBy(
                        MeasuredDepth::width, TreeMap::new, Collectors.toList())));
    Map<Integer, List<MeasuredDepth>> plain = cells.getOrDefault(PLAIN, Map.of());
    List<Record> rows = new ArrayList<>();
    cells.forEach(
        (family, widths) -> {
          if (!family.equals(PLAIN)) {
            widths.forEach(
                (width, skip) -> {
                  add(rows, group, "width", skip, plain.get(width));
                  add(rows, group, "parameters", skip, nearest(plain, skip));
                });
          }
        });
    return rows;
  }

  private static List<MeasuredDepth> nearest(
      Map<Integer, List<MeasuredDepth>> plain, List<MeasuredDepth> skip) {
    long wanted = skip.get(0).parameterCount();
    return plain.values().stream()
        .filter(depths -> Math.abs(depths.get(0).parameterCount() - wanted) <= EQUAL_COUNT * wanted)
        .min(Comparator.comparingLong(depths -> Math.abs(depths.get(0).parameterCount() - wanted)))
        .orElse(null);
  }

  private void add(
      List<Record> rows,
      FitGroup group,
      String pairing,
      List<MeasuredDepth> skip,
      List<MeasuredDepth> plain) {
    if (plain == null) {
      return;
    }
    Map<String, MeasuredDepth> partners =
        plain.stream().collect(Collectors.toMap(WholeSettingComparisons::key, depth -> depth));
    List<MeasuredDepth> paired = skip.stream().filter(d -> partners.containsKey(key(d))).toList();
    if (paired.size() < 2) {
      return;
    }
    List<String> problems = paired.stream().map(MeasuredDepth::problem).distinct().toList();
    MeasuredDepth first = paired.get(0);
    String name =
        group.name() + " family=" + first.family() + " m=" + first.width() + " " + pairing;
    PairedEffect effect =
        new PairedComparison(TOLERANCE, QUANTILE, BootstrapEstimate.LEAST_RESAMPLES)
            .compare(
                paired.stream().mapToInt(d -> problems.indexOf(d.problem())).toArray(),
                paired.stream().mapToDouble(MeasuredDepth::depthOrZero).toArray(),
                paired.stream().mapToDouble(d -> partners.get(key(d)).depthOrZero()).toArray(),
                streams.uniform(name, "skip-permutation"));
    double level = QuantileInterval.LEVEL;
    rows.add(
        Record.of(ComparisonsTable.TABLE)
            .set(LeadingColumns.FAMILY, first.family())
            .set(LeadingColumns.WIDTH, first.width())
            .set(LeadingColumns.NETWORK_DEPTH, group.networkDepth())
            .set(LeadingColumns.INPUT_DIMENSION, group.inputDimension())
            .set(LeadingColumns.ETA, (Double) group.eta())
            .set(ComparisonsTable.MEASUREMENT_ID, measurementId)
            .set(ComparisonsTable.PAIRING, pairing)
            .set(ComparisonsTable.PLAIN_WIDTH, plain.get(0).width())
            .set(ComparisonsTable.PAIRS, effect.pairs())
            .set(ComparisonsTable.PROBLEMS, effect.problems())
            .set(ComparisonsTable.TOLERANCE, (Double) TOLERANCE)
            .set(ComparisonsTable.SHARE_DIFFERENCE, (Double) effect.shareDifference().value())
            .setFinite(ComparisonsTable.SHARE_LOW, effect.shareDifference().low(level))
            .setFinite(ComparisonsTable.SHARE_HIGH, effect.shareDifference().high(level))
            .set(ComparisonsTable.SHARE_P_VALUE, (Double) effect.sharePValue())
            .set(ComparisonsTable.QUANTILE_DIFFERENCE, (Double) effect.quantileDifference().value())
            .setFinite(ComparisonsTable.QUANTILE_LOW, effect.quantileDifference().low(level))
            .setFinite(ComparisonsTable.QUANTILE_HIGH, effect.quantileDifference().high(level))
            .set(ComparisonsTable.QUANTILE_P_VALUE, (Double) effect.quantilePValue())
            .build());
  }

  private static String key(MeasuredDepth depth) {
    return depth.problem() + ' ' + depth.initialization() + ' ' + depth.seed();
  }
}
