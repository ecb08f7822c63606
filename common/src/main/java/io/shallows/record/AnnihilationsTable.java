package io.shallows.record;

import static io.shallows.record.Column.ONE;
import static io.shallows.record.Column.integer;
import static io.shallows.record.Column.real;

import java.util.List;

/** One row per family with skips and level: what becomes of plain minima within its networks. */
public final class AnnihilationsTable {

  private static final Table.Definition COLUMNS =
      Table.define(
          "annihilations",
          "Rows of table nested of one family and level put together over all depths, dimensions"
              + " and widths: which share of plain minima has depth 0 once there are skips, and how"
              + " much lower the others are. The problem is the unit of every interval.",
          List.of(NestedTable.NESTED_FAMILY));

  public static final Column<String> MEASUREMENT_ID = COLUMNS.add(DepthsTable.MEASUREMENT_ID);
  public static final Column<String> TARGET = COLUMNS.add(DepthsTable.TARGET);
  public static final Column<Double> ETA = COLUMNS.add(LeadingColumns.ETA);
  public static final Column<Double> DROP = COLUMNS.add(DepthsTable.DROP);
  public static final Column<Long> PAIRS =
      COLUMNS.add(integer("pairs", "Rows of table nested: covered plain minima."));
  public static final Column<Long> CERTAIN =
      COLUMNS.add(
          integer(
              "certain",
              "Those whose depth among plain networks is above 0 for certain: depth_lower > 0, or"
                  + " nested_lower > 0, which the depth without skips is not below."));
  public static final Column<Long> CERTAIN_PROBLEMS =
      COLUMNS.add(integer("certain_problems", "Their problems."));
  public static final Column<Long> CERTAIN_ANNIHILATED =
      COLUMNS.add(
          integer("certain_annihilated", "Those of them whose depth with skips is 0 for certain."));
  public static final Column<Long> CERTAIN_KEPT =
      COLUMNS.add(
          integer(
              "certain_kept",
              "Those of them whose depth with skips is above 0 for certain: nested_lower > 0. Of"
                  + " the others it is not known whether it is 0."));
  public static final Column<Double> CERTAIN_SHARE =
      COLUMNS.add(
          real(
                  "certain_share",
                  ONE,
                  "certain_annihilated / certain. It is no more than P(depth with skips = 0 | depth"
                      + " without > 0) among these minima, which is at most 1 - certain_kept /"
                      + " certain: an upper end above 0 is no proof that a depth is. Depths are"
                      + " above 0 for certain where a certificate or the finder cell-flood says so,"
                      + " so these minima are no random choice.")
              .orNull());
  public static final Column<Double> CERTAIN_SHARE_LOW =
      COLUMNS.add(
          real(
                  "certain_share_low",
                  ONE,
                  "Lower end of its 95% interval, made as that of positive_share in table widths.")
              .orNull());
  public static final Column<Double> CERTAIN_SHARE_HIGH =
      COLUMNS.add(real("certain_share_high", ONE, "Upper end of the interval.").orNull());
  public static final Column<Long> SEEN =
      COLUMNS.add(
          integer(
              "seen",
              "Rows whose depth_upper is above its floor: no way out of the minimum that does not"
                  + " climb is known among plain networks."));
  public static final Column<Long> SEEN_PROBLEMS =
      COLUMNS.add(integer("seen_problems", "Their problems."));
  public static final Column<Long> SEEN_ANNIHILATED =
      COLUMNS.add(
          integer("seen_annihilated", "Those of them whose depth with skips is 0 for certain."));
  public static final Column<Long> SEEN_HIDDEN =
      COLUMNS.add(
          integer(
              "seen_hidden",
              "Those of them whose nested_upper is within its floor: 0 as far as can be told."));
  public static final Column<Double> SEEN_SHARE =
      COLUMNS.add(
          real(
                  "seen_share",
                  ONE,
                  "seen_annihilated / seen. Some of these minima may have had depth 0 without"
                      + " skips, by a way that was not found: the share says how often skips open a"
                      + " way that is proven where none is known without.")
              .orNull());
  public static final Column<Double> SEEN_SHARE_LOW =
      COLUMNS.add(real("seen_share_low", ONE, "Lower end of its 95% interval.").orNull());
  public static final Column<Double> SEEN_SHARE_HIGH =
      COLUMNS.add(real("seen_share_high", ONE, "Upper end of the interval.").orNull());
  public static final Column<Double> RATIO_MEDIAN =
      COLUMNS.add(
          real(
                  "ratio_median",
                  ONE,
                  "Median over the seen rows of nested_upper / depth_upper; a nested_upper within"
                      + " its floor counts as 0. Of upper ends: it may be above or below the median"
                      + " ratio of the depths.")
              .orNull());
  public static final Column<Double> RATIO_LOW =
      COLUMNS.add(
          real("ratio_low", ONE, "Lower end of its 95% interval, Woodruff's by problems.")
              .orNull());
  public static final Column<Double> RATIO_HIGH =
      COLUMNS.add(real("ratio_high", ONE, "Upper end of the interval.").orNull());

  /** The table. */
  public static final Table TABLE = COLUMNS.build();

  private AnnihilationsTable() {}
}
