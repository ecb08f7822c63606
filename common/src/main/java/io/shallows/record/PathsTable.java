package io.shallows.record;

import static io.shallows.record.Column.integer;
import static io.shallows.record.Column.real;
import static io.shallows.record.Column.reals;
import static io.shallows.record.Column.text;

/** One row per vertex of a stored path, so that its certificate can be checked again. */
public final class PathsTable {

  private static final Table.Definition COLUMNS =
      Table.define(
          "paths",
          "One vertex of a certified path; the path is the polygon through its vertices.",
          LeadingColumns.ofDepth());

  public static final Column<String> MEASUREMENT_ID = COLUMNS.add(DepthsTable.MEASUREMENT_ID);
  public static final Column<String> TARGET = COLUMNS.add(DepthsTable.TARGET);
  public static final Column<Double> DROP = COLUMNS.add(DepthsTable.DROP);
  public static final Column<String> DEPTH_METHOD =
      COLUMNS.add(text("depth_method", "The path finder that made the path."));
  public static final Column<Long> PATH =
      COLUMNS.add(
          integer(
              "path",
              "Which path of the minimum, target, eta and drop: 0 is the lowest, the one of depth_upper;"
                  + " the others, in the order in which they were found, are kept with"
                  + " output.paths: all."));
  public static final Column<Long> VERTEX =
      COLUMNS.add(integer("vertex", "Position on the path; 0 is the minimum itself."));
  public static final Column<Double> LOSS =
      COLUMNS.add(real("loss", Column.LOSS, "Loss at the vertex."));
  public static final Column<Double> SEGMENT_MAX =
      COLUMNS.add(
          real(
                  "segment_max",
                  Column.LOSS,
                  "Certified maximum of the loss on the segment that ends here; null for vertex"
                      + " 0.")
              .orNull());
  public static final Column<double[]> PARAMETERS =
      COLUMNS.add(
          reals(
              "parameters", Column.ONE, "Parameters at the vertex, laid out as in table minima."));

  /** The table. */
  public static final Table TABLE = COLUMNS.build();

  private PathsTable() {}
}
