package io.shallows.record;

import io.shallows.record.SingularityColumns.Moment;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of trials that are summarised by family, compared between families and correlated:
 * <em>metrics</em> of singularities, and <em>outcomes</em> that they may explain.
 */
public final class StudyColumns {

  private static final List<Column<?>> AT_END = metrics(Moment.END);
  private static final List<Column<?>> METRICS = joined(AT_END, metrics(Moment.INITIAL));
  private static final List<Column<?>> OUTCOMES = outcomesOf();
  private static final List<Column<?>> ALL = joined(METRICS, OUTCOMES);
  private static final int LEAST_LOSS = ALL.indexOf(SlowDownColumns.leastLoss());
  private static final int DEPTH = ALL.indexOf(DepthsTable.DEPTH_UPPER);

  private StudyColumns() {}

  /** Metrics where training ended. */
  public static List<Column<?>> metricsAtEnd() {
    return AT_END;
  }

  /** Metrics where training ended, then where it began. */
  public static List<Column<?>> metrics() {
    return METRICS;
  }

  /**
   * Depth, which is read from table depths; trainability, the loss of the trial and of the
   * first-order run; and the steps of the learning slow-down.
   */
  public static List<Column<?>> outcomes() {
    return OUTCOMES;
  }

  /** Whether the column counts steps, where null means that the level was never reached. */
  public static boolean isSteps(Column<?> column) {
    return SlowDownColumns.steps().contains(column);
  }

  /** Metrics and outcomes: what a studied trial has values of. */
  public static List<Column<?>> all() {
    return ALL;
  }

  /** Index in {@link #all()} of the least loss of the first-order run. */
  public static int leastLossIndex() {
    return LEAST_LOSS;
  }

  /** Index in {@link #all()} of the depth. */
  public static int depthIndex() {
    return DEPTH;
  }

  /** The value of a column of trials, NaN where there is none. */
  public static double value(Record trial, Column<?> column) {
    Object value = trial.table().has(column) ? trial.find(column).orElse(null) : null;
    double number = value instanceof Number known ? known.doubleValue() : Double.NaN;
    return Double.isFinite(number) ? number : Double.NaN;
  }

  private static List<Column<?>> joined(List<Column<?>> first, List<Column<?>> second) {
    List<Column<?>> all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }

  private static List<Column<?>> metrics(Moment moment) {
    List<Column<?>> all = new ArrayList<>(SingularityColumns.ofNetworks(moment));
    all.addAll(SpectrumColumns.shares(moment));
    return List.copyOf(all);
  }

  private static List<Column<?>> outcomesOf() {
    List<Column<?>> all = new ArrayList<>();
    all.add(DepthsTable.DEPTH_UPPER);
    all.add(TrialsTable.LOSS_NORMALIZED);
    all.add(SlowDownColumns.leastLoss());
    all.addAll(SlowDownColumns.steps());
    return List.copyOf(all);
  }
}
