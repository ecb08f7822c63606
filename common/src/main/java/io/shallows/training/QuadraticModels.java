package io.shallows.training;

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
    int residuals = loss.data().samples() * loss.data().outputs();
    return loss.dimension() > residuals ? new GramModel(loss) : new NormalModel(loss);
  }

  /** The exact Hessian of a surface, p x p by p Hessian-vector products. */
  public static QuadraticModel hessian(LossSurface loss) {
    return hessian(
        loss.dimension(),
        (theta, kinks, matrix) -> products(loss, theta, matrix),
        2 * loss.dimension());
  }

  /** A Hessian that is formed by {@code matrix} at the given cost in gradients. */
  public static QuadraticModel hessian(int dimension, CurvatureMatrix matrix, int cost) {
    return new HessianModel(dimension, matrix, cost);
  }

  private static void products(LossSurface loss, double[] theta, double[] matrix) {
    int p = theta.length;
    double[] unit = new double[p];
    double[] column = new double[p];
    for (int i = 0; i < p; i++) {
      unit[i] = 1;
      loss.hessianVectorProduct(theta, unit, column);
      unit[i] = 0;
      System.arraycopy(column, 0, matrix, i * p, p);
    }
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < i; j++) {
        double mean = 0.5 * (matrix[i * p + j] + matrix[j * p + i]);
        matrix[i * p + j] = mean;
        matrix[j * p + i] = mean;
      }
    }
  }
}
