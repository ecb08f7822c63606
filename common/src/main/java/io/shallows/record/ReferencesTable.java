package io.shallows.record;

import static io.shallows.record.Column.SECONDS;
import static io.shallows.record.Column.integer;
import static io.shallows.record.Column.real;
import static io.shallows.record.Column.reals;
import static io.shallows.record.Column.text;

import java.util.List;

/** One row per problem and reference width k: the best two-layer loss e(k) that was found. */
public final class ReferencesTable {

  private static final Table.Definition COLUMNS =
      Table.define(
          "references",
          "One problem and reference width k: the best loss found for the two-layer network of"
              + " that width.",
          List.of(
              LeadingColumns.PROBLEM_ID,
              LeadingColumns.WIDTH,
              LeadingColumns.INPUT_DIMENSION,
              LeadingColumns.PARAMETER_COUNT));

  public static final Column<Double> REFERENCE_LOSS =
      COLUMNS.add(
          real(
              "reference_loss",
              Column.LOSS,
              "e(k): least loss found for f = A relu(W_0 x) with k units over all restarts. An"
                  + " upper bound of the true optimum of that width, not the optimum itself."));
  public static final Column<Double> LOSS_NORMALIZED =
      COLUMNS.add(
          real(
                  "loss_normalized",
                  Column.ONE,
                  "reference_loss divided by the loss of the best constant predictor.")
              .orNull());
  public static final Column<Double> GRADIENT_NORM =
      COLUMNS.add(
          real(
                  "gradient_norm",
                  Column.LOSS,
                  "Euclidean norm of the gradient at the best point found; it need not vanish on a"
                      + " kink.")
              .orNull());
  public static final Column<Long> RESTARTS =
      COLUMNS.add(integer("restarts", "Number of trainings from different starts."));
  public static final Column<Long> CONVERGED_RESTARTS =
      COLUMNS.add(integer("converged_restarts", "Number of restarts that met the stopping rule."));
  public static final Column<Long> BEST_RESTART =
      COLUMNS.add(integer("best_restart", "Index of the restart that gave reference_loss."));
  public static final Column<double[]> PARAMETERS =
      COLUMNS.add(
          reals(
              "parameters",
              Column.ONE,
              "Parameters of the best network, layers in order of definition, each row-major"
                  + " [input][unit]."));
  public static final Column<String> STATUS =
      COLUMNS.add(
          text(
              "status",
              "converged if the best restart met the stopping rule, else budget, timed-out or"
                  + " diverged."));
  public static final Column<Double> SECONDS_SPENT =
      COLUMNS.add(
          real(
              "seconds",
              SECONDS,
              "Wall-clock time of the search that made the row, divided by the number of rows that"
                  + " it made."));

  /** The table. */
  public static final Table TABLE = COLUMNS.build();

  private ReferencesTable() {}
}
