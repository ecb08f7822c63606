package io.shallows.minimum;

import io.shallows.spec.TrainingSpec;

/**
 * What counts as zero when a point is classified. They are written into the row with the result.
 *
 * @param stationarity largest stationarity of a stationary point, absolute; by default the gradient
 *     tolerance of training
 * @param relative largest stationarity of a stationary point, relative to the {@linkplain
 *     io.shallows.loss.LossSurface#gradientBound most that the gradient can be} at its loss; the
 *     stricter of the two holds, and infinity leaves the absolute one alone
 * @param kink a pre-activation is 0 if it is at most this times the unit's largest one in modulus
 *     over the samples
 * @param flat a curvature is 0 if its modulus is at most this times the largest curvature
 * @param global a minimum is global if its loss is at most this times the loss of the best constant
 *     predictor
 */
public record MinimumTolerances(
    double stationarity, double relative, double kink, double flat, double global) {

  public MinimumTolerances {
    require("stationarity", stationarity);
    if (!(relative >= 0)) {
      throw new IllegalArgumentException("relative tolerance: " + relative + " is below 0");
    }
    require("kink", kink);
    require("flat", flat);
    require("global", global);
  }

  /** Tolerances whose stationarity is absolute alone. */
  public MinimumTolerances(double stationarity, double kink, double flat, double global) {
    this(stationarity, Double.POSITIVE_INFINITY, kink, flat, global);
  }

  /** The tolerances that a spec names. */
  public static MinimumTolerances of(TrainingSpec training) {
    return new MinimumTolerances(
        training.gradientTolerance(),
        training.relativeTolerance(),
        training.kinkTolerance(),
        training.flatTolerance(),
        training.globalTolerance());
  }

  /** Largest stationarity of a stationary point where the gradient can be {@code bound}. */
  public double stationarity(double bound) {
    return relative == Double.POSITIVE_INFINITY
        ? stationarity
        : Math.min(stationarity, relative * bound);
  }

  private static void require(String name, double value) {
    if (!(value >= 0) || value == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          name + " tolerance: " + value + " is not in [0, infinity)");
    }
  }
}
