package io.shallows.statistics;

import io.shallows.record.Record;
import io.shallows.record.StudyColumns;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Rows of tables singularities, contrasts and correlations from the trials of one group. The rows
 * do not depend on the order of the trials.
 */
public final class SingularityStudy {

  /** Changes when the same trials would give other rows. */
  public static final String VERSION = "3";

  /** Metrics that are correlated together: what a process holds of a trial at once. */
  private static final int METRICS_AT_ONCE = 8;

  private SingularityStudy() {}

  /**
   * Two cells that are compared.
   *
   * @param family a family
   * @param width its width
   * @param pairing what is equal: {@code width} or {@code parameters}
   * @param control a family with less skip
   * @param controlWidth its width
   */
  public record Contrast(
      String family, int width, String pairing, String control, int controlWidth) {}

  /** The rows of a group whose trials, of all its families, are given in any order. */
  public static List<Record> rows(StudyGroup group, List<StudiedTrial> trials) {
    Map<String, TreeMap<Integer, List<StudiedTrial>>> cells =
        trials.stream()
            .collect(
                Collectors.groupingBy(
                    StudiedTrial::family,
                    TreeMap::new,
                    Collectors.groupingBy(StudiedTrial::width, TreeMap::new, Collectors.toList())));
    Map<String, SortedMap<Integer, Long>> parameters = new TreeMap<>();
    List<Record> rows = new ArrayList<>();
    cells.forEach(
        (family, widths) -> {
          SortedMap<Integer, Long> counts = new TreeMap<>();
          widths.forEach(
              (width, cell) -> {
                rows.addAll(means(group, cell));
                counts.put(
                    width, cell.stream().reduce(SingularityStudy::first).get().parameterCount());
              });
          parameters.put(family, counts);
        });
    for (Contrast contrast : contrasts(parameters)) {
      rows.addAll(
          contrast(
              group,
              contrast,
              cells.get(contrast.family()).get(contrast.width()),
              cells.get(contrast.control()).get(contrast.controlWidth())));
    }
    for (TreeMap<Integer, List<StudiedTrial>> widths : cells.values()) {
      List<StudiedTrial> family = widths.values().stream().flatMap(List::stream).toList();
      for (List<Integer> metrics : metricsAtOnce(columns(family))) {
        rows.addAll(correlations(group, family, metrics));
      }
    }
    return rows;
  }

  /** The columns of which some trial has a value. */
  public static BitSet columns(List<StudiedTrial> trials) {
    BitSet columns = new BitSet();
    for (StudiedTrial trial : trials) {
      columns.or(trial.columns());
    }
    return columns;
  }

  /** The trial of a family and width whose number of parameters is the cell's: the first. */
  public static StudiedTrial first(StudiedTrial one, StudiedTrial other) {
    return StudiedTrial.ORDER.compare(one, other) <= 0 ? one : other;
  }

  /**
   * Rows of table singularities of one family and width, whose trials come in any order; none
   * without trials, as in a published store that has depths alone.
   */
  public static List<Record> means(StudyGroup group, List<StudiedTrial> trials) {
    return trials.isEmpty() ? List.of() : new SingularityMeans(group).rows(sorted(trials));
  }

  /**
   * What is compared in a group.
   *
   * @param parameters by family and width, the number of parameters of the first trial
   */
  public static List<Contrast> contrasts(Map<String, SortedMap<Integer, Long>> parameters) {
    return SingularityContrasts.contrasts(parameters);
  }

  /** Rows of table contrasts of two cells, whose trials come in any order. */
  public static List<Record> contrast(
      StudyGroup group, Contrast contrast, List<StudiedTrial> trials, List<StudiedTrial> controls) {
    return new SingularityContrasts(group)
        .rows(contrast.pairing(), sorted(trials), sorted(controls));
  }

  /** Metrics by their index, a few at a time, of those that have values. */
  public static List<List<Integer>> metricsAtOnce(BitSet columns) {
    List<Integer> metrics =
        columns.stream().filter(k -> k < StudyColumns.metrics().size()).boxed().toList();
    List<List<Integer>> parts = new ArrayList<>();
    for (int from = 0; from < metrics.size(); from += METRICS_AT_ONCE) {
      parts.add(
          List.copyOf(metrics.subList(from, Math.min(metrics.size(), from + METRICS_AT_ONCE))));
    }
    return parts;
  }

  /**
   * Rows of table correlations of one family and some metrics. Of the trials, which come in any
   * order, no other metric is looked at.
   */
  public static List<Record> correlations(
      StudyGroup group, List<StudiedTrial> trials, List<Integer> metrics) {
    return new SingularityCorrelations(group).rows(sorted(trials), metrics);
  }

  private static List<StudiedTrial> sorted(List<StudiedTrial> trials) {
    return trials.stream().sorted(StudiedTrial.ORDER).toList();
  }
}
