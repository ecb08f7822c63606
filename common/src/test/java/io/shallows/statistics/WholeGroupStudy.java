package io.shallows.statistics;

import io.shallows.record.Record;
import io.shallows.record.StudyColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The study from all trials of a group in one list: slow, and obvious. */
final class WholeGroupStudy {

  private WholeGroupStudy() {}

  static List<Record> rows(StudyGroup group, List<StudiedTrial> trials) {
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
    rows.addAll(new WholeGroupContrasts(group, cells).rows());
    List<Integer> metrics = IntStream.range(0, StudyColumns.metrics().size()).boxed().toList();
    SingularityCorrelations correlations = new SingularityCorrelations(group);
    cells
        .values()
        .forEach(
            widths ->
                rows.addAll(
                    correlations.rows(
                        widths.values().stream().flatMap(List::stream).toList(), metrics)));
    return rows;
  }
}
