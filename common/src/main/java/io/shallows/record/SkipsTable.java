package io.shallows.record;

import static io.shallows.record.Column.ONE;
import static io.shallows.record.Column.integer;
import static io.shallows.record.Column.real;
import static io.shallows.record.Column.text;

import java.util.List;

/** One row per family with skips and question: what the skips change, over the whole sweep. */
public final class SkipsTable {

  private static final Table.Definition COLUMNS =
      Table.define(
          "skips",
          "One question about a family with skips against plain, asked over all depths, dimensions,"
              + " widths and eta at once, with the problem as the unit of an exact sign-flip test.",
          List.of(LeadingColumns.FAMILY));

  public static final Column<String> MEASUREMENT_ID = COLUMNS.add(DepthsTable.MEASUREMENT_ID);
  public static final Column<String> QUESTION =
      COLUMNS.add(
          text(
              "question",
              "deep: are deep minima rarer, over all pairs? covered: are covered minima rarer?"
                  + " climb: of pairs of two covered minima, is depth_upper lower? depth: is depth"
                  + " itself lower, as far as its two ends are certain?"));
  public static final Column<String> VERDICT =
      COLUMNS.add(
          text(
              "verdict",
              "lower or higher with skips, where the adjusted p-value is at most .025; else"
                  + " undecided."));
  public static final Column<String> REASON = COLUMNS.add(text("reason", "The verdict in words."));
  public static final Column<String> TEST =
      COLUMNS.add(text("test", FitsTable.TEST.definition()).orNull());
  public static final Column<Long> PROBLEMS =
      COLUMNS.add(integer("problems", "Problems with pairs that the question is about."));
  public static final Column<Long> PROBLEMS_LOWER =
      COLUMNS.add(
          integer("problems_lower", "Those in which more pairs are lower than higher with skips."));
  public static final Column<Long> PROBLEMS_HIGHER =
      COLUMNS.add(integer("problems_higher", "Those in which more are higher than lower."));
  public static final Column<Long> PROBLEMS_WANTED =
      COLUMNS.add(
          integer(
                  "problems_wanted",
                  "Problems with which the question would be decided, at .025 over all that are asked"
                      + " beside it, if those to come are like these; no fewer than there are. Null"
                      + " where more than 300 would be wanted.")
              .orNull());
  public static final Column<Long> PAIRS =
      COLUMNS.add(integer("pairs", "Pairs that the question is about."));
  public static final Column<Long> PAIRS_LOWER =
      COLUMNS.add(integer("pairs_lower", "Those that are lower with skips."));
  public static final Column<Long> PAIRS_HIGHER =
      COLUMNS.add(integer("pairs_higher", "Those that are higher."));
  public static final Column<Double> DIFFERENCE =
      COLUMNS.add(
          real(
                  "difference",
                  ONE,
                  "Mean over problems of the share of pairs that are higher less the share that are"
                      + " lower.")
              .orNull());
  public static final Column<Double> DIFFERENCE_LOW =
      COLUMNS.add(
          real("difference_low", ONE, "Lower end of its 95% interval between problems.").orNull());
  public static final Column<Double> DIFFERENCE_HIGH =
      COLUMNS.add(
          real("difference_high", ONE, "Upper end of its 95% interval between problems.").orNull());
  public static final Column<Double> P_LOWER_SINGLE =
      COLUMNS.add(
          real(
              "p_lower_single",
              ONE,
              "Exact one-sided p-value of \"not lower\": sign flips of each problem's number of"
                  + " higher pairs less lower ones."));
  public static final Column<Double> P_HIGHER_SINGLE =
      COLUMNS.add(real("p_higher_single", ONE, "The same of \"not higher\"."));
  public static final Column<Double> P_LOWER =
      COLUMNS.add(
          real(
                  "p_lower",
                  ONE,
                  "p_lower_single adjusted: for deep by Holm's method over families, for the others,"
                      + " which are asked only where deep is decided, times families and questions."
                      + " Null where not asked.")
              .orNull());
  public static final Column<Double> P_HIGHER =
      COLUMNS.add(real("p_higher", ONE, "p_higher_single adjusted in the same way.").orNull());

  /** The table. */
  public static final Table TABLE = COLUMNS.build();

  private SkipsTable() {}
}
