package io.shallows.training;

import io.shallows.linalg.OrthonormalRows;
import io.shallows.loss.Kink;
import java.util.List;

/**
 * The exact Hessian, p Hessian-vector products: Newton's method with damping. Converges
 * quadratically where Gauss-Newton is linear, and leaves saddles along negative curvature, since
 * the damping must exceed it.
 */
final class HessianModel implements QuadraticModel {

  private final CurvatureProduct curvature;
  private final NormalModel.DenseStep dense;
  private final double[] unit;
  private final double[] column;

  HessianModel(int p, CurvatureProduct curvature) {
    this.curvature = curvature;
    this.dense = new NormalModel.DenseStep(p);
    this.unit = new double[p];
    this.column = new double[p];
  }

  @Override
  public void build(double[] theta, List<Kink> kinks, OrthonormalRows removed) {
    int p = unit.length;
    double[] matrix = dense.matrix();
    for (int i = 0; i < p; i++) {
      unit[i] = 1;
      curvature.apply(theta, kinks, unit, column);
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
    dense.restrict(removed);
  }

  @Override
  public boolean solve(double damping, double[] gradient, double[] step) {
    return dense.solve(damping, gradient, step);
  }

  @Override
  public double scale() {
    return dense.scale();
  }

  @Override
  public int cost() {
    return 2 * unit.length;
  }
}
