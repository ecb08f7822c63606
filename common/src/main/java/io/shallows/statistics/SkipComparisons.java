package io.shallows.statistics;

import io.shallows.random.RandomStreams;
import io.shallows.record.ComparisonsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.statistics.estimate.BootstrapEstimate;
import io.shallows.statistics.estimate.ClusteredEstimate;
import io.shallows.statistics.estimate.QuantileInterval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Rows of table comparisons from the depths of one group: every family against {@code plain}, at
 * equal width and at equal parameter count. The rows do not depend on the order of the depths.
 */
public final class SkipComparisons {

  public static final String PLAIN = "plain";

  /** A millionth of the square of the outputs, far above rounding and below any barrier of note. */
  static final double TOLERANCE = 1e-6;

  private static final double QUANTILE = 0.9;

  /** Parameter counts count as equal within this share. */
  private static final double EQUAL_COUNT = 0.1;

  /** Of the minima of one family and width. */
  private static final Comparator<MeasuredDepth> ORDER =
      Comparator.comparing(MeasuredDepth::problem)
          .thenComparing(MeasuredDepth::initialization)
          .thenComparingLong(MeasuredDepth::seed);

  private final String measurementId;
  private final RandomStreams streams;

  /**
   * @param measurementId identity of the measurement settings
   * @param streams keyed by the sweep's root seed
   */
  public SkipComparisons(String measurementId, RandomStreams streams) {
    this.measurementId = measurementId;
    this.streams = streams;
  }

  /**
   * Two cells that are compared.
   *
   * @param family family with skips
   * @param width its width
   * @param pairing what is equal: {@code width} or {@code parameters}
   * @param plainWidth width of the plain networks
   */
  public record Pairing(String family, int width, String pairing, int plainWidth) {}

  /** Whether comparisons use a minimum. */
  public static boolean isUsed(MeasuredDepth depth) {
    return !Double.isNaN(depth.depthOrZero());
  }

  /** The minimum of a family and width whose number of parameters is the cell's: the first. */
  public static MeasuredDepth first(MeasuredDepth one, MeasuredDepth other) {
    return ORDER.compare(one, other) <= 0 ? one : other;
  }

  /**
   * What is compared in a setting.
   *
   * @param parameters by family and width, the number of parameters of the first minimum that is
   *     used
   */
  public static List<Pairing> pairings(Map<String, SortedMap<Integer, Long>> parameters) {
    SortedMap<Integer, Long> plain = parameters.getOrDefault(PLAIN, Collections.emptySortedMap());
    List<Pairing> pairings = new ArrayList<>();
    new TreeMap<>(parameters)
        .forEach(
            (family, widths) -> {
              if (!family.equals(PLAIN)) {
                widths.forEach(
                    (width, count) -> {
                      if (plain.containsKey(width)) {
                        pairings.add(new Pairing(family, width, "width", width));
                      }
                      nearest(plain, count)
                          .ifPresent(
                              other ->
                                  pairings.add(new Pairing(family, width, "parameters", other)));
                    });
              }
            });
    return pairings;
  }

  private static OptionalInt nearest(SortedMap<Integer, Long> plain, long wanted) {
    return plain.entrySet().stream()
        .filter(width -> Math.abs(width.getValue() - wanted) <= EQUAL_COUNT * wanted)
        .min(Comparator.comparingLong(width -> Math.abs(width.getValue() - wanted)))
        .map(width -> OptionalInt.of(width.getKey()))
        .orElse(OptionalInt.empty());
  }

  /** The rows of a group whose depths, of all its families, are given in any order. */
  public List<Record> compare(FitGroup group, List<MeasuredDepth> depths) {
    Map<String, TreeMap<Integer, List<MeasuredDepth>>> cells =
        depths.stream()
            .filter(SkipComparisons::isUsed)
            .collect(
                Collectors.groupingBy(
                    MeasuredDepth::family,
                    TreeMap::new,
                    Collectors.groupingBy(
                        MeasuredDepth::width, TreeMap::new, Collectors.toList())));
    Map<String, SortedMap<Integer, Long>> parameters = new TreeMap<>();
    cells.forEach(
        (family, widths) -> {
          SortedMap<Integer, Long> counts = new TreeMap<>();
          widths.forEach(
              (width, cell) ->
                  counts.put(
                      width, cell.stream().reduce(SkipComparisons::first).get().parameterCount()));
          parameters.put(family, counts);
        });
    List<Record> rows = new ArrayList<>();
    for (Pairing pairing : pairings(parameters)) {
      compare(
              group,
              pairing,
              cells.get(pairing.family()).get(pairing.width()),
              cells.get(PLAIN).get(pairing.plainWidth()))
          .ifPresent(rows::add);
    }
    return rows;
  }

  /**
   * The row of one comparison, if two pairs or more are there.
   *
   * @param skips minima of the family and width, in any order
   * @param plain those of the plain networks, in any order
   */
  public Optional<Record> compare(
      FitGroup group, Pairing pairing, List<MeasuredDepth> skips, List<MeasuredDepth> plain) {
    Map<String, MeasuredDepth> partners =
        plain.stream()
            .filter(SkipComparisons::isUsed)
            .collect(Collectors.toMap(SkipComparisons::key, depth -> depth));
    List<MeasuredDepth> paired =
        skips.stream()
            .filter(SkipComparisons::isUsed)
            .filter(d -> partners.containsKey(key(d)))
            .sorted(ORDER)
            .toList();
    if (paired.size() < 2) {
      return Optional.empty();
    }
    String name =
        group.name()
            + " family="
            + pairing.family()
            + " m="
            + pairing.width()
            + " "
            + pairing.pairing();
    PairedEffect effect =
        new PairedComparison(TOLERANCE, QUANTILE, BootstrapEstimate.LEAST_RESAMPLES)
            .compare(
                ClusteredEstimate.indices(paired.stream().map(MeasuredDepth::problem).toList()),
                paired.stream().mapToDouble(MeasuredDepth::depthOrZero).toArray(),
                paired.stream().mapToDouble(d -> partners.get(key(d)).depthOrZero()).toArray(),
                streams.uniform(name, "skip-permutation"));
    double level = QuantileInterval.LEVEL;
    return Optional.of(
        Record.of(ComparisonsTable.TABLE)
            .set(LeadingColumns.FAMILY, pairing.family())
            .set(LeadingColumns.WIDTH, pairing.width())
            .set(LeadingColumns.NETWORK_DEPTH, group.networkDepth())
            .set(LeadingColumns.INPUT_DIMENSION, group.inputDimension())
            .set(LeadingColumns.ETA, (Double) group.eta())
            .set(ComparisonsTable.MEASUREMENT_ID, measurementId)
            .set(ComparisonsTable.PAIRING, pairing.pairing())
            .set(ComparisonsTable.PLAIN_WIDTH, pairing.plainWidth())
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
