package io.shallows.minimum.kink;

import io.shallows.linalg.BoundedLeastSquares;
import io.shallows.linalg.Kernels;
import java.util.Arrays;
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

  /**
   * Largest number of descents followed, and of solutions with new weights. Each descent is longer
   * than the last and makes a new choice; weights settle after as many rounds as kinks lie one
   * above the other on a sample. Without agreement the norm is that of the last slopes.
   */
  private static final int MAX_ROUNDS = 10;

  /** Relative change of weights that rounding makes. */
  private static final double AGREED = 1e-12;

  private final double[] gradient;
  private final double[] weights;
  private final double[] kept;
  private final double[][] rows;
  private final KinkLinks links;

  /**
   * A search.
   *
   * @param gradient with the kinks off
   * @param weights of the kinks, those above them off
   * @param kept weights on the surface that keeps the kinks above them
   * @param rows derivatives of their pre-activations
   * @param links between kinks of one sample
   */
  KinkSlopeSearch(
      double[] gradient, double[] weights, double[] kept, double[][] rows, KinkLinks links) {
    this.gradient = gradient;
    this.weights = weights;
    this.kept = kept;
    this.rows = rows;
    this.links = links;
  }

  /** The slopes with the longest residual of all choices tried. */
  KinkSlopes worst() {
    boolean[] on = new boolean[weights.length];
    KinkSlopes worst = slopes(on);
    if (Arrays.stream(kept).noneMatch(weight -> weight < 0)) {
      return worst;
    }
    Set<BitSet> tried = new LinkedHashSet<>();
    tried.add(pattern(on));
    for (int k = 0; k < rows.length; k++) {
      if (kept[k] < 0) {
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

  /** Which ridges are on. */
  private BitSet pattern(boolean[] on) {
    BitSet pattern = new BitSet();
    for (int k = 0; k < on.length; k++) {
      pattern.set(k, on[k] && kept[k] < 0);
    }
    return pattern;
  }

  private KinkSlopes slopes(boolean[] on, Set<BitSet> tried, KinkSlopes worst) {
    if (!tried.add(pattern(on))) {
      return worst;
    }
    KinkSlopes found = slopes(on);
    return found.norm() > worst.norm() ? found : worst;
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
    double[] used = kept;
    for (int round = 0; ; round++) {
      double[] fixed = gradient.clone();
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
      if (links.isEmpty() || change <= AGREED * size || round == MAX_ROUNDS) {
        return KinkSlopes.of(s, found.pull(), made, gradient, rows);
      }
      used = made;
    }
  }
}
