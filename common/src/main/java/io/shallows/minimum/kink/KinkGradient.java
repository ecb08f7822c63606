package io.shallows.minimum.kink;

import io.shallows.linalg.Kernels;
import io.shallows.linalg.OrthonormalRows;
import java.util.Optional;

/**
 * The gradient along the kinks of a point, and how far the point is from stationary.
 *
 * @param along the gradient with the kinks off, without its part in the span of their rows
 * @param length of {@code along}
 * @param stationarity distance of 0 from the Clarke subdifferential if the slopes are known, else
 *     an upper bound of it
 * @param slopes of the kinks' relus; worked out only once the gradient along the kinks is a small
 *     part of the whole, since they cost several times as much
 */
@SuppressWarnings("ArrayRecordComponent") // package-private, never compared
record KinkGradient(
    double[] along, double length, double stationarity, Optional<KinkSlopes> slopes) {

  /**
   * The gradient at a point.
   *
   * @param space the span of the kinks' rows
   * @param share part of the whole below which slopes are worked out
   * @param tolerance length below which they are worked out in any case
   */
  static KinkGradient of(KinkPoint point, OrthonormalRows space, double share, double tolerance) {
    double[] along = point.gradient().clone();
    space.project(along);
    double length = norm(along);
    double bound = clippedStationarity(point);
    if (!(length <= Math.max(share * bound, tolerance))) {
      return new KinkGradient(along, length, bound, Optional.empty());
    }
    KinkSlopes slopes = point.slopes();
    return new KinkGradient(along, length, slopes.norm(), Optional.of(slopes));
  }

  /** An upper bound of the stationarity: the residual at the clipped least-squares slopes. */
  private static double clippedStationarity(KinkPoint point) {
    double[] lambda = point.system().multipliers(point.gradient());
    double[] left = point.gradient().clone();
    for (int k = 0; k < lambda.length; k++) {
      double weight = point.weight(k);
      double bounded = Math.min(Math.max(lambda[k], Math.min(weight, 0)), Math.max(weight, 0));
      Kernels.best().axpy(left.length, bounded, point.row(k), 0, left, 0);
    }
    return norm(left);
  }

  private static double norm(double[] v) {
    return Math.sqrt(Kernels.best().dot(v.length, v, 0, v, 0));
  }
}
