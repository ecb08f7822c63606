package io.shallows.minimum.kink;

import io.shallows.linalg.BoundedLeastSquares;
import io.shallows.linalg.Kernels;

/**
 * Slopes of the relus of kinks, and the gradient that they make.
 *
 * @param slopes in [0, 1], one per kink
 * @param pull against the bounds, as in {@link BoundedLeastSquares#pull()}; 0 for ridges
 * @param weights derivative of the loss with respect to the relus' outputs, with these slopes above
 * @param residual the gradient with these slopes; its negative is a direction of descent
 * @param norm of the residual
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record KinkSlopes(
    double[] slopes, double[] pull, double[] weights, double[] residual, double norm) {

  static KinkSlopes of(
      double[] slopes, double[] pull, double[] weights, double[] gradient, double[][] rows) {
    Kernels kernels = Kernels.best();
    double[] left = gradient.clone();
    for (int k = 0; k < slopes.length; k++) {
      kernels.axpy(left.length, slopes[k] * weights[k], rows[k], 0, left, 0);
    }
    double norm = Math.sqrt(kernels.dot(left.length, left, 0, left, 0));
    return new KinkSlopes(slopes, pull, weights, left, norm);
  }

  /** Slope times weight: what a kink's pre-activation adds to the gradient. */
  public double[] multipliers() {
    double[] multipliers = new double[slopes.length];
    for (int k = 0; k < slopes.length; k++) {
      multipliers[k] = slopes[k] * weights[k];
    }
    return multipliers;
  }
}
