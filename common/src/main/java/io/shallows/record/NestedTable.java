package io.shallows.record;

import static io.shallows.record.Column.ONE;
import static io.shallows.record.Column.flag;
import static io.shallows.record.Column.integer;
import static io.shallows.record.Column.real;
import static io.shallows.record.Column.text;

import io.shallows.network.NetworkFamilies;

/** One row per covered plain minimum, target, level and family that it is embedded in. */
public final class NestedTable {

  private static final Table.Definition COLUMNS =
      Table.define(
          "nested",
          "A plain minimum as a point of a network with skips that computes the same: its depth"
              + " there beside its depth among plain networks, to the same level. Without skips it"
              + " is never less deep. With measurement.depth.nested.",
          LeadingColumns.ofDepth());

  public static final Column<String> MEASUREMENT_ID = COLUMNS.add(DepthsTable.MEASUREMENT_ID);
  public static final Column<String> TARGET = COLUMNS.add(DepthsTable.TARGET);
  public static final Column<Double> DROP = COLUMNS.add(DepthsTable.DROP);
  public static final Column<String> NESTED_FAMILY =
      COLUMNS.add(
          text(
              "nested_family",
              "The family with skips in which the plain network is embedded, one of "
                  + String.join(", ", NetworkFamilies.embedding())
                  + "; of the same width."));
  public static final Column<Long> NESTED_DEPTH =
      COLUMNS.add(
          integer(
              "nested_network_depth",
              "network_depth of the network with skips: that of the plain one, or one more where"
                  + " with equal depths the two would be the same network."));
  public static final Column<Double> LOSS = COLUMNS.add(DepthsTable.LOSS);
  public static final Column<Double> REFERENCE_LOSS = COLUMNS.add(DepthsTable.REFERENCE_LOSS);
  public static final Column<Double> DEPTH_LOWER = COLUMNS.add(DepthsTable.DEPTH_LOWER);
  public static final Column<Double> DEPTH_UPPER = COLUMNS.add(DepthsTable.DEPTH_UPPER);
  public static final Column<Double> DEPTH_FLOOR = COLUMNS.add(DepthsTable.DEPTH_FLOOR);
  public static final Column<Double> NESTED_LOWER =
      COLUMNS.add(
          real(
                  "nested_lower",
                  Column.LOSS,
                  "Certified lower end of the depth with skips, which the finder cell-flood alone"
                      + " proves; else 0. Above 0 it proves that the skips leave the minimum deep.")
              .orNull());
  public static final Column<Double> NESTED_UPPER =
      COLUMNS.add(
          real(
                  "nested_upper",
                  Column.LOSS,
                  "Certified upper end of the depth with skips; never above depth_upper, since the"
                      + " path of the plain network is one of its paths. 0 only by an argument, and"
                      + " then the depth with skips is 0; above 0 it proves nothing of the depth"
                      + " being above 0.")
              .orNull());
  public static final Column<Double> NESTED_FLOOR =
      COLUMNS.add(
          real(
                  "nested_floor",
                  Column.LOSS,
                  "What rounding may hide on its path: where nested_upper equals it, the depth with"
                      + " skips may be anything from 0 to it.")
              .orNull());
  public static final Column<String> NESTED_METHOD =
      COLUMNS.add(
          text(
                  "nested_method",
                  "What gave nested_upper: the finder of the path, or exact-zero. A finder that"
                      + " depth_upper has too may have found the path among plain networks.")
              .orNull());
  public static final Column<String> NESTED_ZERO_REASON =
      COLUMNS.add(
          text(
                  "nested_zero_reason",
                  "Why nested_upper is 0: the added layers slide convexly to a smaller loss, from"
                      + " which a path that stays below the minimum reaches the level; or as in"
                      + " zero_reason of table depths.")
              .orNull());
  public static final Column<Boolean> ANNIHILATED =
      COLUMNS.add(
          flag(
              "annihilated",
              "Whether nested_upper is 0 and depth_upper is not: with skips the depth is 0 for"
                  + " certain. That it was above 0 without is certain only where depth_lower is."));
  public static final Column<Double> RATIO =
      COLUMNS.add(
          real(
                  "ratio",
                  ONE,
                  "nested_upper / depth_upper, from 0 to 1: of upper ends, so of the lowest paths"
                      + " known and not of the depths. Null unless depth_upper is above its floor.")
              .orNull());
  public static final Column<Long> GRADIENT_EVALUATIONS =
      COLUMNS.add(DepthsTable.GRADIENT_EVALUATIONS);
  public static final Column<Double> SECONDS_SPENT = COLUMNS.add(DepthsTable.SECONDS_SPENT);

  /** The table. */
  public static final Table TABLE = COLUMNS.build();

  private NestedTable() {}
}
