package io.shallows.spark.drive;

import io.shallows.record.DepthsTable;
import io.shallows.record.FailuresTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.Record;
import io.shallows.record.Table;
import io.shallows.record.Tables;
import io.shallows.record.TrialsTable;
import io.shallows.spark.execute.FailureRow;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

  TrialRetry(SweepDefinition sweep, GridMapping mapping, StoreWriter writer) {
    this.sweep = sweep;
    this.mapping = mapping;
    this.writer = writer;
    this.files = new RecordFiles(writer.store().folder());
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
    Map<String, Long> numbers = numbers(mapping.trials(group));
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

  private Map<String, Long> numbers(IndexRanges trials) {
    Map<String, Long> numbers = new HashMap<>();
    trials.forEach(
        index -> numbers.put(sweep.identity().trialId(sweep.grid().at(index)).hex(), index));
    return numbers;
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
    IndexRanges trials = mapping.trials(group);
    IndexRanges.Builder kept = new IndexRanges.Builder();
    trials.forEach(
        index -> {
          if (!gone.contains(index)) {
            kept.add(index, index);
          }
        });
    if (kept.size() == 0) {
      writer.commit(List.of(), List.of(group.id()));
      return;
    }
    IndexRanges left = kept.build();
    Set<String> ids = numbers(left).keySet();
    Map<Table, List<Record>> rows = new LinkedHashMap<>();
    for (Table table : Tables.ALL) {
      List<Record> ofTable = new ArrayList<>();
      read(
          group,
          table,
          row -> {
            if (ids.contains(row.get(LeadingColumns.TRIAL_ID))) {
              ofTable.add(row);
            }
          });
      rows.put(table, ofTable);
    }
    writer.commit(List.of(rest(group, left, rows)), List.of(group.id()));
  }

  private Group rest(Group group, IndexRanges kept, Map<Table, List<Record>> rows) {
    ShardWork work =
        new ShardWork(group.stage(), group.scope(), sweep.digest(), kept.toString(), 0, List.of());
    List<StoredFile> published = new ArrayList<>();
    rows.forEach(
        (table, ofTable) -> {
          if (!ofTable.isEmpty()) {
            published.add(files.publish(table, ofTable, work.id()));
          }
        });
    Map<String, Long> statuses = new TreeMap<>();
    Map<String, Long> kinds = new TreeMap<>();
    Map<String, Long> failures = new TreeMap<>();
    for (Record trial : rows.get(TrialsTable.TABLE)) {
      statuses.merge(trial.get(TrialsTable.STATUS), 1L, Long::sum);
      kinds.merge(trial.get(TrialsTable.MINIMUM_KIND), 1L, Long::sum);
    }
    for (Record failure : rows.get(FailuresTable.TABLE)) {
      statuses.merge(failure.get(FailuresTable.STATUS), 1L, Long::sum);
      failures.merge(FailureRow.kind(failure), 1L, Long::sum);
    }
    if (group.stage() == Stage.DEPTHS) {
      Set<String> measured = new HashSet<>();
      rows.get(DepthsTable.TABLE).forEach(row -> measured.add(row.get(LeadingColumns.TRIAL_ID)));
      statuses.put("measured", (long) measured.size());
    }
    double share = kept.size() / (double) IndexRanges.parse(group.covers()).size();
    return new Group(
        work.id(),
        group.stage(),
        group.scope(),
        sweep.digest(),
        kept.toString(),
        statuses,
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
