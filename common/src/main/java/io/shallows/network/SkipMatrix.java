package io.shallows.network;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.NormalizedGaussianSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * The kinds of fixed matrices {@code Q_k} that skips of hyper-residual networks apply.
 *
 * <p>They belong to the architecture, not to the trial: a matrix follows from its kind, the width
 * and k alone.
 */
enum SkipMatrix {
  /** No skip. */
  NONE("absent") {
    @Override
    int apply(NetworkBuilder net, int source, int k) {
      throw new IllegalStateException("no skip is applied");
    }
  },
  /** The identity. */
  IDENTITY("the identity") {
    @Override
    int apply(NetworkBuilder net, int source, int k) {
      return source;
    }
  },
  /** A dense orthogonal matrix, Haar-distributed. */
  ORTHOGONAL("fixed dense orthogonal") {
    @Override
    int apply(NetworkBuilder net, int source, int k) {
      int width = net.width(source);
      return net.fixed("Q" + k, source, orthonormal(width, width, SEED + k));
    }
  },
  /**
   * {@code R P} with orthonormal columns of R and rows of P, of rank a quarter of the width (at
   * least 1).
   */
  LOW_RANK("fixed, of rank max(1, m/4), its other singular values 1") {
    @Override
    int apply(NetworkBuilder net, int source, int k) {
      int width = net.width(source);
      int rank = Math.max(1, width / 4);
      FixedMatrix read = orthonormal(width, rank, SEED + (1L << 32) + k);
      FixedMatrix write = orthonormal(width, rank, SEED + (2L << 32) + k).transposed();
      return net.fixed("P" + k, net.fixed("R" + k, source, read), write);
    }
  };

  private static final long SEED = 0x5ba1105L;

  private final String definition;

  SkipMatrix(String definition) {
    this.definition = definition;
  }

  String definition() {
    return definition;
  }

  /** Adds {@code Q_k source} to the graph and returns its node. */
  abstract int apply(NetworkBuilder net, int source, int k);

  /**
   * Orthonormal columns: normal entries, modified Gram-Schmidt twice, so that columns are
   * orthogonal to rounding.
   */
  static FixedMatrix orthonormal(int rows, int columns, long seed) {
    UniformRandomProvider random =
        RandomSource.XO_RO_SHI_RO_128_PP.create(seed * 31 + rows * 0x9e3779b97f4a7c15L);
    NormalizedGaussianSampler normal = ZigguratSampler.NormalizedGaussian.of(random);
    double[][] q = new double[columns][rows];
    for (int c = 0; c < columns; c++) {
      for (int r = 0; r < rows; r++) {
        q[c][r] = normal.sample();
      }
      for (int pass = 0; pass < 2; pass++) {
        for (int b = 0; b < c; b++) {
          double dot = dot(q[b], q[c]);
          for (int r = 0; r < rows; r++) {
            q[c][r] -= dot * q[b][r];
          }
        }
      }
      double norm = Math.sqrt(dot(q[c], q[c]));
      for (int r = 0; r < rows; r++) {
        q[c][r] /= norm;
      }
    }
    double[] values = new double[rows * columns];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        values[r * columns + c] = q[c][r];
      }
    }
    return new FixedMatrix(rows, columns, values);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
