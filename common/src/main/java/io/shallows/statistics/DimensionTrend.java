package io.shallows.statistics;

import io.shallows.statistics.estimate.BootstrapEstimate;
import org.hipparchus.distribution.continuous.ChiSquaredDistribution;

/**
 * Whether slopes at several input dimensions n follow c / n.
 *
 * <p>Formula: c = sum w_i s_i / n_i / sum w_i / n_i^2, w_i = 1 / (standard error of s_i)^2: the
 * weighted least-squares fit of s = c / n; its standard error is (sum w_i / n_i^2)^(-1/2). The
 * p-value is that of X^2 = sum w_i (s_i - c / n_i)^2 under the chi-squared distribution with
 * (number of dimensions - 1) degrees of freedom: small where slopes do not follow 1 / n. The
 * bound's c is eta - 1.
 *
 * @param coefficient c
 * @param standardError its standard error
 * @param pValue p-value of slopes proportional to 1 / n
 */
public record DimensionTrend(double coefficient, double standardError, double pValue) {

  /**
   * Fits the trend.
   *
   * @param dimensions the input dimensions, at least two of them
   * @param slopes the slope at each, with a positive standard error
   */
  public static DimensionTrend fit(int[] dimensions, BootstrapEstimate[] slopes) {
    if (dimensions.length < 2 || dimensions.length != slopes.length) {
      throw new IllegalArgumentException(
          "need two or more dimensions, got " + dimensions.length + " and " + slopes.length);
    }
    double weightedSlopes = 0;
    double weights = 0;
    for (int i = 0; i < dimensions.length; i++) {
      double weight = weight(slopes[i]);
      weightedSlopes += weight * slopes[i].value() / dimensions[i];
      weights += weight / dimensions[i] / dimensions[i];
    }
    double coefficient = weightedSlopes / weights;
    double chiSquared = 0;
    for (int i = 0; i < dimensions.length; i++) {
      double residual = slopes[i].value() - coefficient / dimensions[i];
      chiSquared += weight(slopes[i]) * residual * residual;
    }
    return new DimensionTrend(
        coefficient,
        1 / Math.sqrt(weights),
        1 - new ChiSquaredDistribution(dimensions.length - 1.0).cumulativeProbability(chiSquared));
  }

  private static double weight(BootstrapEstimate slope) {
    if (!(slope.standardError() > 0)) {
      throw new IllegalArgumentException(
          "standard error " + slope.standardError() + " is not above 0");
    }
    return 1 / (slope.standardError() * slope.standardError());
  }
}
