package io.shallows.training;

import io.shallows.linalg.CholeskyFactor;
import io.shallows.linalg.Kernels;
import io.shallows.linalg.OrthonormalRows;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Kink;
import java.util.List;

/**
 * Gauss-Newton by normal equations, for at most as many parameters as residuals: {@code B = (2/N)
 * J^T J}, p x p.
 */
final class NormalModel implements QuadraticModel {

  private final EmpiricalLoss loss;
  private final DenseStep dense;

  NormalModel(EmpiricalLoss loss) {
    this.loss = loss;
    this.dense = new DenseStep(loss.dimension());
  }

  @Override
  public void build(double[] theta, List<Kink> kinks, OrthonormalRows removed) {
    loss.linearize(theta, kinks).normal(dense.matrix());
    Kernels.best().scale(dense.matrix().length, 2.0 / loss.data().samples(), dense.matrix(), 0);
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
    return 2;
  }

  /**
   * A symmetric p x p matrix on the complement of removed directions, and damped solves with it.
   */
  static final class DenseStep {

    private final int p;
    private final double[] matrix;
    private final CholeskyFactor factor;
    private OrthonormalRows removed;
    private double scale;
    private double factored = Double.NaN;

    DenseStep(int p) {
      this.p = p;
      this.matrix = new double[p * p];
      this.factor = new CholeskyFactor(Kernels.best(), p);
      this.removed = new OrthonormalRows(p);
    }

    /** The matrix, row-major, to be filled before {@link #restrict}. */
    double[] matrix() {
      return matrix;
    }

    void restrict(OrthonormalRows taken) {
      removed = taken;
      double trace = 0;
      for (int i = 0; i < p; i++) {
        trace += Math.abs(matrix[i * p + i]);
      }
      scale = trace / p;
      removed.restrict(matrix, scale > 0 ? scale : 1);
      factored = Double.NaN;
    }

    boolean solve(double damping, double[] gradient, double[] step) {
      if (damping != factored) {
        factored = Double.NaN;
        if (!factor.factor(p, matrix, damping)) {
          return false;
        }
        factored = damping;
      }
      for (int i = 0; i < p; i++) {
        step[i] = -gradient[i];
      }
      factor.solve(step, 0);
      removed.project(step);
      return true;
    }

    double scale() {
      return scale;
    }
  }
}
