package io.shallows.statistics.estimate;

import java.util.Arrays;
import java.util.List;

/**
 * The uncertainty that problems and seeds give a statistic that is nearly a mean over units.
 *
 * <p>Formula: with d_i the contribution of unit i (value minus mean, or the influence on a
 * correlation; their sum is 0), S_p and n_p the sum and number of those of problem p, P problems
 * and n units, the variance between problems is {@code P / (P - 1) sum_p S_p^2 / n^2} with P - 1
 * degrees of freedom, the variance of seeds {@code sum_p n_p / (n_p - 1) sum_{i in p} (d_i - S_p /
 * n_p)^2 / n^2} with n - P. The greater decides, by the rule of {@link BootstrapEstimate}, of which
 * this is the limit for many resamples; it costs one pass over the units instead of thousands. With
 * one problem of n units a mean has Student's interval.
 */
public final class ClusteredEstimate {

  private ClusteredEstimate() {}

  /**
   * The estimate of a statistic.
   *
   * @param problems the problem of each unit, numbered from 0
   * @param contributions d_i of each unit, NaN for units without a value
   * @param scale factor from contributions to the statistic
   */
  public static BootstrapEstimate of(
      double value, int[] problems, double[] contributions, double scale) {
    int count = Arrays.stream(problems).max().orElse(0) + 1;
    double[] sums = new double[count];
    int[] units = new int[count];
    for (int i = 0; i < problems.length; i++) {
      if (!Double.isNaN(contributions[i])) {
        sums[problems[i]] += contributions[i];
        units[problems[i]]++;
      }
    }
    double n = Arrays.stream(units).sum();
    double squares = 0;
    int present = 0;
    for (int p = 0; p < count; p++) {
      squares += sums[p] * sums[p];
      present += units[p] > 0 ? 1 : 0;
    }
    double between = present < 2 ? 0 : present / (present - 1.0) * squares / (n * n);
    double within = 0;
    for (int i = 0; i < problems.length; i++) {
      int p = problems[i];
      if (!Double.isNaN(contributions[i]) && units[p] > 1) {
        double d = contributions[i] - sums[p] / units[p];
        within += units[p] / (units[p] - 1.0) * d * d;
      }
    }
    within /= n * n;
    if (n < 2) {
      return new BootstrapEstimate(value, Double.NaN, 1, false);
    }
    return between > within
        ? new BootstrapEstimate(value, scale * Math.sqrt(between), present - 1.0, true)
        : new BootstrapEstimate(value, scale * Math.sqrt(within), Math.max(1, n - present), false);
  }

  /**
   * One estimate per column: the mean over the units that have a value; its value is NaN where none
   * has.
   *
   * @param problems the problem of each unit
   * @param values at [unit][column], NaN where missing
   */
  public static BootstrapEstimate[] means(List<String> problems, double[][] values) {
    int[] indices = indices(problems);
    BootstrapEstimate[] estimates = new BootstrapEstimate[values[0].length];
    for (int k = 0; k < estimates.length; k++) {
      double sum = 0;
      for (double[] unit : values) {
        sum += Double.isNaN(unit[k]) ? 0 : unit[k];
      }
      double mean = sum / count(values, k);
      double[] contributions = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        contributions[i] = values[i][k] - mean;
      }
      estimates[k] = of(mean, indices, contributions, 1);
    }
    return estimates;
  }

  /** Problems as numbers from 0. */
  public static int[] indices(List<String> problems) {
    String[] distinct = problems.stream().distinct().sorted().toArray(String[]::new);
    return problems.stream().mapToInt(problem -> Arrays.binarySearch(distinct, problem)).toArray();
  }

  /** Units with a value. */
  public static long count(double[][] values, int k) {
    return Arrays.stream(values).filter(unit -> !Double.isNaN(unit[k])).count();
  }
}
