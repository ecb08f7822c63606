package io.shallows.spark.execute;

import io.shallows.grid.CellCoordinates;
import io.shallows.record.FailuresTable;
import io.shallows.record.Record;
import io.shallows.record.Table;
import io.shallows.spark.plan.MeasuredCosts;
import io.shallows.spark.store.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rows of a shard, collected in the order of its trials, with their counts. */
public final class ShardRows {

  private final Map<Table, List<Record>> byTable = new LinkedHashMap<>();
  private final Map<String, Long> statuses = new TreeMap<>();
  private final Map<String, Long> kinds = new TreeMap<>();
  private final Map<String, Long> failures = new TreeMap<>();
  private final MeasuredCosts costs = new MeasuredCosts();

  /** Takes note of what one trial took. */
  public void cost(Stage stage, CellCoordinates cell, double operations, double seconds) {
    costs.add(stage, cell, operations, seconds);
  }

  /** Adds a row. */
  public void add(Record row) {
    byTable.computeIfAbsent(row.table(), table -> new ArrayList<>()).add(row);
  }

  /** Adds a row of table failures and counts its status. */
  public void addFailure(Record failure) {
    add(failure);
    count(failure.get(FailuresTable.STATUS));
    failures.merge(FailureRow.kind(failure), 1L, Long::sum);
  }

  /** Counts a trial by the kind of its minimum. */
  public void countKind(String kind) {
    kinds.merge(kind, 1L, Long::sum);
  }

  /** Counts a trial, or another unit of work, by how it ended. */
  public void count(String status) {
    statuses.merge(status, 1L, Long::sum);
  }

  Map<Table, List<Record>> byTable() {
    return byTable;
  }

  Map<String, Long> statuses() {
    return statuses;
  }

  Map<String, Long> kinds() {
    return kinds;
  }

  Map<String, Long> failures() {
    return failures;
  }

  MeasuredCosts costs() {
    return costs;
  }
}
