package io.shallows.statistics;

import io.shallows.statistics.estimate.BootstrapEstimate;
import io.shallows.statistics.estimate.HierarchicalBootstrap;
import io.shallows.statistics.estimate.ResampledSample;
import io.shallows.statistics.estimate.SampleQuantile;
import io.shallows.statistics.law.LawSelection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The slope of an upper quantile of depth against width.
 *
 * <p>Formula: s = sum_i (x_i - mean x) log Q_tau(m_i) / sum_i (x_i - mean x)^2, x_i = log m_i: the
 * unweighted least-squares slope over the used widths, so that it estimates the same number
 * whatever the numbers of minima turn out to be.
 *
 * <p>Convention: Q_tau(m) is the {@link SampleQuantile} of the positive depths at width m, all
 * problems together. Censored depths rank below all others: an upper quantile above them does not
 * depend on their values. A width is used if it has at least 1.5 / (1 - tau) positive depths (15
 * for .9, 30 for .95: with fewer, intervals were measured to be too narrow) and the quantile is
 * clear of the censored ones: at least n (1 - tau) + 2 sqrt(n tau (1 - tau)) of its n positive
 * depths are measured, two standard deviations more than the quantile needs, and the quantile
 * exceeds every floor. Deciding by counts alone keeps the choice of widths from depending on the
 * height of the measured depths, which would tilt the slope.
 *
 * <p>Estimator of the error: {@link BootstrapEstimate} from {@link HierarchicalBootstrap}
 * replicates of the same formula over the same widths.
 *
 * <p>Accuracy: measured on synthetic laws with known slope, see the tests of this class.
 *
 * <p>Edge cases: fewer than two used widths give no slope; one problem gives a statement about that
 * problem only. Cost: two resampled quantiles per resample and width, a few milliseconds for
 * hundreds of minima.
 */
public final class WidthScaling {

  /** Bootstrap replicates used to choose the law; its p-value is compared with .1 only. */
  private static final int LAW_REPLICATES = 200;

  /** Fewest expected depths beyond the quantile; see the class comment. */
  private static final double LEAST_BEYOND = 1.5;

  private final double quantile;
  private final int resamples;

  /**
   * A question.
   *
   * @param quantile tau in [.5, 1)
   * @param resamples at least {@link BootstrapEstimate#LEAST_RESAMPLES}
   */
  public WidthScaling(double quantile, int resamples) {
    if (!(quantile >= 0.5 && quantile < 1)) {
      throw new IllegalArgumentException("quantile " + quantile + " is not in [.5, 1)");
    }
    if (resamples < BootstrapEstimate.LEAST_RESAMPLES) {
      throw new IllegalArgumentException(
          "resamples " + resamples + " are below " + BootstrapEstimate.LEAST_RESAMPLES);
    }
    this.quantile = quantile;
    this.resamples = resamples;
  }

  /** The answer for one group of observations; {@code random} decides the resamples. */
  public WidthScalingFit fit(List<DepthObservation> observations, UniformRandomProvider random) {
    TreeMap<Integer, List<DepthObservation>> byWidth = new TreeMap<>();
    observations.forEach(o -> byWidth.computeIfAbsent(o.width(), w -> new ArrayList<>()).add(o));
    List<Sample> samples = new ArrayList<>();
    byWidth.forEach((width, depths) -> samples.add(Sample.of(width, depths)));
    return fitWidths(samples, random);
  }

  /** The answer for the depths of every width, in ascending order of the widths. */
  WidthScalingFit fitWidths(List<Sample> samples, UniformRandomProvider random) {
    List<WidthQuantile> widths = new ArrayList<>();
    List<Sample> used = new ArrayList<>();
    for (Sample sample : samples) {
      WidthQuantile summary = summary(sample);
      widths.add(summary);
      if (summary.use() == WidthQuantile.Use.USED) {
        used.add(sample);
      }
    }
    if (used.size() < 2) {
      int problems =
          (int)
              used.stream()
                  .flatMapToInt(sample -> Arrays.stream(sample.problems))
                  .distinct()
                  .count();
      return new WidthScalingFit(quantile, problems, widths, Optional.empty(), Optional.empty());
    }
    return fit(widths, used, random);
  }

  /** What the widths are used for, without the slope. */
  List<WidthQuantile> summaries(List<Sample> samples) {
    return samples.stream().map(this::summary).toList();
  }

  /** The positive depths of one width, in columns. */
  static final class Sample {
    private final int width;
    private final int total;
    private final int[] problems;
    private final double[] depths;
    private final BitSet censored;

    /**
     * The depths of a width, which are kept as they are and not copied.
     *
     * @param total number of its depths, zeros included
     * @param problems index of the problem of each positive depth, in an order that does not depend
     *     on where depths were stored
     * @param depths the positive depths; where censored, their floors
     * @param censored which of them are
     */
    Sample(int width, int total, int[] problems, double[] depths, BitSet censored) {
      this.width = width;
      this.total = total;
      this.problems = problems;
      this.depths = depths;
      this.censored = censored;
    }

