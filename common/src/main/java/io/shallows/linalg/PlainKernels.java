package io.shallows.linalg;

import java.util.Arrays;

/**
 * Kernels in plain Java, arranged so that the JIT compiler turns the inner loops into vector code:
 * the provider of a JVM without the Vector API.
 */
class PlainKernels extends ReferenceKernels {
  /**
   * Columns of C and B worked on at a time, so that four rows of B stay in the first-level cache.
   */
  private static final int COLUMNS = 256;

  @Override
  public String name() {
    return "plain";
  }

  @Override
  public void gemm(
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
      boolean accumulate) {
    for (int from = 0; from < n; from += COLUMNS) {
      int columns = Math.min(COLUMNS, n - from);
      for (int i = 0; i < m; i++) {
        int row = cOffset + i * cRow + from;
        int left = aOffset + i * aRow;
        if (!accumulate) {
          Arrays.fill(c, row, row + columns, 0.0);
        }
        int p = 0;
        for (; p + 4 <= k; p += 4) {
          int at = left + p * aColumn;
          int top = bOffset + p * bRow + from;
          fourRows(
              columns,
              a[at],
              a[at + aColumn],
              a[at + 2 * aColumn],
              a[at + 3 * aColumn],
              b,
              top,
              bRow,
              c,
              row);
        }
        for (; p < k; p++) {
          axpy(columns, a[left + p * aColumn], b, bOffset + p * bRow + from, c, row);
        }
      }
    }
  }

  /** Four consecutive terms of the inner sum for a row of C. */
  private static void fourRows(
      int n,
      double a0,
      double a1,
      double a2,
      double a3,
      double[] b,
      int bOffset,
      int bRow,
      double[] c,
      int cOffset) {
    int b1 = bOffset + bRow;
    int b2 = b1 + bRow;
    int b3 = b2 + bRow;
    for (int j = 0; j < n; j++) {
      double sum = Fma.of(a0, b[bOffset + j], c[cOffset + j]);
      sum = Fma.of(a1, b[b1 + j], sum);
      sum = Fma.of(a2, b[b2 + j], sum);
      c[cOffset + j] = Fma.of(a3, b[b3 + j], sum);
    }
  }

  @Override
  public double dot(int n, double[] x, int xOffset, double[] y, int yOffset) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int whole = n & ~7;
    for (int i = xOffset, j = yOffset, end = xOffset + whole; i < end; i += 8, j += 8) {
      s0 = Fma.of(x[i], y[j], s0);
      s1 = Fma.of(x[i + 1], y[j + 1], s1);
      s2 = Fma.of(x[i + 2], y[j + 2], s2);
      s3 = Fma.of(x[i + 3], y[j + 3], s3);
      s4 = Fma.of(x[i + 4], y[j + 4], s4);
      s5 = Fma.of(x[i + 5], y[j + 5], s5);
      s6 = Fma.of(x[i + 6], y[j + 6], s6);
      s7 = Fma.of(x[i + 7], y[j + 7], s7);
    }
    return finishDot(n & 7, x, xOffset + whole, y, yOffset + whole, s0, s1, s2, s3, s4, s5, s6, s7);
  }

  /**
   * The last terms of a dot product, at most seven, and the fixed combination of its eight sums.
   */
  static double finishDot(
      int rest,
      double[] x,
      int i,
      double[] y,
      int j,
      double s0,
      double s1,
      double s2,
      double s3,
      double s4,
      double s5,
      double s6,
      double s7) {
    double t0 = rest > 0 ? Fma.of(x[i], y[j], s0) : s0;
    double t1 = rest > 1 ? Fma.of(x[i + 1], y[j + 1], s1) : s1;
    double t2 = rest > 2 ? Fma.of(x[i + 2], y[j + 2], s2) : s2;
    double t3 = rest > 3 ? Fma.of(x[i + 3], y[j + 3], s3) : s3;
    double t4 = rest > 4 ? Fma.of(x[i + 4], y[j + 4], s4) : s4;
    double t5 = rest > 5 ? Fma.of(x[i + 5], y[j + 5], s5) : s5;
    double t6 = rest > 6 ? Fma.of(x[i + 6], y[j + 6], s6) : s6;
    return ((t0 + t4) + (t2 + t6)) + ((t1 + t5) + (t3 + s7));
  }

  @Override
  public void transpose(
      int m, int n, double[] a, int aOffset, int aRow, double[] b, int bOffset, int bRow) {
    for (int from = 0; from < m; from += TRANSPOSE_BLOCK) {
      int rows = Math.min(TRANSPOSE_BLOCK, m - from);
      for (int column = 0; column < n; column += TRANSPOSE_BLOCK) {
        int columns = Math.min(TRANSPOSE_BLOCK, n - column);
        super.transpose(
            rows,
            columns,
            a,
            aOffset + from * aRow + column,
            aRow,
            b,
            bOffset + column * bRow + from,
            bRow);
      }
    }
  }

  /** Source and target blocks share the first-level cache. */
  private static final int TRANSPOSE_BLOCK = 16;
}
