package io.shallows.loss;

/**
 * The first-order model of a network's outputs at one point.
 *
 * <p>J is the (N c) x p Jacobian of the outputs (row i c + k is output k of sample i), r the
 * residual: f - y for the squared loss, half the derivative with respect to the outputs for any
 * other. A loss that adds squares of parameters has their rows after those N c, {@link
 * EmpiricalLoss#residuals} in all and on the same scale. It is valid until the loss that made it is
 * used again.
 */
public interface Linearization {

  /** The mean loss: {@code |r|^2 / N} for the squared loss. */
  double loss();

  /** The residual r, length N c. The caller must not change it. */
  double[] residual();

  /** The gradient {@code (2/N) J^T r} into {@code gradient}. */
  void gradient(double[] gradient);

  /** {@code J v} into {@code product} (length N c). */
  void multiply(double[] v, double[] product);

  /** {@code J^T u} into {@code product} (length p). */
  void multiplyTransposed(double[] u, double[] product);

  /** The Gram matrix {@code J J^T}, (N c) x (N c) row-major, both triangles, into {@code gram}. */
  void gram(double[] gram);

  /** The normal matrix {@code J^T J}, p x p row-major, both triangles, into {@code normal}. */
  void normal(double[] normal);

  /**
   * The Frobenius norm of J: the square root of the sum over samples, outputs and dense layers of
   * {@code |h|^2 |delta|^2}, h what the layer reads and delta the derivative of the output with
   * respect to what it gives. Costs c backward passes.
   */
  double jacobianNorm();

  /** Pre-activations of a relu layer, N x width row-major. The caller must not change it. */
  double[] preActivations(int relu);

  /**
   * Derivative of the loss with respect to the outputs of a relu layer, N x width row-major: c_ij
   * of the kinks.
   */
  double[] reluAdjoints(int relu);

  /**
   * Derivative of one pre-activation with respect to the parameters, into {@code gradient} (length
   * p).
   */
  void preActivationGradient(Kink kink, double[] gradient);

  /**
   * Derivative of one pre-activation with respect to the outputs of a lower relu layer on the same
   * sample.
   *
   * @return as many numbers as the layer has units; 0 if it is not below the kink
   */
  double[] preActivationSensitivity(Kink kink, int relu);
}
