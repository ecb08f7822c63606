package io.shallows.linalg;

import java.util.Arrays;

/**
 * A symmetric matrix as {@code A = Q T Q^T}, T tridiagonal and Q a product of Householder
 * reflections, from the last row up.
 *
 * <p>Step i takes the part of row i left of the diagonal to its last entry by {@code H = I - v v^T
 * / h}, h half of |v|^2, and the rows above become {@code H A H = A - v w^T - w v^T} with {@code w
 * = A v / h - (v^T A v / (2 h^2)) v}. A row is read and written once in each step: it is updated
 * and at once multiplied by the reflection of the next step, which the row below has given before.
 *
 * <p>The matrix is scaled by a power of two first, so that no square overflows, and one that
 * vanishes is negligible against |A|.
 */
final class Tridiagonal {

  /**
   * Square of a length below which it is 0 beside elements of 1: entries of 2^-450 of the largest
   * move no eigenvalue by as much as its rounding, and squares below 2^-1022 lose their digits, so
   * that what is divided by them is no number.
   */
  static final double NEGLIGIBLE = 0x1p-900;

  private final int n;
  private final int exponent;
  private final double[] diagonal;
  private final double[] beside;
  private final double[] reflections;
  private final double[] halves;
  private final Kernels kernels = Kernels.best();

  private Tridiagonal(int n, int exponent, double[] a) {
    this.n = n;
    this.exponent = exponent;
    this.diagonal = new double[n];
    this.beside = new double[n];
    this.reflections = a;
    this.halves = new double[n];
  }

  /**
   * Reduces a matrix.
   *
   * @param a row-major, n x n; only the lower triangle is read; not changed
   * @throws ArithmeticException if an element is not finite
   */
  static Tridiagonal of(int n, double[] a) {
    double most = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double size = Math.abs(a[i * n + j]);
        if (!(size <= Double.MAX_VALUE)) {
          throw new ArithmeticException("eigenvalues: element " + i + ", " + j + " is not finite");
        }
        most = Math.max(most, size);
      }
    }
    int exponent = most == 0 ? 0 : Math.getExponent(most);
    double[] work = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        work[i * n + j] = Math.scalb(a[i * n + j], -exponent);
      }
    }
    Tridiagonal reduced = new Tridiagonal(n, exponent, work);
    reduced.reduce();
    return reduced;
  }

  private void reduce() {
    double[] v = reflections;
    double[] p = new double[n];
    double[] w = new double[n];
    boolean known = false; // whether p is the product with the reflection of row i
    for (int i = n - 1; i >= 0; i--) {
      diagonal[i] = v[i * n + i];
      if (!known && i > 0) {
        reflect(i);
        multiply(i, i, p);
      }
      known = false;
      if (i == 0 || halves[i] == 0) {
        continue;
      }
      double h = halves[i];
      kernels.scale(i, 1 / h, p, 0);
      double half = kernels.dot(i, v, i * n, p, 0) / (2 * h);
      kernels.axpy(i, -half, v, i * n, p, 0);
      System.arraycopy(p, 0, w, 0, i);
      Arrays.fill(p, 0, i, 0);
      int next = i - 1;
      update(next, i, w);
      reflect(next);
      for (int j = 0; j < next; j++) {
        update(j, i, w);
        multiplyRow(j, next, p);
      }
      known = true;
    }
  }

  /** Row j becomes that of {@code A - v w^T - w v^T}, v the reflection of row i. */
  private void update(int j, int i, double[] w) {
    double[] v = reflections;
    double own = v[i * n + j];
    kernels.axpy(j + 1, -own, w, 0, v, j * n);
    kernels.axpy(j + 1, -w[j], v, i * n, v, j * n);
  }

  /**
   * Turns row i, left of the diagonal, into its reflection; {@code halves} is 0 if none is needed.
   */
  private void reflect(int i) {
    if (i < 1) {
      return;
    }
    double[] v = reflections;
    int last = i * n + i - 1;
    double pivot = v[last];
    double rest = kernels.dot(i - 1, v, i * n, v, i * n);
    if (rest < NEGLIGIBLE) {
      halves[i] = 0;
      beside[i - 1] = pivot;
      return;
    }
    double length = Math.sqrt(rest + pivot * pivot);
    double image = pivot > 0 ? -length : length;
    beside[i - 1] = image;
    v[last] = pivot - image;
    halves[i] = length * length - pivot * image;
  }

  /** {@code p = A v} over the rows above row i. */
  private void multiply(int rows, int i, double[] p) {
    Arrays.fill(p, 0, i, 0);
    for (int j = 0; j < rows; j++) {
      multiplyRow(j, i, p);
    }
  }

  /** What row j of the lower triangle adds to the product with the reflection of row i. */
  private void multiplyRow(int j, int i, double[] p) {
    double[] v = reflections;
    if (halves[i] == 0) {
      return;
    }
    p[j] += kernels.dot(j + 1, v, j * n, v, i * n);
    kernels.axpy(j, v[i * n + j], v, j * n, p, 0);
  }

  /** The diagonal of T. */
  double[] diagonal() {
    return diagonal;
  }

  /** Entry i stands beside entries i and i + 1 of the diagonal; the last is 0. */
  double[] beside() {
    return beside;
  }

  /** A is {@code 2^exponent} times what was reduced. */
  int exponent() {
    return exponent;
  }

  /** Each row z becomes {@code Q z}. */
  void transformBack(int count, double[] rows) {
    for (int row = 0; row < count; row++) {
      for (int i = 1; i < n; i++) {
        if (halves[i] != 0) {
          double share = kernels.dot(i, reflections, i * n, rows, row * n) / halves[i];
          kernels.axpy(i, -share, reflections, i * n, rows, row * n);
        }
      }
    }
  }
}
