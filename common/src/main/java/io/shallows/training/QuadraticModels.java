package io.shallows.training;

import io.shallows.linalg.OperatorMatrix;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.LossSurface;

/** Chooses the quadratic model that fits a loss. */
public final class QuadraticModels {

  private QuadraticModels() {}

  /**
   * Gauss-Newton: in Gram form when there are more parameters than residuals, by normal equations
   * otherwise.
   */
  public static QuadraticModel gaussNewton(EmpiricalLoss loss) {
    return loss.dimension() > loss.residuals() ? new GramModel(loss) : new NormalModel(loss);
  }

  /** The exact Hessian of a surface, p x p by p Hessian-vector products. */
  public static QuadraticModel hessian(LossSurface loss) {
    return hessian(
        loss.dimension(),
        (theta, kinks, matrix) ->
            OperatorMatrix.form(
                theta.length, (v, product) -> loss.hessianVectorProduct(theta, v, product), matrix),
        2 * loss.dimension());
  }

  /** A Hessian that is formed by {@code matrix} at the given cost in gradients. */
  public static QuadraticModel hessian(int dimension, CurvatureMatrix matrix, int cost) {
    return new HessianModel(dimension, matrix, cost);
  }
}
