package io.shallows.record;

import static io.shallows.record.Column.ONE;
import static io.shallows.record.Column.SECONDS;
import static io.shallows.record.Column.integer;
import static io.shallows.record.Column.real;
import static io.shallows.record.Column.text;

import io.shallows.record.SingularityColumns.Moment;

/** One row per trial that was carried out: where training ended and what that point is. */
public final class TrialsTable {

  private static final Table.Definition COLUMNS =
      Table.define(
          "trials",
          "One trial that was carried out: where training ended and what that point is.",
          LeadingColumns.ofTrial());

  public static final Column<Long> DIRECTION_DIMENSION =
      COLUMNS.add(
          integer(
              "direction_dimension",
              "Dimension of the sphere of first-layer directions: n with bias, n - 1 without."));
  public static final Column<String> STATUS =
      COLUMNS.add(
          text(
              "status",
              "How the trial ended: converged, completed (the schedule of a preset that ends after a"
                  + " number of steps), budget (iteration limit), timed-out (wall-clock"
                  + " deadline) or diverged. Failures have rows in table failures instead."));
  public static final Column<Double> LOSS =
      COLUMNS.add(
          real(
                  "loss",
                  Column.LOSS,
                  "L(theta) = (1/N) sum_i |f(x_i) - y_i|^2 at the end of training, or"
                      + " the population loss of a gaussian-teacher problem.")
              .orNull());
  public static final Column<Double> LOSS_NORMALIZED =
      COLUMNS.add(
          real("loss_normalized", ONE, "loss divided by the loss of the best constant predictor.")
              .orNull());
  public static final Column<Double> GRADIENT_NORM =
      COLUMNS.add(
          real(
                  "gradient_norm",
                  Column.LOSS,
                  "Euclidean norm of the gradient with relu'(0) = 0. It need not vanish at a"
                      + " minimum that lies on a kink: see stationarity.")
              .orNull());
  public static final Column<Double> STATIONARITY =
      COLUMNS.add(
          real(
                  "stationarity",
                  Column.LOSS,
                  "Distance of 0 from the Clarke subdifferential: the least |g_0 + sum s_ij c_ij"
                      + " x_j| over 0 <= s_ij <= 1, where the sum runs over the active kinks"
                      + " (unit i, sample j), c_ij = dL/dh_0[i,j] and g_0 is the gradient with"
                      + " the kinks switched off. Equal to gradient_norm without kinks.")
              .orNull());
  public static final Column<Double> STATIONARITY_TOLERANCE =
      COLUMNS.add(
          real(
                  "stationarity_tolerance",
                  Column.LOSS,
                  "Largest stationarity at which the point was taken to be stationary.")
              .orNull());
  public static final Column<String> MINIMUM_KIND =
      COLUMNS.add(
          text(
              "minimum_kind",
              "smooth-strict, smooth-flat, kink (a local minimum on kinks), kink-unresolved,"
                  + " saddle, not-stationary or global (loss at most the tolerance). Saddles and"
                  + " points that are not stationary never enter depth statistics."));
  public static final Column<Double> HESSIAN_MIN =
      COLUMNS.add(
          real(
                  "hessian_min",
                  Column.LOSS,
                  "Smallest eigenvalue of the Hessian on the subspace that keeps the active"
                      + " kinks, symmetry directions removed.")
              .orNull());
  public static final Column<Double> HESSIAN_MIN_CERTIFIED =
      COLUMNS.add(
          real(
                  "hessian_min_certified",
                  Column.LOSS,
                  "Proven lower bound of hessian_min at a certified smooth-strict minimum; null"
                      + " where there is no certificate.")
              .orNull());
  public static final Column<Double> THIRD_DERIVATIVE_BOUND =
      COLUMNS.add(
          real(
                  "third_derivative_bound",
                  Column.LOSS,
                  "Proven Lipschitz constant M of the Hessian on the ball of the certificate.")
              .orNull());
  public static final Column<Double> CERTIFICATE_RADIUS =
      COLUMNS.add(
          real(
                  "certificate_radius",
                  ONE,
                  "Radius r of the ball of the certificate, in parameters across the rescalings of"
                      + " units: it holds no kink of any sample.")
              .orNull());
  public static final Column<Double> CERTIFICATE_RISE =
      COLUMNS.add(
          real(
                  "certificate_rise",
                  Column.LOSS,
                  "Proven least rise of the loss on the sphere of that ball, -g r + lambda r^2 / 2 -"
                      + " M r^3 / 6 with g the gradient norm: a lower bound of the depth to every"
                      + " level below loss - certificate_dip.")
              .orNull());
  public static final Column<Double> CERTIFICATE_DIP =
      COLUMNS.add(
          real(
                  "certificate_dip",
                  Column.LOSS,
                  "Most by which the loss within the ball can lie below loss: 3 g^2 / (2 lambda) and"
                      + " rounding.")
              .orNull());
  public static final Column<Long> ACTIVE_KINKS =
      COLUMNS.add(
          integer(
                  "active_kinks",
                  "Number of pairs (unit, sample) whose pre-activation is zero within tolerance.")
              .orNull());
  public static final Column<Long> ITERATIONS =
      COLUMNS.add(integer("iterations", "Accepted steps of the optimizer.").orNull());
  public static final Column<Long> GRADIENT_EVALUATIONS =
      COLUMNS.add(
          integer("gradient_evaluations", "Evaluations of the gradient or the Jacobian.").orNull());
  public static final Column<Double> SECONDS_SPENT =
      COLUMNS.add(real("seconds", SECONDS, "Wall-clock time of the trial."));

  static {
    SingularityColumns.all(Moment.END, Moment.INITIAL).forEach(COLUMNS::add);
    SpectrumColumns.all(Moment.END, Moment.INITIAL).forEach(COLUMNS::add);
    SlowDownColumns.all().forEach(COLUMNS::add);
  }

  /** The table. */
  public static final Table TABLE = COLUMNS.build();

  private TrialsTable() {}
}
