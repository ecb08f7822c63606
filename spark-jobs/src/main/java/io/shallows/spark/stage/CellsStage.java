package io.shallows.spark.stage;

import io.shallows.grid.CellCoordinates;
import io.shallows.random.RandomStreams;
import io.shallows.record.DepthsTable;
import io.shallows.record.FailuresTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.TrialsTable;
import io.shallows.spark.execute.ShardContext;
import io.shallows.spark.execute.ShardRows;
import io.shallows.spark.plan.GridMapping;
import io.shallows.spark.plan.ShardWork;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.IndexRanges;
import io.shallows.spark.store.RecordFiles;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoredFile;
import io.shallows.statistics.CellSummary;
import io.shallows.trial.TrialRunner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** The summaries of whole cells. */
final class CellsStage implements ShardStage {

  /** Summaries read rows; what was trained does not matter to them. */
  private static final double SECONDS_PER_TRIAL = 5e-4;

  @Override
  public Stage stage() {
    return Stage.CELLS;
  }

  @Override
  public Unit unit() {
    return Unit.CELL;
  }

  @Override
  public boolean isSummary() {
    return true;
  }

  @Override
  public boolean needsData() {
    return false;
  }

  @Override
  public String scope(SweepDefinition sweep, Store store) {
    List<Group> rows = new ArrayList<>(store.groups(Stage.MINIMA));
    rows.addAll(store.groups(Stage.DEPTHS));
    return sweep.depthScope() + " version=" + CellSummary.VERSION + " rows=" + Group.content(rows);
  }

  @Override
  public boolean holds(SweepDefinition sweep, Group group, GridMapping mapping) {
    return group.grid().equals(sweep.digest());
  }

  @Override
  public List<Group> inputs(SweepDefinition sweep, Store store) {
    List<Group> inputs = new ArrayList<>(store.groups(Stage.MINIMA));
    store.groups(Stage.DEPTHS).stream()
        .filter(group -> group.scope().equals(sweep.depthScope()))
        .forEach(inputs::add);
    return inputs;
  }

  @Override
  public Set<String> inputTables() {
    return Set.of(TrialsTable.TABLE.name(), FailuresTable.TABLE.name(), DepthsTable.TABLE.name());
  }

  @Override
  public double operations(TrialRunner runner, CellCoordinates cell) {
    return runner.predictedOperations(cell);
  }

  @Override
  public OptionalDouble fixedSeconds() {
    return OptionalDouble.of(SECONDS_PER_TRIAL);
  }

  @Override
  public void work(ShardWork work, ShardContext context, ShardRows rows) {
    SweepDefinition sweep = context.sweep();
    RecordFiles files = context.files();
    Map<String, CellSummary> byTrial = new HashMap<>();
    Map<Long, CellSummary> byCell = new LinkedHashMap<>();
    long seeds = sweep.grid().seeds();
    IndexRanges.parse(work.covers())
        .forEach(
            index -> {
              CellSummary summary =
                  byCell.computeIfAbsent(
                      index / seeds, cell -> summary(sweep, sweep.grid().cell(cell)));
              byTrial.put(sweep.identity().trialId(sweep.grid().at(index)).hex(), summary);
            });
    for (StoredFile file : work.inputs()) {
      if (file.table().equals(TrialsTable.TABLE.name())) {
        files.read(
            file, TrialsTable.TABLE, byTrial.keySet(), row -> find(byTrial, row).addTrial(row));
      } else if (file.table().equals(FailuresTable.TABLE.name())) {
        files.read(
            file,
            FailuresTable.TABLE,
            byTrial.keySet(),
            row -> find(byTrial, row).addFailure(isOfTraining(row)));
      } else if (file.table().equals(DepthsTable.TABLE.name())) {
        files.read(
            file, DepthsTable.TABLE, byTrial.keySet(), row -> find(byTrial, row).addDepth(row));
      }
    }
    byCell.values().forEach(summary -> summary.rows().forEach(rows::add));
    rows.count("summarised");
  }

  private static CellSummary summary(SweepDefinition sweep, CellCoordinates cell) {
    return new CellSummary(
        sweep.identity().problemId(cell.problemIndex(), cell.inputDimension()).hex(),
        cell,
        sweep.identity().measurementId().hex(),
        sweep.spec().measurement().depth(),
        new RandomStreams(sweep.spec().grid().seed().root()));
  }

  private static CellSummary find(Map<String, CellSummary> byTrial, Record row) {
    return byTrial.get(row.get(LeadingColumns.TRIAL_ID));
  }

  private static boolean isOfTraining(Record failure) {
    return failure.get(FailuresTable.STAGE).equals(Stage.MINIMA.label());
  }
}
