package io.shallows.record;

import static io.shallows.record.Column.integer;
import static io.shallows.record.Column.real;
import static io.shallows.record.Column.text;

import java.util.List;

/** One row per family, width and metric: its mean over trials. */
public final class SingularitiesTable {

  private static final Table.Definition COLUMNS =
      Table.define(
          "singularities",
          "One family, width and metric: its mean over problems, initializations and seeds.",
          List.of(
              LeadingColumns.FAMILY,
              LeadingColumns.WIDTH,
              LeadingColumns.NETWORK_DEPTH,
              LeadingColumns.INPUT_DIMENSION,
              LeadingColumns.PARAMETER_COUNT));

  public static final Column<String> METRIC =
      COLUMNS.add(text("metric", "A column of table trials, or depth_upper of table depths."));
  public static final Column<Long> TRIALS =
      COLUMNS.add(integer("trials", "Trials with a value of it."));
  public static final Column<Long> PROBLEMS =
      COLUMNS.add(integer("problems", "Number of problems among them."));
  public static final Column<Double> MEAN =
      COLUMNS.add(real("mean", Column.ONE, "Mean over the trials, in the unit of the column."));
  public static final Column<Double> MEAN_LOW =
      COLUMNS.add(
          real(
                  "mean_low",
                  Column.ONE,
                  "Lower end of its 95% interval: Student's, from the variance between problems or of"
                      + " seeds, the greater.")
              .orNull());
  public static final Column<Double> MEAN_HIGH =
      COLUMNS.add(real("mean_high", Column.ONE, "Upper end of it.").orNull());

  /** The table. */
  public static final Table TABLE = COLUMNS.build();

  private SingularitiesTable() {}
}
