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

  /** Whether the spec's {@code learningRate} and {@code batchSize} change what it does. */
  default boolean usesLearningRate() {
    return false;
  }

  /** Whether it can add a penalty of biases to what it minimises. */
  default boolean takesPenalty() {
    return false;
  }

  /** Whether it minimises sums of squares only. */
  default boolean needsSquares() {
    return false;
  }

  /**
   * This optimizer with the spec's step and batch and with a penalty, as far as it has them.
   *
   * @param seed of the order of batches
   */
  default Optimizer configured(double step, int batchSize, long seed, BiasPenalty penalty) {
    return this;
  }

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
