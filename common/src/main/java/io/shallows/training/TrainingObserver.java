package io.shallows.training;

/**
 * Sees a run as it goes: the source of learning curves, of the time to a loss level and of
 * trajectories.
 */
@FunctionalInterface
public interface TrainingObserver {

  /** An observer that does nothing. */
  TrainingObserver NONE = (iteration, gradientEvaluations, loss, theta) -> {};

  /**
   * The parameters have moved.
   *
   * @param iteration trial steps so far
   * @param gradientEvaluations gradient evaluations so far
   * @param loss the loss at the new parameters
   * @param theta the new parameters, shared: to be read now and not to be changed
   */
  void moved(int iteration, long gradientEvaluations, double loss, double[] theta);
}
