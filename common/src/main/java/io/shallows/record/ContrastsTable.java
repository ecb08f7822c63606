package io.shallows.record;

import static io.shallows.record.Column.ONE;
import static io.shallows.record.Column.integer;
import static io.shallows.record.Column.real;
import static io.shallows.record.Column.text;

import java.util.List;

/** One row per pair of families, width and metric: what more skip changes. */
public final class ContrastsTable {

  private static final Table.Definition COLUMNS =
      Table.define(
          "contrasts",
          "One family against one with less skip in a metric or an outcome, paired by problem,"
              + " initialization and seed.",
          List.of(
              LeadingColumns.FAMILY,
              LeadingColumns.WIDTH,
              LeadingColumns.NETWORK_DEPTH,
              LeadingColumns.INPUT_DIMENSION));

  public static final Column<String> CONTROL_FAMILY =
      COLUMNS.add(text("control_family", "The family with less skip."));
  public static final Column<Long> CONTROL_WIDTH =
      COLUMNS.add(integer("control_width", "Width of its networks."));
  public static final Column<String> PAIRING =
      COLUMNS.add(
          text(
              "pairing",
              "width: the control has the same width; parameters: it has the width whose"
                  + " parameter_count is nearest, within a tenth."));
  public static final Column<String> METRIC =
      COLUMNS.add(text("metric", SingularitiesTable.METRIC.definition()));
  public static final Column<Long> PAIRS =
      COLUMNS.add(
          integer(
              "pairs",
              "Pairs with both values; steps to a level that was never reached count as more than"
                  + " any number."));
  public static final Column<Long> PROBLEMS =
      COLUMNS.add(integer("problems", "Number of problems among the pairs."));
  public static final Column<Double> DIFFERENCE =
      COLUMNS.add(
          real(
                  "difference",
                  ONE,
                  "Mean of (family minus control) over the pairs, in the unit of the metric; null"
                      + " where a level was never reached in one of them.")
              .orNull());
  public static final Column<Double> DIFFERENCE_LOW =
      COLUMNS.add(
          real(
                  "difference_low",
                  ONE,
                  "Lower end of its 95% interval: Student's, from the variance between problems or of"
                      + " seeds, the greater.")
              .orNull());
  public static final Column<Double> DIFFERENCE_HIGH =
      COLUMNS.add(real("difference_high", ONE, "Upper end of it.").orNull());
  public static final Column<Double> SIGN =
      COLUMNS.add(
          real(
              "sign",
              ONE,
              "Share of the pairs in which the family's value is higher minus the share in which it"
                  + " is lower: from -1 to 1."));
  public static final Column<Double> SIGN_LOW =
      COLUMNS.add(
          real(
                  "sign_low",
                  ONE,
                  "Lower end of its 95% interval: Student's and Clopper and Pearson's, the"
                      + " wider; null where all pairs are tied.")
              .orNull());
  public static final Column<Double> SIGN_HIGH =
      COLUMNS.add(real("sign_high", ONE, "Upper end of its 95% interval.").orNull());
  public static final Column<Double> P_VALUE =
      COLUMNS.add(
          real(
                  "p_value",
                  ONE,
                  "Two-sided p-value of sign = 0: the larger of Student's and the sign test's, not"
                      + " adjusted.")
              .orNull());
  public static final Column<String> PUBLISHED =
      COLUMNS.add(
          text(
                  "published",
                  "Direction claimed by Orhan and Pitkow: higher or lower in the family with more"
                      + " skip; null where they claim none.")
              .orNull());
  public static final Column<String> VERDICT =
      COLUMNS.add(
          text(
                  "verdict",
                  "agree or disagree where the interval of sign lies on one side of 0, else"
                      + " undecided; null without a claim.")
              .orNull());

  /** The table. */
  public static final Table TABLE = COLUMNS.build();

  private ContrastsTable() {}
}
