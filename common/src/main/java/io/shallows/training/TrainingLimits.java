package io.shallows.training;

/**
 * When an optimizer stops.
 *
 * @param gradientTolerance a run has converged when the Euclidean norm of the gradient of the mean
 *     loss is at or below this; absolute, not relative to the loss or the start
 * @param lossTolerance a run has converged when the loss is at or below this: a global minimum of a
 *     loss that is never negative; a negative tolerance switches the rule off
 * @param maxIterations largest number of trial steps
 * @param maxGradientEvaluations largest number of gradient evaluations
 */
public record TrainingLimits(
    double gradientTolerance,
    double lossTolerance,
    int maxIterations,
    long maxGradientEvaluations) {

  public TrainingLimits {
    if (!(gradientTolerance >= 0)) {
      throw new IllegalArgumentException("gradientTolerance: " + gradientTolerance + " is below 0");
    }
    if (Double.isNaN(lossTolerance)) {
      throw new IllegalArgumentException("lossTolerance: not a number");
    }
    if (maxIterations < 1) {
      throw new IllegalArgumentException("maxIterations: " + maxIterations + " is below 1");
    }
    if (maxGradientEvaluations < 1) {
      throw new IllegalArgumentException(
          "maxGradientEvaluations: " + maxGradientEvaluations + " is below 1");
    }
  }

  /** Limits on gradient norm and iterations alone. */
  public static TrainingLimits of(double gradientTolerance, int maxIterations) {
    return new TrainingLimits(gradientTolerance, -1, maxIterations, Long.MAX_VALUE);
  }

  /** These limits with another loss tolerance. */
  public TrainingLimits withLossTolerance(double tolerance) {
    return new TrainingLimits(gradientTolerance, tolerance, maxIterations, maxGradientEvaluations);
  }

  /**
   * What remains after a run that used this much; at least one of each, so that the next stage can
   * look once.
   */
  public TrainingLimits after(int iterations, long gradientEvaluations) {
    return new TrainingLimits(
        gradientTolerance,
        lossTolerance,
        Math.max(1, maxIterations - iterations),
        Math.max(1, maxGradientEvaluations - gradientEvaluations));
  }
}
