package io.shallows.spark.stage;

import io.shallows.grid.CellCoordinates;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.Record;
import io.shallows.record.Table;
import io.shallows.spark.execute.ShardContext;
import io.shallows.spark.execute.ShardRows;
import io.shallows.spark.plan.GridMapping;
import io.shallows.spark.plan.ShardWork;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoredFile;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.ProblemCoordinates;
import io.shallows.trial.TrialRunner;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The depths of all minima. The best of a cell is one of their targets, so cells stay together
 * where they are small; seeds of a large one are as many shards as it takes, each of which finds
 * the best of the cell among all of its minima. A tree joins the minima of a whole cell.
 */
final class DepthsStage implements ShardStage {

  @Override
  public Stage stage() {
    return Stage.DEPTHS;
  }

  @Override
  public Unit unit() {
    return Unit.CELL;
  }

  @Override
  public boolean isWanted(SweepSpec spec) {
    return spec.measurement().depth().enabled();
  }

  @Override
  public String scope(SweepDefinition sweep, Store store) {
    return sweep.depthScope();
  }

  @Override
  public boolean cutsCells(SweepSpec spec) {
    return !spec.measurement().depth().hasTree();
  }

  /** The best of a cell is known only once all of its trials are: new seeds undo it. */
  @Override
  public boolean holds(SweepDefinition sweep, Group group, GridMapping mapping) {
    long seeds = sweep.grid().seeds();
    if (cutsCells(sweep.spec()) && mapping.seeds(group) == seeds) {
      return true;
    }
    return mapping.trials(group).ranges().stream()
        .allMatch(range -> range.first() % seeds == 0 && (range.last() + 1) % seeds == 0);
  }

  @Override
  public List<Group> inputs(SweepDefinition sweep, Store store) {
    return store.groups(Stage.MINIMA);
  }

  @Override
  public Set<String> inputTables() {
    return Set.of(MinimaTable.TABLE.name());
  }

  @Override
  public Map<ProblemCoordinates, List<StoredFile>> inputsOfProblems(
      SweepDefinition sweep, Store store) {
    return ReferencesStage.filesOfProblems(sweep, store);
  }

  @Override
  public double operations(TrialRunner runner, CellCoordinates cell) {
    return runner.predictedDepthOperations(cell);
  }

  @Override
  public String again() {
    return "are measured again";
  }

  @Override
  public Map<String, Long> otherStatuses(Map<Table, List<Record>> rows) {
    Set<String> measured = new HashSet<>();
    rows.get(DepthsTable.TABLE).forEach(row -> measured.add(row.get(LeadingColumns.TRIAL_ID)));
    return Map.of(DepthShard.MEASURED, (long) measured.size());
  }

  @Override
  public void work(ShardWork work, ShardContext context, ShardRows rows)
      throws InterruptedException {
    new DepthShard(this, context).run(work, rows);
  }
}
