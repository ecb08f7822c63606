package io.shallows.minimum.kink;

import io.shallows.linalg.Kernels;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Kink;
import io.shallows.loss.Linearization;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The surface on which the pre-activations of kinks are 0: ways onto it, and kinks close by. */
final class KinkManifold {

  /** Distance from a kink at which descent begins on the side it was released to, relative. */
  static final double NUDGE = 1e-11;

  /** Largest pre-activation of a kink of the set, relative to the unit's largest. */
  private static final double ON_KINK = 1e-10;

  private static final int PASSES = 8;

  /** Largest relative distance of a kink that counts as in the way. */
  private static final double CLOSE = 1e-6;

  private final Kernels kernels = Kernels.best();
  private final EmpiricalLoss loss;
  private final int samples;
  private final int p;
  private long evaluations;

  KinkManifold(EmpiricalLoss loss) {
    this.loss = loss;
    this.samples = loss.data().samples();
    this.p = loss.dimension();
  }

  /** What was spent so far, in gradient evaluations. */
  long evaluations() {
    return evaluations;
  }

  /**
   * The point at {@code t} along a step from a point, moved back onto the point's kinks; null if
   * that fails.
   */
  double[] along(KinkPoint point, double[] step, double t) {
    double[] moved = point.theta().clone();
    kernels.axpy(p, t, step, 0, moved, 0);
    boolean on = point.isLinear() || restore(moved, point.kinks(), point.system());
    return on ? moved : null;
  }

  /** Moves {@code theta} onto the kinks; false if that fails. */
  boolean restore(double[] theta, List<Kink> kinks) {
    return restore(theta, kinks, null);
  }

  /**
   * Moves {@code theta} to where the pre-activations of {@code kinks} are 0, by least-norm Newton
   * steps with the rows at hand, and new ones where those converge slowly. In the first layer the
   * rows do not depend on the point and one step is exact up to rounding.
   *
   * @return whether all are 0 within {@link #ON_KINK}
   */
  private boolean restore(double[] theta, List<Kink> kinks, RowSystem known) {
    if (kinks.isEmpty()) {
      return true;
    }
    RowSystem system = known;
    double[] z = new double[kinks.size()];
    double last = Double.POSITIVE_INFINITY;
    for (int pass = 0; ; pass++) {
      Linearization at = loss.linearize(theta, kinks);
      evaluations++;
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
      double enough = size <= ON_KINK ? 0.5 * last : 2 * last;
      if (size < 1e-15 || size >= enough || pass == PASSES) {
        return size <= ON_KINK;
      }
      if (system == null || size > 0.1 * last) {
        double[][] rows = new double[kinks.size()][p];
        for (int k = 0; k < rows.length; k++) {
          at.preActivationGradient(kinks.get(k), rows[k]);
        }
        system = new RowSystem(rows, p);
      }
      last = size;
      system.subtractLeastNorm(z, theta);
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
        if (z[i] != 0 && Math.abs(z[i]) <= 0.1 * NUDGE * largest[i % width] && known.add(kink)) {
          kinks.add(kink);
        }
      }
    }
    kinks.sort(null);
  }

  /** The point on these kinks, on one more, and on those that are met with it; null if none. */
  KinkPoint joined(double[] theta, List<Kink> kinks, Kink kink) {
    List<Kink> joined = new ArrayList<>(kinks);
    joined.add(kink);
    joined.sort(null);
    double[] moved = theta.clone();
    if (!restore(moved, joined)) {
      return null;
    }
    addNear(moved, joined);
    evaluations++;
    return KinkPoint.of(loss, moved, joined);
  }

  /** The kink that is relatively closest to a point and not one of its own; null if none is. */
  Kink nearest(KinkPoint point) {
    Kink nearest = null;
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
            nearest = kink;
          }
        }
      }
    }
    return nearest;
  }
}
