package io.shallows.linalg;

import java.util.function.BiConsumer;

/** The dense matrix of a symmetric linear map that is known by its products with vectors. */
public final class OperatorMatrix {

  private OperatorMatrix() {}

  /**
   * Forms the matrix by n products with unit vectors and makes it symmetric: each element is the
   * mean of the two that rounding told apart.
   *
   * @param n the dimension
   * @param product writes the map of its first argument into its second
   * @param matrix overwritten, n x n row-major, both triangles
   * @return the largest difference between an element and its mirror image
   */
  public static double form(int n, BiConsumer<double[], double[]> product, double[] matrix) {
    double[] unit = new double[n];
    double[] column = new double[n];
    for (int i = 0; i < n; i++) {
      unit[i] = 1;
      product.accept(unit, column);
      unit[i] = 0;
      System.arraycopy(column, 0, matrix, i * n, n);
    }
    double asymmetry = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        asymmetry = Math.max(asymmetry, Math.abs(matrix[i * n + j] - matrix[j * n + i]));
        double mean = 0.5 * (matrix[i * n + j] + matrix[j * n + i]);
        matrix[i * n + j] = mean;
        matrix[j * n + i] = mean;
      }
    }
    return asymmetry;
  }
}
