package io.shallows.statistics.estimate;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Resampling of units that are nested in problems and spread over strata (widths).
 *
 * <p>One hierarchical resample draws as many problems as there are, with replacement and once for
 * all strata (a problem is tried at every width, so its widths stay together), then for every drawn
 * problem and stratum as many of its units there as it has, with replacement. A seeds-only resample
 * keeps every problem once and draws the units alone.
 *
 * <p>Cost: one random number per drawn unit; statistics see counts, not copies.
 */
public final class HierarchicalBootstrap {

  /** A vector statistic of the counts with which the units of each stratum were drawn. */
  @FunctionalInterface
  public interface Statistic {

    /**
     * Computes the statistic.
     *
     * @param counts how often unit i of stratum s was drawn, at [s][i]
     * @param totals sum of the counts of each stratum
     * @param result receives the values; NaN where a resample has none
     */
    void evaluate(int[][] counts, int[] totals, double[] result);
  }

  private final int problems;
  private final int[][][] members;
  private final int[][] counts;
  private final int[] totals;

  /**
   * A design.
   *
   * @param problemOf problem of unit i of stratum s, at [s][i], each at least 0
   */
  public HierarchicalBootstrap(int[][] problemOf) {
    int[] present =
        Arrays.stream(problemOf).flatMapToInt(Arrays::stream).distinct().sorted().toArray();
    this.problems = present.length;
    this.members = new int[problemOf.length][problems][];
    this.counts = new int[problemOf.length][];
    this.totals = new int[problemOf.length];
    for (int stratum = 0; stratum < problemOf.length; stratum++) {
      int[] of = problemOf[stratum];
      counts[stratum] = new int[of.length];
      int[] units = new int[problems];
      for (int problem : of) {
        units[Arrays.binarySearch(present, problem)]++;
      }
      for (int p = 0; p < problems; p++) {
        members[stratum][p] = new int[units[p]];
      }
      for (int unit = of.length - 1; unit >= 0; unit--) {
        int p = Arrays.binarySearch(present, of[unit]);
        members[stratum][p][--units[p]] = unit;
      }
    }
  }

  /** Number of different problems. */
  public int problems() {
    return problems;
  }

  /** Replicates of the statistic, problems and seeds drawn; at [replicate][component]. */
  public double[][] hierarchical(
      Statistic statistic, int components, int resamples, UniformRandomProvider random) {
    int[] drawn = new int[problems];
    double[][] replicates = new double[resamples][components];
    for (double[] replicate : replicates) {
      for (int i = 0; i < problems; i++) {
        drawn[i] = random.nextInt(problems);
      }
      resample(drawn, random);
      statistic.evaluate(counts, totals, replicate);
    }
    return replicates;
  }

  /** Replicates of the statistic, seeds drawn and problems kept; at [replicate][component]. */
  public double[][] seedsOnly(
      Statistic statistic, int components, int resamples, UniformRandomProvider random) {
    int[] all = IntStream.range(0, problems).toArray();
    double[][] replicates = new double[resamples][components];
    for (double[] replicate : replicates) {
      resample(all, random);
      statistic.evaluate(counts, totals, replicate);
    }
    return replicates;
  }

  /** The statistic of the sample itself. */
  public double[] observed(Statistic statistic, int components) {
    double[] result = new double[components];
    for (int stratum = 0; stratum < counts.length; stratum++) {
      Arrays.fill(counts[stratum], 1);
      totals[stratum] = counts[stratum].length;
    }
    statistic.evaluate(counts, totals, result);
    return result;
  }

  private void resample(int[] drawnProblems, UniformRandomProvider random) {
    for (int stratum = 0; stratum < counts.length; stratum++) {
      int[] count = counts[stratum];
      Arrays.fill(count, 0);
      int total = 0;
      for (int problem : drawnProblems) {
        int[] units = members[stratum][problem];
        for (int i = 0; i < units.length; i++) {
          count[units[random.nextInt(units.length)]]++;
        }
        total += units.length;
      }
      totals[stratum] = total;
    }
  }
}
