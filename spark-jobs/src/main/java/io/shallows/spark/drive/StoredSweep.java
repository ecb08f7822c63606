package io.shallows.spark.drive;

import io.shallows.spark.execute.Science;
import io.shallows.spark.plan.StageLeft;
import io.shallows.spark.plan.StagePlanner;
import io.shallows.spark.plan.StoredNumbers;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.stage.SweepStages;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreException;
import io.shallows.spec.SpecException;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.TrialRunner;
import java.util.List;
import java.util.function.Function;

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
    SweepDefinition sweep =
        SweepDefinition.of(store.spec(), spec(store, science), StoredNumbers.revision(store));
    return new StoredSweep(store, sweep, science.runner(sweep.spec()));
  }

  /**
   * The spec of a store.
   *
   * @throws StoreException.Corrupted if it was altered and cannot be read
   * @throws SpecException if it cannot be read as a run has written it
   */
  static SweepSpec spec(Store store, Science science) {
    String text = store.spec();
    try {
      return science.spec(text);
    } catch (SpecException e) {
      throw store
          .alteredSpec(text, e.getMessage())
          .<RuntimeException>map(Function.identity())
          .orElse(e);
    }
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

  /** What is left of its stages that compute trials, priced by what trials of the store took. */
  public List<StageLeft> left(Science science) {
    StagePlanner planner = SweepDriver.planner(sweep, science, runner, store, () -> 1, 0);
    store.costs().flatMap(SweepDriver::costs).ifPresent(planner::measured);
    return SweepStages.ALL.sharded().stream()
        .filter(stage -> !stage.isSummary() && stage.isWanted(sweep.spec()))
        .map(stage -> planner.outlook(stage, store).left())
        .toList();
  }

  /** How far it is. */
  public SweepStatus status(Science science) {
    StagePlanner planner = SweepDriver.planner(sweep, science, runner, store, () -> 1, 0);
    return SweepStatus.of(sweep, store, planner, SweepStages.ALL);
  }
}
