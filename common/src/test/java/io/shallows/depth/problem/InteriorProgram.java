package io.shallows.depth.problem;

import java.util.List;

/**
 * The least of {@code |y - f|^2 / N + penalty sum |v_k|} over units that each stay in one arc, by
 * Newton steps on the same plus a barrier of logarithms of the factors of the arcs' rays, which
 * falls tenfold from round to round. Slow and obvious.
 */
final class InteriorProgram {

  /** How far the loss may be above the least one: one over the last barrier, per factor. */
  static final double GAP = 1e-10;

  private final double[] y;
  private final double penalty;
  private final List<Integer> arcs;
  private final int onRay;
  private final double[][] columns;
  private final double[][] vectors;
  private final int[] group;
  private final double[] factors;
  private final double loss;

  /**
   * Solves it.
   *
   * @param rays in order around the circle
   * @param features per ray, those of a unit along it
   * @param arcs 2 arc + (0 for +, 1 for -) of every unit
   * @param onRay 2 ray + the same of one more unit on a ray; below 0 for none
   */
  InteriorProgram(
      double[][] rays,
      double[][] features,
      double[] y,
      double penalty,
      List<Integer> arcs,
      int onRay) {
    this.y = y;
    this.penalty = penalty;
    this.arcs = arcs;
    this.onRay = onRay;
    int count = 2 * arcs.size() + (onRay < 0 ? 0 : 1);
    columns = new double[count][y.length];
    vectors = new double[count][];
    group = new int[count];
    factors = new double[count];
    for (int j = 0; j < count; j++) {
      int unit = j / 2;
      boolean held = unit == arcs.size();
      int code = held ? onRay : arcs.get(unit);
      int ray = held ? code / 2 : (code / 2 + j % 2) % rays.length;
      group[j] = unit;
      vectors[j] = rays[ray];
      factors[j] = 1;
      for (int i = 0; i < y.length; i++) {
        columns[j][i] = (code % 2 == 0 ? 1 : -1) * features[ray][i];
      }
    }
    for (double barrier = 1; count > 0 && barrier > GAP; barrier /= 10) {
      solve(barrier);
    }
    loss = value(factors);
  }

  double loss() {
    return loss;
  }

  /** Per unit its vector and sign; units that are left over are 0. */
  double[][] units(int width) {
    double[][] units = new double[width][3];
    for (int k = 0; k < width; k++) {
      units[k][2] = k < arcs.size() && arcs.get(k) % 2 == 1 ? -1 : 1;
    }
    for (int j = 0; j < 2 * arcs.size(); j++) {
      units[group[j]][0] += factors[j] * vectors[j][0];
      units[group[j]][1] += factors[j] * vectors[j][1];
    }
    return units;
  }

  private double value(double[] at) {
    double value = 0;
    for (int i = 0; i < y.length; i++) {
      double r = y[i];
      for (int j = 0; j < at.length; j++) {
        r -= at[j] * columns[j][i];
      }
      value += r * r / y.length;
    }
    for (int k = 0; k < arcs.size() + (onRay < 0 ? 0 : 1); k++) {
      double[] v = vector(at, k);
      value += penalty * Math.hypot(v[0], v[1]);
    }
    return value;
  }

  private double[] vector(double[] at, int unit) {
    double[] v = new double[2];
    for (int j = 0; j < at.length; j++) {
      if (group[j] == unit) {
        v[0] += at[j] * vectors[j][0];
        v[1] += at[j] * vectors[j][1];
      }
    }
    return v;
  }

  private double withBarrier(double[] at, double barrier) {
    double value = value(at);
    for (double factor : at) {
      value -= factor > 0 ? barrier * Math.log(factor) : Double.NEGATIVE_INFINITY;
    }
    return value;
  }

  private void solve(double barrier) {
    int count = factors.length;
    for (int step = 0; step < 100; step++) {
      double[] gradient = new double[count];
      double[][] hessian = new double[count][count];
      derivatives(barrier, gradient, hessian);
      double[] down = solved(hessian, gradient);
      double decrement = 0;
      for (int j = 0; j < count; j++) {
        decrement += down[j] * gradient[j];
      }
      if (!(decrement > 1e-4 * barrier)) {
        return;
      }
      double now = withBarrier(factors, barrier);
      double share = 1;
      double[] tried = factors.clone();
      do {
        for (int j = 0; j < count; j++) {
          tried[j] = factors[j] - share * down[j];
        }
        share /= 2;
      } while (share > 1e-12 && !(withBarrier(tried, barrier) < now));
      if (share <= 1e-12) {
        return;
      }
      System.arraycopy(tried, 0, factors, 0, count);
    }
  }

  private void derivatives(double barrier, double[] gradient, double[][] hessian) {
    int count = factors.length;
    int n = y.length;
    double[] r = y.clone();
    for (int j = 0; j < count; j++) {
      for (int i = 0; i < n; i++) {
        r[i] -= factors[j] * columns[j][i];
      }
    }
    for (int j = 0; j < count; j++) {
      double[] v = vector(factors, group[j]);
      double length = Math.hypot(v[0], v[1]);
      double along = (v[0] * vectors[j][0] + v[1] * vectors[j][1]) / length;
      gradient[j] = penalty * along - barrier / factors[j];
      for (int i = 0; i < n; i++) {
        gradient[j] -= 2 * r[i] * columns[j][i] / n;
      }
      for (int h = 0; h < count; h++) {
        for (int i = 0; i < n; i++) {
          hessian[j][h] += 2 * columns[j][i] * columns[h][i] / n;
        }
        if (group[h] == group[j]) {
          double other = (v[0] * vectors[h][0] + v[1] * vectors[h][1]) / length;
          double both = vectors[j][0] * vectors[h][0] + vectors[j][1] * vectors[h][1];
          hessian[j][h] += penalty * (both - along * other) / length;
        }
      }
      hessian[j][j] += barrier / (factors[j] * factors[j]);
    }
  }

  /** By elimination, after the factors are scaled to 1. */
  private double[] solved(double[][] hessian, double[] gradient) {
    int count = gradient.length;
    double[][] a = new double[count][count + 1];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        a[i][j] = hessian[i][j] * factors[i] * factors[j];
      }
      a[i][count] = gradient[i] * factors[i];
    }
    for (int i = 0; i < count; i++) {
      for (int r = 0; r < count; r++) {
        double factor = r == i ? 0 : a[r][i] / a[i][i];
        for (int c = i; c <= count && factor != 0; c++) {
          a[r][c] -= factor * a[i][c];
        }
      }
    }
    double[] solution = new double[count];
    for (int i = 0; i < count; i++) {
      solution[i] = a[i][count] / a[i][i] * factors[i];
    }
    return solution;
  }
}
