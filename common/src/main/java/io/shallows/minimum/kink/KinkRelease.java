package io.shallows.minimum.kink;

import io.shallows.linalg.Kernels;
import io.shallows.linalg.OrthonormalRows;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Kink;
import java.util.ArrayList;
import java.util.List;

/** Ways off kinks that descend. */
final class KinkRelease {

  /** Share of a direction along a kink's row below which the kink stays. */
  private static final double STAYS = 1e-9;

  private static final int RIDGE_TRIALS = 16;

  /** Length of a direction that moves one kink alone, relative, at which its row is dependent. */
  private static final double DEPENDENT = 1e6;

  /** Share of the residual below which a kink's pull against its bound is rounding. */
  private static final double PULL = 1e-6;

  private final Kernels kernels = Kernels.best();
  private final EmpiricalLoss loss;
  private final KinkManifold manifold;
  private final int p;
  private final int samples;
  private Kink released;
  private long evaluations;

  /** Ways off the kinks of a loss. */
  KinkRelease(EmpiricalLoss loss, KinkManifold manifold) {
    this.loss = loss;
    this.manifold = manifold;
    this.p = loss.dimension();
    this.samples = loss.data().samples();
  }

  /** The kink that {@link #hardest} released last, or null. */
  Kink released() {
    return released;
  }

  /** What was spent so far, in gradient evaluations. */
  long evaluations() {
    return evaluations;
  }

  /**
   * Leaves ridges: the steepest alone where its row does not depend on the others, so that these
   * stay in the set; else along a direction of descent with all kinks that it moves. Null if
   * nothing descends.
   *
   * @param tolerance slope that counts as 0
   */
  KinkPoint offRidges(KinkPoint point, OrthonormalRows space, double tolerance) {
    KinkPoint below = offSteepest(point, tolerance);
    return below != null ? below : offAlongDescent(point, space, tolerance);
  }

  /**
   * Leaves the ridge that is steepest with all other kinks kept.
   *
   * <p>With d the shortest direction along which pre-activation k grows at rate 1 and the others
   * not at all, the loss has slope {@code c_k - lambda_k} along d and {@code lambda_k} along -d;
   * one of them is negative where the weight c_k is. Directions that dependent rows do not allow
   * are left out. Costs k p per ridge.
   *
   * @return null if no such direction descends by more than the tolerance
   */
  private KinkPoint offSteepest(KinkPoint point, double tolerance) {
    double[] lambda = point.system().multipliers(point.gradient());
    double steepest = -tolerance;
    int ridge = -1;
    int side = 0;
    double[] way = null;
    for (int k = 0; k < lambda.length; k++) {
      double weight = point.weight(k);
      double[] direction = weight < 0 ? alone(point, k) : null;
      if (direction == null) {
        continue;
      }
      double length = norm(direction);
      double up = (weight - lambda[k]) / length;
      double down = lambda[k] / length;
      if (Math.min(up, down) < steepest) {
        steepest = Math.min(up, down);
        ridge = k;
        side = up < down ? 1 : -1;
        way = direction;
      }
    }
    if (ridge < 0) {
      return null;
    }
    Kink kink = point.kinks().get(ridge);
    double largest = manifold.largest(point.preActivations(kink.relu()), kink.unit());
    double[] theta = point.theta().clone();
    kernels.axpy(p, side * KinkManifold.NUDGE * largest, way, 0, theta, 0);
    List<Kink> kept = new ArrayList<>(point.kinks());
    kept.remove(ridge);
    evaluations++;
    return KinkPoint.of(loss, theta, kept);
  }

  /** The shortest direction that moves kink {@code k} alone, at rate 1; null if there is none. */
  private double[] alone(KinkPoint point, int k) {
    double[] rate = new double[point.kinks().size()];
    rate[k] = -1;
    double[] direction = new double[p];
    point.system().subtractLeastNorm(rate, direction);
    double length = norm(direction);
    if (!(length * norm(point.row(k)) < DEPENDENT)) {
      return null;
    }
    for (int j = 0; j < rate.length; j++) {
      double found = kernels.dot(p, point.row(j), 0, direction, 0);
      if (Math.abs(found - (j == k ? 1 : 0)) > length * norm(point.row(j)) / DEPENDENT) {
        return null;
      }
    }
    return direction;
  }

