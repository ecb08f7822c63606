package io.shallows.spectrum;

import io.shallows.linalg.SymmetricEigen;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Exact eigenvalues of a symmetric operator, by its dense matrix. */
final class DenseSpectrum {

  private final int order;
  private final double[] matrix;

  private DenseSpectrum(int order, double[] matrix) {
    this.order = order;
    this.matrix = matrix;
  }

  /** One product per column, made symmetric. */
  static DenseSpectrum of(SymmetricOperator operator) {
    int p = operator.dimension();
    double[] matrix = new double[p * p];
    double[] unit = new double[p];
    double[] column = new double[p];
    for (int i = 0; i < p; i++) {
      unit[i] = 1;
      operator.apply(unit, column);
      unit[i] = 0;
      System.arraycopy(column, 0, matrix, i * p, p);
    }
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < i; j++) {
        double mean = (matrix[i * p + j] + matrix[j * p + i]) / 2;
        matrix[i * p + j] = mean;
        matrix[j * p + i] = mean;
      }
    }
    return new DenseSpectrum(p, matrix);
  }

  SpectralDensity density() {
    return SpectralDensity.of(SymmetricEigen.values(order, matrix));
  }

  /** The density of a diagonal block. */
  SpectralDensity density(int offset, int length) {
    double[] block = new double[length * length];
    for (int i = 0; i < length; i++) {
      System.arraycopy(matrix, (offset + i) * order + offset, block, i * length, length);
    }
    return SpectralDensity.of(SymmetricEigen.values(length, block));
  }

  /**
   * The density on the orthogonal complement of orthonormal {@code directions}: of P A P without as
   * many eigenvalues, the nearest to 0, as there are directions.
   */
  SpectralDensity density(List<double[]> directions) {
    if (directions.isEmpty()) {
      return density();
    }
    double[] projected = matrix.clone();
    double[] row = new double[order];
    // projecting the rows gives A P; those of its transpose P A then give P A P
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < order; i++) {
        System.arraycopy(projected, i * order, row, 0, order);
        Orthogonal.remove(directions, row);
        System.arraycopy(row, 0, projected, i * order, order);
      }
      transpose(projected);
    }
    double[] values = SymmetricEigen.values(order, projected);
    double[] kept =
        Arrays.stream(values)
            .boxed()
            .sorted(Comparator.comparingDouble(Math::abs))
            .skip(directions.size())
            .mapToDouble(Double::doubleValue)
            .toArray();
    return SpectralDensity.of(kept);
  }

  /** The largest |A q| over {@code directions}. */
  double largestImage(List<double[]> directions) {
    double largest = 0;
    double[] row = new double[order];
    double[] image = new double[order];
    for (double[] direction : directions) {
      for (int i = 0; i < order; i++) {
        System.arraycopy(matrix, i * order, row, 0, order);
        image[i] = Orthogonal.dot(row, direction);
      }
      largest = Math.max(largest, Orthogonal.norm(image));
    }
    return largest;
  }

  private void transpose(double[] a) {
    for (int i = 0; i < order; i++) {
      for (int j = 0; j < i; j++) {
        double swap = a[i * order + j];
        a[i * order + j] = a[j * order + i];
        a[j * order + i] = swap;
      }
    }
  }
}
