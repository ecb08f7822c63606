package io.shallows.minimum.kink;

import io.shallows.linalg.BoundedLeastSquares;
import io.shallows.linalg.Kernels;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The slopes of the kinks' relus that decide whether a point is stationary.
 *
 * <p>Without ridges they are those in [0, 1] for which the gradient is shortest, and the steepest
 * descent is that gradient's. The directional derivative along d is {@code g_0.d + sum_k c_k max(0,
 * row_k.d)}; the part of the ridges, c_k &lt; 0, is concave and at most what it is with their
 * slopes fixed at 0 or 1. So the residual with any choice of these is a descent direction, and the
 * point is stationary if it is 0 for every choice that is some direction's. The choices tried are
 * those of the ridges' own rows and their opposites, and of the descent found: exact if the rows
 * are independent, else a necessary condition.
 */
final class KinkSlopeSearch {

  private static final int MAX_ROUNDS = 10;

  private final KinkPoint point;
  private final double[] weights;
  private final double[][] rows;
  private final KinkLinks links;

  /**
   * A search.
   *
   * @param weights of the kinks, those above them off
   * @param rows derivatives of their pre-activations
   * @param links between kinks of one sample
   */
  KinkSlopeSearch(KinkPoint point, double[] weights, double[][] rows, KinkLinks links) {
    this.point = point;
    this.weights = weights;
    this.rows = rows;
    this.links = links;
  }

  /** The slopes with the longest residual of all choices tried. */
  KinkSlopes worst() {
    boolean[] on = new boolean[weights.length];
    if (!point.hasRidges()) {
      return slopes(on);
    }
    Set<BitSet> tried = new LinkedHashSet<>();
    KinkSlopes worst = slopes(on, tried, null);
    for (int k = 0; k < rows.length; k++) {
      if (point.weight(k) < 0) {
        for (int sign = -1; sign <= 1; sign += 2) {
          worst = slopes(signs(rows[k], sign), tried, worst);
        }
      }
    }
    for (int round = 0; round < MAX_ROUNDS; round++) {
      KinkSlopes next = slopes(signs(worst.residual(), -1), tried, worst);
      if (!(next.norm() > worst.norm())) {
        break;
      }
      worst = next;
    }
    return worst;
  }

  private boolean[] signs(double[] direction, int sign) {
    boolean[] on = new boolean[rows.length];
    for (int k = 0; k < on.length; k++) {
      on[k] = sign * Kernels.best().dot(direction.length, rows[k], 0, direction, 0) > 0;
    }
    return on;
  }

  private KinkSlopes slopes(boolean[] on, Set<BitSet> tried, KinkSlopes worst) {
    BitSet pattern = new BitSet();
    for (int k = 0; k < on.length; k++) {
      pattern.set(k, on[k] && point.weight(k) < 0);
    }
    if (!tried.add(pattern)) {
      return worst;
    }
    KinkSlopes found = slopes(on);
    return worst == null || found.norm() > worst.norm() ? found : worst;
  }

  /**
   * Slopes with those of the ridges given.
   *
   * <p>Where a sample has kinks one above the other the weight of the lower one depends on the
   * slope of the upper one; the problem is then solved again with the weights of the last slopes
   * until they agree. The norm is in any case that of the slopes returned.
   */
  private KinkSlopes slopes(boolean[] on) {
    int count = weights.length;
    double[] used = new double[count];
    for (int k = 0; k < count; k++) {
      used[k] = point.weight(k);
    }
    for (int round = 0; ; round++) {
      double[] fixed = point.gradient().clone();
      double[][] columns = new double[count][];
      for (int k = 0; k < count; k++) {
        columns[k] = new double[fixed.length];
        if (used[k] > 0) {
          Kernels.best().axpy(fixed.length, used[k], rows[k], 0, columns[k], 0);
        } else if (on[k]) {
          Kernels.best().axpy(fixed.length, used[k], rows[k], 0, fixed, 0);
        }
      }
      BoundedLeastSquares found = BoundedLeastSquares.solve(fixed, columns);
      double[] s = found.solution();
      for (int k = 0; k < count; k++) {
        s[k] = used[k] > 0 ? s[k] : on[k] ? 1 : 0;
      }
      double[] made = links.made(weights, s);
      double change = 0;
      double size = 0;
      for (int k = 0; k < count; k++) {
        change = Math.max(change, Math.abs(made[k] - used[k]));
        size = Math.max(size, Math.abs(made[k]));
      }
      if (links.isEmpty() || change <= 1e-12 * size || round == MAX_ROUNDS) {
        return KinkSlopes.of(s, found.pull(), made, point.gradient(), rows);
      }
      used = made;
    }
  }
}
