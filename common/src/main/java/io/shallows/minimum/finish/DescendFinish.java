package io.shallows.minimum.finish;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.training.Deadline;
import io.shallows.training.TrainingLimits;
import java.util.List;

/** Down the loss from where training ended, and only where that arrives nowhere by a slide. */
final class DescendFinish implements Finish {

  /** Most gradient evaluations: beyond the most that an end was seen to need. */
  static final long EVALUATIONS = 200_000;

  /** Descents that start beside the end of another one: half of those that stalled arrive so. */
  static final int RESTARTS = 4;

  /**
   * First the loss itself; then a decay so small that minimisers move little, with a fifth of all
   * evaluations; last the decay of the other finish, since what is left are valleys to infinity.
   */
  private static final List<Slide> SLIDES =
      List.of(
          new Slide(0, false, 20_000),
          new Slide(0.02, true, 40_000),
          new Slide(0.2, true, EVALUATIONS));

  /**
   * Most gradient evaluations where heads are not eliminated, under cross-entropy: what has not
   * arrived by then had not after five times as many either.
   */
  static final long OF_CLASSES = 40_000;

  /** The loss itself, and a decay under which every valley has an end. */
  private static final List<Slide> SLIDES_OF_CLASSES =
      List.of(new Slide(0, false, 20_000), new Slide(0.2, false, OF_CLASSES));

  @Override
  public String name() {
    return "descend";
  }

  @Override
  public String definition() {
    return "down the loss from where training ended, along kinks and then by BFGS; where that"
        + " arrives nowhere, a weight decay that slides to what the tolerance hides";
  }

  @Override
  public FinishRun of(
      EmpiricalLoss loss, TrainingLimits limits, double kinkTolerance, Deadline deadline) {
    return loss.outputLoss().isSquared()
        ? new SlideRun(loss, limits, kinkTolerance, deadline, RESTARTS, SLIDES, EVALUATIONS)
        : new SlideRun(
            loss, limits, kinkTolerance, deadline, RESTARTS, SLIDES_OF_CLASSES, OF_CLASSES);
  }
}
