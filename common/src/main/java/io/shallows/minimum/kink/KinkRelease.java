package io.shallows.minimum.kink;

import io.shallows.linalg.Kernels;
import io.shallows.linalg.OrthonormalRows;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Kink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Ways off kinks that descend.
 *
 * <p>Kinks of negative weight, ridges, are left as soon as the loss falls on one of their sides;
 * others when the gradient along the set has become small and their slope lies against its bound.
 */
final class KinkRelease {

  /**
   * Share of a direction along a kink's row below which the kink stays: what the projection onto
   * the other rows leaves of rounding where these depend on each other.
   */
  private static final double STAYS = 1e-9;

  /**
   * Shorter and shorter ways off ridges that are tried: from a tenth of the parameters to 1e-10.
   */
  private static final int RIDGE_TRIALS = 16;

  /** First way off ridges, relative to the parameters' length. */
  private static final double FIRST_WAY = 0.1;

  /** A way is shortened to this share where the loss does not fall enough. */
  private static final double SHORTENED = 0.25;

  /** Least share of the decrease to first order that a way off ridges must take. */
  private static final double ENOUGH = 0.1;

  /**
   * Length of a direction that moves one kink alone, relative, at which its row is dependent: such
   * a direction costs six of sixteen digits.
   */
  private static final double DEPENDENT = 1e6;

  /** Share of the residual below which a kink's pull against its bound is rounding. */
  private static final double PULL = 1e-6;

  private final Kernels kernels = Kernels.best();
  private final EmpiricalLoss loss;
  private final KinkManifold manifold;
  private final int p;
  private final KinkEffort effort;

  /** Ways off the kinks of a loss. */
  KinkRelease(EmpiricalLoss loss, KinkManifold manifold, KinkEffort effort) {
    this.loss = loss;
    this.manifold = manifold;
    this.p = loss.dimension();
    this.effort = effort;
  }

  /**
   * Leaves ridges: the steepest alone where its row does not depend on the others, so that these
   * stay in the set; else along a direction of descent with all kinks that it moves.
   *
   * @param space the span of the kinks' rows
   * @param tolerance slope that counts as 0; asked for where there are ridges
   */
  Release offRidges(KinkPoint point, OrthonormalRows space, DoubleSupplier tolerance) {
    if (!point.hasRidges()) {
      return new Release.Stationary();
    }
    double zero = tolerance.getAsDouble();
    Release steepest = offSteepest(point, zero);
    return steepest instanceof Release.Along ? steepest : offAlongDescent(point, space, zero);
  }

  /**
   * Leaves the ridge that is steepest with all other kinks kept.
   *
   * <p>With d the shortest direction along which pre-activation k grows at rate 1 and the others
   * not at all, the loss has slope {@code c_k - lambda_k} along d and {@code lambda_k} along -d;
   * one of them is negative where the weight c_k is. Directions that dependent rows do not allow
   * are left out. Costs k p per ridge.
   */
  private Release offSteepest(KinkPoint point, double tolerance) {
    double[] lambda = point.system().multipliers(point.gradient());
    double steepest = -tolerance;
    int ridge = -1;
    int side = 0;
    Optional<double[]> way = Optional.empty();
    for (int k = 0; k < lambda.length; k++) {
      double weight = point.weight(k);
      Optional<double[]> direction = weight < 0 ? alone(point, k) : Optional.empty();
      if (direction.isEmpty()) {
        continue;
      }
      double length = norm(direction.get());
      double up = (weight - lambda[k]) / length;
      double down = lambda[k] / length;
      if (Math.min(up, down) < steepest) {
        steepest = Math.min(up, down);
        ridge = k;
        side = up < down ? 1 : -1;
        way = direction;
      }
    }
    if (way.isEmpty()) {
      return new Release.Stationary();
    }
    Kink kink = point.kinks().get(ridge);
    double largest = manifold.largest(point.preActivations(kink.relu()), kink.unit());
    double[] theta = point.theta().clone();
    kernels.axpy(p, side * KinkManifold.NUDGE * largest, way.get(), 0, theta, 0);
    List<Kink> kept = new ArrayList<>(point.kinks());
    kept.remove(ridge);
    effort.evaluated(1);
    return new Release.Along(KinkPoint.of(loss, theta, kept), List.of(kink));
  }

