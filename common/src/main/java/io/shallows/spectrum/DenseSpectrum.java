package io.shallows.spectrum;

import io.shallows.linalg.Kernels;
import io.shallows.linalg.OperatorMatrix;
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
    OperatorMatrix.form(p, operator::apply, matrix);
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
    double[] projected = projected(directions);
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

  /** P A P = A - U Q^T - Q U^T with T = A Q, S = Q^T T and U = T - Q S / 2. */
  private double[] projected(List<double[]> directions) {
    int r = directions.size();
    Kernels kernels = Kernels.best();
    double[] q = new double[order * r];
    for (int k = 0; k < r; k++) {
      for (int i = 0; i < order; i++) {
        q[i * r + k] = directions.get(k)[i];
      }
    }
    double[] t = new double[order * r];
    kernels.gemm(order, r, order, matrix, 0, order, 1, q, 0, r, t, 0, r, false);
    double[] s = new double[r * r];
    kernels.gemm(r, r, order, q, 0, 1, r, t, 0, r, s, 0, r, false);
    kernels.scale(s.length, -0.5, s, 0);
    kernels.gemm(order, r, r, q, 0, r, 1, s, 0, r, t, 0, r, true);
    // [-U, -Q] times [Q^T; U^T] is added to A
    double[] left = new double[order * 2 * r];
    double[] right = new double[2 * r * order];
    for (int i = 0; i < order; i++) {
      for (int k = 0; k < r; k++) {
        left[i * 2 * r + k] = -t[i * r + k];
        left[i * 2 * r + r + k] = -q[i * r + k];
        right[k * order + i] = q[i * r + k];
        right[(r + k) * order + i] = t[i * r + k];
      }
    }
    double[] result = matrix.clone();
    kernels.gemm(order, order, 2 * r, left, 0, 2 * r, 1, right, 0, order, result, 0, order, true);
    return result;
  }
}
