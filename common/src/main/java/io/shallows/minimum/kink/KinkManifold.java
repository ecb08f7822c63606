package io.shallows.minimum.kink;

import io.shallows.linalg.Kernels;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Kink;
import io.shallows.loss.Linearization;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The surface on which the pre-activations of kinks are 0: ways onto it, and kinks close by. */
final class KinkManifold {

  /**
   * Distance from a kink at which descent begins on the side it was released to, relative to the
   * unit's largest pre-activation: five orders above rounding, so that the side is told, and below
   * the tolerance of a kink, so that nothing else has happened on the way.
   */
  static final double NUDGE = 1e-11;

  /**
   * Largest pre-activation of a kink of the set, relative to the unit's largest: a tenth of the
   * tolerance by which kinks are found by default.
   */
  private static final double ON_KINK = 1e-10;

  /** Below this, relative, a pre-activation is 0 as far as rounding lets it be. */
  private static final double ROUNDING = 1e-15;

  /**
   * Largest number of Newton steps onto the kinks. They converge by squares or, with old rows, by
   * tenths; what has not arrived after eight does not.
   */
  private static final int PASSES = 8;

  /** A step that leaves more than this share of the distance gets new rows. */
  private static final double SLOW = 0.1;

  /** Off the kinks, steps go on unless the distance grows by this: Newton may overshoot once. */
  private static final double OVERSHOOT = 2;

  /** On the kinks, steps go on while each at least halves the distance: then rounding is near. */
  private static final double POLISH = 0.5;

  /**
   * Largest relative distance of a kink that counts as in the way: steps that fail on it are
   * shorter than it, and a step this short changes the loss by rounding only.
   */
  private static final double CLOSE = 1e-6;

  /**
   * Kinks this near to one that joins, in units of {@link #NUDGE}, are met with it: a release moves
   * its kink ten times as far.
   */
  private static final double TOGETHER = 0.1;

  private final Kernels kernels = Kernels.best();
  private final EmpiricalLoss loss;
  private final int samples;
  private final int p;
  private final KinkEffort effort;

  KinkManifold(EmpiricalLoss loss, KinkEffort effort) {
    this.loss = loss;
    this.effort = effort;
    this.samples = loss.data().samples();
    this.p = loss.dimension();
  }

  /**
   * The point at {@code t} along a step from a point, moved back onto the point's kinks; empty if
   * that fails.
   */
  Optional<double[]> along(KinkPoint point, double[] step, double t) {
    double[] moved = point.theta().clone();
    kernels.axpy(p, t, step, 0, moved, 0);
    boolean on = point.isLinear() || restore(moved, point.kinks(), Optional.of(point.system()));
    return on ? Optional.of(moved) : Optional.empty();
  }

  /** Moves {@code theta} onto the kinks; false if that fails. */
  boolean restore(double[] theta, List<Kink> kinks) {
    return restore(theta, kinks, Optional.empty());
  }

  /**
   * Moves {@code theta} to where the pre-activations of {@code kinks} are 0, by least-norm Newton
   * steps with the rows at hand, and new ones where those converge slowly. In the first layer the
   * rows do not depend on the point and one step is exact up to rounding.
   *
   * @return whether all are 0 within {@link #ON_KINK}
   */
  private boolean restore(double[] theta, List<Kink> kinks, Optional<RowSystem> known) {
    if (kinks.isEmpty()) {
      return true;
    }
    Optional<RowSystem> system = known;
    double[] z = new double[kinks.size()];
    double last = Double.POSITIVE_INFINITY;
    for (int pass = 0; ; pass++) {
      Linearization at = loss.linearize(theta, kinks);
      effort.evaluated(1);
      double size = 0;
      double[][] pre = new double[loss.network().relus().size()][];
      for (int k = 0; k < z.length; k++) {
        Kink kink = kinks.get(k);
        if (pre[kink.relu()] == null) {
          pre[kink.relu()] = at.preActivations(kink.relu());
        }
        double[] layer = pre[kink.relu()];
        z[k] = layer[kink.sample() * (layer.length / samples) + kink.unit()];
        size = Math.max(size, Math.abs(z[k]) / largest(layer, kink.unit()));
      }
      double enough = size <= ON_KINK ? POLISH * last : OVERSHOOT * last;
      if (size < ROUNDING || size >= enough || pass == PASSES) {
        return size <= ON_KINK;
      }
      if (system.isEmpty() || size > SLOW * last) {
        double[][] rows = new double[kinks.size()][p];
        for (int k = 0; k < rows.length; k++) {
          at.preActivationGradient(kinks.get(k), rows[k]);
        }
        system = Optional.of(new RowSystem(rows, p));
      }
      last = size;
      system.get().subtractLeastNorm(z, theta);
    }
  }

  /** The largest pre-activation of a unit over the samples. */
  double largest(double[] layer, int unit) {
    double largest = Double.MIN_NORMAL;
    for (int i = unit; i < layer.length; i += layer.length / samples) {
      largest = Math.max(largest, Math.abs(layer[i]));
    }
    return largest;
  }

  /**
   * Adds to {@code kinks} the others that are met at the same point: those of a degenerate unit.
   */
  private void addNear(double[] theta, List<Kink> kinks) {
    Linearization at = loss.linearize(theta, kinks);
    Set<Kink> known = new TreeSet<>(kinks);
    for (int r = 0; r < loss.network().relus().size(); r++) {
      double[] z = at.preActivations(r);
      int width = z.length / samples;
      double[] largest = new double[width];
      for (int i = 0; i < z.length; i++) {
        largest[i % width] = Math.max(largest[i % width], Math.abs(z[i]));
      }
      for (int i = 0; i < z.length; i++) {
        Kink kink = new Kink(r, i / width, i % width);
        if (z[i] != 0
            && Math.abs(z[i]) <= TOGETHER * NUDGE * largest[i % width]
            && known.add(kink)) {
          kinks.add(kink);
        }
      }
    }
    kinks.sort(null);
  }

  /** The point on these kinks, on one more, and on those that are met with it; empty if none. */
  Optional<KinkPoint> joined(double[] theta, List<Kink> kinks, Kink kink) {
    List<Kink> joined = new ArrayList<>(kinks);
    joined.add(kink);
    joined.sort(null);
    double[] moved = theta.clone();
    if (!restore(moved, joined)) {
      return Optional.empty();
    }
    addNear(moved, joined);
    effort.evaluated(1);
    return Optional.of(KinkPoint.of(loss, moved, joined));
  }

  /**
   * The kink that is relatively closest to a point and not one of its own; empty if none is close.
   */
  Optional<Kink> nearest(KinkPoint point) {
    Optional<Kink> nearest = Optional.empty();
    double least = CLOSE;
    for (int r = 0; r < point.layers(); r++) {
      double[] z = point.preActivations(r);
      int width = z.length / samples;
      double[] largest = new double[width];
      for (int i = 0; i < z.length; i++) {
        largest[i % width] = Math.max(largest[i % width], Math.abs(z[i]));
      }
      for (int i = 0; i < z.length; i++) {
        double distance = Math.abs(z[i]) / largest[i % width];
        if (z[i] != 0 && distance < least) {
          Kink kink = new Kink(r, i / width, i % width);
          if (!point.kinks().contains(kink)) {
            least = distance;
            nearest = Optional.of(kink);
          }
        }
      }
    }
    return nearest;
  }
}
