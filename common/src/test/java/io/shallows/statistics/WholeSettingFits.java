package io.shallows.statistics;

import io.shallows.depth.measurement.TargetKind;
import io.shallows.random.RandomStreams;
import io.shallows.record.FitsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.WidthsTable;
import io.shallows.statistics.estimate.BootstrapEstimate;
import io.shallows.statistics.estimate.ProblemTest;
import io.shallows.statistics.estimate.QuantileInterval;
import io.shallows.statistics.estimate.SampleQuantile;
import io.shallows.statistics.estimate.ShareInterval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Rows of tables fits and widths from the depths of one group.
 *
 * <p>Verdicts need all groups, because p-values are adjusted for the number of tests: {@link
 * FitVerdicts} fills them in. The rows do not depend on the order of the depths.
 */
final class WholeSettingFits {

  /** Quantiles of depth that fits use: high enough for "all minima", low enough to be known. */
  static final List<Double> QUANTILES = List.of(0.9, 0.95);

  /** Changes when the same depths would give other rows. */
  public static final String VERSION = "8";

  private static final int RESAMPLES = BootstrapEstimate.LEAST_RESAMPLES;
  private static final double LEVEL = QuantileInterval.LEVEL;

  /** More problems than any sweep would have. */
  static final int MOST_PROBLEMS = 300;

  private final String measurementId;
  private final RandomStreams streams;
  private final ProblemTest test;
  private final double wantedLevel;

  /**
   * For a number of problems that was fixed beforehand.
   *
   * @param measurementId identity of the measurement settings
   * @param streams keyed by the sweep's root seed
   */
  WholeSettingFits(String measurementId, RandomStreams streams) {
    this(measurementId, streams, ProblemTest.FIXED, 1);
  }

  /**
   * For any test.
   *
   * @param measurementId identity of the measurement settings
   * @param streams keyed by the sweep's root seed
   * @param test of trends
   * @param settings those among which {@code problems_wanted} says what would decide this one
   */
  WholeSettingFits(String measurementId, RandomStreams streams, ProblemTest test, int settings) {
    this.measurementId = measurementId;
    this.streams = streams;
    this.test = test;
    this.wantedLevel = FitVerdicts.ALPHA / settings;
  }

  /**
   * Rows of one group.
   *
   * @param fits one per family and quantile, verdict still undecided
   * @param widths one per family, quantile and width
   */
  record Rows(List<Record> fits, List<Record> widths) {
    public Rows {
      fits = List.copyOf(fits);
      widths = List.copyOf(widths);
    }
  }

  /** The rows of a group whose depths, of all its families, are given in any order. */
  Rows aggregate(FitGroup group, List<MeasuredDepth> depths) {
    List<Record> fits = new ArrayList<>();
    List<Record> widths = new ArrayList<>();
    Map<String, List<MeasuredDepth>> byFamily =
        depths.stream()
            .filter(MeasuredDepth::counts)
            .sorted(
                Comparator.comparingInt(MeasuredDepth::width)
                    .thenComparing(MeasuredDepth::problem)
                    .thenComparing(MeasuredDepth::initialization)
                    .thenComparingLong(MeasuredDepth::seed))
            .collect(
                Collectors.groupingBy(MeasuredDepth::family, TreeMap::new, Collectors.toList()));
    byFamily.forEach(
        (family, covered) -> {
          for (double quantile : QUANTILES) {
            addRows(group, family, quantile, covered, fits, widths);
          }
        });
    return new Rows(fits, widths);
  }

  private void addRows(
      FitGroup group,
      String family,
      double quantile,
      List<MeasuredDepth> covered,
      List<Record> fits,
      List<Record> widths) {
    List<String> problems =
        covered.stream().map(MeasuredDepth::problem).distinct().sorted().toList();
    List<DepthObservation> observations =
        covered.stream()
            .map(
                depth ->
                    DepthObservation.of(
                        problems.indexOf(depth.problem()),
                        depth.width(),
                        depth.depthUpper(),
                        depth.floor()))
            .toList();
    String name = group.name() + " family=" + family + " tau=" + quantile;
    WidthScalingFit fit =
        new WidthScaling(quantile, RESAMPLES)
            .fit(observations, streams.uniform(name, "scaling-bootstrap"));
    fits.add(fitRow(group, family, fit, covered));
    UniformRandomProvider random = streams.uniform(name, "width-bootstrap");
    for (WidthQuantile width : fit.widths()) {
      List<MeasuredDepth> ofWidth =
          covered.stream().filter(depth -> depth.width() == width.width()).toList();
      widths.add(
          widthRow(
              group,
              family,
              quantile,
              width,
              observations.stream()
                  .filter(depth -> depth.width() == width.width() && !depth.isZero())
                  .toList(),
              ofWidth,
              BoundComparison.of(ofWidth),
              random));
    }
  }

