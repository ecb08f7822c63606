package io.shallows.training;

import io.shallows.loss.LossSurface;
import java.util.function.DoubleSupplier;

/**
 * When an optimizer stops.
 *
 * @param gradientTolerance a run has converged when the Euclidean norm of the gradient of the mean
 *     loss is at or below this
 * @param relativeTolerance and at or below this times the {@linkplain LossSurface#gradientBound
 *     most that it can be} at the loss reached; infinity leaves the absolute tolerance alone
 * @param lossTolerance a run has converged when the loss is at or below this: a global minimum of a
 *     loss that is never negative; a negative tolerance switches the rule off
 * @param maxIterations largest number of trial steps
 * @param maxGradientEvaluations largest number of gradient evaluations
 */
public record TrainingLimits(
    double gradientTolerance,
    double relativeTolerance,
    double lossTolerance,
    int maxIterations,
    long maxGradientEvaluations) {

  public TrainingLimits {
    if (!(gradientTolerance >= 0)) {
      throw new IllegalArgumentException("gradientTolerance: " + gradientTolerance + " is below 0");
    }
    if (!(relativeTolerance >= 0)) {
      throw new IllegalArgumentException("relativeTolerance: " + relativeTolerance + " is below 0");
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

  /** Limits whose tolerance of the gradient is absolute alone. */
  public TrainingLimits(
      double gradientTolerance,
      double lossTolerance,
      int maxIterations,
      long maxGradientEvaluations) {
    this(
        gradientTolerance,
        Double.POSITIVE_INFINITY,
        lossTolerance,
        maxIterations,
        maxGradientEvaluations);
  }

  /** Limits on the absolute gradient norm and iterations alone. */
  public static TrainingLimits of(double gradientTolerance, int maxIterations) {
    return new TrainingLimits(gradientTolerance, -1, maxIterations, Long.MAX_VALUE);
  }

  /** These limits with another relative tolerance of the gradient. */
  public TrainingLimits withRelativeTolerance(double tolerance) {
    return new TrainingLimits(
        gradientTolerance, tolerance, lossTolerance, maxIterations, maxGradientEvaluations);
  }

  /**
   * Largest gradient norm of a stationary point: the stricter of the two tolerances.
   *
   * @param bound the most that the gradient can be; not asked for without a relative tolerance
   */
  public double stationary(DoubleSupplier bound) {
    return relativeTolerance == Double.POSITIVE_INFINITY
        ? gradientTolerance
        : Math.min(gradientTolerance, relativeTolerance * bound.getAsDouble());
  }

  /**
   * Whether a gradient of length {@code norm} is that of a stationary point. The bound, which costs
   * a few gradients and is not counted as one, is asked for below the absolute tolerance alone.
   */
  public boolean isStationary(double norm, DoubleSupplier bound) {
    return norm <= gradientTolerance && norm <= stationary(bound);
  }

  /** These limits with another loss tolerance. */
  public TrainingLimits withLossTolerance(double tolerance) {
    return new TrainingLimits(
        gradientTolerance, relativeTolerance, tolerance, maxIterations, maxGradientEvaluations);
  }

  /**
   * What remains after a run that used this much; at least one of each, so that the next stage can
   * look once.
   */
  public TrainingLimits after(int iterations, long gradientEvaluations) {
    return new TrainingLimits(
        gradientTolerance,
        relativeTolerance,
        lossTolerance,
        Math.max(1, maxIterations - iterations),
        Math.max(1, maxGradientEvaluations - gradientEvaluations));
  }
}
