package io.shallows.trial;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.random.RandomStreams;
import io.shallows.record.Record;
import io.shallows.record.SlowDownColumns;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import io.shallows.training.LossLevels;
import io.shallows.training.Optimizers;
import io.shallows.training.TrainingLimits;

/** The learning slow-down: a first-order run from the trial's start, timed in steps. */
final class SlowDownStage {

  private final SweepSpec spec;

  SlowDownStage(SweepSpec spec) {
    this.spec = spec;
  }

  /** Runs from {@code start} and sets the columns, where the spec asks for it. */
  void measure(
      Record.Builder row,
      String id,
      EmpiricalLoss loss,
      double constantLoss,
      double[] start,
      Deadline deadline) {
    if (!spec.measurement().measuresSlowDown()) {
      return;
    }
    long seed =
        new RandomStreams(spec.grid().seed().root()).uniform(id, "slow-down batches").nextLong();
    LossLevels levels = new LossLevels(constantLoss);
    levels.moved(0, 0, loss.value(start));
    double enough = LossLevels.LEVELS.get(LossLevels.LEVELS.size() - 1) * constantLoss;
    TrainingLimits limits =
        TrainingLimits.of(spec.training().gradientTolerance(), spec.measurement().slowDownSteps())
            .withLossTolerance(enough);
    Optimizers.configured(
            spec.measurement().slowDown(),
            spec.training().learningRate(),
            spec.training().batchSize(),
            seed)
        .minimize(loss, start, limits, deadline, levels);
    SlowDownColumns.set(row, levels, constantLoss);
  }
}
