package io.shallows.training;

import io.shallows.linalg.OrthonormalRows;
import io.shallows.loss.Kink;
import java.util.List;

/**
 * The exact Hessian: Newton's method with damping. Converges quadratically where Gauss-Newton is
 * linear, and leaves saddles along negative curvature, since the damping must exceed it.
 */
final class HessianModel implements QuadraticModel {

  private final CurvatureMatrix curvature;
  private final NormalModel.DenseStep dense;
  private final int cost;

  HessianModel(int p, CurvatureMatrix curvature, int cost) {
    this.curvature = curvature;
    this.dense = new NormalModel.DenseStep(p);
    this.cost = cost;
  }

  @Override
  public void build(double[] theta, List<Kink> kinks, OrthonormalRows removed) {
    curvature.form(theta, kinks, dense.matrix());
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
    return cost;
  }
}
