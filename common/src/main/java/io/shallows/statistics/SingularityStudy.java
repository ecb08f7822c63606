package io.shallows.statistics;

import io.shallows.record.Record;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Rows of tables singularities, contrasts and correlations from the trials of one group. The rows
 * do not depend on the order of the trials.
 */
public final class SingularityStudy {

  /** Changes when the same trials would give other rows. */
  public static final String VERSION = "3";

  private SingularityStudy() {}

  /** The rows of a group whose trials, of all its families, are given in any order. */
  public static List<Record> rows(StudyGroup group, List<StudiedTrial> trials) {
    Map<String, Map<Integer, List<StudiedTrial>>> cells =
        trials.stream()
            .sorted(StudiedTrial.ORDER)
            .collect(
                Collectors.groupingBy(
                    StudiedTrial::family,
                    TreeMap::new,
                    Collectors.groupingBy(StudiedTrial::width, TreeMap::new, Collectors.toList())));
    List<Record> rows = new ArrayList<>();
    SingularityMeans means = new SingularityMeans(group);
    cells.values().forEach(widths -> widths.values().forEach(one -> rows.addAll(means.rows(one))));
    rows.addAll(new SingularityContrasts(group, cells).rows());
    SingularityCorrelations correlations = new SingularityCorrelations(group);
    cells
        .values()
        .forEach(
            widths ->
                rows.addAll(
                    correlations.rows(widths.values().stream().flatMap(List::stream).toList())));
    return rows;
  }
}
