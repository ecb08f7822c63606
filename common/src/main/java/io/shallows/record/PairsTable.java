package io.shallows.record;

import static io.shallows.record.Column.integer;

import java.util.List;

/** One row per family with skips, group of depths and problem: what pooled tests are made of. */
public final class PairsTable {

  private static final Table.Definition COLUMNS =
      Table.define(
          "pairs",
          "One problem's networks with skips against its plain ones of the same width,"
              + " initialization and seed, counted over all widths. A referee adds these up to the"
              + " tests of table skips.",
          List.of(
              LeadingColumns.PROBLEM_ID,
              LeadingColumns.FAMILY,
              LeadingColumns.NETWORK_DEPTH,
              LeadingColumns.INPUT_DIMENSION,
              LeadingColumns.ETA));

  public static final Column<String> MEASUREMENT_ID = COLUMNS.add(DepthsTable.MEASUREMENT_ID);
  public static final Column<Long> PAIRS =
      COLUMNS.add(integer("pairs", "Pairs whose depths to the reference are both known."));
  public static final Column<Long> COVERED_BOTH =
      COLUMNS.add(integer("covered_both", "Pairs of which both are covered minima."));
  public static final Column<Long> COVERED_ONLY_PLAIN =
      COLUMNS.add(integer("covered_only_plain", "Pairs of which only the plain one is covered."));
  public static final Column<Long> COVERED_ONLY_SKIP =
      COLUMNS.add(
          integer("covered_only_skip", "Pairs of which only the one with skips is covered."));
  public static final Column<Long> DEEP_ONLY_PLAIN =
      COLUMNS.add(
          integer(
              "deep_only_plain",
              "Pairs of which only the plain one is deep: covered, with depth_upper above the"
                  + " tolerance of table comparisons and above its floor."));
  public static final Column<Long> DEEP_ONLY_SKIP =
      COLUMNS.add(integer("deep_only_skip", "Pairs of which only the one with skips is deep."));
  public static final Column<Long> CLIMB_LOWER =
      COLUMNS.add(
          integer(
              "climb_lower",
              "Pairs of two covered minima whose depth_upper is lower with skips; one within its"
                  + " floor counts as 0."));
  public static final Column<Long> CLIMB_HIGHER =
      COLUMNS.add(integer("climb_higher", "Such pairs whose depth_upper is higher with skips."));
  public static final Column<Long> DEPTH_LOWER =
      COLUMNS.add(
          integer(
              "certain_lower",
              "Pairs of two covered minima whose depth is lower with skips for certain:"
                  + " depth_upper below the plain one's depth_lower."));
  public static final Column<Long> DEPTH_HIGHER =
      COLUMNS.add(
          integer(
              "certain_higher",
              "Such pairs whose depth is higher with skips for certain: depth_lower above the plain"
                  + " one's depth_upper."));

  /** The table. */
  public static final Table TABLE = COLUMNS.build();

  private PairsTable() {}
}
