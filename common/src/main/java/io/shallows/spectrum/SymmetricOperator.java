package io.shallows.spectrum;

import io.shallows.loss.LossSurface;
import java.util.List;

/** A symmetric linear map that is known by its products with vectors. */
interface SymmetricOperator {

  int dimension();

  /** Overwrites {@code product} by the map of {@code vector}. */
  void apply(double[] vector, double[] product);

  /** The Hessian of {@code surface} at {@code theta}. */
  static SymmetricOperator hessian(LossSurface surface, double[] theta) {
    return new SymmetricOperator() {
      @Override
      public int dimension() {
        return surface.dimension();
      }

      @Override
      public void apply(double[] vector, double[] product) {
        surface.hessianVectorProduct(theta, vector, product);
      }
    };
  }

  /** The diagonal block of {@code length} coordinates from {@code offset}. */
  default SymmetricOperator block(int offset, int length) {
    SymmetricOperator whole = this;
    double[] in = new double[dimension()];
    double[] out = new double[dimension()];
    return new SymmetricOperator() {
      @Override
      public int dimension() {
        return length;
      }

      @Override
      public void apply(double[] vector, double[] product) {
        System.arraycopy(vector, 0, in, offset, length);
        whole.apply(in, out);
        System.arraycopy(out, offset, product, 0, length);
      }
    };
  }

  /** P A P, P the orthogonal projection onto the complement of orthonormal {@code directions}. */
  default SymmetricOperator without(List<double[]> directions) {
    SymmetricOperator whole = this;
    double[] projected = new double[dimension()];
    return new SymmetricOperator() {
      @Override
      public int dimension() {
        return whole.dimension();
      }

      @Override
      public void apply(double[] vector, double[] product) {
        System.arraycopy(vector, 0, projected, 0, vector.length);
        Orthogonal.remove(directions, projected);
        whole.apply(projected, product);
        Orthogonal.remove(directions, product);
      }
    };
  }
}
