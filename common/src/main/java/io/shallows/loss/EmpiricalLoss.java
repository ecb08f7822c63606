package io.shallows.loss;

import io.shallows.linalg.Kernels;
import io.shallows.network.Network;
import io.shallows.problem.Dataset;
import java.util.List;

/**
 * The mean loss of a network's outputs on a data set.
 *
 * <p>{@code L(theta) = (1/N) sum_i l(f(x_i; theta), y_i)}, i over the N samples, l the {@link
 * OutputLoss}: {@code |f - y|^2}, the Euclidean norm over the c outputs, unless said otherwise. The
 * derivative of relu at 0 is taken as 0. The Hessian is that of the smooth piece around {@code
 * theta}: relu'' = 0.
 *
 * <p>Sums run in a fixed order: the same parameters give the same bits. Not safe for use by several
 * threads.
 */
public interface EmpiricalLoss extends LossSurface {

  /** The mean squared error of {@code network} on {@code data}. */
  static EmpiricalLoss of(Network network, Dataset data) {
    return of(network, data, OutputLosses.SQUARED);
  }

  /** The mean of {@code outputLoss} of {@code network} on {@code data}. */
  static EmpiricalLoss of(Network network, Dataset data, OutputLoss outputLoss) {
    return new TiledEmpiricalLoss(network, data, outputLoss, Kernels.best());
  }

  /** What a single output costs. */
  OutputLoss outputLoss();

  Network network();

  Dataset data();

  /** Number of residuals that a {@link Linearization} has: N c, and more where others are added. */
  default int residuals() {
    return data().samples() * data().outputs();
  }

  /** Outputs f of all samples, N x c row-major, into {@code outputs}. */
  void outputs(double[] theta, double[] outputs);

  /**
   * Values of one node of the network's graph on all samples, N x width row-major.
   *
   * @param node index into {@link Network#nodes()}
   */
  double[] activations(double[] theta, int node);

  /**
   * Residuals and first derivatives at {@code theta}, the derivative of relu being 1 where the
   * pre-activation is > 0.
   */
  default Linearization linearize(double[] theta) {
    return linearize(theta, List.of());
  }

  /**
   * Residuals and first derivatives at {@code theta} with the relus of {@code kinks} switched off,
   * whatever the sign of their pre-activations; their outputs count as 0.
   */
  Linearization linearize(double[] theta, List<Kink> kinks);

  @Override
  default double gradientBound(double[] theta) {
    return gradientBound(theta, List.of());
  }

  /**
   * The most that the gradient's length can be with the relus of {@code kinks} switched off.
   *
   * <p>The gradient is {@code (2/N) J^T r}, so that {@code |g| <= (2/N) |J| |r|}, |J| the Frobenius
   * norm; for the squared loss this is {@code sqrt(2 T L)} with T the trace of the Gauss-Newton
   * matrix {@code (2/N) J^T J}. The quotient {@code |g| / bound} lies in [0, 1] and has no unit:
   * multiplying the targets, and the layers such that the outputs follow, by powers of one factor
   * leaves it alone. Costs c backward passes.
   */
  default double gradientBound(double[] theta, List<Kink> kinks) {
    Linearization at = linearize(theta, kinks);
    double square = 0;
    for (double r : at.residual()) {
      square += r * r;
    }
    return 2.0 / data().samples() * at.jacobianNorm() * Math.sqrt(square);
  }

  /** The Hessian times {@code direction} with the relus of {@code kinks} switched off. */
  void hessianVectorProduct(double[] theta, List<Kink> kinks, double[] direction, double[] product);

  /**
   * The Hessian of {@code L + sum_k multipliers_k z_k} with the relus of {@code kinks} switched
   * off, z_k their pre-activations: at a stationary point with kinks, the curvature along the
   * surface that keeps them.
   *
   * <p>Exact up to rounding. Cost: p Hessian-vector products, or for the squared loss about {@code
   * p / 3} gradients.
   *
   * @param multipliers one per kink
   * @param matrix overwritten, p x p row-major, both triangles
   */
  void hessian(double[] theta, List<Kink> kinks, double[] multipliers, double[] matrix);
}
