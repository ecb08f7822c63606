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
 * step from the gradient {@code (2/N) P J^T r} of the point itself is {@code -P J^T (J P J^T + nu
 * I)^{-1} r} with nu = damping N / 2, so that only an (N c) x (N c) matrix is factored and J is
 * never formed.
 *
 * <p>Of another gradient the part e that is not the point's own, if it is more than rounding (1e-12
 * of {@code (2/N) |J| |r|}), is added by the same factor: {@code -(e - P J^T (J P J^T + nu I)^{-1}
 * J e) / damping}, whose relative error is that of rounding times {@code |B| / damping}.
 *
 * <p>With removed directions Q, {@code J P J^T = J J^T - (J Q^T)(J Q^T)^T}: one Jacobian product
 * per direction.
 */
final class GramModel implements QuadraticModel {

  /** Distance from the point's own gradient, relative to the most it can be, that is rounding. */
  private static final double ROUNDING = 1e-12;

  private final Kernels kernels = Kernels.best();
  private final EmpiricalLoss loss;
  private final int rows;
  private final double[] gram;
  private final double[] right;
  private final double[] image;
  private final double[] direction;
  private final double[] residual;
  private final double[] own;
  private final double[] rest;
  private final double[] added;
  private final double[] theta;
  private final CholeskyFactor factor;
  private List<Kink> kinks = List.of();
  private OrthonormalRows removed;
  private double scale;
  private double rounding;

  GramModel(EmpiricalLoss loss) {
    this.loss = loss;
    this.rows = loss.residuals();
    int p = loss.dimension();
    this.gram = new double[rows * rows];
    this.right = new double[rows];
    this.image = new double[rows];
    this.residual = new double[rows];
    this.direction = new double[p];
    this.own = new double[p];
    this.rest = new double[p];
    this.added = new double[p];
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
    at.multiplyTransposed(residual, own);
    kernels.scale(own.length, 2.0 / loss.data().samples(), own, 0);
    removed.project(own);
    at.gram(gram);
    double whole = 0;
    for (int i = 0; i < rows; i++) {
      whole += gram[i * rows + i];
    }
    rounding = ROUNDING * 2 / loss.data().samples() * Math.sqrt(whole) * length(residual);
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
    Linearization at = loss.linearize(theta, kinks);
    at.multiplyTransposed(right, step);
    removed.project(step);
    System.arraycopy(gradient, 0, rest, 0, rest.length);
    kernels.axpy(rest.length, -1, own, 0, rest, 0);
    if (length(rest) > rounding) {
      removed.project(rest);
      at.multiply(rest, right);
      factor.solve(right, 0);
      at.multiplyTransposed(right, added);
      removed.project(added);
      kernels.axpy(step.length, -1 / damping, rest, 0, step, 0);
      kernels.axpy(step.length, 1 / damping, added, 0, step, 0);
    }
    return true;
  }

  private double length(double[] vector) {
    return Math.sqrt(kernels.dot(vector.length, vector, 0, vector, 0));
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
