package io.shallows.training;

import java.util.Objects;

/**
 * Where and how an optimizer stopped.
 *
 * @param theta the best parameters found, length p
 * @param loss the loss there
 * @param gradientNorm Euclidean norm of the loss's gradient there
 * @param iterations trial steps, accepted or not
 * @param gradientEvaluations gradient evaluations
 * @param outcome how the run ended
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out; results are never compared
public record TrainingResult(
    double[] theta,
    double loss,
    double gradientNorm,
    int iterations,
    long gradientEvaluations,
    TrainingOutcome outcome) {

  public TrainingResult {
    theta = theta.clone();
    Objects.requireNonNull(outcome, "outcome");
    if (iterations < 0 || gradientEvaluations < 0) {
      throw new IllegalArgumentException(
          "training result: "
              + iterations
              + " iterations and "
              + gradientEvaluations
              + " evaluations, a count is negative");
    }
  }

  @Override
  public double[] theta() {
    return theta.clone();
  }
}
