package io.shallows.minimum.kink;

import io.shallows.linalg.CholeskyFactor;
import io.shallows.linalg.Kernels;
import java.util.Optional;

/**
 * Least-norm and least-squares solutions with the rows of kinks, by the Cholesky factor of C C^T.
 *
 * <p>A relative shift of 1e-13 keeps the factor when rows depend on each other; it costs accuracy
 * only there, and callers iterate. Set-up costs k^2 p, a solution k p.
 */
final class RowSystem {

  /**
   * Relative shift of the diagonal: some hundred times the rounding of a factorisation of a few
   * dozen rows, which dependent rows need, and too small to be seen by independent ones.
   */
  private static final double SHIFT = 1e-13;

  /** Factor of a shift that did not keep the factor. */
  private static final double MORE = 10;

  private final Kernels kernels = Kernels.best();
  private final double[][] rows;
  private final int p;
  private final Optional<CholeskyFactor> factor;

  RowSystem(double[][] rows, int p) {
    this.rows = rows;
    this.p = p;
    int k = rows.length;
    if (k == 0) {
      this.factor = Optional.empty();
      return;
    }
    double[] gram = new double[k * k];
    double trace = 0;
    for (int i = 0; i < k; i++) {
      for (int j = 0; j <= i; j++) {
        double dot = kernels.dot(p, rows[i], 0, rows[j], 0);
        gram[i * k + j] = dot;
        gram[j * k + i] = dot;
      }
      trace += gram[i * k + i];
    }
    CholeskyFactor cholesky = new CholeskyFactor(kernels, k);
    double shift = SHIFT * trace / k;
    while (!cholesky.factor(k, gram, shift)) {
      shift = Math.max(MORE * shift, Double.MIN_NORMAL);
      if (!(shift < trace)) {
        throw new ArithmeticException("kinks: rows that are not finite numbers");
      }
    }
    this.factor = Optional.of(cholesky);
  }

  /** Subtracts from {@code theta} the shortest d with {@code row_k . d = z_k}; z is overwritten. */
  void subtractLeastNorm(double[] z, double[] theta) {
    factor.ifPresent(cholesky -> cholesky.solve(z, 0));
    for (int k = 0; k < rows.length; k++) {
      kernels.axpy(p, -z[k], rows[k], 0, theta, 0);
    }
  }

  /** The multipliers for which {@code gradient + sum lambda_k row_k} is shortest. */
  double[] multipliers(double[] gradient) {
    double[] lambda = new double[rows.length];
    for (int k = 0; k < rows.length; k++) {
      lambda[k] = -kernels.dot(p, rows[k], 0, gradient, 0);
    }
    factor.ifPresent(cholesky -> cholesky.solve(lambda, 0));
    return lambda;
  }
}
