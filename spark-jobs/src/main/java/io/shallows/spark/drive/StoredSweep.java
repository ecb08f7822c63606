package io.shallows.spark.drive;

import io.shallows.spark.execute.Science;
import io.shallows.spark.plan.StagePlanner;
import io.shallows.spark.plan.StoredNumbers;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.stage.SweepStages;
import io.shallows.spark.store.Store;
import io.shallows.trial.TrialRunner;

/**
 * A store together with the sweep that its spec describes.
 *
 * @param store the store
 * @param sweep the sweep
 * @param runner its science
 */
public record StoredSweep(Store store, SweepDefinition sweep, TrialRunner runner) {

  /** The sweep of a store, under the names that its revision gives. */
  public static StoredSweep of(Store store, Science science) {
    String text = store.spec();
    SweepDefinition sweep =
        SweepDefinition.of(text, science.spec(text), StoredNumbers.revision(store));
    return new StoredSweep(store, sweep, science.runner(sweep.spec()));
  }

  /**
   * The sweep of a store whose trials this program can run again.
   *
   * @throws io.shallows.spark.store.StoreException.OtherSpec if it has another numerics revision
   */
  public static StoredSweep ofPresentRevision(Store store, Science science) {
    StoredNumbers.requirePresentRevision(store);
    return of(store, science);
  }

  /** How far it is. */
  public SweepStatus status(Science science) {
    StagePlanner planner = SweepDriver.planner(sweep, science, runner, store, () -> 1, 0);
    return SweepStatus.of(sweep, store, planner, SweepStages.ALL);
  }
}
