package io.shallows.spark.drive;

import io.shallows.record.FailuresTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.Record;
import io.shallows.record.Table;
import io.shallows.record.TrialsTable;
import io.shallows.spark.plan.GridMapping;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.IndexRanges;
import io.shallows.spark.store.RecordFiles;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.StoreWriter;
import io.shallows.spark.store.StoredFile;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Takes trials out of a store by their status, so that the next stages do them again.
 *
 * <p>A group with such trials is replaced by one with its other rows, in one commit per group. The
 * depths of a cell are measured below its best minimum: with one trial of a cell the depths of all
 * its trials are taken out.
 */
final class TrialRetry {

  private final SweepDefinition sweep;
  private final GridMapping mapping;
  private final StoreWriter writer;
  private final RecordFiles files;
  private final GroupRewrite rewrite;

  TrialRetry(SweepDefinition sweep, GridMapping mapping, StoreWriter writer) {
    this.sweep = sweep;
    this.mapping = mapping;
    this.writer = writer;
    this.files = new RecordFiles(writer.store().folder());
    this.rewrite = new GroupRewrite(sweep, files);
  }

  /** Takes out the trials with one of the statuses; returns how many of them trained. */
  long remove(Set<String> statuses) {
    long removed = 0;
    Set<Long> cells = new HashSet<>();
    for (Group group : writer.store().groups(Stage.MINIMA)) {
      if (isConcerned(group, statuses) && isOfThisGrid(group)) {
        Set<Long> again = found(group, statuses);
        again.forEach(index -> cells.add(index / sweep.grid().seeds()));
        replace(group, again);
        removed += again.size();
      }
    }
    for (Group group : writer.store().groups(Stage.DEPTHS)) {
      if (isOfThisGrid(group)) {
        removeDepths(group, statuses, cells);
      } else if (isConcerned(group, statuses)) {
        writer.commit(List.of(), List.of(group.id()));
      }
    }
    return removed;
  }

  private void removeDepths(Group group, Set<String> statuses, Set<Long> retrained) {
    long seeds = sweep.grid().seeds();
    Set<Long> cells = new HashSet<>(retrained);
    if (isConcerned(group, statuses)) {
      found(group, statuses).forEach(index -> cells.add(index / seeds));
    }
    Set<Long> again = new HashSet<>();
    mapping
        .trials(group)
        .forEach(
            index -> {
              if (cells.contains(index / seeds)) {
                again.add(index);
              }
            });
    if (!again.isEmpty()) {
      replace(group, again);
    }
  }

  private static boolean isConcerned(Group group, Set<String> statuses) {
    return group.statuses().keySet().stream().anyMatch(statuses::contains);
  }

  /** Trials that the present grid does not have would be lost with their number. */
  private boolean isOfThisGrid(Group group) {
    return mapping.trials(group).size() == IndexRanges.parse(group.covers()).size();
  }

  /** The trials of a group with one of the statuses. */
  private Set<Long> found(Group group, Set<String> statuses) {
    Map<String, Long> numbers = rewrite.numbers(mapping.trials(group));
    Set<Long> found = new TreeSet<>();
    for (Table table : List.of(FailuresTable.TABLE, TrialsTable.TABLE, MinimaTable.TABLE)) {
      read(
          group,
          table,
          row -> {
            if (statuses.contains(status(row))) {
              found.add(numbers.get(row.get(LeadingColumns.TRIAL_ID)));
            }
          });
    }
    return found;
  }

  private void read(Group group, Table table, Consumer<Record> sink) {
    for (StoredFile file : group.files()) {
      if (file.table().equals(table.name())) {
        files.read(file, table, sink);
      }
    }
  }

  /** Replaces a group by one without some of its trials. */
  private void replace(Group group, Set<Long> gone) {
    List<Group> rest =
        rewrite
            .without(group, mapping.trials(group), gone, (table, sink) -> read(group, table, sink))
            .stream()
            .toList();
    writer.commit(rest, List.of(group.id()));
  }

  private static String status(Record row) {
    if (row.table() == FailuresTable.TABLE) {
      return row.get(FailuresTable.STATUS);
    }
    return row.get(row.table() == TrialsTable.TABLE ? TrialsTable.STATUS : MinimaTable.STATUS);
  }
}
