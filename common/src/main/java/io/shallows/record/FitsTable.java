package io.shallows.record;

import static io.shallows.record.Column.ONE;
import static io.shallows.record.Column.integer;
import static io.shallows.record.Column.real;
import static io.shallows.record.Column.text;

import java.util.List;

/** One row per fitted law of depth against width, with its verdict. */
public final class FitsTable {

  private static final Table.Definition COLUMNS =
      Table.define(
          "fits",
          "One law of depth against width, fitted to the cells that differ in width and problem"
              + " only.",
          List.of(
              LeadingColumns.FAMILY,
              LeadingColumns.NETWORK_DEPTH,
              LeadingColumns.INPUT_DIMENSION,
              LeadingColumns.INITIALIZATION,
              LeadingColumns.ETA));

  public static final Column<String> MEASUREMENT_ID = COLUMNS.add(DepthsTable.MEASUREMENT_ID);
  public static final Column<String> TARGET =
      COLUMNS.add(text("target", DepthsTable.TARGET.definition()));
  public static final Column<Double> QUANTILE =
      COLUMNS.add(real("quantile", ONE, "tau: the quantile of depth that was fitted."));
  public static final Column<Double> SLOPE =
      COLUMNS.add(real("slope", ONE, "d log Q_tau(depth) / d log m.").orNull());
  public static final Column<Double> SLOPE_LOW =
      COLUMNS.add(real("slope_low", ONE, "Lower end of the slope's confidence interval.").orNull());
  public static final Column<Double> SLOPE_HIGH =
      COLUMNS.add(
          real("slope_high", ONE, "Upper end of the slope's confidence interval.").orNull());
  public static final Column<Double> THEORY_SLOPE =
      COLUMNS.add(real("theory_slope", ONE, "(eta - 1) / n.").orNull());
  public static final Column<String> VERDICT =
      COLUMNS.add(text("verdict", "consistent, contradicted or undecided."));
  public static final Column<Double> P_VALUE =
      COLUMNS.add(
          real(
                  "p_value",
                  ONE,
                  "One-sided p-value of slope <= theory_slope, Holm-corrected over families, L,"
                      + " n, eta and quantiles.")
              .orNull());
  public static final Column<String> LAW =
      COLUMNS.add(
          text("law", "The law with the least error on the held-out largest width.").orNull());
  public static final Column<Double> HOLDOUT_ERROR =
      COLUMNS.add(
          real("holdout_error", ONE, "Absolute error of log depth at the held-out largest width.")
              .orNull());
  public static final Column<Long> WIDTHS =
      COLUMNS.add(integer("widths", "Number of widths in the fit."));
  public static final Column<Long> MINIMA =
      COLUMNS.add(integer("minima", "Number of measured minima in the fit."));

  /** The table. */
  public static final Table TABLE = COLUMNS.build();

  private FitsTable() {}
}
