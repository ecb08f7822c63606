package io.shallows.statistics;

import io.shallows.statistics.estimate.BootstrapEstimate;
import io.shallows.statistics.estimate.HierarchicalBootstrap;
import io.shallows.statistics.estimate.ResampledSample;
import io.shallows.statistics.estimate.SampleQuantile;
import io.shallows.statistics.estimate.SwappedPairs;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Skip against plain, paired by problem and seed.
 *
 * <p>Formulas, with depths a_i (skip) and b_i (plain) of pair i: share difference (1/N) sum_i ([a_i
 * > tol] - [b_i > tol]); quantile difference Q(a) - Q(b) with the {@link SampleQuantile} at the
 * given level over all depths, zeros included.
 *
 * <p>Permutation test: under the hypothesis that the two networks of a pair are exchangeable, every
 * swap within pairs is equally likely. p = (1 + number of random swappings with |statistic| at
 * least the observed one) / (1 + number of swappings), which is never 0 and never too small.
 * Statistics within 1e-12 of the observed one, relative, count as equal to it, so that rounding
 * does not decide ties.
 *
 * <p>Intervals: {@link BootstrapEstimate} with pairs as units. Accuracy: Monte Carlo error of p is
 * sqrt(p (1 - p) / swappings). Edge cases: at least two pairs are needed.
 *
 * <p>Source: Phipson and Smyth, Permutation P-values should never be zero, Statistical Applications
 * in Genetics and Molecular Biology 9 (2010) 39, doi:10.2202/1544-6115.1585.
 */
public final class PairedComparison {

  private final double tolerance;
  private final double quantile;
  private final int resamples;

  /**
   * A question.
   *
   * @param tolerance depths above it count as deep, in units of the loss
   * @param quantile level of the quantile that is compared
   * @param resamples number of swappings and of bootstrap replicates of each kind
   */
  public PairedComparison(double tolerance, double quantile, int resamples) {
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException("tolerance " + tolerance + " is below 0");
    }
    if (resamples < BootstrapEstimate.LEAST_RESAMPLES) {
      throw new IllegalArgumentException(
          "resamples " + resamples + " are below " + BootstrapEstimate.LEAST_RESAMPLES);
    }
    this.tolerance = tolerance;
    this.quantile = quantile;
    this.resamples = resamples;
  }

  /**
   * The effect.
   *
   * @param problems problem of each pair
   * @param skip depth with skip of each pair
   * @param plain depth without
   * @param random decides swaps and resamples
   */
  public PairedEffect compare(
      int[] problems, double[] skip, double[] plain, UniformRandomProvider random) {
    int pairs = problems.length;
    if (pairs < 2 || skip.length != pairs || plain.length != pairs) {
      throw new IllegalArgumentException(
          "need two pairs or more of equal number, got "
              + pairs
              + " problems, "
              + skip.length
              + " and "
              + plain.length
              + " depths");
    }
    ResampledSample skipSample = new ResampledSample(skip);
    ResampledSample plainSample = new ResampledSample(plain);
    HierarchicalBootstrap.Statistic statistic =
        (counts, totals, result) -> {
          int[] count = counts[0];
          int difference = 0;
          for (int i = 0; i < pairs; i++) {
            difference += count[i] * (deep(skip[i]) - deep(plain[i]));
          }
          result[0] = (double) difference / totals[0];
          result[1] =
              skipSample.quantile(count, totals[0], quantile)
                  - plainSample.quantile(count, totals[0], quantile);
        };
    HierarchicalBootstrap bootstrap = new HierarchicalBootstrap(new int[][] {problems});
    double[] observed = bootstrap.observed(statistic, 2);
    double[][] hierarchical = bootstrap.hierarchical(statistic, 2, resamples, random);
    double[][] seedsOnly = bootstrap.seedsOnly(statistic, 2, resamples, random);
    double[] pValues = permutation(skip, plain, observed, random);
    int problemCount = bootstrap.problems();
    return new PairedEffect(
        pairs,
        problemCount,
        estimate(0, observed, hierarchical, seedsOnly, problemCount, pairs - 1.0),
        pValues[0],
        estimate(1, observed, hierarchical, seedsOnly, problemCount, (1 - quantile) * pairs),
        pValues[1]);
  }

  private static BootstrapEstimate estimate(
      int component,
      double[] observed,
      double[][] hierarchical,
      double[][] seedsOnly,
      int problems,
      double freedom) {
    return BootstrapEstimate.of(
        observed[component],
        Arrays.stream(hierarchical).mapToDouble(replicate -> replicate[component]).toArray(),
        Arrays.stream(seedsOnly).mapToDouble(replicate -> replicate[component]).toArray(),
        problems,
        Math.max(1, freedom));
  }

  private double[] permutation(
      double[] skip, double[] plain, double[] observed, UniformRandomProvider random) {
    int pairs = skip.length;
    SwappedPairs sample = new SwappedPairs(skip, plain);
    boolean[] swapped = new boolean[pairs];
    int[] exceeding = new int[2];
    for (int swapping = 0; swapping < resamples; swapping++) {
      int difference = 0;
      for (int i = 0; i < pairs; i++) {
        swapped[i] = random.nextBoolean();
        int change = deep(skip[i]) - deep(plain[i]);
        difference += swapped[i] ? -change : change;
      }
      double quantileDifference = sample.quantileDifference(swapped, quantile);
      exceeding[0] += atLeast((double) difference / pairs, observed[0]) ? 1 : 0;
      exceeding[1] += atLeast(quantileDifference, observed[1]) ? 1 : 0;
    }
    return Arrays.stream(exceeding).mapToDouble(count -> (count + 1.0) / (resamples + 1)).toArray();
  }

  private static boolean atLeast(double statistic, double observed) {
    return Math.abs(statistic) >= Math.abs(observed) * (1 - 1e-12);
  }

  private int deep(double depth) {
    return depth > tolerance ? 1 : 0;
  }
}
