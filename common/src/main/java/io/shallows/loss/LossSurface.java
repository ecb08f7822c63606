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
   * The most that the gradient's length can be at {@code theta} by Cauchy-Schwarz, from the size of
   * the residuals and of the outputs' derivatives: the unit of a relative tolerance of the
   * gradient. It goes to 0 with the loss. Infinite for a surface that is not made of residuals.
   */
  default double gradientBound(double[] theta) {
    return Double.POSITIVE_INFINITY;
  }

  /**
   * The Hessian at {@code theta} times {@code direction}; {@code product} (length p) is
   * overwritten.
   */
  void hessianVectorProduct(double[] theta, double[] direction, double[] product);
}
