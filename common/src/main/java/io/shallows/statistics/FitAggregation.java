package io.shallows.statistics;

import io.shallows.depth.measurement.TargetKind;
import io.shallows.grid.ProblemOrder;
import io.shallows.random.RandomStreams;
import io.shallows.record.FitsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.WidthsTable;
import io.shallows.statistics.estimate.BootstrapEstimate;
import io.shallows.statistics.estimate.ProblemTest;
import io.shallows.statistics.estimate.QuantileInterval;
import io.shallows.statistics.estimate.ShareInterval;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Rows of tables fits and widths from the depths of one group.
 *
 * <p>Verdicts need all groups, because p-values are adjusted for the number of tests: {@link
 * FitVerdicts} fills them in. The rows do not depend on the order of the depths.
 */
public final class FitAggregation {

  /** Quantiles of depth that fits use: high enough for "all minima", low enough to be known. */
  static final List<Double> QUANTILES = List.of(0.9, 0.95);

  /** Changes when the same depths would give other rows. */
  public static final String VERSION = "9";

  private static final int RESAMPLES = BootstrapEstimate.LEAST_RESAMPLES;
  private static final double LEVEL = QuantileInterval.LEVEL;

  /** More problems than any sweep would have. */
  static final int MOST_PROBLEMS = 300;

  private final String measurementId;
  private final RandomStreams streams;
  private final ProblemTest test;
  private final ProblemOrder order;
  private final double wantedLevel;

  /**
   * For a number of problems that was fixed beforehand.
   *
   * @param measurementId identity of the measurement settings
   * @param streams keyed by the sweep's root seed
   */
  public FitAggregation(String measurementId, RandomStreams streams) {
    this(measurementId, streams, ProblemTest.FIXED, ProblemOrder.BY_ID, 1);
  }

  /**
   * For any test.
   *
   * @param measurementId identity of the measurement settings
   * @param streams keyed by the sweep's root seed
   * @param test of trends
   * @param order of problems, which the sequential test asks for
   * @param settings those among which {@code problems_wanted} says what would decide this one
   */
  public FitAggregation(
      String measurementId,
      RandomStreams streams,
      ProblemTest test,
      ProblemOrder order,
      int settings) {
    this.measurementId = measurementId;
    this.streams = streams;
    this.test = test;
    this.order = order;
    this.wantedLevel = FitVerdicts.ALPHA / settings;
  }

  /**
   * Rows of one group.
   *
   * @param fits one per family and quantile, verdict still undecided
   * @param widths one per family, quantile and width
   */
  public record Rows(List<Record> fits, List<Record> widths) {
    public Rows {
      fits = List.copyOf(fits);
      widths = List.copyOf(widths);
    }
  }

  /** The rows of a group whose depths, of all its families, are given in any order. */
  public Rows aggregate(FitGroup group, List<MeasuredDepth> depths) {
    List<Record> fits = new ArrayList<>();
    List<Record> widths = new ArrayList<>();
    Map<String, List<MeasuredDepth>> byFamily =
        depths.stream()
            .filter(MeasuredDepth::counts)
            .collect(
                Collectors.groupingBy(MeasuredDepth::family, TreeMap::new, Collectors.toList()));
    byFamily.forEach(
        (family, covered) -> {
          List<WidthDepths> states =
              parts(covered, MeasuredDepth::width).stream().map(WidthDepths::of).toList();
          List<ProblemTrends> problems =
              parts(covered, MeasuredDepth::problem).stream()
                  .map(ofProblem -> ProblemTrends.of(group, ofProblem))
                  .toList();
          for (double quantile : QUANTILES) {
            fits.add(fit(group, family, quantile, states, problems));
            widths.addAll(widths(group, family, quantile, states));
          }
        });
    return new Rows(fits, widths);
  }

