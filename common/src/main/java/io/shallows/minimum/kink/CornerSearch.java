package io.shallows.minimum.kink;

import io.shallows.linalg.Kernels;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Kink;
import java.util.Optional;

/**
 * Looks along a step that crosses kinks for its lowest point: mostly a corner, at a kink that then
 * joins the set.
 *
 * <p>The crossing where the slope along the step changes its sign is found by bisection over the
 * gaps between crossings. There the slopes on both sides are told from the weights of the kinks
 * that meet. Cost: a gradient for each of the log2 crossings, and two points.
 */
final class CornerSearch {

  /**
   * Largest number of kinks crossed. A step that crosses more is so long that the model is wrong
   * about nearly all of it; a shorter one costs less than the search.
   */
  private static final int CROSSINGS = 64;

  /** Relative decrease of the loss that rounding hides. */
  private static final double RESOLUTION = KinkAdvance.RESOLUTION;

  private final Kernels kernels = Kernels.best();
  private final EmpiricalLoss loss;
  private final KinkManifold manifold;
  private final KinkEffort effort;
  private final int p;

  CornerSearch(EmpiricalLoss loss, KinkManifold manifold, KinkEffort effort) {
    this.loss = loss;
    this.manifold = manifold;
    this.effort = effort;
    this.p = loss.dimension();
  }

  /**
   * The lowest point of a line, where it lies at a corner or beside it; empty if that is not lower.
   *
   * @param value what the loss must not exceed
   */
  Optional<StepOutcome> lowest(KinkLine line, double value) {
    int count = line.crossings().size();
    if (count == 0 || count > CROSSINGS) {
      return Optional.empty();
    }
    // invariant: the loss falls along the step at low and rises after the gap behind last
    double low = 0;
    int first = 0;
    int last = count - 1;
    while (first < last) {
      int middle = (first + last) / 2;
      double t = 0.5 * (line.time(middle) + line.time(middle + 1));
      if (slopeAt(line, t) < 0) {
        low = t;
        first = middle + 1;
      } else {
        last = middle;
      }
    }
    Kink kink = line.crossings().get(first).kink();
    double t = line.time(first);
    Optional<KinkPoint> corner =
        manifold
            .along(line.start(), line.step(), t)
            .flatMap(theta -> manifold.joined(theta, line.start().kinks(), kink));
    if (corner.isEmpty()) {
      return Optional.empty();
    }
    Sides sides = sides(line, corner.get(), kink);
    if (sides.isCorner() && corner.get().loss() <= value * (1 + RESOLUTION)) {
      return Optional.of(new StepOutcome.Corner(corner.get(), kink));
    }
    if (sides.before() > 0) {
      t = low;
    } else if (sides.after() < 0) {
      t = 0.5 * (t + line.time(first + 1));
    }
    return t > 0 ? beside(line, t, value) : Optional.empty();
  }

  /** The point on the kinks of the line's start at {@code t}, if it is lower. */
  private Optional<StepOutcome> beside(KinkLine line, double t, double value) {
    Optional<double[]> moved = manifold.along(line.start(), line.step(), t);
    if (moved.isEmpty()) {
      return Optional.empty();
    }
    KinkPoint lower = KinkPoint.of(loss, moved.get(), line.start().kinks());
    effort.evaluated(1);
    return lower.loss() < value * (1 - RESOLUTION)
        ? Optional.of(new StepOutcome.Move(lower))
        : Optional.empty();
  }

  /**
   * The slopes along the step just before and just after a point with more kinks.
   *
   * @param holds whether the kinks met keep a descent there: the one sought is no ridge, or others
   *     are met with it
   */
  private record Sides(double before, double after, boolean holds) {

    boolean isCorner() {
      return before <= 0 && after >= 0 && holds;
    }
  }

  private Sides sides(KinkLine line, KinkPoint there, Kink kink) {
    KinkPoint start = line.start();
    double before = kernels.dot(p, there.gradient(), 0, line.step(), 0);
    double after = before;
    boolean convex = true;
    for (int k = 0; k < there.kinks().size(); k++) {
      if (!start.kinks().contains(there.kinks().get(k))) {
        double rate = kernels.dot(p, there.row(k), 0, line.step(), 0);
        before += there.weight(k) * Math.min(rate, 0);
        after += there.weight(k) * Math.max(rate, 0);
        convex &= !there.kinks().get(k).equals(kink) || there.weight(k) > 0;
      }
    }
    return new Sides(before, after, convex || there.kinks().size() > start.kinks().size() + 1);
  }

  /** The slope of the loss along the step; infinite where the kinks cannot be kept. */
  private double slopeAt(KinkLine line, double t) {
    Optional<double[]> theta = manifold.along(line.start(), line.step(), t);
    if (theta.isEmpty()) {
      return Double.POSITIVE_INFINITY;
    }
    double[] gradient = new double[p];
    loss.linearize(theta.get(), line.start().kinks()).gradient(gradient);
    effort.evaluated(1);
    return kernels.dot(p, gradient, 0, line.step(), 0);
  }
}
