package io.shallows.spark.plan;

import io.shallows.grid.CellCoordinates;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.Stage;
import io.shallows.trial.TrialRunner;
import java.util.List;

/**
 * Predicted seconds of a trial: its predicted operations at an assumed speed, times a factor that
 * is fitted to finished shards of the same stage (their total time over their total prediction).
 */
public final class CostModel {

  /**
   * Operations per second of small matrices on one core of a present machine; only a start, since
   * finished shards correct it.
   */
  public static final double OPERATIONS_PER_SECOND = 2e9;

  /** A trial costs at least this: its rows must be made and written. */
  private static final double LEAST_SECONDS = 1e-4;

  private final TrialRunner runner;
  private final double factor;

  private CostModel(TrialRunner runner, double factor) {
    this.runner = runner;
    this.factor = factor;
  }

  /** The model for a stage, given the groups that are finished. */
  public static CostModel fit(TrialRunner runner, Stage stage, List<Group> finished) {
    double measured = 0;
    double predicted = 0;
    for (Group group : finished) {
      if (group.stage() == stage) {
        measured += group.seconds();
        predicted += group.predictedSeconds();
      }
    }
    return new CostModel(runner, predicted > 0 ? measured / predicted : 1);
  }

  /** Seconds that one trial of a cell is expected to take on one slot. */
  public double seconds(CellCoordinates cell) {
    double operations = runner.predictedOperations(cell);
    return Math.max(LEAST_SECONDS, factor * operations / OPERATIONS_PER_SECOND);
  }
}
