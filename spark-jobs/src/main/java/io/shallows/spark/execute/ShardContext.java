package io.shallows.spark.execute;

import io.shallows.grid.TrialCoordinates;
import io.shallows.record.Record;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.RecordFiles;
import io.shallows.spark.store.Stage;
import io.shallows.trial.TrialRunner;

/**
 * Where a shard is carried out.
 *
 * @param sweep the sweep it belongs to
 * @param science what is computed
 * @param files the store's files
 * @param place where this runs, for rows of failures
 */
public record ShardContext(SweepDefinition sweep, Science science, RecordFiles files, Place place) {

  /** The functions that compute rows of the sweep's trials, made anew. */
  public TrialRunner runner() {
    return science.runner(sweep.spec());
  }

  /** How long a trial may take. */
  public double limitSeconds() {
    return sweep.spec().training().deadlineSeconds();
  }

  /**
   * The row of a trial that threw or was abandoned.
   *
   * @throws MachineFault if that was not the trial's fault
   */
  public Record failure(TrialCoordinates trial, Stage stage, TrialSlot.Ending<?> ending) {
    if (!(ending instanceof TrialSlot.Ending.Threw<?> threw)) {
      return FailureRow.overdue(
          sweep.identity(), trial, stage, limitSeconds(), ending.seconds(), place);
    }
    Blame blame = Blame.of(threw.cause());
    if (blame instanceof Blame.Trial own) {
      return FailureRow.thrown(
          sweep.identity(), trial, stage, own.status(), threw.cause(), threw.seconds(), place);
    }
    throw new MachineFault(((Blame.Machine) blame).defect().sentence(), threw.cause());
  }
}
