package io.shallows.spectrum;

import io.shallows.linalg.SymmetricEigen;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;

/**
 * Stochastic Lanczos quadrature.
 *
 * <p>Each probe is a uniform unit vector v of the space; k Lanczos steps from v with full
 * reorthogonalisation give a tridiagonal T. The eigenvalues of T with the squared first components
 * of its eigenvectors are the Gauss quadrature of the measure of v, exact for polynomials of degree
 * 2k - 1; a run that meets an invariant subspace ends early and is exact. The density is the mean
 * over the probes. Its first two moments are the Hutchinson estimates of tr A / p and tr A^2 / p
 * from the same probes.
 *
 * <p>Accuracy: the share up to x has a standard deviation of at most sqrt(1 / (2 p probes)) from
 * the probes; the quadrature's own error is bounded by the weights of the nodes around x
 * (Chebyshev, Markov, Stieltjes), see {@link SpectralDensity#error}. Measured on networks of 500 to
 * 1600 parameters, the Kolmogorov distance to the exact spectrum at a resolution of 1e-3 of its
 * radius is .002 to .015. Cost: probes * steps products and about 2 probes * steps^2 * p
 * multiply-adds. Memory: steps * p numbers. Sources: Golub, Meurant 2010, Matrices, Moments and
 * Quadrature, ch. 4; Ubaru, Chen, Saad 2017, SIAM J. Matrix Anal. Appl. 38(4), 1075.
 *
 * @param probes number of random vectors
 * @param steps Lanczos steps per vector
 */
public record LanczosQuadrature(int probes, int steps) {

  /**
   * 16 probes give a standard deviation below .004 where the quadrature is used (p > 3000); with
   * 192 steps it costs about as much there as the exact spectrum does at 3000 parameters.
   */
  public static final LanczosQuadrature DEFAULT = new LanczosQuadrature(16, 192);

  public LanczosQuadrature {
    if (probes < 1 || steps < 1) {
      throw new IllegalArgumentException(
          probes + " probes of " + steps + " steps are no quadrature");
    }
  }

  /** Products with the operator, at most. */
  public int products() {
    return probes * steps;
  }

  /**
   * The density of {@code operator} on the orthogonal complement of {@code directions}.
   *
   * @param directions orthonormal; the operator must map their complement into itself
   * @param normal standard normal deviates, the only source of randomness
   */
  SpectralDensity of(
      SymmetricOperator operator, List<double[]> directions, ContinuousSampler normal) {
    List<SpectralDensity> measures = new ArrayList<>();
    for (int probe = 0; probe < probes; probe++) {
      double[] start = new double[operator.dimension()];
      for (int i = 0; i < start.length; i++) {
        start[i] = normal.sample();
      }
      Orthogonal.remove(directions, start);
      Orthogonal.remove(directions, start);
      measures.add(measure(operator, start, operator.dimension() - directions.size()));
    }
    return SpectralDensity.mean(measures);
  }

  /** The quadrature of one start vector. */
  private SpectralDensity measure(SymmetricOperator operator, double[] start, int rank) {
    int p = operator.dimension();
    int limit = Math.min(steps, rank);
    List<double[]> basis = new ArrayList<>();
    double[] diagonal = new double[limit];
    double[] off = new double[limit];
    double[] v = scaled(start, 1 / Orthogonal.norm(start));
    double[] w = new double[p];
    double size = 0;
    int k = 0;
    boolean invariant = false;
    while (true) {
      basis.add(v);
      operator.apply(v, w);
      diagonal[k] = Orthogonal.dot(v, w);
      Orthogonal.add(-diagonal[k], v, w);
      if (k > 0) {
        Orthogonal.add(-off[k - 1], basis.get(k - 1), w);
      }
      double before = Orthogonal.norm(w);
      Orthogonal.remove(basis, w);
      off[k] = Orthogonal.norm(w);
      // once more where the first pass took much away and left its rounding (Daniel et al. 1976)
      if (off[k] < before * Math.sqrt(0.5)) {
        Orthogonal.remove(basis, w);
        off[k] = Orthogonal.norm(w);
      }
      size = Math.max(size, Math.abs(diagonal[k]) + off[k]);
      // what is left is rounding
      invariant = k + 1 == rank || off[k] <= p * Math.ulp(1.0) * size;
      k++;
      if (invariant || k == limit) {
        break;
      }
      v = scaled(w, 1 / off[k - 1]);
    }
    double[] t = new double[k * k];
    for (int i = 0; i < k; i++) {
      t[i * k + i] = diagonal[i];
      if (i > 0) {
        t[i * k + i - 1] = off[i - 1];
        t[(i - 1) * k + i] = off[i - 1];
      }
    }
    SymmetricEigen eigen = SymmetricEigen.of(k, t);
    double[] weights = new double[k];
    for (int i = 0; i < k; i++) {
      weights[i] = eigen.component(i, 0) * eigen.component(i, 0);
    }
    return SpectralDensity.of(eigen.values(), weights, invariant);
  }

  private static double[] scaled(double[] vector, double factor) {
    double[] scaled = new double[vector.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = factor * vector[i];
    }
    return scaled;
  }
}
