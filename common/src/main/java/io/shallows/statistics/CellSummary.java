package io.shallows.statistics;

import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.TargetKind;
import io.shallows.depth.question.DepthTargets;
import io.shallows.grid.CellCoordinates;
import io.shallows.minimum.MinimumKind;
import io.shallows.random.RandomStreams;
import io.shallows.record.CellKindColumns;
import io.shallows.record.CellMeanColumns;
import io.shallows.record.CellsTable;
import io.shallows.record.Column;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.StudyColumns;
import io.shallows.record.TrialStatus;
import io.shallows.record.TrialsTable;
import io.shallows.spec.DepthSpec;
import io.shallows.statistics.estimate.BootstrapEstimate;
import io.shallows.statistics.estimate.MeanInterval;
import io.shallows.statistics.estimate.QuantileInterval;
import io.shallows.statistics.estimate.SampleQuantile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts and depth quantiles of one cell.
 *
 * <p>Quantiles interpolate linearly between order statistics (Hyndman and Fan 1996, type 7) and run
 * over the covered minima whose {@code depth_upper} is known: quantiles of upper ends. A censored
 * depth enters with its floor, which is what it is known not to exceed.
 */
public final class CellSummary {

  /** Raised when the rows of the same trials and depths come out otherwise. */
  public static final String VERSION = "3";

  private static final int RESAMPLES = BootstrapEstimate.LEAST_RESAMPLES;
  private static final double[] LEVELS = {0.5, 0.9, 0.95};

  private final String problemId;
  private final CellCoordinates cell;
  private final String measurementId;
  private final DepthSpec depth;
  private final RandomStreams streams;
  private final List<Record> depths = new ArrayList<>();
  private final List<List<Double>> metrics = new ArrayList<>();
  private final Map<MinimumKind, Long> kinds = new EnumMap<>(MinimumKind.class);
  private long parameterCount;
  private long trials;
  private long converged;
  private long failed;
  private long minima;

  public CellSummary(
      String problemId,
      CellCoordinates cell,
      String measurementId,
      DepthSpec depth,
      RandomStreams streams) {
    this.problemId = problemId;
    this.cell = cell;
    this.measurementId = measurementId;
    this.depth = depth;
    this.streams = streams;
  }

  /** Takes a row of trials into account. */
  public void addTrial(Record trial) {
    trials++;
    metrics.add(
        StudyColumns.metricsAtEnd().stream()
            .map(column -> StudyColumns.value(trial, column))
            .toList());
    parameterCount = trial.get(LeadingColumns.PARAMETER_COUNT);
    if (trial.get(TrialsTable.STATUS).equals(TrialStatus.CONVERGED.label())) {
      converged++;
    }
    MinimumKind kind = MinimumKind.of(trial.get(TrialsTable.MINIMUM_KIND));
    kinds.merge(kind, 1L, Long::sum);
    if (kind.isMinimum()) {
      minima++;
    }
  }

  /**
   * Takes a row of failures into account.
   *
   * @param ofTraining whether the trial has no other row that counts it
   */
  public void addFailure(boolean ofTraining) {
    failed++;
    if (ofTraining) {
      trials++;
    }
  }

  /** Takes a row of depths into account; rows of other measurements are passed over. */
  public void addDepth(Record row) {
    if (row.get(DepthsTable.MEASUREMENT_ID).equals(measurementId)) {
      depths.add(row);
    }
  }

  /** One row per level of the spec's targets, and one for the best of the cell. */
  public List<Record> rows() {
    List<Record> rows = new ArrayList<>();
    String best = TargetKind.CELL_BEST.label();
    if (depth.enabled()) {
      for (String target : depth.targets()) {
        if (!target.equals(best)) {
          DepthTargets.named(target)
              .levels(depth.eta(), depth.drops())
              .forEach(level -> rows.add(row(target, level.eta(), level.drop())));
        }
      }
    }
    rows.add(row(best, Optional.empty(), Optional.empty()));
    return rows;
  }

  private Record row(String target, Optional<Double> eta, Optional<Double> drop) {
    List<Record> covered = new ArrayList<>();
    for (Record row : depths) {
      if (row.get(DepthsTable.TARGET).equals(target)
          && row.find(LeadingColumns.ETA).equals(eta)
          && row.find(DepthsTable.DROP).equals(drop)
          && row.get(DepthsTable.COVERED)) {
        covered.add(row);
      }
    }
    double[] known = sorted(covered, DepthsTable.DEPTH_UPPER);
    long violations = covered.stream().filter(CellSummary::violates).count();
    long zero = Arrays.stream(known).filter(value -> value == 0).count();
    long censored = covered.stream().filter(CellSummary::censored).count();
    long exact = covered.stream().filter(CellSummary::exact).count();
    Record.Builder cellRow =
        leading(target, eta)
            .set(CellsTable.DROP, drop.orElse(null))
            .set(CellsTable.COVERED, (long) covered.size())
            .set(CellsTable.MEASURED, (long) known.length)
            .set(
                CellsTable.BOUND_EXPLICIT_MEDIAN,
                quantile(sorted(covered, DepthsTable.BOUND_EXPLICIT), 0.5))
            .set(CellsTable.BOUND_VIOLATIONS, violations)
            .set(CellsTable.ZERO_SHARE, share(zero, known.length))
            .set(CellsTable.CENSORED_SHARE, share(censored, known.length))
            .set(CellsTable.EXACT_SHARE, share(exact, known.length));
    if (known.length > 0) {
      String name = problemId + ' ' + cell + ' ' + target + ' ' + eta;
      setQuantiles(cellRow, known, drop.map(value -> name + ' ' + value).orElse(name));
    }
    for (MinimumKind kind : MinimumKind.values()) {
      cellRow.set(CellKindColumns.share(kind), share(kinds.getOrDefault(kind, 0L), metrics.size()));
    }
    setMeans(cellRow);
    return cellRow.build();
  }

