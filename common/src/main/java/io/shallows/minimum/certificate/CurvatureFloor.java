package io.shallows.minimum.certificate;

import io.shallows.linalg.CholeskyFactor;
import io.shallows.linalg.Kernels;
import io.shallows.linalg.OperatorMatrix;
import io.shallows.linalg.OrthonormalRows;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/**
 * A lower bound of the smallest eigenvalue of a Hessian on a subspace that holds for the exact
 * Hessian.
 *
 * <p>The Cholesky factorisation of a matrix A with computed elements runs to its end only if the
 * smallest eigenvalue of A is above {@code -n u tr(A) (1 + O(n u))} (u = 2^-53). A is the Hessian,
 * restricted to the subspace, minus the bound sought; the errors of its elements come from the
 * caller, and those of the restriction are n u times its Frobenius norm times a small number. So
 * the eigenvalue routine, which only estimates, is not trusted. Cost: p Hessian-vector products and
 * p^3/3 multiply-adds; memory 2 p^2.
 *
 * <p>Source: S. M. Rump 2006, Verification of positive definiteness, BIT 46:433,
 * doi:10.1007/s10543-006-0056-1.
 */
final class CurvatureFloor {

  /** Unit roundoff of {@code double}: the relative error of one operation. */
  private static final double UNIT = 0x1p-53;

  /** Bounds that are tried: from just below the estimate down to half of it. */
  private static final int TRIES = 3;

  /** Factor between the margins of two tries: a bound that fails by a hair is not tried again. */
  private static final double WIDER = 100;

  /** Operations of one removed direction and parameter: a product, two updates, and room. */
  private static final double RESTRICTION = 16;

  private CurvatureFloor() {}

  /**
   * The bound, or none if none above 0 holds.
   *
   * @param product the Hessian's product with its first argument, into its second
   * @param removed directions that are not part of the subspace
   * @param estimate of the smallest eigenvalue
   * @param error bound of the spectral norm of the error of the computed Hessian
   */
  static OptionalDouble of(
      BiConsumer<double[], double[]> product,
      OrthonormalRows removed,
      double estimate,
      double error) {
    int p = removed.dimension();
    if (!(estimate > error) || removed.count() >= p) {
      return OptionalDouble.empty();
    }
    double[] matrix = new double[p * p];
    OperatorMatrix.form(p, product, matrix);
    double trace = 0;
    for (int i = 0; i < p; i++) {
      trace += Math.abs(matrix[i * p + i]);
    }
    Kernels kernels = Kernels.best();
    double norm = Math.sqrt(kernels.dot(p * p, matrix, 0, matrix, 0));
    double weight = Math.max(norm, 2 * estimate);
    removed.restrict(matrix, weight);
    // each removed direction costs a product of length p, two rank-one updates, and is orthogonal
    // to the others within a few ulp
    double restriction = RESTRICTION * p * UNIT * (norm + weight) * removed.count();
    double factored = 2.0 * (p + 2) * UNIT * (trace + weight * removed.count());
    double margin = (error + restriction + factored) * (1 + MinimumCertificate.OUTWARD);
    CholeskyFactor factor = new CholeskyFactor(kernels, p);
    for (int attempt = 0; attempt < TRIES; attempt++) {
      double shift = Math.max(estimate / 2, estimate - StrictMath.pow(WIDER, attempt) * 2 * margin);
      if (shift > margin && factor.factor(p, matrix, -shift)) {
        return OptionalDouble.of(shift - margin);
      }
    }
    return OptionalDouble.empty();
  }
}
