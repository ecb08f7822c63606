package io.shallows.trial;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.random.RandomStreams;
import io.shallows.record.Record;
import io.shallows.record.SlowDownColumns;
import io.shallows.spec.SweepSpec;
import io.shallows.training.BiasPenalty;
import io.shallows.training.Deadline;
import io.shallows.training.LossLevels;
import io.shallows.training.Optimizers;
import io.shallows.training.TrainingLimits;
import io.shallows.training.TrainingObserver;
import io.shallows.training.TrajectoryPoints;
import java.util.List;

/** The learning slow-down: a first-order run from the trial's start, timed in steps. */
final class SlowDownStage {

  private final SweepSpec spec;
  private final BiasPenalty penalty;

  SlowDownStage(SweepSpec spec, BiasPenalty penalty) {
    this.spec = spec;
    this.penalty = penalty;
  }

  /**
   * Runs from {@code start} and sets the columns, where the spec asks for it.
   *
   * @return the points of the run that are to be measured
   */
  List<TrajectoryPoints.Point> measure(
      Record.Builder row,
      String id,
      EmpiricalLoss loss,
      double constantLoss,
      double[] start,
      Deadline deadline) {
    if (!spec.measurement().measuresSlowDown()) {
      return List.of();
    }
    long seed =
        new RandomStreams(spec.grid().seed().root()).uniform(id, "slow-down batches").nextLong();
    LossLevels levels = new LossLevels(constantLoss);
    TrajectoryPoints points =
        new TrajectoryPoints(
            constantLoss,
            spec.measurement().levelMetrics(),
            spec.measurement().trajectoryPoints(),
            spec.measurement().slowDownSteps());
    TrainingObserver both =
        (step, evaluations, value, theta) -> {
          levels.moved(step, evaluations, value, theta);
          points.moved(step, evaluations, value, theta);
        };
    both.moved(0, 0, loss.value(start), start);
    double enough = LossLevels.LEVELS.get(LossLevels.LEVELS.size() - 1) * constantLoss;
    TrainingLimits limits =
        TrainingLimits.of(spec.training().gradientTolerance(), spec.measurement().slowDownSteps())
            .withRelativeTolerance(spec.training().relativeTolerance())
            .withLossTolerance(enough);
    Optimizers.configured(
            spec.measurement().slowDown(),
            spec.training().learningRate(),
            spec.training().batchSize(),
            seed,
            penalty)
        .minimize(loss, start, limits, deadline, both);
    SlowDownColumns.set(row, levels, constantLoss);
    return points.points();
  }
}
