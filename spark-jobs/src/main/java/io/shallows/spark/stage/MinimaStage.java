package io.shallows.spark.stage;

import io.shallows.grid.CellCoordinates;
import io.shallows.grid.TrialCoordinates;
import io.shallows.record.Record;
import io.shallows.record.TrialStatus;
import io.shallows.record.TrialsTable;
import io.shallows.spark.execute.ShardContext;
import io.shallows.spark.execute.ShardRows;
import io.shallows.spark.execute.TrialSlot;
import io.shallows.spark.plan.ShardWork;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.IndexRanges;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.Store;
import io.shallows.trial.TrialOutcome;
import io.shallows.trial.TrialRunner;
import java.util.List;
import java.util.Optional;

/** Every trial trained to a minimum and told what it is. */
final class MinimaStage implements ShardStage {

  @Override
  public Stage stage() {
    return Stage.MINIMA;
  }

  @Override
  public Unit unit() {
    return Unit.TRIAL;
  }

  @Override
  public String scope(SweepDefinition sweep, Store store) {
    return sweep.identity().trialScope();
  }

  @Override
  public boolean isSampled() {
    return true;
  }

  @Override
  public boolean readsStages() {
    return false;
  }

  @Override
  public double operations(TrialRunner runner, CellCoordinates cell) {
    return runner.predictedOperations(cell);
  }

  @Override
  public String again() {
    return "train again";
  }

  @Override
  public void work(ShardWork work, ShardContext context, ShardRows rows)
      throws InterruptedException {
    try (TrialSlot slot = new TrialSlot()) {
      TrialRunner runner = context.runner();
      for (IndexRanges.Range range : IndexRanges.parse(work.covers()).ranges()) {
        for (long index = range.first(); index <= range.last(); index++) {
          TrialCoordinates trial = context.sweep().grid().at(index);
          TrialRunner current = runner;
          TrialSlot.Ending<TrialOutcome> ending =
              slot.run(
                  deadline -> checked(current.minimum(trial, deadline)), context.limitSeconds());
          CellCoordinates cell = trial.cell();
          rows.cost(stage(), cell, operations(current, cell), ending.seconds());
          if (ending instanceof TrialSlot.Ending.Returned<TrialOutcome> returned) {
            rows.add(returned.value().trial());
            returned.value().minimum().ifPresent(rows::add);
            returned.value().trajectory().forEach(rows::add);
            rows.count(returned.value().trial().get(TrialsTable.STATUS));
            rows.countKind(returned.value().trial().get(TrialsTable.MINIMUM_KIND));
          } else {
            rows.addFailure(context.failure(trial, stage(), ending));
            // A runner that failed half-way may hold anything; the next trial gets a fresh one.
            runner = context.runner();
          }
        }
      }
    }
  }

  /** The outcome, with a loss that is not finite recorded as what it is. */
  private static TrialOutcome checked(TrialOutcome outcome) {
    boolean finite = outcome.trial().find(TrialsTable.LOSS).filter(Double::isFinite).isPresent();
    boolean converged =
        outcome.trial().get(TrialsTable.STATUS).equals(TrialStatus.CONVERGED.label());
    if (finite || !converged) {
      return outcome;
    }
    Record diverged =
        outcome.trial().toBuilder()
            .set(TrialsTable.STATUS, TrialStatus.DIVERGED.label())
            .set(TrialsTable.LOSS, null)
            .build();
    return new TrialOutcome(diverged, Optional.empty(), List.of());
  }
}