    private static Sample of(int width, List<DepthObservation> all) {
      List<DepthObservation> positive = all.stream().filter(depth -> !depth.isZero()).toList();
      BitSet censored = new BitSet(positive.size());
      for (int i = 0; i < positive.size(); i++) {
        censored.set(i, positive.get(i).censored());
      }
      return new Sample(
          width,
          all.size(),
          positive.stream().mapToInt(DepthObservation::problem).toArray(),
          positive.stream().mapToDouble(DepthObservation::depth).toArray(),
          censored);
    }

    /** The greatest floor of its censored depths, 0 without any. */
    double floor() {
      double floor = 0;
      for (int i = censored.nextSetBit(0); i >= 0; i = censored.nextSetBit(i + 1)) {
        floor = Math.max(floor, depths[i]);
      }
      return floor;
    }

    private ResampledSample ranked() {
      int[] order =
          IntStream.range(0, depths.length)
              .boxed()
              .sorted(
                  Comparator.comparing((Integer unit) -> !censored.get(unit))
                      .thenComparingDouble(unit -> depths[unit]))
              .mapToInt(Integer::intValue)
              .toArray();
      return new ResampledSample(depths, order);
    }
  }

  private WidthScalingFit fit(
      List<WidthQuantile> widths, List<Sample> used, UniformRandomProvider random) {
    int count = used.size();
    double[] usedWidths = new double[count];
    int[][] problemOf = new int[count][];
    ResampledSample[] samples = new ResampledSample[count];
    for (int i = 0; i < count; i++) {
      usedWidths[i] = used.get(i).width;
      problemOf[i] = used.get(i).problems;
      samples[i] = used.get(i).ranked();
    }
    HierarchicalBootstrap bootstrap = new HierarchicalBootstrap(problemOf);
    HierarchicalBootstrap.Statistic logQuantiles =
        (counts, totals, result) -> {
          for (int i = 0; i < count; i++) {
            result[i] = StrictMath.log(samples[i].quantile(counts[i], totals[i], quantile));
          }
        };
    double[] contrast = slopeContrast(usedWidths);
    double[] observed = bootstrap.observed(logQuantiles, count);
    double[][] hierarchical = bootstrap.hierarchical(logQuantiles, count, resamples, random);
    double[][] seedsOnly = bootstrap.seedsOnly(logQuantiles, count, resamples, random);
    BootstrapEstimate slope =
        BootstrapEstimate.of(
            dot(contrast, observed),
            slopes(contrast, hierarchical),
            slopes(contrast, seedsOnly),
            bootstrap.problems(),
            (1 - quantile) * Arrays.stream(problemOf).mapToInt(of -> of.length).sum());
    List<double[]> replicates =
        Arrays.stream(slope.betweenProblems() ? hierarchical : seedsOnly)
            .filter(replicate -> Arrays.stream(replicate).allMatch(Double::isFinite))
            .limit(LAW_REPLICATES)
            .toList();
    return new WidthScalingFit(
        quantile,
        bootstrap.problems(),
        widths,
        Optional.of(slope),
        LawSelection.select(usedWidths, observed, replicates));
  }

  private WidthQuantile summary(Sample sample) {
    int n = sample.depths.length;
    int total = sample.total;
    int censored = sample.censored.cardinality();
    int[] once = new int[n];
    Arrays.fill(once, 1);
    double value = n == 0 ? Double.NaN : sample.ranked().quantile(once, n, quantile);
    double clear = n * (1 - quantile) + 2 * Math.sqrt(n * quantile * (1 - quantile));
    int least = leastCount(quantile);
    WidthQuantile.Use use;
    if (n < least) {
      use = total < least ? WidthQuantile.Use.TOO_FEW : WidthQuantile.Use.ZEROS;
    } else if (censored > 0 && (n - censored < clear || value <= sample.floor())) {
      use = WidthQuantile.Use.CENSORED;
    } else {
      use = WidthQuantile.Use.USED;
    }
    return new WidthQuantile(sample.width, total - n, censored, n - censored, value, use);
  }

  /** Fewest positive depths with which a width is used. */
  static int leastCount(double quantile) {
    return (int) Math.ceil(LEAST_BEYOND / (1 - quantile) - 1e-9);
  }

  private static double[] slopeContrast(double[] widths) {
    double[] logs = Arrays.stream(widths).map(StrictMath::log).toArray();
    double mean = Arrays.stream(logs).sum() / logs.length;
    double squares = Arrays.stream(logs).map(x -> (x - mean) * (x - mean)).sum();
    return Arrays.stream(logs).map(x -> (x - mean) / squares).toArray();
  }

  private static double[] slopes(double[] contrast, double[][] replicates) {
    return Arrays.stream(replicates).mapToDouble(replicate -> dot(contrast, replicate)).toArray();
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
