package io.shallows.training;

import io.shallows.linalg.CholeskyFactor;
import io.shallows.linalg.Kernels;
import io.shallows.linalg.OrthonormalRows;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Kink;
import io.shallows.loss.Linearization;
import java.util.List;

/**
 * Gauss-Newton in Gram form, for more parameters than residuals: {@code B = (2/N) J^T J}, and the
 * step is {@code -P J^T (J P J^T + nu I)^{-1} r} with nu = damping N / 2, so that only an (N c) x
 * (N c) matrix is factored and J is never formed.
 *
 * <p>With removed directions Q, {@code J P J^T = J J^T - (J Q^T)(J Q^T)^T}: one Jacobian product
 * per direction.
 */
final class GramModel implements QuadraticModel {

  private final Kernels kernels = Kernels.best();
  private final EmpiricalLoss loss;
  private final int rows;
  private final double[] gram;
  private final double[] right;
  private final double[] image;
  private final double[] direction;
  private final double[] residual;
  private final double[] theta;
  private final CholeskyFactor factor;
  private List<Kink> kinks = List.of();
  private OrthonormalRows removed;
  private double scale;

  GramModel(EmpiricalLoss loss) {
    this.loss = loss;
    this.rows = loss.data().samples() * loss.data().outputs();
    int p = loss.dimension();
    this.gram = new double[rows * rows];
    this.right = new double[rows];
    this.image = new double[rows];
    this.residual = new double[rows];
    this.direction = new double[p];
    this.theta = new double[p];
    this.removed = new OrthonormalRows(p);
    this.factor = new CholeskyFactor(kernels, rows);
  }

  @Override
  public void build(double[] point, List<Kink> off, OrthonormalRows taken) {
    System.arraycopy(point, 0, theta, 0, theta.length);
    kinks = List.copyOf(off);
    removed = taken;
    Linearization at = loss.linearize(theta, kinks);
    System.arraycopy(at.residual(), 0, residual, 0, rows);
    at.gram(gram);
    for (int i = 0; i < removed.count(); i++) {
      removed.copyRow(i, direction);
      at.multiply(direction, image);
      for (int r = 0; r < rows; r++) {
        kernels.axpy(rows, -image[r], image, 0, gram, r * rows);
      }
    }
    double trace = 0;
    for (int i = 0; i < rows; i++) {
      trace += gram[i * rows + i];
    }
    scale = 2.0 / loss.data().samples() * trace / rows;
  }

  @Override
  public boolean solve(double damping, double[] gradient, double[] step) {
    if (!factor.factor(rows, gram, damping * loss.data().samples() / 2)) {
      return false;
    }
    for (int i = 0; i < rows; i++) {
      right[i] = -residual[i];
    }
    factor.solve(right, 0);
    loss.linearize(theta, kinks).multiplyTransposed(right, step);
    removed.project(step);
    return true;
  }

  @Override
  public double scale() {
    return scale;
  }

  @Override
  public int cost() {
    return 2 + removed.count() / 2;
  }
}
