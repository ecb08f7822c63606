package io.shallows.statistics;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Means of several quantities over the same units, each over the units that have a value, with the
 * uncertainty that problems and seeds give them ({@link BootstrapEstimate}); one resampling serves
 * all quantities.
 */
final class VectorMean {

  private static final int RESAMPLES = BootstrapEstimate.LEAST_RESAMPLES;

  private VectorMean() {}

  /**
   * One estimate per quantity; its value is NaN where no unit has one.
   *
   * @param problems the problem of each unit
   * @param values at [unit][quantity], NaN where missing
   */
  static BootstrapEstimate[] of(
      List<String> problems, double[][] values, UniformRandomProvider random) {
    int quantities = values[0].length;
    HierarchicalBootstrap bootstrap = new HierarchicalBootstrap(new int[][] {indices(problems)});
    HierarchicalBootstrap.Statistic means =
        (counts, totals, result) -> means(counts[0], values, result);
    double[] observed = bootstrap.observed(means, quantities);
    double[][] hierarchical = bootstrap.hierarchical(means, quantities, RESAMPLES, random);
    double[][] seedsOnly = bootstrap.seedsOnly(means, quantities, RESAMPLES, random);
    BootstrapEstimate[] estimates = new BootstrapEstimate[quantities];
    for (int k = 0; k < quantities; k++) {
      estimates[k] =
          BootstrapEstimate.of(
              observed[k],
              component(hierarchical, k),
              component(seedsOnly, k),
              bootstrap.problems(),
              Math.max(1, count(values, k) - 1.0));
    }
    return estimates;
  }

  /** Problems as numbers from 0. */
  static int[] indices(List<String> problems) {
    List<String> distinct = problems.stream().distinct().sorted().toList();
    return problems.stream().mapToInt(distinct::indexOf).toArray();
  }

  static double[] component(double[][] replicates, int k) {
    return Arrays.stream(replicates).mapToDouble(replicate -> replicate[k]).toArray();
  }

  /** Units with a value. */
  static long count(double[][] values, int k) {
    return Arrays.stream(values).filter(unit -> !Double.isNaN(unit[k])).count();
  }

  private static void means(int[] counts, double[][] values, double[] result) {
    for (int k = 0; k < result.length; k++) {
      double sum = 0;
      long total = 0;
      for (int i = 0; i < values.length; i++) {
        if (counts[i] > 0 && !Double.isNaN(values[i][k])) {
          sum += counts[i] * values[i][k];
          total += counts[i];
        }
      }
      result[k] = total == 0 ? Double.NaN : sum / total;
    }
  }
}
