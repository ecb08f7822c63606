package io.shallows.linalg;

import java.util.Optional;

/**
 * The dense kernels of the numeric core, on heap arrays.
 *
 * <p>Every provider returns the same bits as {@link ReferenceKernels} for finite input. Providers
 * hold no state but scratch of the calling thread: one instance may be used by any number of
 * threads. Regions are not checked beyond what the JVM checks; an input region must not overlap an
 * output region unless a method says so.
 */
public abstract class Kernels {
  /** Units of a two-layer network are worked on in blocks of this size. */
  public static final int UNIT_BLOCK = 4;

  /** Samples of a two-layer network are worked on in blocks of this size. */
  public static final int SAMPLE_BLOCK = 16;

  Kernels() {}

  /**
   * The fastest provider that this JVM can run, or the one that the system property {@code
   * shallows.kernels} names: {@code reference}, {@code plain}, {@code vector-128}, {@code
   * vector-256} or {@code vector-512}.
   */
  public static Kernels best() {
    return KernelSelection.BEST;
  }

  /** Why {@link #best()} is not the fastest provider, and the flag that would change it. */
  public static Optional<String> warning() {
    return KernelSelection.WARNING;
  }

  /** A short name for provenance: {@code reference}, {@code plain} or {@code vector-<bits>}. */
  public abstract String name();

  /**
   * Matrix product: {@code C = A B}, or {@code C += A B} if {@code accumulate}.
   *
   * <p>{@code c_ij = fma(a_ip, b_pj, c_ij)} for p = 0, 1, ..., k - 1 in this order, from 0 or from
   * the old value. A has free strides, so a transposed left factor is read in place: element (i, p)
   * lies at {@code aOffset + i * aRow + p * aColumn}. B and C are row-major.
   *
   * @param m rows of A and C
   * @param n columns of B and C
   * @param k columns of A and rows of B
   */
  public abstract void gemm(
      int m,
      int n,
      int k,
      double[] a,
      int aOffset,
      int aRow,
      int aColumn,
      double[] b,
      int bOffset,
      int bRow,
      double[] c,
      int cOffset,
      int cRow,
      boolean accumulate);

  /**
   * Matrix times vector: {@code y_i = dot(row i of A, x)}, or {@code y_i += ...} if {@code
   * accumulate}; the order of summation is that of {@link #dot}.
   */
  public abstract void gemv(
      int m,
      int k,
      double[] a,
      int aOffset,
      int aRow,
      double[] x,
      int xOffset,
      double[] y,
      int yOffset,
      boolean accumulate);

  /** {@code B = A^T}; A has m rows and n columns. */
  public abstract void transpose(
      int m, int n, double[] a, int aOffset, int aRow, double[] b, int bOffset, int bRow);

  /**
   * Dot product. Element i goes to partial sum i mod 8 by a fused multiply-add; the result is
   * {@code ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7))}.
   */
  public abstract double dot(int n, double[] x, int xOffset, double[] y, int yOffset);

  /** {@code y_i = fma(alpha, x_i, y_i)}. */
  public abstract void axpy(int n, double alpha, double[] x, int xOffset, double[] y, int yOffset);

  /** {@code x_i = alpha * x_i}. */
  public abstract void scale(int n, double alpha, double[] x, int xOffset);

  /** {@code c_i = fma(a_i, b_i, c_i)}, the accumulated entrywise product. */
  public abstract void multiplyAdd(
      int n, double[] a, int aOffset, double[] b, int bOffset, double[] c, int cOffset);

  /**
   * {@code h_i = 0 if z_i <= 0, else z_i}; a NaN stays a NaN, so that divergence is seen. h may be
   * z.
   */
  public abstract void relu(int n, double[] z, int zOffset, double[] h, int hOffset);

  /**
   * {@code d_i = 0 unless h_i > 0}: the derivative of relu, whose value at a kink is 0 by
   * convention.
   */
  public abstract void maskPositive(int n, double[] h, int hOffset, double[] d, int dOffset);

  /**
   * One Adam update of n parameters, moments and parameters in place: {@code m = beta1 m + (1 -
   * beta1) g}, {@code v = beta2 v + (1 - beta2) g^2}, {@code theta -= step m / (sqrt(v) +
   * epsilon)}.
   *
   * <p>With the learning rate a and the nominal epsilon e, the bias corrections of step t are in
   * {@code step = a sqrt(1 - beta2^t) / (1 - beta1^t)} and {@code epsilon = e sqrt(1 - beta2^t)}.
   * Source: Kingma, Ba 2015, arXiv 1412.6980, algorithm 1 and the remark after it.
   */
  public abstract void adam(
      int n,
      double[] theta,
      double[] gradient,
      double[] first,
      double[] second,
      double beta1,
      double beta2,
      double step,
      double epsilon);

  /**
   * First layer and head of a two-layer network on samples as columns: {@code h_us = relu(sum_i
   * w_iu x_is)}, {@code f_s += a_u h_us} for u = 0, 1, ... in this order, every sum by fused
   * multiply-adds in ascending order from 0.
   *
   * @param units multiple of {@link #UNIT_BLOCK}
   * @param samples multiple of {@link #SAMPLE_BLOCK}
   * @param x inputs x samples
   * @param w inputs x units, stride {@code units}
   * @param a one entry per unit
   * @param h units x samples, overwritten
   * @param f one entry per sample, from {@code xOffset} on like x; accumulated into
   */
  public abstract void twoLayerForward(
      int units,
      int inputs,
      int samples,
      double[] x,
      int xOffset,
      int xRow,
      double[] w,
      double[] a,
      double[] h,
      int hRow,
      double[] f);

