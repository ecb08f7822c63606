package io.shallows.minimum.finish;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Kink;
import io.shallows.minimum.kink.KinkFinish;
import io.shallows.minimum.kink.KinkPoint;
import io.shallows.training.Deadline;
import io.shallows.training.TrainingLimits;
import io.shallows.training.TrainingOutcome;
import java.util.List;

/** Down the loss itself, along kinks: {@link KinkFinish}. */
final class DescendFinish implements Finish {

  @Override
  public String name() {
    return "descend";
  }

  @Override
  public String definition() {
    return "down the loss along kinks from where training ended";
  }

  @Override
  public FinishRun of(
      EmpiricalLoss loss, TrainingLimits limits, double kinkTolerance, Deadline deadline) {
    loss.outputLoss().requireSquares("finish along kinks");
    return new Run(new KinkFinish(loss, limits, kinkTolerance, deadline));
  }

  /** The search along kinks as it is. */
  private record Run(KinkFinish finish) implements FinishRun {

    @Override
    public TrainingOutcome settle(double[] start, List<Kink> kinks) {
      return finish.settle(start, kinks);
    }

    @Override
    public KinkPoint point() {
      return finish.point();
    }

    @Override
    public int iterations() {
      return finish.iterations();
    }

    @Override
    public long evaluations() {
      return finish.evaluations();
    }
  }
}
