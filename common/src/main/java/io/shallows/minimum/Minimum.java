package io.shallows.minimum;

import io.shallows.training.TrainingOutcome;
import java.util.Objects;

/**
 * Where a search ended and what that point is.
 *
 * @param theta parameters, length p
 * @param loss the loss
 * @param gradientNorm Euclidean norm of the gradient with the relus of active kinks off
 * @param stationarity distance of 0 from the Clarke subdifferential; the gradient norm where no
 *     kink is active
 * @param gradientBound the most that the gradient can be at this loss, with the relus of active
 *     kinks off: what makes the stationarity relative; NaN where the search diverged
 * @param kind what the point is
 * @param hessianMin smallest eigenvalue of the Hessian on the tangent space; NaN where it was not
 *     computed (points that are not stationary, global minima of data)
 * @param hessianError bound or estimate of its error: rounding for a dense decomposition, the
 *     residual norm for Lanczos; NaN with {@code hessianMin}
 * @param hessianMax largest eigenvalue in the same sense, the scale of the flat tolerance
 * @param kinks number of active kinks
 * @param saddlesLeft number of saddles that the search left on its way
 * @param iterations trial steps of training and finish
 * @param gradientEvaluations gradient evaluations of training and finish
 * @param outcome how the search ended
 * @param tolerances what counted as zero
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out; minima are never compared
public record Minimum(
    double[] theta,
    double loss,
    double gradientNorm,
    double stationarity,
    double gradientBound,
    MinimumKind kind,
    double hessianMin,
    double hessianError,
    double hessianMax,
    int kinks,
    int saddlesLeft,
    int iterations,
    long gradientEvaluations,
    TrainingOutcome outcome,
    MinimumTolerances tolerances) {

  public Minimum {
    theta = theta.clone();
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(tolerances, "tolerances");
  }

  /** Largest stationarity at which this point counts as stationary. */
  public double stationarityTolerance() {
    return tolerances.stationarity(gradientBound);
  }

  /**
   * What was found out about a part of a network, said of the whole: another point and loss,
   * another kind, and the work of several searches.
   */
  public Minimum at(
      double[] whole,
      double wholeLoss,
      MinimumKind wholeKind,
      int saddles,
      int allIterations,
      long allEvaluations) {
    return new Minimum(
        whole,
        wholeLoss,
        gradientNorm,
        stationarity,
        gradientBound,
        wholeKind,
        hessianMin,
        hessianError,
        hessianMax,
        kinks,
        saddles,
        allIterations,
        allEvaluations,
        outcome,
        tolerances);
  }

  @Override
  public double[] theta() {
    return theta.clone();
  }
}