  /**
   * Partial sums of a two-layer network's gradient: with d_s the derivative of the loss with
   * respect to output s, {@code sums[u][i][s mod 8] += d_s x_is} over the samples with h_us > 0,
   * and {@code sums[u][inputs][s mod 8] += d_s h_us}, by fused multiply-adds in ascending order of
   * s.
   *
   * @param d one entry per sample, from {@code xOffset} on like x
   * @param sums units x (inputs + 1) x 8
   */
  public abstract void twoLayerBackward(
      int units,
      int inputs,
      int samples,
      double[] x,
      int xOffset,
      int xRow,
      double[] h,
      int hRow,
      double[] d,
      double[] sums);

  /**
   * What outputs of a two-layer network change along a direction: {@code f_s += z_us a_u} with
   * {@code z_us = sum_i v_iu x_is} where h_us > 0 and 0 elsewhere, then {@code f_s += h_us b_u},
   * for u = 0, 1, ... in this order, every sum by fused multiply-adds in ascending order from 0.
   *
   * @param v direction of the first layer, inputs x units, stride {@code units}
   * @param a head, one entry per unit
   * @param b direction of the head, one entry per unit
   * @param h relus of the point, units x samples
   * @param f one entry per sample, from {@code xOffset} on like x; accumulated into
   */
  public abstract void twoLayerTangent(
      int units,
      int inputs,
      int samples,
      double[] x,
      int xOffset,
      int xRow,
      double[] v,
      double[] a,
      double[] b,
      double[] h,
      int hRow,
      double[] f);

  /** The eight partial sums at {@code offset}, combined as in {@link #dot}. */
  public static double combine(double[] sums, int offset) {
    return ((sums[offset] + sums[offset + 4]) + (sums[offset + 2] + sums[offset + 6]))
        + ((sums[offset + 1] + sums[offset + 5]) + (sums[offset + 3] + sums[offset + 7]));
  }

  /**
   * Gram matrix of rows: {@code C = A A^T} or {@code C += A A^T} (m x m, both triangles written).
   * The old C must be symmetric.
   *
   * @param transposed scratch of at least {@code k * m} elements; holds A^T afterwards
   */
  public final void gram(
      int m,
      int k,
      double[] a,
      int aOffset,
      int aRow,
      double[] transposed,
      double[] c,
      int cOffset,
      int cRow,
      boolean accumulate) {
    transpose(m, k, a, aOffset, aRow, transposed, 0, m);
    lowerProduct(m, k, a, aOffset, aRow, 1, transposed, 0, m, c, cOffset, cRow, accumulate);
  }

  /**
   * Gram matrix of columns: {@code C = A^T A} or {@code C += A^T A} for A of m rows and n columns
   * (C is n x n, both triangles written). The old C must be symmetric.
   */
  public final void normal(
      int m,
      int n,
      double[] a,
      int aOffset,
      int aRow,
      double[] c,
      int cOffset,
      int cRow,
      boolean accumulate) {
    lowerProduct(n, m, a, aOffset, 1, aRow, a, aOffset, aRow, c, cOffset, cRow, accumulate);
  }

  /** A symmetric product: the blocks on and below the diagonal, then the mirror image. */
  private void lowerProduct(
      int n,
      int k,
      double[] a,
      int aOffset,
      int aRow,
      int aColumn,
      double[] b,
      int bOffset,
      int bRow,
      double[] c,
      int cOffset,
      int cRow,
      boolean accumulate) {
    for (int from = 0; from < n; from += SYMMETRIC_BLOCK) {
      int rows = Math.min(SYMMETRIC_BLOCK, n - from);
      gemm(
          rows,
          from + rows,
          k,
          a,
          aOffset + from * aRow,
          aRow,
          aColumn,
          b,
          bOffset,
          bRow,
          c,
          cOffset + from * cRow,
          cRow,
          accumulate);
    }
    mirrorLower(n, c, cOffset, cRow);
  }

  /** Copies the lower triangle of an n x n matrix to its upper triangle. */
  public final void mirrorLower(int n, double[] c, int cOffset, int cRow) {
    for (int rowBlock = 0; rowBlock < n; rowBlock += MIRROR_BLOCK) {
      int rowEnd = Math.min(n, rowBlock + MIRROR_BLOCK);
      for (int columnBlock = 0; columnBlock <= rowBlock; columnBlock += MIRROR_BLOCK) {
        int columnEnd = Math.min(n, columnBlock + MIRROR_BLOCK);
        for (int i = rowBlock; i < rowEnd; i++) {
          int end = Math.min(i, columnEnd);
          for (int j = columnBlock; j < end; j++) {
            c[cOffset + j * cRow + i] = c[cOffset + i * cRow + j];
          }
        }
      }
    }
  }

  /** Rows per block of a symmetric product: half of a block on the diagonal is wasted work. */
  private static final int SYMMETRIC_BLOCK = 48;

  /** Two blocks of this size fit into the first-level cache. */
  private static final int MIRROR_BLOCK = 16;
}
