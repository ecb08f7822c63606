package io.shallows.loss;

/**
 * A function of a parameter vector with first and second derivatives. Implementations reuse
 * buffers: one per thread.
 */
public interface LossSurface {

  /** Number of parameters p. */
  int dimension();

  /** The loss at {@code theta}. */
  double value(double[] theta);

  /** The loss at {@code theta}; {@code gradient} (length p) is overwritten. */
  double valueAndGradient(double[] theta, double[] gradient);

  /**
   * The Hessian at {@code theta} times {@code direction}; {@code product} (length p) is
   * overwritten.
   */
  void hessianVectorProduct(double[] theta, double[] direction, double[] product);
}
