package io.shallows.linalg;

import org.bytedeco.openblas.global.openblas;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix: {@code A = sum_i values[i] v_i v_i^T}.
 *
 * <p>LAPACK's divide and conquer (dsyevd) on one thread. Each eigenvalue is within about {@code n}
 * units in the last place of |A|_2 of an exact one, so a small eigenvalue of a badly scaled matrix
 * has an absolute accuracy only; eigenvectors are orthonormal to the same accuracy, and single
 * vectors of close eigenvalues are not determined. Cost: about 4/3 n^3 multiply-adds for the values
 * alone, up to 4 times that with vectors, and 3 n^2 numbers of memory. Source: LAPACK Users' Guide,
 * 3rd ed., section 4.7.
 */
public final class SymmetricEigen {
  private final double[] values;
  private final double[] vectors;

  private SymmetricEigen(double[] values, double[] vectors) {
    this.values = values;
    this.vectors = vectors;
  }

  /**
   * Eigenvalues and eigenvectors.
   *
   * @param n the order
   * @param a row-major, n x n; only the lower triangle is read; not changed
   * @throws ArithmeticException if an element is not finite or the iteration does not converge
   */
  public static SymmetricEigen of(int n, double[] a) {
    return decompose(n, a, 'V');
  }

  /** The eigenvalues alone, ascending. */
  public static double[] values(int n, double[] a) {
    return decompose(n, a, 'N').values;
  }

  private static SymmetricEigen decompose(int n, double[] a, char job) {
    if (n < 1 || a.length < n * n) {
      throw new IllegalArgumentException("order: " + n + " with " + a.length + " elements");
    }
    NativeLibraries.requireLapack();
    double[] work = java.util.Arrays.copyOf(a, n * n);
    double[] values = new double[n];
    // The row-major lower triangle is the column-major upper one, so nothing is transposed and
    // eigenvector i comes back as row i.
    int info =
        openblas.LAPACKE_dsyevd(
            openblas.LAPACK_COL_MAJOR, (byte) job, (byte) 'U', n, work, n, values);
    NativeLibraries.check("dsyevd", info);
    return new SymmetricEigen(values, job == 'V' ? work : new double[0]);
  }

  /** The order n. */
  public int order() {
    return values.length;
  }

  /** Eigenvalue i; they ascend. */
  public double value(int i) {
    return values[i];
  }

  /** All eigenvalues, ascending. */
  public double[] values() {
    return values.clone();
  }

  /** The unit eigenvector of eigenvalue i. */
  public double[] vector(int i) {
    int n = values.length;
    return java.util.Arrays.copyOfRange(vectors, i * n, (i + 1) * n);
  }

  /** Component j of eigenvector i. */
  public double component(int i, int j) {
    return vectors[i * values.length + j];
  }
}
