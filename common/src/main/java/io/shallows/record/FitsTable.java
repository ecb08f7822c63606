package io.shallows.record;

import static io.shallows.record.Column.ONE;
import static io.shallows.record.Column.flag;
import static io.shallows.record.Column.integer;
import static io.shallows.record.Column.real;
import static io.shallows.record.Column.text;

import java.util.List;

/** One row per law of depth against width, with its verdict. */
public final class FitsTable {

  private static final String SINGLE = " Not adjusted for the number of tests.";

  private static final Table.Definition COLUMNS =
      Table.define(
          "fits",
          "One law of depth against width, for all problems, initializations and seeds of a family,"
              + " network depth and input dimension together.",
          List.of(
              LeadingColumns.FAMILY,
              LeadingColumns.NETWORK_DEPTH,
              LeadingColumns.INPUT_DIMENSION,
              LeadingColumns.ETA));

  public static final Column<String> MEASUREMENT_ID = COLUMNS.add(DepthsTable.MEASUREMENT_ID);
  public static final Column<String> TARGET =
      COLUMNS.add(text("target", DepthsTable.TARGET.definition()));
  public static final Column<Double> QUANTILE =
      COLUMNS.add(real("quantile", ONE, "tau: the quantile of depth that was fitted."));
  public static final Column<Double> SLOPE =
      COLUMNS.add(
          real(
                  "slope",
                  ONE,
                  "d log Q_tau / d log m by least squares over the used widths; Q_tau is the"
                      + " quantile of the depths that are not zero, all problems together.")
              .orNull());
  public static final Column<Double> SLOPE_LOW =
      COLUMNS.add(real("slope_low", ONE, "Lower end of the slope's 95% interval.").orNull());
  public static final Column<Double> SLOPE_HIGH =
      COLUMNS.add(real("slope_high", ONE, "Upper end of the slope's 95% interval.").orNull());
  public static final Column<Double> SLOPE_ERROR =
      COLUMNS.add(
          real(
                  "slope_error",
                  ONE,
                  "Standard error of the slope from the bootstrap over problems and seeds.")
              .orNull());
  public static final Column<Double> THEORY_SLOPE =
      COLUMNS.add(real("theory_slope", ONE, "(eta - 1) / n."));
  public static final Column<String> VERDICT =
      COLUMNS.add(
          text(
              "verdict",
              "proved: depth is 0 by proof from zero_width on, or the proven bound falls at least as"
                  + " fast as m^theory_slope (p_bound at most .025); consistent: the ways"
                  + " found do, which bound depth (p_consistent at most .025); contradicted: certified lower ends fall more"
                  + " slowly (p_value at most .025); undecided: nothing of this is shown."));
  public static final Column<String> REASON =
      COLUMNS.add(text("reason", "Why the verdict is what it is."));
  public static final Column<String> TEST =
      COLUMNS.add(
          text(
                  "test",
                  "How p-values come about: fixed, by sign flips, for a number of problems that was"
                      + " chosen beforehand; sequential, as 2 / e or twice that of the first"
                      + " sixteen, for problems that are added as one goes.")
              .orNull());
  public static final Column<Double> P_VALUE =
      COLUMNS.add(
          real(
                  "p_value",
                  ONE,
                  "Of p_value_single, adjusted for all tests: by Holm over the fits of the first"
                      + " quantile; for further quantiles, which are asked only where the first is"
                      + " decided, times the number of those.")
              .orNull());
  public static final Column<Double> P_CONSISTENT =
      COLUMNS.add(real("p_consistent", ONE, "Of p_consistent_single, adjusted likewise.").orNull());
  public static final Column<Double> P_BOUND =
      COLUMNS.add(real("p_bound", ONE, "Of p_bound_single, adjusted likewise.").orNull());
  public static final Column<Double> P_VALUE_SINGLE =
      COLUMNS.add(
          real(
                  "p_value_single",
                  ONE,
                  "p-value of 'depth does not fall more slowly than m^theory_slope': exact test"
                      + " over problems, of the least trends that certified ends allow."
                      + SINGLE)
              .orNull());
  public static final Column<Double> P_CONSISTENT_SINGLE =
      COLUMNS.add(
          real(
                  "p_consistent_single",
                  ONE,
                  "p-value of 'depth does not fall faster than m^theory_slope': exact test over"
                      + " problems, of the trends of depth_upper."
                      + SINGLE)
              .orNull());
  public static final Column<Double> P_BOUND_SINGLE =
      COLUMNS.add(
          real(
                  "p_bound_single",
                  ONE,
                  "The same test with bound_explicit in the place of depth_upper." + SINGLE)
              .orNull());
  public static final Column<Long> PROBLEMS_VOTING =
      COLUMNS.add(
          integer(
                  "problems_voting",
                  "Problems with covered minima at widths a factor of 4 or more apart; null, like the"
                      + " next two, in rows of programs that tested slopes.")
              .orNull());
  public static final Column<Long> PROBLEMS_FALLING =
      COLUMNS.add(
          integer(
                  "problems_falling",
                  "Those in which Q_tau(depth_upper) m^-theory_slope falls from the narrower to the"
                      + " wider of two widths more often than it rises, zeros and censored depths as"
                      + " 0; or is 0 everywhere, over at least 3 / (1 - tau) minima.")
              .orNull());
  public static final Column<Long> PROBLEMS_RISING =
      COLUMNS.add(
          integer(
                  "problems_rising",
                  "Those in which it rises for every depth between depth_lower and depth_upper.")
              .orNull());
  public static final Column<Long> PROBLEMS_WANTED =
      COLUMNS.add(
          integer(
                  "problems_wanted",
                  "About how many problems like these would decide it, at .025 over all settings of"
                      + " the sweep; null if not even 300.")
              .orNull());
  public static final Column<Long> ZERO_WIDTH =
      COLUMNS.add(
          integer(
                  "zero_width",
                  "The least width from which on the depth of every minimum is 0 by proof.")
              .orNull());
  public static final Column<Double> P_DIRECTIONS =
      COLUMNS.add(
          real(
                  "p_directions",
                  ONE,
                  "p-value of slope <= (eta - 1) / (n - 1); null for n = 1." + SINGLE)
              .orNull());
  public static final Column<Double> P_INVERSE_ROOT =
      COLUMNS.add(real("p_inverse_root", ONE, "p-value of slope <= -1/2." + SINGLE).orNull());
  public static final Column<Boolean> BOUND_PROVEN =
      COLUMNS.add(
          flag("bound_proven", "Whether bound_applies is true for all covered minima of the fit."));
  public static final Column<String> LAW =
      COLUMNS.add(
          text(
                  "law",
                  "The simplest law whose error at the held-out largest widths is no greater than"
                      + " problems and seeds explain: inverse-root, power, exponential,"
                      + " offset-power or broken-power.")
              .orNull());
  public static final Column<Double> HOLDOUT_ERROR =
      COLUMNS.add(
          real(
                  "holdout_error",
                  ONE,
                  "Root mean square error of log depth by that law at the held-out widths.")
              .orNull());
  public static final Column<Long> WIDTHS =
      COLUMNS.add(integer("widths", "Number of widths with covered minima."));
  public static final Column<Long> USED_WIDTHS =
      COLUMNS.add(integer("used_widths", "Number of widths in the fit."));
  public static final Column<Long> PROBLEMS =
      COLUMNS.add(integer("problems", "Number of problems in the fit."));
  public static final Column<Long> MINIMA =
      COLUMNS.add(integer("minima", "Number of covered minima whose depth_upper is known."));
  public static final Column<Double> ZERO_SHARE =
      COLUMNS.add(
          real("zero_share", ONE, "Share of them whose depth_upper is exactly 0.").orNull());
  public static final Column<Double> CENSORED_SHARE =
      COLUMNS.add(
          real("censored_share", ONE, "Share of them with 0 < depth_upper <= depth_floor.")
              .orNull());
  public static final Column<Double> EXACT_SHARE =
      COLUMNS.add(
          real(
                  "exact_share",
                  ONE,
                  "Share of them whose depth is known from both sides, zeros and censored depths"
                      + " included; of the others only an upper end and a lower one apart.")
              .orNull());
  public static final Column<Long> BOUND_CHECKED =
      COLUMNS.add(
          integer(
              "bound_checked",
              "Covered minima with depth_upper and bound_explicit, where the proof applies."));
  public static final Column<Long> BOUND_VIOLATIONS =
      COLUMNS.add(
          integer("bound_violations", "Those of bound_checked with depth_upper > bound_explicit."));
  public static final Column<Double> BOUND_RATIO_MEDIAN =
      COLUMNS.add(
          real("bound_ratio_median", ONE, "Median of depth_upper / bound_explicit over them.")
              .orNull());
  public static final Column<Double> BOUND_RATIO_MAX =
      COLUMNS.add(
          real("bound_ratio_max", ONE, "Greatest depth_upper / bound_explicit of them.").orNull());
  public static final Column<Double> TREND_COEFFICIENT =
      COLUMNS.add(
          real(
                  "trend_coefficient",
                  ONE,
                  "c of the fit slope = c / n over the input dimensions of this family, network"
                      + " depth, eta and quantile; the bound has c = eta - 1.")
              .orNull());
  public static final Column<Double> TREND_P_VALUE =
      COLUMNS.add(
          real("trend_p_value", ONE, "p-value of slopes proportional to 1 / n." + SINGLE).orNull());

  /** The table. */
  public static final Table TABLE = COLUMNS.build();

  private FitsTable() {}
}
