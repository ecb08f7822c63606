package io.shallows.linalg;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix: {@code A = sum_i values[i] v_i v_i^T}.
 *
 * <p>Householder's reduction to a tridiagonal matrix ({@link Tridiagonal}), then implicit QL steps,
 * on the {@linkplain Kernels kernels} and plain arithmetic: the bits are the same on every
 * processor, which those of a LAPACK tuned for each of them are not. Each eigenvalue is within
 * about {@code n} units in the last place of |A|_2 of an exact one, so a small eigenvalue of a
 * badly scaled matrix has an absolute accuracy only; eigenvectors are orthonormal to the same
 * accuracy, and single vectors of close eigenvalues are not determined. Cost: 4/3 n^3 multiply-adds
 * for the values alone, about 6 n^3 with vectors, and n^2 numbers of memory, twice that with
 * vectors. Source: Golub, Van Loan, Matrix Computations, 4th ed., sections 8.3.1 and 8.3.3; the QL
 * step as in EISPACK's imtql2.
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
    requireOrder(n, a);
    Tridiagonal reduced = Tridiagonal.of(n, a);
    double[] vectors = new double[n * n];
    for (int i = 0; i < n; i++) {
      vectors[i * n + i] = 1;
    }
    QlSteps.run(reduced.diagonal(), reduced.beside(), vectors);
    reduced.transformBack(n, vectors);
    int[] order = order(reduced.diagonal());
    double[] sorted = new double[n * n];
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = Math.scalb(reduced.diagonal()[order[i]], reduced.exponent());
      System.arraycopy(vectors, order[i] * n, sorted, i * n, n);
    }
    return new SymmetricEigen(values, sorted);
  }

  /** The eigenvalues alone, ascending. */
  public static double[] values(int n, double[] a) {
    requireOrder(n, a);
    Tridiagonal reduced = Tridiagonal.of(n, a);
    double[] values = reduced.diagonal();
    QlSteps.run(values, reduced.beside(), new double[0]);
    for (int i = 0; i < n; i++) {
      values[i] = Math.scalb(values[i], reduced.exponent());
    }
    Arrays.sort(values);
    return values;
  }

  private static void requireOrder(int n, double[] a) {
    if (n < 1 || a.length < n * n) {
      throw new IllegalArgumentException("order: " + n + " with " + a.length + " elements");
    }
  }

  /** Places in ascending order of their values; equal ones as they stand. */
  private static int[] order(double[] values) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> values[i]))
        .mapToInt(Integer::intValue)
        .toArray();
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
    return Arrays.copyOfRange(vectors, i * n, (i + 1) * n);
  }

  /** Component j of eigenvector i. */
  public double component(int i, int j) {
    return vectors[i * values.length + j];
  }
}
