package io.shallows.linalg;

import java.util.Arrays;
import org.bytedeco.openblas.global.openblas;

/**
 * Singular values of a matrix.
 *
 * <p>LAPACK's divide and conquer (dgesdd) on one thread; absolute accuracy of about {@code max(m,
 * n)} units in the last place of the largest one. Cost: about {@code 2 m n min(m, n)}
 * multiply-adds.
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
    NativeLibraries.requireLapack();
    double[] work = Arrays.copyOf(a, rows * columns);
    double[] values = new double[Math.min(rows, columns)];
    // Read as column-major, the array is the transposed matrix, which has the same singular values.
    int info =
        openblas.LAPACKE_dgesdd(
            openblas.LAPACK_COL_MAJOR,
            (byte) 'N',
            columns,
            rows,
            work,
            columns,
            values,
            new double[1],
            1,
            new double[1],
            1);
    NativeLibraries.check("dgesdd", info);
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