  private static <K> Collection<List<MeasuredDepth>> parts(
      List<MeasuredDepth> depths, Function<MeasuredDepth, K> key) {
    return depths.stream()
        .collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()))
        .values();
  }

  /** The quantiles of depth that there are rows of. */
  public static List<Double> quantiles() {
    return QUANTILES;
  }

  /**
   * The row of table fits of one family and quantile, from the states of its minima.
   *
   * @param states of every width with covered minima, each once, in any order
   * @param problems of every problem with covered minima, each once, in any order
   */
  public Record fit(
      FitGroup group,
      String family,
      double quantile,
      List<WidthDepths> states,
      List<ProblemTrends> problems) {
    List<WidthDepths> ordered = ordered(states);
    UniformRandomProvider random =
        streams.uniform(name(group, family, quantile), "scaling-bootstrap");
    return fitRow(
        group,
        family,
        new WidthScaling(quantile, RESAMPLES).fitWidths(samples(ordered), random),
        ordered,
        ProblemTrends.depths(problems, quantile, order),
        ProblemTrends.bounds(problems, quantile, order));
  }

  /** The rows of table widths of one family and quantile, from the same states. */
  public List<Record> widths(
      FitGroup group, String family, double quantile, List<WidthDepths> states) {
    List<WidthDepths> ordered = ordered(states);
    List<WidthQuantile> widths = new WidthScaling(quantile, RESAMPLES).summaries(samples(ordered));
    UniformRandomProvider random =
        streams.uniform(name(group, family, quantile), "width-bootstrap");
    List<Record> rows = new ArrayList<>();
    for (int i = 0; i < ordered.size(); i++) {
      rows.add(widthRow(group, family, quantile, widths.get(i), ordered.get(i), random));
    }
    return rows;
  }

  private static String name(FitGroup group, String family, double quantile) {
    return group.name() + " family=" + family + " tau=" + quantile;
  }

  private static List<WidthDepths> ordered(List<WidthDepths> states) {
    List<WidthDepths> ordered =
        states.stream().sorted(Comparator.comparingInt(WidthDepths::width)).toList();
    for (int i = 1; i < ordered.size(); i++) {
      if (ordered.get(i).width() == ordered.get(i - 1).width()) {
        throw new IllegalArgumentException("width " + ordered.get(i).width() + " is given twice");
      }
    }
    return ordered;
  }

  private static List<WidthScaling.Sample> samples(List<WidthDepths> widths) {
    List<String> problems =
        widths.stream().flatMap(width -> width.problems().stream()).distinct().sorted().toList();
    return widths.stream().map(width -> width.sample(problems)).toList();
  }

  private Record fitRow(
      FitGroup group,
      String family,
      WidthScalingFit fit,
      List<WidthDepths> covered,
      RateVotes votes,
      RateVotes bounds) {
    double theory = group.theorySlope();
    BoundComparison bound = WidthDepths.bound(covered);
    long minima = covered.stream().mapToLong(WidthDepths::total).sum();
    long exact = covered.stream().mapToLong(WidthDepths::exact).sum();
    int zeros = fit.widths().stream().mapToInt(WidthQuantile::zeros).sum();
    int censored = fit.widths().stream().mapToInt(WidthQuantile::censored).sum();
    boolean fitted = fit.slope().isPresent() && fit.usedWidths() >= FitVerdicts.LEAST_WIDTHS;
    OptionalInt zeroWidth =
        zeroWidth(
            covered.stream().mapToInt(WidthDepths::width),
            covered.stream().filter(depths -> !depths.zeroProven()).mapToInt(WidthDepths::width));
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
            .set(FitsTable.BOUND_PROVEN, covered.stream().allMatch(WidthDepths::boundProven))
            .set(FitsTable.WIDTHS, fit.widths().size())
            .set(FitsTable.USED_WIDTHS, fit.usedWidths())
            .set(FitsTable.PROBLEMS, fit.problems())
            .set(FitsTable.MINIMA, (Long) minima)
            .setFinite(FitsTable.ZERO_SHARE, (double) zeros / minima)
            .setFinite(FitsTable.CENSORED_SHARE, (double) censored / minima)
            .setFinite(FitsTable.EXACT_SHARE, exact / (double) minima)
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
    return zeroWidth(
        covered.stream().mapToInt(MeasuredDepth::width),
        covered.stream().filter(depth -> !depth.zeroProven()).mapToInt(MeasuredDepth::width));
  }

  private static OptionalInt zeroWidth(IntStream widths, IntStream unproven) {
    int above = unproven.max().orElse(0);
    return widths.filter(width -> width > above).min();
  }

  private Record widthRow(
      FitGroup group,
      String family,
      double quantile,
      WidthQuantile width,
      WidthDepths covered,
      UniformRandomProvider random) {
    ShareInterval share = covered.positiveShare();
    BoundComparison bound = covered.bound();
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
            .setFinite(WidthsTable.DEPTH_MEDIAN, covered.median())
            .setFinite(WidthsTable.BOUND_MEDIAN, bound.boundMedian())
            .setFinite(WidthsTable.BOUND_RATIO_MEDIAN, bound.ratioMedian())
            .setFinite(WidthsTable.BOUND_RATIO_MAX, bound.ratioMax());
    // Censored depths rank lowest, as in the quantile: all that is known of them is that they are
    // between 0 and their floor, and an interval around a quantile within a floor says nothing.
    if (!Double.isNaN(covered.positiveMedian())) {
      row.setFinite(WidthsTable.POSITIVE_MEDIAN, covered.positiveMedian());
    }
    if (covered.positive() > 0 && covered.isClear(width.quantile())) {
      QuantileInterval interval =
          QuantileInterval.of(
              covered.problemOf(), covered.ranked(), new double[] {quantile}, RESAMPLES, random)[0];
      row.setFinite(WidthsTable.DEPTH_LOW, interval.low())
          .setFinite(WidthsTable.DEPTH_HIGH, interval.high());
    }
    return row.build();
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