  private Record fitRow(
      FitGroup group, String family, WidthScalingFit fit, List<MeasuredDepth> covered) {
    double theory = group.theorySlope();
    BoundComparison bound = BoundComparison.of(covered);
    int zeros = fit.widths().stream().mapToInt(WidthQuantile::zeros).sum();
    int censored = fit.widths().stream().mapToInt(WidthQuantile::censored).sum();
    boolean fitted = fit.slope().isPresent() && fit.usedWidths() >= FitVerdicts.LEAST_WIDTHS;
    RateVotes votes = RateVotes.of(covered, fit.quantile(), -theory);
    RateVotes bounds = RateVotes.ofBounds(covered, fit.quantile(), -theory);
    OptionalInt zeroWidth = zeroWidth(covered);
    Record.Builder row =
        Record.of(FitsTable.TABLE)
            .set(LeadingColumns.FAMILY, family)
            .set(LeadingColumns.NETWORK_DEPTH, group.networkDepth())
            .set(LeadingColumns.INPUT_DIMENSION, group.inputDimension())
            .set(LeadingColumns.ETA, (Double) group.eta())
            .set(FitsTable.MEASUREMENT_ID, measurementId)
            .set(FitsTable.TARGET, TargetKind.REFERENCE.label())
            .set(FitsTable.QUANTILE, (Double) fit.quantile())
            .set(FitsTable.THEORY_SLOPE, (Double) theory)
            .set(FitsTable.VERDICT, Verdict.UNDECIDED.label())
            .set(FitsTable.REASON, reason(fit))
            .set(FitsTable.TEST, test.label())
            .set(FitsTable.BOUND_PROVEN, covered.stream().allMatch(MeasuredDepth::boundApplies))
            .set(FitsTable.WIDTHS, fit.widths().size())
            .set(FitsTable.USED_WIDTHS, fit.usedWidths())
            .set(FitsTable.PROBLEMS, fit.problems())
            .set(FitsTable.MINIMA, covered.size())
            .setFinite(FitsTable.ZERO_SHARE, (double) zeros / covered.size())
            .setFinite(FitsTable.CENSORED_SHARE, (double) censored / covered.size())
            .setFinite(
                FitsTable.EXACT_SHARE,
                covered.stream().filter(MeasuredDepth::isExact).count() / (double) covered.size())
            .set(FitsTable.BOUND_CHECKED, bound.checked())
            .set(FitsTable.BOUND_VIOLATIONS, bound.violations())
            .setFinite(FitsTable.BOUND_RATIO_MEDIAN, bound.ratioMedian())
            .setFinite(FitsTable.BOUND_RATIO_MAX, bound.ratioMax())
            .set(FitsTable.PROBLEMS_VOTING, votes.problems())
            .set(FitsTable.PROBLEMS_FALLING, votes.falling())
            .set(FitsTable.PROBLEMS_RISING, votes.rising());
    zeroWidth.ifPresent(width -> row.set(FitsTable.ZERO_WIDTH, width));
    int wanted = votes.enough(test, wantedLevel, MOST_PROBLEMS);
    if (wanted <= MOST_PROBLEMS) {
      row.set(FitsTable.PROBLEMS_WANTED, wanted);
    }
    if (votes.problems() > 0 && zeroWidth.isEmpty()) {
      row.set(FitsTable.P_VALUE_SINGLE, (Double) votes.pRising(test))
          .set(FitsTable.P_CONSISTENT_SINGLE, (Double) votes.pFalling(test));
      if (bounds.problems() > 0) {
        row.set(FitsTable.P_BOUND_SINGLE, (Double) bounds.pFalling(test));
      }
    }
    fit.slope()
        .ifPresent(
            slope -> {
              row.set(FitsTable.SLOPE, (Double) slope.value())
                  .setFinite(FitsTable.SLOPE_ERROR, slope.standardError())
                  .setFinite(FitsTable.SLOPE_LOW, slope.low(LEVEL))
                  .setFinite(FitsTable.SLOPE_HIGH, slope.high(LEVEL));
              if (fitted) {
                row.setFinite(FitsTable.P_INVERSE_ROOT, slope.pAtMost(-0.5));
                if (group.inputDimension() > 1) {
                  row.setFinite(
                      FitsTable.P_DIRECTIONS,
                      slope.pAtMost((group.eta() - 1) / (group.inputDimension() - 1)));
                }
              }
            });
    fit.law()
        .ifPresent(
            law ->
                row.set(FitsTable.LAW, law.law().label())
                    .setFinite(FitsTable.HOLDOUT_ERROR, law.holdoutError()));
    return row.build();
  }

  /** The least width from which on all covered minima have depth 0 by a proof of all minima. */
  static OptionalInt zeroWidth(List<MeasuredDepth> covered) {
    int above =
        covered.stream()
            .filter(depth -> !depth.zeroProven())
            .mapToInt(MeasuredDepth::width)
            .max()
            .orElse(0);
    return covered.stream().mapToInt(MeasuredDepth::width).filter(width -> width > above).min();
  }

