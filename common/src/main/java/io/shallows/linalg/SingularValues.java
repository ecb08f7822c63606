package io.shallows.linalg;

import java.util.Arrays;

/**
 * Singular values of a matrix.
 *
 * <p>Jacobi rotations of the rows of a triangular factor ({@link OrthogonalRows}), with the same
 * bits on every processor; absolute accuracy of about {@code max(m, n)} units in the last place of
 * the largest one. Cost: about {@code 2 m n k + 30 k^3} multiply-adds, k the smaller of m and n.
 */
public final class SingularValues {
  private SingularValues() {}

  /**
   * The singular values, descending, {@code min(rows, columns)} of them.
   *
   * @param a row-major, rows x columns; not changed
   * @throws ArithmeticException if an element is not finite or the iteration does not converge
   */
  public static double[] of(int rows, int columns, double[] a) {
    if (rows < 1 || columns < 1 || a.length < rows * columns) {
      throw new IllegalArgumentException(
          "matrix: " + rows + " x " + columns + " with " + a.length + " elements");
    }
    // A matrix and its transpose have the same ones; the taller is reduced to a triangle first.
    boolean tall = rows >= columns;
    double[] matrix = tall ? a : new double[rows * columns];
    if (!tall) {
      Kernels.best().transpose(rows, columns, a, 0, columns, matrix, 0, rows);
    }
    OrthogonalRows found =
        OrthogonalRows.of(
            Math.max(rows, columns), Math.min(rows, columns), matrix, 0, new double[0]);
    double[] ascending = new double[found.count()];
    for (int i = 0; i < ascending.length; i++) {
      ascending[i] = found.singularValue(i);
    }
    Arrays.sort(ascending);
    double[] values = new double[ascending.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = ascending[values.length - 1 - i];
    }
    return values;
  }

  /**
   * The numerical rank: how many of the descending {@code values} are above {@code tolerance *
   * values[0]}; 0 for a zero matrix.
   */
  public static int rank(double[] values, double tolerance) {
    int rank = 0;
    while (rank < values.length && values[rank] > tolerance * values[0]) {
      rank++;
    }
    return rank;
  }
}