  /** Leaves ridges along a direction of descent, with all kinks that it moves; null if none. */
  private KinkPoint offAlongDescent(KinkPoint point, OrthonormalRows space, double tolerance) {
    double[] down = point.slopes().residual();
    double[] flat = down.clone();
    space.project(flat);
    kernels.axpy(p, -1, flat, 0, down, 0);
    double length = norm(down);
    if (!(length > tolerance)) {
      return null;
    }
    List<Kink> kept = new ArrayList<>();
    double reach = Double.POSITIVE_INFINITY;
    for (int k = 0; k < point.kinks().size(); k++) {
      Kink kink = point.kinks().get(k);
      double rate = Math.abs(kernels.dot(p, down, 0, point.row(k), 0));
      if (rate <= STAYS * length * norm(point.row(k))) {
        kept.add(kink);
      } else {
        reach =
            Math.min(
                reach, manifold.largest(point.preActivations(kink.relu()), kink.unit()) / rate);
      }
    }
    if (kept.size() == point.kinks().size()) {
      return null;
    }
    double[] theta = null;
    double size = norm(point.theta());
    double t = 0.1 * (size > 0 ? size : 1) / length;
    for (int trial = 0; trial < RIDGE_TRIALS && theta == null; trial++) {
      double[] moved = point.theta().clone();
      kernels.axpy(p, -t, down, 0, moved, 0);
      evaluations++;
      if (manifold.restore(moved, kept)
          && loss.value(moved) < point.loss() - 0.1 * t * length * length) {
        theta = moved;
      }
      t /= 4;
    }
    if (theta == null) {
      theta = point.theta().clone();
      kernels.axpy(p, -KinkManifold.NUDGE * reach, down, 0, theta, 0);
      evaluations++;
    }
    return KinkPoint.of(loss, theta, kept);
  }

  /** Releases the kink whose slope lies hardest against its bound; null if there is none. */
  KinkPoint hardest(KinkPoint point, KinkSlopes slopes) {
    int worst = -1;
    double most = 0;
    for (int k = 0; k < point.kinks().size(); k++) {
      double s = slopes.slopes()[k];
      double pull = slopes.pull()[k];
      if (slopes.weights()[k] <= 0) {
        continue;
      }
      double against = s == 0 ? -pull : s == 1 ? pull : 0;
      against /= slopes.weights()[k] * norm(point.row(k));
      if (against > most) {
        most = against;
        worst = k;
      }
    }
    if (worst < 0 || most <= PULL * slopes.norm()) {
      return null;
    }
    released = point.kinks().get(worst);
    return leave(point, worst, slopes.slopes()[worst] == 0 ? -1 : 1);
  }

  /** Takes kink {@code k} out of the set and moves a hair to its side. */
  private KinkPoint leave(KinkPoint point, int k, int side) {
    Kink kink = point.kinks().get(k);
    double[] row = point.row(k);
    double[] z = point.preActivations(kink.relu());
    int width = z.length / samples;
    double largest = manifold.largest(z, kink.unit());
    double[] theta = point.theta().clone();
    List<Kink> kept = new ArrayList<>(point.kinks());
    kept.remove(k);
    double square = kernels.dot(p, row, 0, row, 0);
    if (square > 0) {
      double now = z[kink.sample() * width + kink.unit()];
      kernels.axpy(p, (side * KinkManifold.NUDGE * largest - now) / square, row, 0, theta, 0);
    }
    evaluations++;
    return KinkPoint.of(loss, theta, kept);
  }

  private double norm(double[] v) {
    return Math.sqrt(kernels.dot(p, v, 0, v, 0));
  }
}