  private Record widthRow(
      FitGroup group,
      String family,
      double quantile,
      WidthQuantile width,
      List<DepthObservation> notZero,
      List<MeasuredDepth> covered,
      BoundComparison bound,
      UniformRandomProvider random) {
    boolean[] positive = new boolean[covered.size()];
    for (int i = 0; i < positive.length; i++) {
      positive[i] = covered.get(i).depthOrZero() > 0;
    }
    ShareInterval share =
        ShareInterval.of(covered.stream().map(MeasuredDepth::problem).toList(), positive, LEVEL);
    Record.Builder row =
        Record.of(WidthsTable.TABLE)
            .set(LeadingColumns.FAMILY, family)
            .set(LeadingColumns.WIDTH, width.width())
            .set(LeadingColumns.NETWORK_DEPTH, group.networkDepth())
            .set(LeadingColumns.INPUT_DIMENSION, group.inputDimension())
            .set(LeadingColumns.ETA, (Double) group.eta())
            .set(WidthsTable.MEASUREMENT_ID, measurementId)
            .set(WidthsTable.TARGET, TargetKind.REFERENCE.label())
            .set(WidthsTable.QUANTILE, (Double) quantile)
            .set(WidthsTable.USE, width.use().label())
            .set(WidthsTable.ZEROS, width.zeros())
            .set(WidthsTable.CENSORED, width.censored())
            .set(WidthsTable.MEASURED, width.measured())
            .set(WidthsTable.POSITIVE_SHARE, (Double) share.value())
            .set(WidthsTable.POSITIVE_LOW, (Double) share.low())
            .set(WidthsTable.POSITIVE_HIGH, (Double) share.high())
            .setFinite(WidthsTable.DEPTH, width.quantile())
            .setFinite(WidthsTable.DEPTH_MEDIAN, median(covered))
            .setFinite(WidthsTable.BOUND_MEDIAN, bound.boundMedian())
            .setFinite(WidthsTable.BOUND_RATIO_MEDIAN, bound.ratioMedian())
            .setFinite(WidthsTable.BOUND_RATIO_MAX, bound.ratioMax());
    // Censored depths rank lowest, as in the quantile: all that is known of them is that they are
    // between 0 and their floor, and an interval around a quantile within a floor says nothing.
    boolean clear =
        notZero.stream()
            .filter(DepthObservation::censored)
            .allMatch(depth -> depth.depth() < width.quantile());
    List<MeasuredDepth> measured =
        covered.stream().filter(depth -> depth.depthOrZero() > 0).toList();
    if (!measured.isEmpty()) {
      row.setFinite(WidthsTable.POSITIVE_MEDIAN, median(measured));
    }
    if (!notZero.isEmpty() && clear) {
      QuantileInterval interval =
          QuantileInterval.of(
              notZero.stream().mapToInt(DepthObservation::problem).toArray(),
              notZero.stream().mapToDouble(depth -> depth.censored() ? 0 : depth.depth()).toArray(),
              new double[] {quantile},
              RESAMPLES,
              random)[0];
      row.setFinite(WidthsTable.DEPTH_LOW, interval.low())
          .setFinite(WidthsTable.DEPTH_HIGH, interval.high());
    }
    return row.build();
  }

  private static double median(List<MeasuredDepth> depths) {
    double[] sorted = depths.stream().mapToDouble(MeasuredDepth::depthUpper).sorted().toArray();
    return SampleQuantile.ofSorted(sorted, 0.5);
  }

  /** The slope in words, or why there is none. */
  private static String reason(WidthScalingFit fit) {
    int used = fit.usedWidths();
    if (used >= FitVerdicts.LEAST_WIDTHS) {
      BootstrapEstimate slope = fit.slope().orElseThrow();
      return Double.isNaN(slope.standardError())
          ? "no standard error: resamples leave a width without minima"
          : String.format(
              Locale.ROOT,
              "slope %.2f, 95%% interval %.2f to %.2f",
              slope.value(),
              slope.low(LEVEL),
              slope.high(LEVEL));
    }
    int zeros = fit.count(WidthQuantile.Use.ZEROS);
    int censored = fit.count(WidthQuantile.Use.CENSORED);
    int few = fit.count(WidthQuantile.Use.TOO_FEW);
    String main =
        zeros > 0 && zeros >= Math.max(censored, few)
            ? "too many zeros"
            : censored > 0 && censored >= few
                ? "too heavily censored"
                : few > 0 ? "too few covered minima" : "too few widths";
    return main
        + ": "
        + used
        + " of "
        + fit.widths().size()
        + " widths usable, "
        + FitVerdicts.LEAST_WIDTHS
        + " needed"
        + part(zeros, "with too many zeros")
        + part(censored, "at the float floor")
        + part(few, "with too few covered minima");
  }

  private static String part(int count, String what) {
    return count == 0 ? "" : "; " + count + " " + what;
  }
}
