package io.shallows.spark.drive;

import io.shallows.record.FailuresTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.Record;
import io.shallows.record.Table;
import io.shallows.record.TrialsTable;
import io.shallows.spark.plan.GridMapping;
import io.shallows.spark.plan.ShardWork;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.IndexRanges;
import io.shallows.spark.store.RecordFiles;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.StoreWriter;
import io.shallows.spark.store.StoredFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes trials out of a store by their status, so that the next stage does them again.
 *
 * <p>A group with such trials is replaced by one with its other rows, in one commit per group; a
 * group of depths with failures is removed whole, for its cells are measured together.
 */
final class TrialRetry {

  private final SweepDefinition sweep;
  private final GridMapping mapping;
  private final StoreWriter writer;
  private final RecordFiles files;

  TrialRetry(SweepDefinition sweep, GridMapping mapping, StoreWriter writer) {
    this.sweep = sweep;
    this.mapping = mapping;
    this.writer = writer;
    this.files = new RecordFiles(writer.store().folder());
  }

  /** Takes out the trials with one of the statuses; returns their number. */
  long remove(Set<String> statuses) {
    long removed = 0;
    for (Group group : writer.store().groups()) {
      boolean concerned = group.statuses().keySet().stream().anyMatch(statuses::contains);
      if (concerned && group.stage() == Stage.DEPTHS) {
        writer.commit(List.of(), List.of(group.id()));
      } else if (concerned && group.stage() == Stage.MINIMA && isOfThisGrid(group)) {
        removed += remove(group, statuses);
      }
    }
    return removed;
  }

  /** Trials that the present grid does not have would be lost with their number. */
  private boolean isOfThisGrid(Group group) {
    return mapping.trials(group).size() == IndexRanges.parse(group.covers()).size();
  }

  private long remove(Group group, Set<String> statuses) {
    Map<String, Long> numbers = new HashMap<>();
    IndexRanges trials = mapping.trials(group);
    trials.forEach(
        index -> numbers.put(sweep.identity().trialId(sweep.grid().at(index)).hex(), index));
    Set<String> again = new HashSet<>();
    Map<Table, List<Record>> rows = new HashMap<>();
    for (Table table : List.of(FailuresTable.TABLE, TrialsTable.TABLE, MinimaTable.TABLE)) {
      List<Record> ofTable = rows.computeIfAbsent(table, t -> new ArrayList<>());
      for (StoredFile file : group.files()) {
        if (file.table().equals(table.name())) {
          files.read(file, table, ofTable::add);
        }
      }
      for (Record row : ofTable) {
        if (statuses.contains(status(row))) {
          again.add(row.get(LeadingColumns.TRIAL_ID));
        }
      }
      ofTable.removeIf(row -> again.contains(row.get(LeadingColumns.TRIAL_ID)));
    }
    Set<Long> gone = new HashSet<>();
    again.forEach(id -> gone.add(numbers.get(id)));
    IndexRanges.Builder kept = new IndexRanges.Builder();
    trials.forEach(
        index -> {
          if (!gone.contains(index)) {
            kept.add(index, index);
          }
        });
    List<Group> rest =
        kept.size() == 0 ? List.of() : List.of(rest(group, kept.build(), rows, statuses));
    writer.commit(rest, List.of(group.id()));
    return again.size();
  }

  private Group rest(
      Group group, IndexRanges kept, Map<Table, List<Record>> rows, Set<String> statuses) {
    ShardWork work =
        new ShardWork(Stage.MINIMA, group.scope(), sweep.digest(), kept.toString(), 0, List.of());
    List<StoredFile> published = new ArrayList<>();
    rows.forEach(
        (table, ofTable) -> {
          if (!ofTable.isEmpty()) {
            published.add(files.publish(table, ofTable, work.id()));
          }
        });
    Map<String, Long> left = new TreeMap<>(group.statuses());
    left.keySet().removeAll(statuses);
    Map<String, Long> kinds = new TreeMap<>();
    for (Record trial : rows.get(TrialsTable.TABLE)) {
      kinds.merge(trial.get(TrialsTable.MINIMUM_KIND), 1L, Long::sum);
    }
    Map<String, Long> failures = new TreeMap<>();
    double share = kept.size() / (double) IndexRanges.parse(group.covers()).size();
    return new Group(
        work.id(),
        Stage.MINIMA,
        group.scope(),
        sweep.digest(),
        kept.toString(),
        left,
        kinds,
        failures,
        group.seconds() * share,
        group.predictedSeconds() * share,
        published);
  }

  private static String status(Record row) {
    if (row.table() == FailuresTable.TABLE) {
      return row.get(FailuresTable.STATUS);
    }
    return row.get(row.table() == TrialsTable.TABLE ? TrialsTable.STATUS : MinimaTable.STATUS);
  }
}
