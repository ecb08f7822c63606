package io.shallows.spark.drive;

import io.shallows.record.FailuresTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.Record;
import io.shallows.record.Table;
import io.shallows.record.TrialsTable;
import io.shallows.spark.plan.GridMapping;
import io.shallows.spark.plan.StagePlan;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.stage.ShardStage;
import io.shallows.spark.stage.SweepStages;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.IndexRanges;
import io.shallows.spark.store.RecordFiles;
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
  private final SweepStages stages;

  TrialRetry(SweepDefinition sweep, GridMapping mapping, StoreWriter writer, SweepStages stages) {
    this.stages = stages;
    this.sweep = sweep;
    this.mapping = mapping;
    this.writer = writer;
    this.files = new RecordFiles(writer.store().folder());
    this.rewrite = new GroupRewrite(sweep, files, stages);
  }

  /** Takes out the trials with one of the statuses; returns how many of them trained. */
  long remove(Set<String> statuses) {
    Set<Long> retrained = new HashSet<>();
    for (ShardStage stage : stages.sharded()) {
      if (stage.hasTrials()) {
        boolean trains = stage.stage().equals(stages.training().stage());
        for (Group group : writer.store().groups(stage.stage())) {
          Set<Long> again = remove(stage, group, statuses, trains ? Set.of() : retrained);
          if (trains) {
            retrained.addAll(again);
          }
        }
      }
    }
    return retrained.size();
  }

  /**
   * Takes the trials with one of the statuses out of a group, and those that train again, with the
   * rest of their cells where these are measured together.
   *
   * @return the trials that were taken out by their numbers
   */
  private Set<Long> remove(
      ShardStage stage, Group group, Set<String> statuses, Set<Long> retrained) {
    if (!isOfThisGrid(group)) {
      if (isConcerned(group, statuses) && stage.unit() == StagePlan.Unit.CELL) {
        writer.commit(List.of(), List.of(group.id()));
      }
      return Set.of();
    }
    long unit = stage.unit() == StagePlan.Unit.CELL ? sweep.grid().seeds() : 1;
    Set<Long> units = new HashSet<>();
    retrained.forEach(index -> units.add(index / unit));
    if (isConcerned(group, statuses)) {
      found(group, statuses).forEach(index -> units.add(index / unit));
    }
    Set<Long> again = new TreeSet<>();
    if (!units.isEmpty()) {
      mapping
          .trials(group)
          .forEach(
              index -> {
                if (units.contains(index / unit)) {
                  again.add(index);
                }
              });
    }
    if (!again.isEmpty()) {
      replace(group, again);
    }
    return again;
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
