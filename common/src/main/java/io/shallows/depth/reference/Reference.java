package io.shallows.depth.reference;

import io.shallows.training.TrainingOutcome;
import java.util.Objects;

/**
 * The best two-layer network found of one width.
 *
 * @param width number k of hidden units
 * @param loss e(k): an upper bound of the least loss that k units reach
 * @param theta its parameters: first layer (inputs x k, row by row), then head (k x outputs)
 * @param gradientNorm Euclidean norm of the loss's gradient there
 * @param restarts starts that were trained for this width
 * @param converged how many of them met the stopping rule
 * @param best which of them gave {@code loss}, from 0; 0 grows the best network of width k - 1
 * @param outcome how that one ended
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out; references are never compared
public record Reference(
    int width,
    double loss,
    double[] theta,
    double gradientNorm,
    int restarts,
    int converged,
    int best,
    TrainingOutcome outcome) {

  public Reference {
    theta = theta.clone();
    Objects.requireNonNull(outcome, "outcome");
    if (width < 1
        || restarts < 1
        || converged < 0
        || converged > restarts
        || best < 0
        || best >= restarts) {
      throw new IllegalArgumentException(
          "reference: width "
              + width
              + ", restart "
              + best
              + " of "
              + restarts
              + ", "
              + converged
              + " converged");
    }
  }

  @Override
  public double[] theta() {
    return theta.clone();
  }
}
