package io.shallows.minimum.finish;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.training.Deadline;
import io.shallows.training.TrainingLimits;

/** A weight decay that slides to nothing, on the loss with its heads at their best. */
final class DecayFinish implements Finish {

  @Override
  public String name() {
    return "decay";
  }

  @Override
  public String definition() {
    return "a short descent, then minimisers with the best heads under a weight decay that slides"
        + " to what the tolerance hides";
  }

  @Override
  public boolean needsLinearHeads() {
    return true;
  }

  @Override
  public FinishRun of(
      EmpiricalLoss loss, TrainingLimits limits, double kinkTolerance, Deadline deadline) {
    return new DecayRun(loss, limits, kinkTolerance, deadline);
  }
}
