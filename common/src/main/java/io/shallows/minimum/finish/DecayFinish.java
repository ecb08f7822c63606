package io.shallows.minimum.finish;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.training.Deadline;
import io.shallows.training.TrainingLimits;
import java.util.List;

/** A weight decay that slides to nothing, on the loss with its heads at their best. */
final class DecayFinish implements Finish {

  /** Most gradient evaluations: beyond the most that an end was seen to need. */
  static final long EVALUATIONS = 100_000;

  private static final List<Slide> SLIDES = List.of(new Slide(0.2, true, EVALUATIONS));

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
    ReducedLoss.requireHeads(loss);
    return new SlideRun(loss, limits, kinkTolerance, deadline, 0, SLIDES, EVALUATIONS);
  }
}
