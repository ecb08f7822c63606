package io.shallows.record;

import static io.shallows.record.Column.ONE;
import static io.shallows.record.Column.integer;
import static io.shallows.record.Column.real;
import static io.shallows.record.Column.text;

/** One row per cell, target and eta: counts and the distribution of depth over the seeds. */
public final class CellsTable {

  private static final Table.Definition COLUMNS =
      Table.define(
          "cells",
          "One cell (all coordinates but the seed), target, eta and drop: counts and the"
              + " distribution of depth over the seeds.",
          LeadingColumns.ofCell());

  public static final Column<String> MEASUREMENT_ID = COLUMNS.add(DepthsTable.MEASUREMENT_ID);
  public static final Column<String> TARGET =
      COLUMNS.add(text("target", DepthsTable.TARGET.definition()));
  public static final Column<Double> DROP = COLUMNS.add(DepthsTable.DROP);
  public static final Column<Long> TRIALS =
      COLUMNS.add(
          integer(
              "trials",
              "Trials of the cell with a row in table trials, or in table failures of stage"
                  + " minima."));
  public static final Column<Long> CONVERGED =
      COLUMNS.add(integer("converged", "Trials with status converged."));
  public static final Column<Long> FAILED =
      COLUMNS.add(integer("failed", "Rows of the cell in table failures, of all stages."));
  public static final Column<Long> MINIMA =
      COLUMNS.add(
          integer(
              "minima",
              "Trials whose minimum_kind is neither saddle nor not-stationary nor"
                  + " kink-unresolved."));
  public static final Column<Long> COVERED =
      COLUMNS.add(integer("covered", "Minima with covered true in table depths."));
  public static final Column<Long> MEASURED =
      COLUMNS.add(integer("measured", "Covered minima whose depth_upper is known."));
  public static final Column<Double> DEPTH_Q50 = COLUMNS.add(quantile("depth_q50", "Median"));
  public static final Column<Double> DEPTH_Q50_LOW = COLUMNS.add(end("depth_q50_low", "Lower"));
  public static final Column<Double> DEPTH_Q50_HIGH = COLUMNS.add(end("depth_q50_high", "Upper"));
  public static final Column<Double> DEPTH_Q90 = COLUMNS.add(quantile("depth_q90", ".9 quantile"));
  public static final Column<Double> DEPTH_Q90_LOW = COLUMNS.add(end("depth_q90_low", "Lower"));
  public static final Column<Double> DEPTH_Q90_HIGH = COLUMNS.add(end("depth_q90_high", "Upper"));
  public static final Column<Double> DEPTH_Q95 = COLUMNS.add(quantile("depth_q95", ".95 quantile"));
  public static final Column<Double> DEPTH_Q95_LOW = COLUMNS.add(end("depth_q95_low", "Lower"));
  public static final Column<Double> DEPTH_Q95_HIGH = COLUMNS.add(end("depth_q95_high", "Upper"));
  public static final Column<Double> DEPTH_MAX = COLUMNS.add(quantile("depth_max", "Maximum"));
  public static final Column<Double> BOUND_EXPLICIT_MEDIAN =
      COLUMNS.add(
          real(
                  "bound_explicit_median",
                  Column.LOSS,
                  "Median of bound_explicit over the covered minima that have one.")
              .orNull());
  public static final Column<Long> BOUND_VIOLATIONS =
      COLUMNS.add(
          integer(
              "bound_violations",
              "Covered minima with bound_applies and depth_upper above both bound_explicit and"
                  + " depth_floor. This checks the program: every bound is kept by a path, and"
                  + " depth_upper is never above one of these."));
  public static final Column<Double> ZERO_SHARE =
      COLUMNS.add(
          real("zero_share", ONE, "Share of the measured minima whose depth_upper is exactly 0.")
              .orNull());
  public static final Column<Double> CENSORED_SHARE =
      COLUMNS.add(
          real(
                  "censored_share",
                  ONE,
                  "Share of the measured minima with 0 < depth_upper <= depth_floor.")
              .orNull());
  public static final Column<Double> EXACT_SHARE =
      COLUMNS.add(
          real(
                  "exact_share",
                  ONE,
                  "Share of the measured minima whose depth is known from both sides (depth_exact),"
                      + " zeros and censored depths included. Quantiles are of upper ends all the"
                      + " same.")
              .orNull());

  static {
    CellKindColumns.all().forEach(COLUMNS::add);
    CellMeanColumns.all().forEach(COLUMNS::add);
  }

  /** The table. */
  public static final Table TABLE = COLUMNS.build();

  private CellsTable() {}

  private static Column<Double> quantile(String name, String which) {
    return real(
            name,
            Column.LOSS,
            which
                + " of depth_upper over the measured minima; censored ones enter with depth_floor.")
        .orNull();
  }

  private static Column<Double> end(String name, String which) {
    return real(name, Column.LOSS, which + " end of its 95% confidence interval.").orNull();
  }
}