  /** Sums run over sorted values, so that they do not depend on the order of the rows. */
  private void setMeans(Record.Builder row) {
    for (int k = 0; k < StudyColumns.metricsAtEnd().size(); k++) {
      int metric = k;
      double[] values =
          metrics.stream()
              .mapToDouble(trial -> trial.get(metric))
              .filter(value -> !Double.isNaN(value))
              .sorted()
              .toArray();
      if (values.length > 0) {
        MeanInterval mean = MeanInterval.of(values);
        CellMeanColumns.set(row, k, mean.mean(), mean.low(), mean.high());
      }
    }
  }

  private void setQuantiles(Record.Builder row, double[] known, String name) {
    QuantileInterval[] quantiles =
        QuantileInterval.of(
            new int[known.length],
            known,
            LEVELS,
            RESAMPLES,
            streams.uniform(name, "cell-quantiles"));
    row.set(CellsTable.DEPTH_Q50, (Double) quantiles[0].value())
        .setFinite(CellsTable.DEPTH_Q50_LOW, quantiles[0].low())
        .setFinite(CellsTable.DEPTH_Q50_HIGH, quantiles[0].high())
        .set(CellsTable.DEPTH_Q90, (Double) quantiles[1].value())
        .setFinite(CellsTable.DEPTH_Q90_LOW, quantiles[1].low())
        .setFinite(CellsTable.DEPTH_Q90_HIGH, quantiles[1].high())
        .set(CellsTable.DEPTH_Q95, (Double) quantiles[2].value())
        .setFinite(CellsTable.DEPTH_Q95_LOW, quantiles[2].low())
        .setFinite(CellsTable.DEPTH_Q95_HIGH, quantiles[2].high())
        .set(CellsTable.DEPTH_MAX, (Double) known[known.length - 1]);
  }

  private Record.Builder leading(String target, Optional<Double> eta) {
    return Record.of(CellsTable.TABLE)
        .set(LeadingColumns.PROBLEM_ID, problemId)
        .set(LeadingColumns.FAMILY, cell.family())
        .set(LeadingColumns.WIDTH, cell.width())
        .set(LeadingColumns.NETWORK_DEPTH, cell.networkDepth())
        .set(LeadingColumns.INPUT_DIMENSION, cell.inputDimension())
        .set(LeadingColumns.INITIALIZATION, cell.initialization())
        .set(LeadingColumns.ETA, eta.orElse(null))
        .set(LeadingColumns.PARAMETER_COUNT, parameterCount)
        .set(CellsTable.MEASUREMENT_ID, measurementId)
        .set(CellsTable.TARGET, target)
        .set(CellsTable.TRIALS, trials)
        .set(CellsTable.CONVERGED, converged)
        .set(CellsTable.FAILED, failed)
        .set(CellsTable.MINIMA, minima);
  }

  private static boolean violates(Record row) {
    Optional<Double> upper = row.find(DepthsTable.DEPTH_UPPER);
    Optional<Double> bound = row.find(DepthsTable.BOUND_EXPLICIT);
    return row.get(DepthsTable.BOUND_APPLIES)
        && upper.isPresent()
        && bound.isPresent()
        && BoundComparison.isViolation(
            upper.get(), row.find(DepthsTable.DEPTH_FLOOR).orElse(0.0), bound.get());
  }

  private static boolean censored(Record row) {
    double upper = row.find(DepthsTable.DEPTH_UPPER).orElse(0.0);
    return upper > 0 && upper <= row.find(DepthsTable.DEPTH_FLOOR).orElse(0.0);
  }

  private static boolean exact(Record row) {
    return DepthMeasurement.isExact(
        row.find(DepthsTable.DEPTH_LOWER).orElse(0.0),
        row.find(DepthsTable.DEPTH_UPPER).orElse(Double.NaN),
        row.find(DepthsTable.DEPTH_FLOOR).orElse(0.0));
  }

  private static double[] sorted(List<Record> rows, Column<Double> column) {
    return rows.stream()
        .map(row -> row.find(column))
        .flatMap(Optional::stream)
        .mapToDouble(Double::doubleValue)
        .sorted()
        .toArray();
  }

  private static Double quantile(double[] sorted, double probability) {
    return sorted.length == 0 ? null : (Double) SampleQuantile.ofSorted(sorted, probability);
  }

  private static Double share(long count, long of) {
    return of == 0 ? null : (Double) (count / (double) of);
  }
}
