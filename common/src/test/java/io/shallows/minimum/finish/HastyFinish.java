package io.shallows.minimum.finish;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Kink;
import io.shallows.minimum.kink.KinkFinish;
import io.shallows.minimum.kink.KinkPoint;
import io.shallows.training.Deadline;
import io.shallows.training.TrainingLimits;
import io.shallows.training.TrainingOutcome;
import java.util.List;

/** A finish of one's own, for the test that a class and an entry are enough: one short descent. */
final class HastyFinish implements Finish {

  @Override
  public String name() {
    return "hasty";
  }

  @Override
  public String definition() {
    return "one descent of a single iteration";
  }

  @Override
  public FinishRun of(
      EmpiricalLoss loss, TrainingLimits limits, double kinkTolerance, Deadline deadline) {
    TrainingLimits own =
        new TrainingLimits(
            limits.gradientTolerance(),
            limits.relativeTolerance(),
            limits.lossTolerance(),
            1,
            limits.maxGradientEvaluations());
    KinkFinish once = new KinkFinish(loss, own, kinkTolerance, deadline, 0);
    return new FinishRun() {
      @Override
      public TrainingOutcome settle(double[] start, List<Kink> kinks) {
        return once.settle(start, kinks);
      }

      @Override
      public KinkPoint point() {
        return once.point();
      }

      @Override
      public int iterations() {
        return once.iterations();
      }

      @Override
      public long evaluations() {
        return once.evaluations();
      }
    };
  }
}
