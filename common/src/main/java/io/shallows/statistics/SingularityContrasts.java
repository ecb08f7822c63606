package io.shallows.statistics;

import io.shallows.network.NetworkFamilies;
import io.shallows.record.Column;
import io.shallows.record.ContrastsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.StudyColumns;
import io.shallows.statistics.SingularityStudy.Contrast;
import io.shallows.statistics.estimate.BootstrapEstimate;
import io.shallows.statistics.estimate.ClusteredEstimate;
import io.shallows.statistics.estimate.QuantileInterval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Rows of table contrasts: every family against those with less skip, at equal width and at equal
 * parameter count, in every metric and outcome.
 */
final class SingularityContrasts {

  /** Parameter counts count as equal within this share. */
  private static final double EQUAL_COUNT = 0.1;

  private final StudyGroup group;

  SingularityContrasts(StudyGroup group) {
    this.group = group;
  }

  /** What is compared, from the numbers of parameters by family and width. */
  static List<Contrast> contrasts(Map<String, SortedMap<Integer, Long>> parameters) {
    List<Contrast> contrasts = new ArrayList<>();
    new TreeMap<>(parameters)
        .forEach(
            (family, widths) -> {
              for (String control : NetworkFamilies.named(family).controls()) {
                SortedMap<Integer, Long> controls =
                    parameters.getOrDefault(control, Collections.emptySortedMap());
                widths.forEach(
                    (width, count) -> {
                      if (controls.containsKey(width)) {
                        contrasts.add(new Contrast(family, width, "width", control, width));
                      }
                      nearest(controls, count)
                          .ifPresent(
                              other ->
                                  contrasts.add(
                                      new Contrast(family, width, "parameters", control, other)));
                    });
              }
            });
    return contrasts;
  }

  private static OptionalInt nearest(SortedMap<Integer, Long> controls, long wanted) {
    return controls.entrySet().stream()
        .filter(width -> Math.abs(width.getValue() - wanted) <= EQUAL_COUNT * wanted)
        .min(Comparator.comparingLong(width -> Math.abs(width.getValue() - wanted)))
        .map(width -> OptionalInt.of(width.getKey()))
        .orElse(OptionalInt.empty());
  }

  /** The rows of one contrast, from the trials of both cells in the order of the study. */
  List<Record> rows(String pairing, List<StudiedTrial> trials, List<StudiedTrial> controls) {
    List<Record> rows = new ArrayList<>();
    Map<String, StudiedTrial> partners =
        controls.stream().collect(Collectors.toMap(StudiedTrial::pairKey, Function.identity()));
    List<StudiedTrial> paired =
        trials.stream().filter(trial -> partners.containsKey(trial.pairKey())).toList();
    if (paired.size() < 2) {
      return rows;
    }
    List<Column<?>> columns = StudyColumns.all();
    int count = columns.size();
    double[][] values = new double[paired.size()][2 * count];
    for (int i = 0; i < values.length; i++) {
      StudiedTrial one = paired.get(i);
      StudiedTrial other = partners.get(one.pairKey());
      for (int k = 0; k < count; k++) {
        values[i][k] = one.value(k) - other.value(k);
        values[i][count + k] = sign(one.ranked(k), other.ranked(k));
      }
    }
    StudiedTrial control = controls.get(0);
    List<String> problems = paired.stream().map(StudiedTrial::problem).toList();
    BootstrapEstimate[] means = ClusteredEstimate.means(problems, values);
    for (int k = 0; k < count; k++) {
      long pairs = ClusteredEstimate.count(values, count + k);
      if (pairs >= 2) {
        int claimed =
            PublishedClaims.sign(paired.get(0).family(), control.family(), columns.get(k));
        boolean complete = ClusteredEstimate.count(values, k) == pairs;
        SignEstimate sign = sign(means[count + k], values, count + k, pairs);
        rows.add(
            row(paired, control, pairing, columns.get(k), pairs)
                .setFinite(ContrastsTable.DIFFERENCE, complete ? means[k].value() : Double.NaN)
                .setFinite(ContrastsTable.DIFFERENCE_LOW, complete ? low(means[k]) : Double.NaN)
                .setFinite(ContrastsTable.DIFFERENCE_HIGH, complete ? high(means[k]) : Double.NaN)
                .set(ContrastsTable.SIGN, (Double) sign.value())
                .setFinite(ContrastsTable.SIGN_LOW, sign.low())
                .setFinite(ContrastsTable.SIGN_HIGH, sign.high())
                .set(ContrastsTable.P_VALUE, (Double) sign.pValue())
                .set(
                    ContrastsTable.VERDICT,
                    claimed == 0 ? null : PublishedClaims.verdict(sign.low(), sign.high(), claimed))
                .build());
      }
    }
    return rows;
  }

  private Record.Builder row(
      List<StudiedTrial> paired,
      StudiedTrial control,
      String pairing,
      Column<?> column,
      long pairs) {
    StudiedTrial first = paired.get(0);
    int claimed = PublishedClaims.sign(first.family(), control.family(), column);
    return Record.of(ContrastsTable.TABLE)
        .set(LeadingColumns.FAMILY, first.family())
        .set(LeadingColumns.WIDTH, first.width())
        .set(LeadingColumns.NETWORK_DEPTH, group.networkDepth())
        .set(LeadingColumns.INPUT_DIMENSION, group.inputDimension())
        .set(ContrastsTable.CONTROL_FAMILY, control.family())
        .set(ContrastsTable.CONTROL_WIDTH, control.width())
        .set(ContrastsTable.PAIRING, pairing)
        .set(ContrastsTable.METRIC, column.name())
        .set(ContrastsTable.PAIRS, (Long) pairs)
        .set(
            ContrastsTable.PROBLEMS,
            (Long) paired.stream().map(StudiedTrial::problem).distinct().count())
        .set(ContrastsTable.PUBLISHED, claimed == 0 ? null : claimed > 0 ? "higher" : "lower");
  }

  private static SignEstimate sign(
      BootstrapEstimate mean, double[][] values, int column, long pairs) {
    int higher = 0;
    int lower = 0;
    for (double[] pair : values) {
      higher += pair[column] > 0 ? 1 : 0;
      lower += pair[column] < 0 ? 1 : 0;
    }
    return SignEstimate.of(mean, higher, lower, pairs);
  }

  /** 1, 0 or -1; NaN where a value is missing, 0 where both levels were never reached. */
  private static double sign(double a, double b) {
    return Double.isNaN(a) || Double.isNaN(b) ? Double.NaN : Double.compare(a, b);
  }

  private static double low(BootstrapEstimate estimate) {
    return estimate.low(QuantileInterval.LEVEL);
  }

  private static double high(BootstrapEstimate estimate) {
    return estimate.high(QuantileInterval.LEVEL);
  }
}
