package io.shallows.linalg;

/**
 * Least squares in the unit box: the s in [0, 1]^k that minimises {@code |g + H s|}.
 *
 * <p>Active-set method: variables leave their bounds one at a time where that lowers the residual,
 * the free ones are solved for by minimum-norm least squares, and those that would leave the box
 * stop at its boundary. The problem is first written in an orthonormal basis of the columns of H,
 * so that iterations cost O(k^3) and dependent columns do no harm. Ends after finitely many steps;
 * the residual is exact to rounding times the condition of the free columns. H may be rank
 * deficient: the residual is unique then, s is not.
 *
 * <p>Source: Stark, Parker 1995, Bounded-variable least squares, Computational Statistics 10:129.
 */
public final class BoundedLeastSquares {

  private final double[] solution;
  private final double[] residual;
  private final double[] pull;
  private final double norm;

  private BoundedLeastSquares(double[] solution, double[] residual, double[] pull, double norm) {
    this.solution = solution;
    this.residual = residual;
    this.pull = pull;
    this.norm = norm;
  }

  /**
   * Solves the problem.
   *
   * @param g length p
   * @param columns the k columns of H, each of length p
   */
  public static BoundedLeastSquares solve(double[] g, double[][] columns) {
    Kernels kernels = Kernels.best();
    int p = g.length;
    int k = columns.length;
    OrthonormalRows basis = new OrthonormalRows(p);
    for (double[] column : columns) {
      basis.add(column);
    }
    int rank = basis.count();
    double[] row = new double[p];
    double[] h = new double[rank * k];
    double[] target = new double[rank];
    for (int i = 0; i < rank; i++) {
      basis.copyRow(i, row);
      target[i] = kernels.dot(p, row, 0, g, 0);
      for (int j = 0; j < k; j++) {
        h[i * k + j] = kernels.dot(p, row, 0, columns[j], 0);
      }
    }
    double[] s = rank == 0 ? new double[k] : new Small(rank, k, h, target).solve();
    double[] residual = g.clone();
    for (int j = 0; j < k; j++) {
      kernels.axpy(p, s[j], columns[j], 0, residual, 0);
    }
    double[] pull = new double[k];
    for (int j = 0; j < k; j++) {
      pull[j] = -kernels.dot(p, columns[j], 0, residual, 0);
    }
    double norm = Math.sqrt(kernels.dot(p, residual, 0, residual, 0));
    return new BoundedLeastSquares(s, residual, pull, norm);
  }

  /** The minimiser s. */
  public double[] solution() {
    return solution;
  }

  /** {@code g + H s}: its negative is the direction of steepest descent. */
  public double[] residual() {
    return residual;
  }

  /** {@code -H^T (g + H s)}: 0 for free variables, negative at s = 0, positive at s = 1. */
  public double[] pull() {
    return pull;
  }

  /** {@code |g + H s|}. */
  public double norm() {
    return norm;
  }

  /** The problem with few rows. */
  private static final class Small {

    private final int rows;
    private final int k;
    private final double[] h;
    private final double[] target;
    private final double[] s;
    private final boolean[] free;

    Small(int rows, int k, double[] h, double[] target) {
      this.rows = rows;
      this.k = k;
      this.h = h;
      this.target = target;
      this.s = new double[k];
      this.free = new boolean[k];
    }

    double[] solve() {
      boolean[] refused = new boolean[k];
      for (int round = 0; round < 20 * k + 20; round++) {
        int next = worst(refused);
        if (next < 0) {
          break;
        }
        double before = s[next];
        free[next] = true;
        settle();
        if (s[next] == before) {
          // rounding: freeing it did not move it
          free[next] = false;
          refused[next] = true;
        } else {
          java.util.Arrays.fill(refused, false);
        }
      }
      return s;
    }

    /** The bound variable whose release lowers the residual most per length, or -1. */
    private int worst(boolean[] refused) {
      double[] r = residual();
      double size = 0;
      for (int i = 0; i < rows; i++) {
        size += target[i] * target[i];
      }
      int best = -1;
      double most = 1e-14 * Math.sqrt(size);
      for (int j = 0; j < k; j++) {
        if (free[j] || refused[j]) {
          continue;
        }
        double pull = 0;
        double length = 0;
        for (int i = 0; i < rows; i++) {
          pull -= h[i * k + j] * r[i];
          length += h[i * k + j] * h[i * k + j];
        }
        double gain = (s[j] == 0 ? pull : -pull) / Math.sqrt(Math.max(length, Double.MIN_NORMAL));
        if (gain > most) {
          most = gain;
          best = j;
        }
      }
      return best;
    }

    /** Moves the free variables to their least-squares solution, binding those that hit the box. */
    private void settle() {
      while (true) {
        int count = 0;
        for (boolean f : free) {
          count += f ? 1 : 0;
        }
        if (count == 0) {
          return;
        }
        int[] index = new int[count];
        double[] a = new double[rows * count];
        double[] b = new double[rows];
        int c = 0;
        for (int j = 0; j < k; j++) {
          if (free[j]) {
            index[c] = j;
            for (int i = 0; i < rows; i++) {
              a[i * count + c] = h[i * k + j];
            }
            c++;
          }
        }
        double[] r = residual();
        for (int i = 0; i < rows; i++) {
          b[i] = -r[i];
        }
        double[] move =
            LeastSquares.solve(rows, count, a, 1, b, LeastSquares.roundingTolerance(rows, count))
                .solution();
        double share = 1;
        int hit = -1;
        for (int f = 0; f < count; f++) {
          double to = s[index[f]] + move[f];
          double limit = to < 0 ? -s[index[f]] / move[f] : to > 1 ? (1 - s[index[f]]) / move[f] : 1;
          if (limit < share) {
            share = limit;
            hit = f;
          }
        }
        for (int f = 0; f < count; f++) {
          s[index[f]] = Math.min(1, Math.max(0, s[index[f]] + share * move[f]));
        }
        if (hit < 0) {
          return;
        }
        s[index[hit]] = move[hit] < 0 ? 0 : 1;
        free[index[hit]] = false;
      }
    }

    private double[] residual() {
      double[] r = target.clone();
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < k; j++) {
          r[i] += h[i * k + j] * s[j];
        }
      }
      return r;
    }
  }
}
