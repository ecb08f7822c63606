package io.shallows.record;

import static io.shallows.record.Column.ONE;
import static io.shallows.record.Column.integer;
import static io.shallows.record.Column.real;
import static io.shallows.record.Column.text;

import java.util.List;

/** One row per family, metric and outcome: whether one goes with the other within cells. */
public final class CorrelationsTable {

  private static final Table.Definition COLUMNS =
      Table.define(
          "correlations",
          "One family, metric and outcome: rank correlation within cells, over all cells.",
          List.of(
              LeadingColumns.FAMILY, LeadingColumns.NETWORK_DEPTH, LeadingColumns.INPUT_DIMENSION));

  public static final Column<String> METRIC =
      COLUMNS.add(text("metric", "A column of table trials."));
  public static final Column<String> OUTCOME =
      COLUMNS.add(
          text(
              "outcome",
              "depth_upper (of target cell-best), loss_normalized or slowdown_loss_normalized"
                  + " (trainability), or slowdown_steps_* (slow-down; a level that was never"
                  + " reached ranks last)."));
  public static final Column<Long> TRIALS =
      COLUMNS.add(integer("trials", "Trials with both values, in cells of three or more."));
  public static final Column<Long> CELLS = COLUMNS.add(integer("cells", "Number of cells."));
  public static final Column<Long> PROBLEMS =
      COLUMNS.add(integer("problems", "Number of problems among them."));
  public static final Column<Double> CORRELATION =
      COLUMNS.add(
          real(
              "correlation",
              ONE,
              "sum u v / sqrt(sum u^2 sum v^2), u and v the mid-ranks of metric and outcome within"
                  + " the trial's cell, centred and divided by the size of the cell: Spearman's"
                  + " with one cell. From -1 to 1."));
  public static final Column<Double> CORRELATION_LOW =
      COLUMNS.add(
          real(
                  "correlation_low",
                  ONE,
                  "Lower end of its 95% interval: Student's for Fisher's z, from the variance between"
                      + " problems or of trials, the greater, and at least that of normal data.")
              .orNull());
  public static final Column<Double> CORRELATION_HIGH =
      COLUMNS.add(real("correlation_high", ONE, "Upper end of it.").orNull());
  public static final Column<Double> P_VALUE =
      COLUMNS.add(
          real("p_value", ONE, "Two-sided p-value of no correlation, not adjusted.").orNull());
  public static final Column<String> PUBLISHED =
      COLUMNS.add(
          text(
                  "published",
                  "Sign claimed by Orhan and Pitkow for networks without skips, whose worst runs"
                      + " they find nearest to the singularities: positive or negative; null where"
                      + " they claim none.")
              .orNull());
  public static final Column<String> VERDICT =
      COLUMNS.add(
          text(
                  "verdict",
                  "agree or disagree where the interval lies on one side of 0, else undecided; null"
                      + " without a claim.")
              .orNull());

  /** The table. */
  public static final Table TABLE = COLUMNS.build();

  private CorrelationsTable() {}
}
