package io.shallows.linalg;

import java.util.function.BiConsumer;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * The smallest eigenvalue of a symmetric operator on a subspace, by Lanczos iteration with full
 * reorthogonalisation.
 *
 * <p>Estimator: the smallest Ritz value of the Krylov space of a random start; it is never below
 * the smallest eigenvalue. {@link #error()} is the residual norm |A v - lambda v|: some eigenvalue
 * lies within it. That this one is the smallest holds with probability 1 over the start as the
 * steps grow, and is not proven by the number. Cost: one product and about 4 k p flops at step k,
 * and k p numbers of memory. Source: Parlett 1998, The Symmetric Eigenvalue Problem, chapter 13.
 */
public final class Lanczos {

  /** Fixes the start, so that results are reproducible. */
  private static final long SEED = 0x5ad71e5L;

  private final double value;
  private final double largest;
  private final double error;
  private final double[] vector;
  private final int steps;

  private Lanczos(double value, double largest, double error, double[] vector, int steps) {
    this.value = value;
    this.largest = largest;
    this.error = error;
    this.vector = vector;
    this.steps = steps;
  }

  /**
   * Iterates until the residual norm is at most {@code tolerance} times the largest Ritz value in
   * modulus, or the steps are used up.
   *
   * @param product writes the operator's product with its first argument into its second
   * @param removed directions that span the complement of the subspace
   * @param maxSteps largest number of products, at least 1
   */
  public static Lanczos smallest(
      BiConsumer<double[], double[]> product,
      OrthonormalRows removed,
      int maxSteps,
      double tolerance) {
    Kernels kernels = Kernels.best();
    int p = removed.dimension();
    int limit = Math.min(maxSteps, p - removed.count());
    if (limit < 1) {
      throw new IllegalArgumentException("lanczos: the subspace is empty or no step is allowed");
    }
    OrthonormalRows krylov = new OrthonormalRows(p);
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(SEED);
    double[] v = random.doubles(p, -1, 1).toArray();
    removed.project(v);
    krylov.add(v);
    krylov.copyRow(0, v);
    double[] image = new double[p];
    double[] diagonal = new double[limit];
    double[] below = new double[limit];
    for (int k = 0; ; k++) {
      product.accept(v, image);
      removed.project(image);
      diagonal[k] = kernels.dot(p, v, 0, image, 0);
      // all that is left of the image outside the Krylov space so far, twice for orthogonality
      krylov.project(image);
      krylov.project(image);
      removed.project(image);
      below[k] = Math.sqrt(kernels.dot(p, image, 0, image, 0));
      boolean last = k + 1 == limit || !krylov.add(image);
      if (last || k % 8 == 7) {
        Lanczos found = ritz(k + 1, diagonal, below, krylov);
        double scale = Math.max(Math.abs(found.largest), Math.abs(found.value));
        if (last || found.error <= tolerance * scale) {
          return found;
        }
      }
      krylov.copyRow(k + 1, v);
    }
  }

  private static Lanczos ritz(int k, double[] diagonal, double[] below, OrthonormalRows krylov) {
    double[] tridiagonal = new double[k * k];
    for (int i = 0; i < k; i++) {
      tridiagonal[i * k + i] = diagonal[i];
      if (i + 1 < k) {
        tridiagonal[i * k + i + 1] = below[i];
        tridiagonal[(i + 1) * k + i] = below[i];
      }
    }
    SymmetricEigen eigen = SymmetricEigen.of(k, tridiagonal);
    double[] vector = new double[krylov.dimension()];
    for (int i = 0; i < k; i++) {
      krylov.addRow(i, eigen.component(0, i), vector);
    }
    double error = Math.abs(below[k - 1] * eigen.component(0, k - 1));
    return new Lanczos(eigen.value(0), eigen.value(k - 1), error, vector, k);
  }

  /** The smallest Ritz value. */
  public double value() {
    return value;
  }

  /** The largest Ritz value, never above the largest eigenvalue. */
  public double largest() {
    return largest;
  }

  /** Residual norm of the smallest Ritz pair. */
  public double error() {
    return error;
  }

  /** The Ritz vector of the smallest value, of length 1. */
  public double[] vector() {
    return vector.clone();
  }

  /** Products used. */
  public int steps() {
    return steps;
  }
}
