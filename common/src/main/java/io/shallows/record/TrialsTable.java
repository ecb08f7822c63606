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
              "How the trial ended: converged, completed (the schedule of a preset that ends after"
                  + " a number of steps), budget (a limit on steps or evaluations, or no step that"
                  + " rounding can tell from standing still), valley (the loss falls for ever along a"
                  + " direction of the output weights: no minimum), timed-out (wall-clock deadline) or"
                  + " diverged. Failures have rows in table failures instead."));
  public static final Column<Double> LOSS =
      COLUMNS.add(
          real(
                  "loss",
                  Column.LOSS,
                  "L(theta) where the search ended: (1/N) sum_i |f(x_i) - y_i|^2, the mean softmax"
                      + " cross-entropy with training.loss: cross-entropy, or the population loss"
                      + " of a gaussian-teacher problem. Column penalty is in it with training.penalty; no"
                      + " other penalty is.")
              .orNull());
  public static final Column<Double> LOSS_NORMALIZED =
      COLUMNS.add(
          real("loss_normalized", ONE, "loss divided by the loss of the best constant predictor.")
              .orNull());
  public static final Column<Double> PENALTY =
      COLUMNS.add(
          real(
                  "penalty",
                  Column.LOSS,
                  "What training.penalty adds to the loss, kappa sum_k |b_k| |w_k| over the units"
                      + " of a two-layer network; null without a penalty.")
              .orNull());
  public static final Column<Double> GRADIENT_NORM =
      COLUMNS.add(
          real(
                  "gradient_norm",
                  Column.LOSS,
                  "Euclidean norm of the gradient with the relus of kinks switched off; for a"
                      + " diverged run that of its last gradient. It need not vanish at a minimum"
                      + " that lies on a kink: see stationarity.")
              .orNull());
  public static final Column<Double> STATIONARITY =
      COLUMNS.add(
          real(
                  "stationarity",
                  Column.LOSS,
                  "Distance of 0 from the Clarke subdifferential: the least |g_0 + sum_k s_k c_k"
                      + " grad z_k| over 0 <= s_k <= 1, where the sum runs over the kinks (unit,"
                      + " sample) with pre-activation z_k, c_k is the derivative of the loss with"
                      + " respect to the unit's output there and g_0 is the gradient with the kinks"
                      + " switched off. Kinks with c_k < 0 have slope 0 or 1, and the largest of"
                      + " the norms tried counts. Equal to gradient_norm without kinks.")
              .orNull());
  public static final Column<Double> STATIONARITY_TOLERANCE =
      COLUMNS.add(
          real(
                  "stationarity_tolerance",
                  Column.LOSS,
                  "Largest stationarity at which the point was taken to be stationary: the lesser"
                      + " of training.gradientTolerance and training.relativeTolerance times the"
                      + " most that the gradient can be at this loss (see stationarity_relative).")
              .orNull());
  public static final Column<Double> STATIONARITY_RELATIVE =
      COLUMNS.add(
          real(
                  "stationarity_relative",
                  ONE,
                  "stationarity divided by the most that the gradient can be by Cauchy-Schwarz:"
                      + " (2/N) |J| |r|, J the Jacobian of the outputs with the active kinks"
                      + " switched off and Frobenius norm, r half the derivatives of the losses"
                      + " with respect to the outputs, f - y for the squared loss; sqrt(2 T loss)"
                      + " for population losses, T the expected squared length of the output's"
                      + " gradient.")
              .orNull());
  public static final Column<String> MINIMUM_KIND =
      COLUMNS.add(
          text(
              "minimum_kind",
              "smooth-strict, smooth-flat, kink (a local minimum on kinks), kink-unresolved"
                  + " (with training.penalty: a unit is 0, and whether it stays there is not"
                  + " known), saddle, not-stationary (stationarity above"
                  + " stationarity_tolerance) or global (loss_normalized at most"
                  + " training.globalTolerance, whatever the stationarity; with training.penalty"
                  + " also proven by the dual bound, for networks of every width). Saddles and"
                  + " points that are not stationary never enter depth statistics."));
  public static final Column<Double> HESSIAN_MIN =
      COLUMNS.add(
          real(
                  "hessian_min",
                  Column.LOSS,
                  "Smallest eigenvalue of the Hessian on the subspace that keeps the kinks,"
                      + " rescaling directions removed; null at points of data that are global or"
                      + " not stationary.")
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
                  "Proven least rise of the loss on the sphere of that ball, -g r + lambda r^2 / 2"
                      + " - M r^3 / 6 with g the gradient norm: a lower bound of the depth to every"
                      + " level below loss - certificate_dip.")
              .orNull());
  public static final Column<Double> CERTIFICATE_DIP =
      COLUMNS.add(
          real(
                  "certificate_dip",
                  Column.LOSS,
                  "Most by which the loss within the ball can lie below loss: 3 g^2 / (2 lambda)"
                      + " and rounding.")
              .orNull());
  public static final Column<Long> ACTIVE_KINKS =
      COLUMNS.add(
          integer(
                  "active_kinks",
                  "Number of kinks at which the loss has a corner: pairs (unit, sample) whose"
                      + " pre-activation is at most training.kinkTolerance times the unit's largest"
                      + " over the samples, and where weight times |gradient of the pre-activation|"
                      + " exceeds stationarity_tolerance. A unit at 0 on all samples alike counts"
                      + " once. 0 for population losses.")
              .orNull());
  public static final Column<Long> ITERATIONS =
      COLUMNS.add(
          integer(
                  "iterations",
                  "Trial steps, taken or not, of training and of the finish along kinks; of"
                      + " first-order optimizers every step, with mini-batches one per batch.")
              .orNull());
  public static final Column<Long> GRADIENT_EVALUATIONS =
      COLUMNS.add(
          integer(
                  "gradient_evaluations",
                  "What training and finish spent, in gradients: a loss counts as one, a Jacobian"
                      + " or Hessian as the gradients that it costs, an epoch of mini-batches as"
                      + " two.")
              .orNull());
  public static final Column<Double> SECONDS_SPENT =
      COLUMNS.add(
          real(
              "seconds",
              SECONDS,
              "Wall-clock time of the trial: training, classification, singularities, spectra and"
                  + " the first-order run of measurement.slowDown."));

  static {
    SingularityColumns.all(Moment.END, Moment.INITIAL).forEach(COLUMNS::add);
    SpectrumColumns.all(Moment.END, Moment.INITIAL).forEach(COLUMNS::add);
    SlowDownColumns.all().forEach(COLUMNS::add);
  }

  /** The table. */
  public static final Table TABLE = COLUMNS.build();

  private TrialsTable() {}
}
