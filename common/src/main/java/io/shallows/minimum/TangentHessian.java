package io.shallows.minimum;

import io.shallows.linalg.Kernels;
import io.shallows.linalg.Lanczos;
import io.shallows.linalg.OperatorMatrix;
import io.shallows.linalg.OrthonormalRows;
import io.shallows.linalg.SymmetricEigen;
import java.util.function.BiConsumer;

/**
 * The extreme curvatures of a loss on a subspace of its parameters.
 *
 * <p>Up to {@link #DENSE_LIMIT} parameters the Hessian is formed, restricted and decomposed; the
 * error is that of rounding: p units in the last place of the Frobenius norm plus the largest
 * asymmetry of the products. Above it, Lanczos; the error is the residual norm.
 *
 * @param min smallest eigenvalue
 * @param error estimate of its error
 * @param max largest eigenvalue
 * @param direction eigenvector of the smallest one, of length 1; 0 if that is not negative
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TangentHessian(double min, double error, double max, double[] direction) {

  /** Largest dense Hessian; above it memory and the cubic cost exceed those of Lanczos. */
  public static final int DENSE_LIMIT = 3000;

  /**
   * Largest number of Lanczos steps: their vectors take 400 p numbers, 320 MB for 100,000
   * parameters. The error says what was reached.
   */
  private static final int LANCZOS_STEPS = 400;

  /** Residual, relative to the largest eigenvalue, far below the flat tolerance of curvatures. */
  private static final double LANCZOS_TOLERANCE = 1e-9;

  /**
   * The curvatures of an operator.
   *
   * @param product writes the Hessian's product with its first argument into its second
   * @param removed directions that are not part of the subspace
   */
  public static TangentHessian of(BiConsumer<double[], double[]> product, OrthonormalRows removed) {
    return removed.dimension() <= DENSE_LIMIT ? dense(product, removed) : lanczos(product, removed);
  }

  public static TangentHessian dense(
      BiConsumer<double[], double[]> product, OrthonormalRows removed) {
    int p = removed.dimension();
    if (removed.count() >= p) {
      return empty(p);
    }
    double[] matrix = new double[p * p];
    double asymmetry = OperatorMatrix.form(p, product, matrix);
    return dense(matrix, asymmetry, removed);
  }

  /** The curvatures of a symmetric matrix, row-major; it is overwritten. */
  public static TangentHessian dense(double[] matrix, OrthonormalRows removed) {
    return dense(matrix, 0, removed);
  }

  private static TangentHessian dense(double[] matrix, double asymmetry, OrthonormalRows removed) {
    int p = removed.dimension();
    if (removed.count() >= p) {
      return empty(p);
    }
    double norm = Math.sqrt(Kernels.best().dot(p * p, matrix, 0, matrix, 0));
    // beyond every eigenvalue on the subspace, so that the removed directions are never the least
    removed.restrict(matrix, 2 * norm + 1);
    double[] values = SymmetricEigen.values(p, matrix);
    double error = p * Math.ulp(norm) + asymmetry;
    // eigenvectors cost several times the eigenvalues; only a descent needs one
    double[] direction =
        values[0] < -error ? SymmetricEigen.of(p, matrix).vector(0) : new double[p];
    return new TangentHessian(values[0], error, values[p - 1 - removed.count()], direction);
  }

  public static TangentHessian lanczos(
      BiConsumer<double[], double[]> product, OrthonormalRows removed) {
    if (removed.count() >= removed.dimension()) {
      return empty(removed.dimension());
    }
    Lanczos found = Lanczos.smallest(product, removed, LANCZOS_STEPS, LANCZOS_TOLERANCE);
    return new TangentHessian(found.value(), found.error(), found.largest(), found.vector());
  }

  /** No direction is left: there is no curvature. */
  public static TangentHessian empty(int p) {
    return new TangentHessian(Double.NaN, Double.NaN, Double.NaN, new double[p]);
  }
}
