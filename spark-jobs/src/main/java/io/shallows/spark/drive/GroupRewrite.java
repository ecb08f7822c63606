package io.shallows.spark.drive;

import io.shallows.record.FailuresTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.Table;
import io.shallows.record.Tables;
import io.shallows.record.TrialsTable;
import io.shallows.spark.execute.FailureRow;
import io.shallows.spark.plan.ShardWork;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.stage.SweepStages;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.IndexRanges;
import io.shallows.spark.store.RecordFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Makes a group without some of its trials. */
final class GroupRewrite {

  private final SweepDefinition sweep;
  private final RecordFiles files;
  private final SweepStages stages;

  /** Where rows of a group come from. */
  interface Rows {
    /** Gives rows of a table of the group. */
    void read(Table table, Consumer<Record> sink);
  }

  /**
   * @param sweep the sweep by whose grid trials are numbered
   * @param files where the new group is published
   */
  GroupRewrite(SweepDefinition sweep, RecordFiles files, SweepStages stages) {
    this.stages = stages;
    this.sweep = sweep;
    this.files = files;
  }

  /** The ids of trials with their numbers. */
  Map<String, Long> numbers(IndexRanges trials) {
    Map<String, Long> numbers = new HashMap<>();
    trials.forEach(
        index -> numbers.put(sweep.identity().trialId(sweep.grid().at(index)).hex(), index));
    return numbers;
  }

  /**
   * Publishes what is left of a group without some trials; it is not yet committed.
   *
   * @param trials the group's trials by the numbers of the grid
   * @return empty if nothing is left
   */
  Optional<Group> without(Group group, IndexRanges trials, Set<Long> gone, Rows rows) {
    IndexRanges.Builder kept = new IndexRanges.Builder();
    trials.forEach(
        index -> {
          if (!gone.contains(index)) {
            kept.add(index, index);
          }
        });
    if (kept.size() == 0) {
      return Optional.empty();
    }
    IndexRanges left = kept.build();
    Set<String> ids = numbers(left).keySet();
    Map<Table, List<Record>> byTable = new LinkedHashMap<>();
    for (Table table : Tables.ALL) {
      List<Record> ofTable = new ArrayList<>();
      rows.read(
          table,
          row -> {
            if (ids.contains(row.get(LeadingColumns.TRIAL_ID))) {
              ofTable.add(row);
            }
          });
      byTable.put(table, ofTable);
    }
    return Optional.of(rest(group, left, byTable));
  }

  private Group rest(Group group, IndexRanges kept, Map<Table, List<Record>> rows) {
    ShardWork work =
        new ShardWork(group.stage(), group.scope(), sweep.digest(), kept.toString(), 0, List.of());
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
    stages.sharded(group.stage()).ifPresent(stage -> statuses.putAll(stage.otherStatuses(rows)));
    double share = kept.size() / (double) IndexRanges.parse(group.covers()).size();
    Group rest =
        new Group(
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
            List.of());
    return files.publish(rest, rows, work.id());
  }
}
