package io.shallows.minimum.finish;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.training.Deadline;
import io.shallows.training.TrainingLimits;

/**
 * A way from where training ended to a stationary point of a loss on data: one class and one entry
 * in {@link Finishes}. It decides which minima are met, so it is part of what is measured; whether
 * its end is stationary is decided by others. Finishes hold no state.
 */
public interface Finish {

  /** The name that specs use. */
  String name();

  /** One line for help and documentation. */
  String definition();

  /** Whether the layers that reach the output through sums alone must be learned. */
  default boolean needsLinearHeads() {
    return false;
  }

  /**
   * A finish of one search.
   *
   * @param limits of the search, whose tolerances hold here; the work of a finish has limits of its
   *     own
   * @param kinkTolerance a pre-activation is 0 if it is at most this times the unit's largest
   * @throws IllegalArgumentException if the finish fits heads by least squares and the loss is no
   *     sum of squares, or its network has not the heads that are needed
   */
  FinishRun of(EmpiricalLoss loss, TrainingLimits limits, double kinkTolerance, Deadline deadline);
}
