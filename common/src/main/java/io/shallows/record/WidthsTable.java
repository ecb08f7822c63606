package io.shallows.record;

import static io.shallows.record.Column.ONE;
import static io.shallows.record.Column.integer;
import static io.shallows.record.Column.real;
import static io.shallows.record.Column.text;

import java.util.List;

/** One row per width of a fit: the points behind a law of depth against width. */
public final class WidthsTable {

  private static final Table.Definition COLUMNS =
      Table.define(
          "widths",
          "One width of a fit: the quantile of depth over all problems, initializations and seeds.",
          List.of(
              LeadingColumns.FAMILY,
              LeadingColumns.WIDTH,
              LeadingColumns.NETWORK_DEPTH,
              LeadingColumns.INPUT_DIMENSION,
              LeadingColumns.ETA));

  public static final Column<String> MEASUREMENT_ID = COLUMNS.add(DepthsTable.MEASUREMENT_ID);
  public static final Column<String> TARGET =
      COLUMNS.add(text("target", DepthsTable.TARGET.definition()));
  public static final Column<Double> QUANTILE =
      COLUMNS.add(real("quantile", ONE, "tau: the level of the quantile."));
  public static final Column<String> USE =
      COLUMNS.add(
          text(
              "use",
              "used: the width is in the fit; too-few: too few covered minima; zeros: too few that"
                  + " are not zero; censored: the quantile is at or near the float floor."));
  public static final Column<Long> ZEROS =
      COLUMNS.add(integer("zeros", "Covered minima with depth_upper = 0."));
  public static final Column<Long> CENSORED =
      COLUMNS.add(integer("censored", "Covered minima with 0 < depth_upper <= depth_floor."));
  public static final Column<Long> MEASURED =
      COLUMNS.add(integer("measured", "Covered minima with depth_upper > depth_floor."));
  public static final Column<Double> POSITIVE_SHARE =
      COLUMNS.add(
          real(
                  "positive_share",
                  ONE,
                  "P(depth > 0): share of the covered minima that are measured, neither zero nor"
                      + " censored; the same for every quantile. Null, like its ends, in rows of"
                      + " earlier programs.")
              .orNull());
  public static final Column<Double> POSITIVE_LOW =
      COLUMNS.add(
          real(
                  "positive_low",
                  ONE,
                  "Lower end of its 95% interval: Clopper's and Pearson's for the effective number of"
                      + " minima, which is that of problems where all agree.")
              .orNull());
  public static final Column<Double> POSITIVE_HIGH =
      COLUMNS.add(real("positive_high", ONE, "Upper end of it.").orNull());
  public static final Column<Double> POSITIVE_MEDIAN =
      COLUMNS.add(
          real(
                  "positive_median",
                  Column.LOSS,
                  "Median of depth_upper over those that are measured; the same for every"
                      + " quantile.")
              .orNull());
  public static final Column<Double> DEPTH =
      COLUMNS.add(
          real("depth", Column.LOSS, "The quantile of depth_upper over those not zero.").orNull());
  public static final Column<Double> DEPTH_MEDIAN =
      COLUMNS.add(
          real(
                  "depth_median",
                  Column.LOSS,
                  "Median of depth_upper over the covered minima whose depth_upper is known, zeros"
                      + " included; the same for every quantile.")
              .orNull());
  public static final Column<Double> DEPTH_LOW =
      COLUMNS.add(
          real(
                  "depth_low",
                  Column.LOSS,
                  "Lower end of its 95% interval, 0 among censored depths; absent where some floor"
                      + " is not below the quantile.")
              .orNull());
  public static final Column<Double> DEPTH_HIGH =
      COLUMNS.add(
          real(
                  "depth_high",
                  Column.LOSS,
                  "Upper end of its 95% interval; at most the greatest depth seen.")
              .orNull());
  public static final Column<Double> BOUND_MEDIAN =
      COLUMNS.add(
          real(
                  "bound_median",
                  Column.LOSS,
                  "Median of bound_explicit over the covered minima with depth_upper, where the"
                      + " proof applies.")
              .orNull());
  public static final Column<Double> BOUND_RATIO_MEDIAN =
      COLUMNS.add(
          real("bound_ratio_median", ONE, "Median of depth_upper / bound_explicit over them.")
              .orNull());
  public static final Column<Double> BOUND_RATIO_MAX =
      COLUMNS.add(
          real("bound_ratio_max", ONE, "Greatest depth_upper / bound_explicit of them.").orNull());

  /** The table. */
  public static final Table TABLE = COLUMNS.build();

  private WidthsTable() {}
}
