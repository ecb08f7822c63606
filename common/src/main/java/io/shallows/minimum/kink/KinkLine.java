package io.shallows.minimum.kink;

import io.shallows.linalg.Kernels;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Kink;
import io.shallows.loss.Linearization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A step from a point, and the kinks that it crosses. */
final class KinkLine {

  private final Kernels kernels = Kernels.best();
  private final EmpiricalLoss loss;
  private final KinkManifold manifold;
  private final KinkPoint point;
  private final double[] step;
  private final int p;
  private final int samples;
  private final Linearization at;
  private double[] times;
  private final List<Kink> crossed = new ArrayList<>();
  private Kink captured;
  private long evaluations;

  /**
   * The line to a point.
   *
   * @param at the loss at the end of the step
   */
  KinkLine(
      EmpiricalLoss loss, KinkManifold manifold, KinkPoint point, double[] step, Linearization at) {
    this.loss = loss;
    this.manifold = manifold;
    this.point = point;
    this.step = step;
    this.p = loss.dimension();
    this.samples = loss.data().samples();
    this.at = at;
  }

  /** The number of kinks that the step crosses; the first call needs a valid linearization. */
  int crossings() {
    if (times == null) {
      times = crossings(at);
    }
    return times.length;
  }

  /** The kink at which {@link #lowest} ended, or null. */
  Kink captured() {
    return captured;
  }

  /** What was spent so far, in gradient evaluations. */
  long evaluations() {
    return evaluations;
  }

  /** Where along the step, in (0, 1), pre-activations change sign, by linear interpolation. */
  private double[] crossings(Linearization end) {
    double[] found = new double[16];
    int count = 0;
    Set<Kink> own = new TreeSet<>(point.kinks());
    for (int r = 0; r < point.layers(); r++) {
      double[] from = point.preActivations(r);
      double[] to = end.preActivations(r);
      int width = from.length / samples;
      for (int i = 0; i < from.length; i++) {
        if ((from[i] > 0 && to[i] < 0) || (from[i] < 0 && to[i] > 0)) {
          Kink kink = new Kink(r, i / width, i % width);
          if (!own.contains(kink)) {
            if (count == found.length) {
              found = Arrays.copyOf(found, 2 * count);
            }
            found[count++] = from[i] / (from[i] - to[i]);
            crossed.add(kink);
          }
        }
      }
    }
    return Arrays.copyOf(found, count);
  }

  /**
   * Looks along the step for the lowest point: at a corner with its kink in the set. Null if
   * nothing lower was found.
   *
   * @param value what the loss must not exceed
   * @param resolution relative decrease of the loss that rounding hides
   */
  KinkPoint lowest(double value, double resolution) {
    Integer[] order = new Integer[times.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    Arrays.sort(order, (a, b) -> Double.compare(times[a], times[b]));
    // invariant: the loss falls along the step at low and rises at high
    double low = 0;
    int first = 0;
    int last = order.length - 1;
    while (first < last) {
      int middle = (first + last) / 2;
      double t = 0.5 * (times[order[middle]] + times[order[middle + 1]]);
      if (slopeAt(t) < 0) {
        low = t;
        first = middle + 1;
      } else {
        last = middle;
      }
    }
    Kink kink = crossed.get(order[first]);
    double t = times[order[first]];
    double[] corner = manifold.along(point, step, t);
    KinkPoint there = corner == null ? null : manifold.joined(corner, point.kinks(), kink);
    if (there == null) {
      return null;
    }
    double before = kernels.dot(p, there.gradient(), 0, step, 0);
    double after = before;
    boolean convex = true;
    for (int k = 0; k < there.kinks().size(); k++) {
      if (!point.kinks().contains(there.kinks().get(k))) {
        double rate = kernels.dot(p, there.row(k), 0, step, 0);
        before += there.weight(k) * Math.min(rate, 0);
        after += there.weight(k) * Math.max(rate, 0);
        convex &= !there.kinks().get(k).equals(kink) || there.weight(k) > 0;
      }
    }
    if (before <= 0
        && after >= 0
        && (convex || there.kinks().size() > point.kinks().size() + 1)
        && there.loss() <= value * (1 + resolution)) {
      captured = kink;
      return there;
    }
    if (before > 0) {
      t = low;
    } else if (after < 0) {
      t = 0.5 * (t + (first + 1 < order.length ? times[order[first + 1]] : 1));
    }
    if (t > 0) {
      double[] moved = manifold.along(point, step, t);
      if (moved == null) {
        return null;
      }
      KinkPoint lower = KinkPoint.of(loss, moved, point.kinks());
      evaluations++;
      if (lower.loss() < value * (1 - resolution)) {
        return lower;
      }
    }
    return null;
  }

  /** The slope of the loss along the step; infinite where the kinks cannot be kept. */
  private double slopeAt(double t) {
    double[] gradient = new double[p];
    double[] theta = manifold.along(point, step, t);
    if (theta == null) {
      return Double.POSITIVE_INFINITY;
    }
    loss.linearize(theta, point.kinks()).gradient(gradient);
    evaluations++;
    return kernels.dot(p, gradient, 0, step, 0);
  }
}