  /** The shortest direction that moves kink {@code k} alone, at rate 1; empty if there is none. */
  private Optional<double[]> alone(KinkPoint point, int k) {
    double[] rate = new double[point.kinks().size()];
    rate[k] = -1;
    double[] direction = new double[p];
    point.system().subtractLeastNorm(rate, direction);
    double length = norm(direction);
    if (!(length * norm(point.row(k)) < DEPENDENT)) {
      return Optional.empty();
    }
    for (int j = 0; j < rate.length; j++) {
      double found = kernels.dot(p, point.row(j), 0, direction, 0);
      if (Math.abs(found - (j == k ? 1 : 0)) > length * norm(point.row(j)) / DEPENDENT) {
        return Optional.empty();
      }
    }
    return Optional.of(direction);
  }

  /** Leaves ridges along a direction of descent, with all kinks that it moves. */
  private Release offAlongDescent(KinkPoint point, OrthonormalRows space, double tolerance) {
    double[] down = point.slopes().residual();
    double[] flat = down.clone();
    space.project(flat);
    kernels.axpy(p, -1, flat, 0, down, 0);
    double length = norm(down);
    if (!(length > tolerance)) {
      return new Release.Stationary();
    }
    List<Kink> kept = new ArrayList<>();
    List<Kink> left = new ArrayList<>();
    double reach = Double.POSITIVE_INFINITY;
    for (int k = 0; k < point.kinks().size(); k++) {
      Kink kink = point.kinks().get(k);
      double rate = Math.abs(kernels.dot(p, down, 0, point.row(k), 0));
      if (rate <= STAYS * length * norm(point.row(k))) {
        kept.add(kink);
      } else {
        left.add(kink);
        reach =
            Math.min(
                reach, manifold.largest(point.preActivations(kink.relu()), kink.unit()) / rate);
      }
    }
    if (left.isEmpty()) {
      return new Release.Stationary();
    }
    double size = norm(point.theta());
    double t = FIRST_WAY * (size > 0 ? size : 1) / length;
    for (int trial = 0; trial < RIDGE_TRIALS; trial++) {
      double[] moved = point.theta().clone();
      kernels.axpy(p, -t, down, 0, moved, 0);
      effort.evaluated(1);
      if (manifold.restore(moved, kept)
          && loss.value(moved) < point.loss() - ENOUGH * t * length * length) {
        return new Release.Along(KinkPoint.of(loss, moved, kept), left);
      }
      t *= SHORTENED;
    }
    double[] theta = point.theta().clone();
    kernels.axpy(p, -KinkManifold.NUDGE * reach, down, 0, theta, 0);
    effort.evaluated(1);
    return new Release.Along(KinkPoint.of(loss, theta, kept), left);
  }

  /**
   * Releases the kink whose slope lies hardest against its bound, once the gradient along the kinks
   * is at most a share of the whole.
   */
  Release hardest(KinkPoint point, KinkGradient gradient, double share) {
    return gradient
        .slopes()
        .filter(known -> gradient.length() <= share * gradient.stationarity())
        .map(slopes -> hardest(point, slopes))
        .orElseGet(Release.Stationary::new);
  }

  private Release hardest(KinkPoint point, KinkSlopes slopes) {
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
      return new Release.Stationary();
    }
    return leave(point, worst, slopes.slopes()[worst] == 0 ? -1 : 1);
  }

  /** Takes kink {@code k} out of the set and moves a hair to its side. */
  private Release leave(KinkPoint point, int k, int side) {
    Kink kink = point.kinks().get(k);
    double[] row = point.row(k);
    double[] z = point.preActivations(kink.relu());
    int width = z.length / point.samples();
    double largest = manifold.largest(z, kink.unit());
    double[] theta = point.theta().clone();
    List<Kink> kept = new ArrayList<>(point.kinks());
    kept.remove(k);
    double square = kernels.dot(p, row, 0, row, 0);
    if (square > 0) {
      double now = z[kink.sample() * width + kink.unit()];
      kernels.axpy(p, (side * KinkManifold.NUDGE * largest - now) / square, row, 0, theta, 0);
    }
    effort.evaluated(1);
    return new Release.Along(KinkPoint.of(loss, theta, kept), List.of(kink));
  }

  private double norm(double[] v) {
    return Math.sqrt(kernels.dot(p, v, 0, v, 0));
  }
}
