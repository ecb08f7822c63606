package io.shallows.minimum;

/**
 * What counts as zero when a point is classified. They are written into the row with the result.
 *
 * @param stationarity largest stationarity of a stationary point, absolute; by default the gradient
 *     tolerance of training
 * @param kink a pre-activation is 0 if it is at most this times the unit's largest one in modulus
 *     over the samples
 * @param flat a curvature is 0 if its modulus is at most this times the largest curvature
 * @param global a minimum is global if its loss is at most this times the loss of the best constant
 *     predictor
 */
public record MinimumTolerances(double stationarity, double kink, double flat, double global) {

  public MinimumTolerances {
    require("stationarity", stationarity);
    require("kink", kink);
    require("flat", flat);
    require("global", global);
  }

  private static void require(String name, double value) {
    if (!(value >= 0) || value == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          name + " tolerance: " + value + " is not in [0, infinity)");
    }
  }
}
