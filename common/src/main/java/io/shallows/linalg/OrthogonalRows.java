package io.shallows.linalg;

import java.util.Arrays;

/**
 * Rotates the rows of a matrix until they are orthogonal, each with what stands to the right of it:
 * {@code [R | C]} becomes {@code J^T [R | C]}, whose rows are {@code sigma_i v_i^T} and {@code
 * u_i^T C} for the singular values and vectors of {@code R = sum_i sigma_i u_i v_i^T}.
 *
 * <p>One-sided Jacobi rotations (Hestenes 1958) on the {@linkplain Kernels kernels}, so the bits
 * are the same on every processor. A tall matrix is first reduced to its triangular factor by
 * Householder reflections with column pivoting (Drmac, Veselic 2008, doi:10.1137/050639193), on
 * which few sweeps are enough. Errors of singular values are some units in the last place of the
 * largest one times the smaller order. Cost: {@code 2 m n^2} multiply-adds for the factor and about
 * {@code 5 k^2 l} a sweep for k rows of l numbers; five to ten sweeps.
 */
final class OrthogonalRows {

  /** Sweeps over all pairs; more than 15 were never seen. */
  private static final int MOST_SWEEPS = 60;

  private final Kernels kernels = Kernels.best();
  private final int count;
  private final int columns;
  private final int width;
  private final double[] rows;
  private final int[] places;
  private final int exponent;

  private OrthogonalRows(
      int count, int columns, int width, double[] rows, int[] places, int exponent) {
    this.count = count;
    this.columns = columns;
    this.width = width;
    this.rows = rows;
    this.places = places;
    this.exponent = exponent;
  }

  /**
   * Makes the rows of A orthogonal.
   *
   * @param a row-major, m x n; not changed
   * @param right columns of B
   * @param b row-major, m x right; not changed
   * @throws ArithmeticException if an element is not finite or the rotations do not converge
   */
  static OrthogonalRows of(int m, int n, double[] a, int right, double[] b) {
    double most = 0;
    for (int i = 0; i < m * n; i++) {
      double size = Math.abs(a[i]);
      if (!(size <= Double.MAX_VALUE)) {
        throw new ArithmeticException(
            "singular values: element " + i / n + ", " + i % n + " is not finite");
      }
      most = Math.max(most, size);
    }
    for (int i = 0; i < m * right; i++) {
      if (!(Math.abs(b[i]) <= Double.MAX_VALUE)) {
        throw new ArithmeticException(
            "least squares: element " + i / right + ", " + i % right + " is not finite");
      }
    }
    int exponent = most == 0 ? 0 : Math.getExponent(most);
    int width = n + right;
    int[] places = new int[n];
    for (int j = 0; j < n; j++) {
      places[j] = j;
    }
    double[] all = new double[m * width];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        all[i * width + j] = Math.scalb(a[i * n + j], -exponent);
      }
      System.arraycopy(b, i * right, all, i * width + n, right);
    }
    double[] rows = m > n ? triangle(m, n, width, all, places) : all;
    OrthogonalRows made = new OrthogonalRows(Math.min(m, n), n, width, rows, places, exponent);
    made.sweep();
    return made;
  }

  /** {@code [R | Q^T B]} of {@code A P = Q R}; {@code places} becomes P. */
  private static double[] triangle(int m, int n, int width, double[] all, int[] places) {
    Kernels kernels = Kernels.best();
    double[] byColumn = new double[width * m];
    kernels.transpose(m, width, all, 0, width, byColumn, 0, m);
    for (int k = 0; k < n; k++) {
      int longest = k;
      double most = -1;
      for (int j = k; j < n; j++) {
        double square = kernels.dot(m - k, byColumn, j * m + k, byColumn, j * m + k);
        if (square > most) {
          most = square;
          longest = j;
        }
      }
      swap(m, byColumn, k, longest);
      int place = places[k];
      places[k] = places[longest];
      places[longest] = place;
      int at = k * m + k;
      if (most < Tridiagonal.NEGLIGIBLE) {
        for (int j = k; j < n; j++) {
          Arrays.fill(byColumn, j * m + k, (j + 1) * m, 0);
        }
        break;
      }
      double length = Math.sqrt(most);
      double pivot = byColumn[at];
      double image = pivot > 0 ? -length : length;
      double half = most - pivot * image;
      byColumn[at] = pivot - image;
      for (int j = k + 1; j < width; j++) {
        double share = kernels.dot(m - k, byColumn, at, byColumn, j * m + k) / half;
        kernels.axpy(m - k, -share, byColumn, at, byColumn, j * m + k);
      }
      byColumn[at] = image;
      Arrays.fill(byColumn, at + 1, (k + 1) * m, 0);
    }
    double[] rows = new double[n * width];
    for (int j = 0; j < width; j++) {
      for (int i = 0; i < n; i++) {
        rows[i * width + j] = byColumn[j * m + i];
      }
    }
    return rows;
  }

  private static void swap(int m, double[] byColumn, int a, int b) {
    if (a != b) {
      double[] kept = Arrays.copyOfRange(byColumn, a * m, (a + 1) * m);
      System.arraycopy(byColumn, b * m, byColumn, a * m, m);
      System.arraycopy(kept, 0, byColumn, b * m, m);
    }
  }

  private void sweep() {
    double small = columns * Math.ulp(1.0);
    for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
      boolean moved = false;
      for (int i = 0; i < count; i++) {
        for (int j = i + 1; j < count; j++) {
          moved |= rotated(i, j, small);
        }
      }
      if (!moved) {
        return;
      }
    }
    throw new ArithmeticException("singular values: the iteration did not converge");
  }

  /** Makes two rows orthogonal; false if they are, or one is 0 beside the largest element. */
  private boolean rotated(int i, int j, double small) {
    int x = i * width;
    int y = j * width;
    double alpha = kernels.dot(columns, rows, x, rows, x);
    double beta = kernels.dot(columns, rows, y, rows, y);
    double gamma = kernels.dot(columns, rows, x, rows, y);
    if (Math.min(alpha, beta) < Tridiagonal.NEGLIGIBLE
        || !(Math.abs(gamma) > small * Math.sqrt(alpha) * Math.sqrt(beta))) {
      return false;
    }
    double zeta = (beta - alpha) / (2 * gamma);
    double t = Math.copySign(1 / (Math.abs(zeta) + QlSteps.hypotenuse(zeta, 1)), zeta);
    double c = 1 / Math.sqrt(1 + t * t);
    QlSteps.rotate(width, rows, x, y, c, c * t);
    return true;
  }

  /** Number of rows, the smaller of m and n. */
  int count() {
    return count;
  }

  /** Singular value i; they are in no order. */
  double singularValue(int i) {
    return Math.scalb(scaled(i), exponent);
  }

  private double scaled(int i) {
    return Math.sqrt(kernels.dot(columns, rows, i * width, rows, i * width));
  }

  /**
   * Adds what row i gives to the shortest minimiser of {@code |A X - B|}: {@code v_i (u_i^T B) /
   * sigma_i}.
   *
   * @param solution n x right
   */
  void addTo(double[] solution, int i) {
    double size = scaled(i);
    int right = width - columns;
    for (int j = 0; j < columns; j++) {
      double component = rows[i * width + j] / size;
      for (int k = 0; k < right; k++) {
        solution[places[j] * right + k] +=
            component * Math.scalb(rows[i * width + columns + k] / size, -exponent);
      }
    }
  }
}
