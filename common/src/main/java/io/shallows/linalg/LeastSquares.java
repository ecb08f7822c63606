package io.shallows.linalg;

import java.util.Arrays;

/**
 * Minimum-norm least squares: among the minimisers of {@code |A x - b|_2} the one of smallest norm,
 * with singular values at or below {@code tolerance} times the largest one taken as 0.
 *
 * <p>Jacobi rotations of the rows of a triangular factor ({@link OrthogonalRows}), with the same
 * bits on every processor; the relative error of x is about the unit roundoff times the square of
 * the condition number of the retained part when the residual is large, times the condition number
 * itself when it is small. Cost: about {@code 2 m n^2 + 30 n^3} multiply-adds for m equations in n
 * unknowns, m at least n.
 */
public final class LeastSquares {
  private final double[] solution;
  private final int rank;
  private final double[] singularValues;

  private LeastSquares(double[] solution, int rank, double[] singularValues) {
    this.solution = solution;
    this.rank = rank;
    this.singularValues = singularValues;
  }

  /**
   * Tolerance that takes only rounding as zero: {@code max(rows, columns)} units in the last place.
   */
  public static double roundingTolerance(int rows, int columns) {
    return Math.max(rows, columns) * Math.ulp(1.0);
  }

  /**
   * Solves {@code A X = B} in the sense above, each right-hand side by itself.
   *
   * @param a row-major, rows x columns; not changed
   * @param rightSides columns of B
   * @param b row-major, rows x rightSides; not changed
   * @param tolerance relative rank tolerance, at least 0 and below 1
   * @throws ArithmeticException if an element is not finite or the iteration does not converge
   */
  public static LeastSquares solve(
      int rows, int columns, double[] a, int rightSides, double[] b, double tolerance) {
    if (rows < 1 || columns < 1 || a.length < rows * columns) {
      throw new IllegalArgumentException(
          "matrix: " + rows + " x " + columns + " with " + a.length + " elements");
    }
    if (rightSides < 1 || b.length < rows * rightSides) {
      throw new IllegalArgumentException(
          "right-hand sides: " + rows + " x " + rightSides + " with " + b.length + " elements");
    }
    if (!(tolerance >= 0 && tolerance < 1)) {
      throw new IllegalArgumentException("tolerance: " + tolerance + " is outside [0, 1)");
    }
    OrthogonalRows found = OrthogonalRows.of(rows, columns, a, rightSides, b);
    double[] singular = new double[found.count()];
    for (int i = 0; i < singular.length; i++) {
      singular[i] = found.singularValue(i);
    }
    double least = tolerance * Arrays.stream(singular).max().orElse(0);
    double[] x = new double[columns * rightSides];
    int rank = 0;
    for (int i = 0; i < singular.length; i++) {
      if (singular[i] > least) {
        found.addTo(x, i);
        rank++;
      }
    }
    double[] descending = new double[singular.length];
    Arrays.sort(singular);
    for (int i = 0; i < singular.length; i++) {
      descending[i] = singular[singular.length - 1 - i];
    }
    return new LeastSquares(x, rank, descending);
  }

  /** X, row-major, columns of A x right-hand sides. */
  public double[] solution() {
    return solution.clone();
  }

  /** The number of singular values of A that were not taken as 0. */
  public int rank() {
    return rank;
  }

  /** The singular values of A, descending. */
  public double[] singularValues() {
    return singularValues.clone();
  }
}
