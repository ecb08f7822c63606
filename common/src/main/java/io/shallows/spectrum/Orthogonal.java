package io.shallows.spectrum;

import io.shallows.linalg.Kernels;
import java.util.List;

/** Orthogonalisation of long vectors. */
final class Orthogonal {

  private static final Kernels KERNELS = Kernels.best();

  private Orthogonal() {}

  static double dot(double[] a, double[] b) {
    return KERNELS.dot(a.length, a, 0, b, 0);
  }

  static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  /** Subtracts from {@code vector} its components along orthonormal {@code directions}. */
  static void remove(List<double[]> directions, double[] vector) {
    for (double[] direction : directions) {
      add(-dot(direction, vector), direction, vector);
    }
  }

  /** {@code sum += factor * term}. */
  static void add(double factor, double[] term, double[] sum) {
    KERNELS.axpy(sum.length, factor, term, 0, sum, 0);
  }
}
