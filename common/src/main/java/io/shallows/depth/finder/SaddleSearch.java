package io.shallows.depth.finder;

import io.shallows.depth.path.BudgetedSurface;
import io.shallows.depth.path.Images;
import io.shallows.linalg.OperatorMatrix;
import io.shallows.linalg.SymmetricEigen;

/**
 * Eigenvector following: Newton's steps to a stationary point of index 1, uphill along one
 * eigenvector of the Hessian and downhill along all others.
 *
 * <p>Step {@code -sum_i s_i (v_i.g) / max(|lambda_i|, floor) v_i}, s = -1 for the followed
 * eigenvector (the lowest), no longer than the trust radius, which halves where the loss changes
 * otherwise than the quadratic model says and grows where it does as that says: on the way out of a
 * basin the gradient has to grow. Hessians are exact, from p Hessian products, so it is for at most
 * a few hundred parameters. Converges quadratically near the saddle. Cost: p + 1 evaluations and
 * {@code O(p^3)} per step. Source: Cerjan, Miller 1981, doi:10.1063/1.442352.
 */
final class SaddleSearch {

  private final int steps;
  private final double gradientTolerance;

  SaddleSearch(int steps, double gradientTolerance) {
    this.steps = steps;
    this.gradientTolerance = gradientTolerance;
  }

  /**
   * Where a search ended. It has converged if the gradient is below the tolerance and exactly one
   * eigenvalue is negative; {@code curvature} is the lowest eigenvalue and {@code down} its
   * eigenvector.
   */
  static final class Saddle {
    final double[] point;
    final double[] down;
    final boolean converged;
    final double loss;
    final double curvature;

    Saddle(double[] point, double[] down, boolean converged, double loss, double curvature) {
      this.point = point;
      this.down = down;
      this.converged = converged;
      this.loss = loss;
      this.curvature = curvature;
    }
  }

  /** Follows the lowest eigenvector from {@code start}. */
  Saddle from(BudgetedSurface surface, double[] start, double radius) {
    int p = start.length;
    double[] x = start.clone();
    double[] gradient = new double[p];
    double loss = surface.valueAndGradient(x, gradient);
    double trust = radius;
    SymmetricEigen eigen = hessian(surface, x);
    double before = Images.norm(gradient);
    for (int k = 0; k < steps && before > gradientTolerance && surface.allows(p + 1L); k++) {
      double largest = Math.max(Math.abs(eigen.value(0)), Math.abs(eigen.value(p - 1)));
      double floor = 1e-8 * largest + 1e-300;
      double[] step = new double[p];
      for (int i = 0; i < p; i++) {
        double[] v = eigen.vector(i);
        double share = dot(v, gradient);
        double size = Math.abs(eigen.value(i));
        if (size <= floor && i > 0) {
          continue;
        }
        double amount = (i == 0 ? 1 : -1) * share / Math.max(size, floor);
        for (int j = 0; j < p; j++) {
          step[j] += amount * v[j];
        }
      }
      double length = Images.norm(step);
      double scale = length > trust ? trust / length : 1;
      double[] next = x.clone();
      for (int j = 0; j < p; j++) {
        next[j] += scale * step[j];
      }
      double predicted = 0;
      for (int i = 0; i < p; i++) {
        double[] v = eigen.vector(i);
        double part = scale * dot(v, step);
        predicted += dot(v, gradient) * part + 0.5 * eigen.value(i) * part * part;
      }
      double[] nextGradient = new double[p];
      double nextLoss = surface.valueAndGradient(next, nextGradient);
      double error = Math.abs(nextLoss - loss - predicted);
      if (error <= 0.2 * Math.abs(predicted) + 1e-14 * (1 + Math.abs(loss))) {
        trust = Math.min(1.5 * trust, radius);
      } else if (error > 0.6 * Math.abs(predicted)) {
        trust *= 0.5;
      }
      double after = Images.norm(nextGradient);
      x = next;
      gradient = nextGradient;
      loss = nextLoss;
      before = after;
      eigen = hessian(surface, x);
    }
    double floor = 1e-7 * Math.max(Math.abs(eigen.value(0)), Math.abs(eigen.value(p - 1)));
    boolean index1 = eigen.value(0) < -floor && (p == 1 || eigen.value(1) > -floor);
    return new Saddle(
        x, eigen.vector(0), before <= gradientTolerance && index1, loss, eigen.value(0));
  }

  /** The Hessian's eigenvalues and eigenvectors, from p products. */
  static SymmetricEigen hessian(BudgetedSurface surface, double[] x) {
    int p = x.length;
    double[] rows = new double[p * p];
    OperatorMatrix.form(p, (v, product) -> surface.hessianVectorProduct(x, v, product), rows);
    return SymmetricEigen.of(p, rows);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
