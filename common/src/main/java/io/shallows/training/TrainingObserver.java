package io.shallows.training;

/** Sees a run as it goes: the source of learning curves and of the time to a loss level. */
@FunctionalInterface
public interface TrainingObserver {

  /** An observer that does nothing. */
  TrainingObserver NONE = (iteration, gradientEvaluations, loss) -> {};

  /**
   * The parameters have moved.
   *
   * @param iteration trial steps so far
   * @param gradientEvaluations gradient evaluations so far
   * @param loss the loss at the new parameters
   */
  void moved(int iteration, long gradientEvaluations, double loss);
}
