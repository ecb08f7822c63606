package io.shallows.training;

import io.shallows.loss.LossSurface;

/**
 * A way to lower a loss: one class and one entry in {@link Optimizers}. Optimizers hold no state
 * between runs.
 */
public interface Optimizer {

  /** The name that specs use. */
  String name();

  /** One line for help and documentation. */
  String definition();

  /**
   * Lowers {@code loss} from {@code start}, which is not changed, until the first of the limits is
   * met.
   *
   * <p>Deterministic in the loss and the start; only {@link TrainingOutcome#TIMED_OUT} depends on
   * time.
   */
  TrainingResult minimize(
      LossSurface loss,
      double[] start,
      TrainingLimits limits,
      Deadline deadline,
      TrainingObserver observer);

  /** As above, unobserved. */
  default TrainingResult minimize(
      LossSurface loss, double[] start, TrainingLimits limits, Deadline deadline) {
    return minimize(loss, start, limits, deadline, TrainingObserver.NONE);
  }
}
