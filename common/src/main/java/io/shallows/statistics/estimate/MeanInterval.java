package io.shallows.statistics.estimate;

import org.hipparchus.distribution.continuous.TDistribution;

/**
 * The mean of independent values with Student's 95% interval {@code mean +- t s / sqrt(n)}; without
 * an interval for one value. The sum is taken in the order of the values.
 *
 * @param mean the mean
 * @param low lower end, NaN for one value
 * @param high upper end, NaN for one value
 */
public record MeanInterval(double mean, double low, double high) {

  /** The mean of at least one value. */
  public static MeanInterval of(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values have no mean");
    }
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    if (values.length == 1) {
      return new MeanInterval(mean, Double.NaN, Double.NaN);
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double error = Math.sqrt(squares / (values.length - 1) / values.length);
    double t =
        new TDistribution(values.length - 1.0)
            .inverseCumulativeProbability(0.5 + QuantileInterval.LEVEL / 2);
    return new MeanInterval(mean, mean - t * error, mean + t * error);
  }
}
