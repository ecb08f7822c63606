package io.shallows.statistics.estimate;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A quantile of one sample with its interval.
 *
 * <p>Estimator: Woodruff's. Let F be the share of the sample at or below the estimate; the
 * bootstrap over problems and seeds gives its standard error s by {@link BootstrapEstimate}, and
 * the ends are the sample quantiles at p - t s and p + t s, held within [0, 1]. It needs no
 * density, keeps zeros and censored values what they are, and does not change under a monotone
 * change of units.
 *
 * <p>Accuracy: an end that is held at 1 is the maximum of the sample, which no sample makes a 95%
 * limit when N is small: N depths all lie below their .9 quantile with probability .9^N (18% for N
 * = 16), so the interval then covers less than it says. {@code bounded} tells.
 *
 * <p>Source: Woodruff, Confidence intervals for medians and other position measures, Journal of the
 * American Statistical Association 47 (1952) 635-646, doi:10.1080/01621459.1952.10483443.
 *
 * @param value the {@link SampleQuantile}
 * @param low lower end
 * @param high upper end
 * @param bounded whether neither end had to be held within the sample
 */
public record QuantileInterval(double value, double low, double high, boolean bounded) {

  /** Level of all intervals of the project. */
  public static final double LEVEL = 0.95;

  /**
   * Quantiles with intervals.
   *
   * @param problems problem of each value
   * @param values the sample, not empty
   * @param levels the quantile levels
   * @param resamples bootstrap replicates of each kind
   */
  public static QuantileInterval[] of(
      int[] problems,
      double[] values,
      double[] levels,
      int resamples,
      UniformRandomProvider random) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double[] estimates =
        Arrays.stream(levels).map(level -> SampleQuantile.ofSorted(sorted, level)).toArray();
    HierarchicalBootstrap bootstrap = new HierarchicalBootstrap(new int[][] {problems});
    HierarchicalBootstrap.Statistic shares =
        (counts, totals, result) -> {
          for (int level = 0; level < levels.length; level++) {
            long below = 0;
            for (int i = 0; i < values.length; i++) {
              if (values[i] <= estimates[level]) {
                below += counts[0][i];
              }
            }
            result[level] = (double) below / totals[0];
          }
        };
    double[][] hierarchical = bootstrap.hierarchical(shares, levels.length, resamples, random);
    double[][] seedsOnly = bootstrap.seedsOnly(shares, levels.length, resamples, random);
    QuantileInterval[] intervals = new QuantileInterval[levels.length];
    for (int level = 0; level < levels.length; level++) {
      int component = level;
      double margin =
          BootstrapEstimate.of(
                  levels[level],
                  Arrays.stream(hierarchical).mapToDouble(r -> r[component]).toArray(),
                  Arrays.stream(seedsOnly).mapToDouble(r -> r[component]).toArray(),
                  bootstrap.problems(),
                  Math.max(1, values.length - 1.0))
              .margin(LEVEL);
      double low = levels[level] - margin;
      double high = levels[level] + margin;
      intervals[level] =
          new QuantileInterval(
              estimates[level],
              SampleQuantile.ofSorted(sorted, Math.max(0, low)),
              SampleQuantile.ofSorted(sorted, Math.min(1, high)),
              low > 0 && high < 1);
    }
    return intervals;
  }
}
