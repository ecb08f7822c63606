package io.shallows.depth.finder;

import io.shallows.depth.path.BudgetedSurface;
import io.shallows.depth.path.Images;
import io.shallows.depth.path.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Dynamic string sampling: connects two points below a level by a polygon that never rises above
 * it, inserting a bead wherever it does.
 *
 * <p>Where a segment's largest sampled loss is above the level, the interpolated point there is
 * trained down by gradient descent to {@code alpha} times the level and becomes a bead; both new
 * segments are treated alike. The number of beads and the normalised length, the polygon's length
 * over the distance of its ends, say how bent the level set is. Source: Freeman, Bruna 2017, arXiv
 * 1611.01540, algorithm 1.
 */
final class DynamicStringSampling {

  private static final int SAMPLES = 21;
  private static final int DEEPEST = 8;

  private final double level;
  private final double alpha;
  private boolean connected = true;

  DynamicStringSampling(double level, double alpha) {
    this.level = level;
    this.alpha = alpha;
  }

  /** Whether the last polygon stays below the level at all samples. */
  boolean connected() {
    return connected;
  }

  /** The polygon from a to b. */
  List<double[]> connect(BudgetedSurface surface, double[] a, double[] b) {
    connected = true;
    List<double[]> beads = new ArrayList<>(List.of(a.clone()));
    connect(surface, a, b, beads, 0);
    return beads;
  }

  /** Length of a polygon over the distance of its ends. */
  static double normalizedLength(List<double[]> beads) {
    return new Path(beads).length() / Images.distance(beads.get(0), beads.get(beads.size() - 1));
  }

  private void connect(
      BudgetedSurface surface, double[] a, double[] b, List<double[]> beads, int depth) {
    double[] worst = a;
    double most = Double.NEGATIVE_INFINITY;
    for (int k = 1; k < SAMPLES && surface.allows(1); k++) {
      double[] point = Images.between(a, b, k / (double) SAMPLES);
      double value = surface.value(point);
      if (value > most) {
        most = value;
        worst = point;
      }
    }
    if (most > level) {
      double[] bead = depth < DEEPEST ? train(surface, worst) : worst;
      if (depth < DEEPEST && surface.allows(2L * SAMPLES) && surface.value(bead) <= level) {
        connect(surface, a, bead, beads, depth + 1);
        connect(surface, bead, b, beads, depth + 1);
        return;
      }
      connected = false;
    }
    beads.add(b.clone());
  }

  /**
   * Gradient descent with a step that grows while it succeeds, to alpha times the level or until it
   * no longer falls.
   */
  private double[] train(BudgetedSurface surface, double[] from) {
    double[] point = from.clone();
    double[] gradient = new double[point.length];
    double value = surface.valueAndGradient(point, gradient);
    double rate = 0.1;
    while (value > alpha * level && surface.allows(SAMPLES) && rate > 1e-12) {
      double[] next = point.clone();
      for (int i = 0; i < next.length; i++) {
        next[i] -= rate * gradient[i];
      }
      double[] nextGradient = new double[point.length];
      double lower = surface.valueAndGradient(next, nextGradient);
      if (lower < value) {
        point = next;
        gradient = nextGradient;
        value = lower;
        rate *= 1.2;
      } else {
        rate *= 0.5;
      }
    }
    return point;
  }
}
