package io.shallows.training;

import java.util.List;
import java.util.OptionalLong;

/**
 * How long a run took to given levels of the normalized loss: the learning slow-down.
 *
 * <p>For each level the first step at whose end the loss is at or below level times the loss of the
 * best constant predictor, and the gradient evaluations until then. A run that never gets there has
 * no number for the level (it is censored at the run's length).
 */
public final class LossLevels implements TrainingObserver {

  /** Normalized losses from the first visible gain to a good fit. */
  public static final List<Double> LEVELS = List.of(0.9, 0.5, 0.2, 0.1, 0.01);

  private static final long NEVER = -1;

  private final double scale;
  private final long[] steps = new long[LEVELS.size()];
  private final long[] evaluations = new long[LEVELS.size()];
  private double least = Double.POSITIVE_INFINITY;

  /**
   * Nothing seen yet.
   *
   * @param scale loss of the best constant predictor
   */
  public LossLevels(double scale) {
    this.scale = scale;
    java.util.Arrays.fill(steps, NEVER);
    java.util.Arrays.fill(evaluations, NEVER);
  }

  @Override
  public void moved(int iteration, long gradientEvaluations, double loss, double[] theta) {
    least = Math.min(least, loss);
    for (int k = 0; k < steps.length; k++) {
      if (steps[k] == NEVER && loss <= LEVELS.get(k) * scale) {
        steps[k] = iteration;
        evaluations[k] = gradientEvaluations;
      }
    }
  }

  /** Steps to level {@code k} of {@link #LEVELS}. */
  public OptionalLong steps(int k) {
    return steps[k] == NEVER ? OptionalLong.empty() : OptionalLong.of(steps[k]);
  }

  /** Gradient evaluations to level {@code k}. */
  public OptionalLong evaluations(int k) {
    return steps[k] == NEVER ? OptionalLong.empty() : OptionalLong.of(evaluations[k]);
  }

  /** The least loss seen. */
  public double least() {
    return least;
  }
}
