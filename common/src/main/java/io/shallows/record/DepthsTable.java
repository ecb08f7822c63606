package io.shallows.record;

import static io.shallows.record.Column.ONE;
import static io.shallows.record.Column.SECONDS;
import static io.shallows.record.Column.flag;
import static io.shallows.record.Column.integer;
import static io.shallows.record.Column.real;
import static io.shallows.record.Column.reals;
import static io.shallows.record.Column.text;

import io.shallows.depth.question.DepthTargets;

/** One row per minimum, target and eta: how high the lowest known path to the target climbs. */
public final class DepthsTable {

  private static final Table.Definition COLUMNS =
      Table.define(
          "depths",
          "One minimum, target and eta: bracket of the depth, how it was found and the bound.",
          LeadingColumns.ofDepth());

  public static final Column<String> MEASUREMENT_ID =
      COLUMNS.add(
          text(
              "measurement_id",
              "Hash of the measurement settings; rows measured with other settings have another"
                  + " value."));
  public static final Column<String> TARGET =
      COLUMNS.add(
          text(
              "target",
              DepthTargets.definitions()
                  + " Of one minimum, depth_upper never falls as the level falls."));
  public static final Column<Double> DROP =
      COLUMNS.add(
          real(
                  "drop",
                  ONE,
                  "For target own, the share of its loss that the minimum must lose: the level is"
                      + " loss - max(drop * loss, the global tolerance).")
              .orNull());
  public static final Column<String> TARGET_TRIAL_ID =
      COLUMNS.add(
          text(
                  "target_trial_id",
                  "The best trial of the cell, for target cell-best; the minimum that the bar ends"
                      + " in, for target tree.")
              .orNull());
  public static final Column<Long> REFERENCE_WIDTH =
      COLUMNS.add(integer("reference_width", "k = ceil(m^eta), for target reference.").orNull());
  public static final Column<String> MINIMUM_KIND =
      COLUMNS.add(text("minimum_kind", TrialsTable.MINIMUM_KIND.definition()));
  public static final Column<Double> LOSS =
      COLUMNS.add(real("loss", Column.LOSS, "Loss of the minimum."));
  public static final Column<Double> REFERENCE_LOSS =
      COLUMNS.add(
          real(
              "reference_loss",
              Column.LOSS,
              "The target level: e(k), the best two-layer loss found for width k (an upper bound"
                  + " of the true optimum), the loss of the target trial, or for target own the"
                  + " level below the minimum itself."));
  public static final Column<Boolean> COVERED =
      COLUMNS.add(
          flag(
              "covered",
              "Whether the minimum stands above the target: its kind is not global, and loss >"
                  + " reference_loss + training.globalTolerance * (loss of the best constant); for"
                  + " target own, not global alone. Depth is measured for covered minima only."));
  public static final Column<Double> DEPTH_LOWER =
      COLUMNS.add(
          real(
                  "depth_lower",
                  Column.LOSS,
                  "Certified lower end of the bracket: the larger of what the finder cell-flood"
                      + " proved to this or a higher level and, where the level lies below the"
                      + " minimum's certificate_dip, its certificate_rise; else 0.")
              .orNull());
  public static final Column<Double> DEPTH_UPPER =
      COLUMNS.add(
          real(
                  "depth_upper",
                  Column.LOSS,
                  "Certified upper end: the least, over all paths known from the minimum that reach"
                      + " the level, whatever they were looked for, of (maximum of the loss on the"
                      + " path) - loss, rounding included. Only exact and interval certificates"
                      + " enter. 0 only by an argument, see zero_reason; where it equals"
                      + " depth_floor it is censored: the depth may be anything from 0 to it.")
              .orNull());
  public static final Column<Boolean> DEPTH_EXACT =
      COLUMNS.add(
          flag(
                  "depth_exact",
                  "Whether the depth is known: depth_lower and depth_upper differ by no more than"
                      + " rounding, a millionth of depth_upper or depth_floor. Null for minima that"
                      + " are not covered.")
              .orNull());
  public static final Column<Double> DEPTH_MERGE =
      COLUMNS.add(
          real("depth_merge", Column.LOSS, "Exact maximum minus loss of the best merge path.")
              .orNull());
  public static final Column<Double> DEPTH_REFIT =
      COLUMNS.add(
          real(
                  "depth_refit",
                  Column.LOSS,
                  "Exact maximum minus loss of the refit path: the head slides to the"
                      + " least-squares head on the units outside a freed set.")
              .orNull());
  public static final Column<Double> DEPTH_CONSTRUCTIVE =
      COLUMNS.add(
          real(
                  "depth_constructive",
                  Column.LOSS,
                  "The least of depth_merge, depth_refit and the climbs of the paths by which"
                      + " the other explicit bounds are proven.")
              .orNull());
  public static final Column<String> DEPTH_METHOD =
      COLUMNS.add(
          text(
                  "depth_method",
                  "The path finder that gave depth_upper; exact-zero where zero_reason did.")
              .orNull());
  public static final Column<String> ZERO_REASON =
      COLUMNS.add(
          text(
                  "zero_reason",
                  "Why depth_upper is exactly 0 by an argument: two layers with a bias and at least"
                      + " as many units as distinct samples; as many units without effect as the"
                      + " level's network has; or one unit that is unused, a duplicate, off on all"
                      + " samples, on the same sides as another or on beside a linear skip, from"
                      + " which a path that never rises was found.")
              .orNull());
  public static final Column<String> CERTIFICATE =
      COLUMNS.add(
          text(
                  "certificate",
                  "How the maximum on the path is known: exact (one-layer segments, piecewise"
                      + " quadratic), interval (bisection until the gap is below the tolerance)"
                      + " or sampled (never enters depth_upper).")
              .orNull());
  public static final Column<Double> CERTIFICATE_TOLERANCE =
      COLUMNS.add(
          real("certificate_tolerance", ONE, "Relative gap at which an interval certificate stops.")
              .orNull());
  public static final Column<Double> BOUND_EXPLICIT =
      COLUMNS.add(
          real(
                  "bound_explicit",
                  Column.LOSS,
                  "The least of the explicit bounds that are proven here, with its constants and"
                      + " for the best choice found; bound_kind names it.")
              .orNull());
  public static final Column<String> BOUND_KIND =
      COLUMNS.add(
          text(
                  "bound_kind",
                  "The proof of bound_explicit: merge (units of nearly one direction become"
                      + " one), path-norm (the channels through which least passes are no longer"
                      + " read) or sampling (some small units leave the head and the others take"
                      + " their part).")
              .orNull());
  public static final Column<Double> PATH_NORM =
      COLUMNS.add(
          real(
                  "path_norm",
                  Column.OUTPUT,
                  "Sum over all ways through the network of the product of absolute weights behind"
                      + " the first hidden layer, times the root mean square of the first unit's"
                      + " values on the data; a head counts the norm of its row. No rescaling of"
                      + " units changes it; bound_explicit falls with the width only as long as it"
                      + " stays bounded. Null for losses that no bound speaks of.")
              .orNull());
  public static final Column<Boolean> BOUND_APPLIES =
      COLUMNS.add(
          flag(
              "bound_applies",
              "Whether a proof of bound_explicit covers the row: the target is a reference, the"
                  + " loss is squared, the head is learned, and no fixed matrix joins layers."));
  public static final Column<Double> NORMALIZED_DEPTH =
      COLUMNS.add(
          real("normalized_depth", Column.LOSS, "depth_upper * m^((1 - eta) / n).").orNull());
  public static final Column<Double> DEPTH_FLOOR =
      COLUMNS.add(
          real(
                  "depth_floor",
                  Column.LOSS,
                  "What rounding may hide on the path, at least 1000 ulp of the loss. Where"
                      + " depth_upper is above 0 and at most this, it is left-censored.")
              .orNull());
  public static final Column<Long> GRADIENT_EVALUATIONS =
      COLUMNS.add(
          integer(
              "gradient_evaluations",
              "Losses, gradients and Hessian products that the path finders spent, those with"
                  + " refitted heads counted twice; constructive paths and certificates are not"
                  + " counted."));
  public static final Column<Long> FLOOD_CELLS =
      COLUMNS.add(
          integer(
                  "flood_cells",
                  "Convex cells that cell-flood left behind before it reached the level or ended."
                      + " Null where it did not run.")
              .orNull());
  public static final Column<Long> FLOOD_PROGRAMS =
      COLUMNS.add(
          integer(
                  "flood_programs",
                  "Convex programs that cell-flood solved by then, for this level and all higher"
                      + " ones. Null where it did not run.")
              .orNull());
  public static final Column<double[]> IMPROVEMENT_EVALUATIONS =
      COLUMNS.add(
          reals(
              "improvement_evaluations",
              Column.ONE,
              "gradient_evaluations at which the lowest barrier fell, one per entry of"
                  + " improvement_barriers."));
  public static final Column<double[]> IMPROVEMENT_BARRIERS =
      COLUMNS.add(
          reals(
              "improvement_barriers",
              Column.LOSS,
              "The lowest barrier each time it fell; a search that still improves near its end"
                  + " asks for a larger budget."));
  public static final Column<Double> SECONDS_SPENT =
      COLUMNS.add(
          real(
              "seconds",
              SECONDS,
              "Wall-clock time of the measurement: that of all targets of the minimum, shared"
                  + " equally among their rows, since they share their paths."));

  /** The table. */
  public static final Table TABLE = COLUMNS.build();

  private DepthsTable() {}
}
