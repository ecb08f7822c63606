package io.shallows.record;

import static io.shallows.record.Column.ONE;
import static io.shallows.record.Column.integer;
import static io.shallows.record.Column.real;
import static io.shallows.record.Column.text;

import java.util.List;

/** One row per family with skips, width and pairing: what the skips change. */
public final class ComparisonsTable {

  private static final Table.Definition COLUMNS =
      Table.define(
          "comparisons",
          "One family with skips against plain, paired by problem, initialization and seed. A"
              + " minimum that is not covered has depth 0 here.",
          List.of(
              LeadingColumns.FAMILY,
              LeadingColumns.WIDTH,
              LeadingColumns.NETWORK_DEPTH,
              LeadingColumns.INPUT_DIMENSION,
              LeadingColumns.ETA));

  public static final Column<String> MEASUREMENT_ID = COLUMNS.add(DepthsTable.MEASUREMENT_ID);
  public static final Column<String> PAIRING =
      COLUMNS.add(
          text(
              "pairing",
              "width: plain has the same width; parameters: plain has the width whose"
                  + " parameter_count is nearest, within a tenth."));
  public static final Column<Long> PLAIN_WIDTH =
      COLUMNS.add(integer("plain_width", "Width of the plain networks."));
  public static final Column<Long> PAIRS =
      COLUMNS.add(integer("pairs", "Number of pairs with both depths known."));
  public static final Column<Long> PROBLEMS =
      COLUMNS.add(integer("problems", "Number of problems among the pairs."));
  public static final Column<Double> TOLERANCE =
      COLUMNS.add(real("tolerance", Column.LOSS, "Depths above it count as deep."));
  public static final Column<Double> SHARE_DIFFERENCE =
      COLUMNS.add(real("share_difference", ONE, "P(depth > tolerance) with skips minus without."));
  public static final Column<Double> SHARE_LOW =
      COLUMNS.add(real("share_low", ONE, "Lower end of its 95% interval.").orNull());
  public static final Column<Double> SHARE_HIGH =
      COLUMNS.add(real("share_high", ONE, "Upper end of its 95% interval.").orNull());
  public static final Column<Double> SHARE_P_VALUE =
      COLUMNS.add(
          real("share_p_value", ONE, "Two-sided permutation p-value of no difference in it."));
  public static final Column<Double> QUANTILE_DIFFERENCE =
      COLUMNS.add(
          real(
              "quantile_difference",
              Column.LOSS,
              ".9 quantile of depth with skips minus without, zeros included."));
  public static final Column<Double> QUANTILE_LOW =
      COLUMNS.add(real("quantile_low", Column.LOSS, "Lower end of its 95% interval.").orNull());
  public static final Column<Double> QUANTILE_HIGH =
      COLUMNS.add(real("quantile_high", Column.LOSS, "Upper end of its 95% interval.").orNull());
  public static final Column<Double> QUANTILE_P_VALUE =
      COLUMNS.add(
          real("quantile_p_value", ONE, "Two-sided permutation p-value of no difference in it."));

  /** The table. */
  public static final Table TABLE = COLUMNS.build();

  private ComparisonsTable() {}
}
