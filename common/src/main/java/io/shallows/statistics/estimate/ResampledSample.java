package io.shallows.statistics.estimate;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Values in ascending order whose quantiles can be taken under integer weights, the counts of a
 * bootstrap resample, without sorting again.
 */
public final class ResampledSample {

  private final double[] sorted;
  private final int[] unitAtRank;

  /** The sample whose unit i has {@code values[i]}; equal values keep the order of their units. */
  public ResampledSample(double[] values) {
    this(
        values,
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(unit -> values[unit]))
            .mapToInt(Integer::intValue)
            .toArray());
  }

  /** The sample with an order given by the caller, for censored values that rank lowest. */
  public ResampledSample(double[] values, int[] unitAtRank) {
    this.unitAtRank = unitAtRank.clone();
    this.sorted = new double[values.length];
    for (int rank = 0; rank < sorted.length; rank++) {
      sorted[rank] = values[unitAtRank[rank]];
    }
  }

  /**
   * The quantile of {@link SampleQuantile} when unit i occurs {@code counts[i]} times.
   *
   * @param total sum of the counts; NaN is returned when it is 0
   */
  public double quantile(int[] counts, int total, double p) {
    if (total == 0) {
      return Double.NaN;
    }
    double h = SampleQuantile.position(total, p);
    int k = (int) h;
    // Upper quantiles are few steps from the top: count how many values lie at or above.
    int needed = total - k + 1;
    int seen = 0;
    int rank = sorted.length;
    double above = Double.NaN;
    while (seen < needed) {
      rank--;
      seen += counts[unitAtRank[rank]];
      if (Double.isNaN(above) && seen >= needed - 1 && seen > 0) {
        above = sorted[rank];
      }
    }
    double at = sorted[rank];
    return k == total || h == k ? at : at + (h - k) * (above - at);
  }
}
