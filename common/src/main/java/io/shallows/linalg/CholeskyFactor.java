package io.shallows.linalg;

/**
 * Cholesky factorisation {@code A + shift I = U^T U} with U upper triangular, and solves with it.
 *
 * <p>The recursion halves the matrix, so almost all of the work is in {@link Kernels#gemm} (n^3 / 3
 * multiply-adds) and the result does not depend on the provider of the kernels. The computed factor
 * is exact for a matrix within about {@code n} units in the last place of A in norm (Higham,
 * Accuracy and Stability of Numerical Algorithms, 2nd ed., theorem 10.3).
 *
 * <p>One object is a workspace for matrices up to its capacity and allocates nothing after
 * construction; it is not thread-safe.
 */
public final class CholeskyFactor {
  /** Below this order plain row operations are faster than another split. */
  private static final int LEAF = 8;

  /** Rows per block of the trailing update; the wasted half of a diagonal block stays small. */
  private static final int UPDATE_BLOCK = 48;

  private final Kernels kernels;
  private final int capacity;
  private final double[] factor;
  private final double[] negated;
  private int order;

  /**
   * A workspace.
   *
   * @param capacity the largest order n that {@link #factor} will be given
   */
  public CholeskyFactor(Kernels kernels, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity: " + capacity + " is below 1");
    }
    this.kernels = kernels;
    this.capacity = capacity;
    this.factor = new double[capacity * capacity];
    int half = (capacity + 1) / 2 + LEAF;
    this.negated = new double[half * half];
  }

  /**
   * Factors {@code A + shift I}.
   *
   * @param n the order of A
   * @param a symmetric, row-major with stride n; only the upper triangle is read; not changed
   * @param shift added to every diagonal element
   * @return false if the matrix is not positive definite to working precision (a pivot is not above
   *     0, or not a number); then there is no factor to solve with
   */
  public boolean factor(int n, double[] a, double shift) {
    if (n < 1 || n > capacity) {
      throw new IllegalArgumentException("order: " + n + " is outside 1.." + capacity);
    }
    order = 0;
    for (int i = 0; i < n; i++) {
      System.arraycopy(a, i * n + i, factor, i * n + i, n - i);
      factor[i * n + i] += shift;
    }
    if (!factorBlock(n, 0, n)) {
      return false;
    }
    order = n;
    return true;
  }

  /** The order of the factored matrix; 0 if there is none. */
  public int order() {
    return order;
  }

  /** Solves {@code A x = b} in place: b holds x afterwards. */
  public void solve(double[] b, int offset) {
    int n = requireFactor();
    for (int i = 0; i < n; i++) {
      double y = b[offset + i] / factor[i * n + i];
      b[offset + i] = y;
      kernels.axpy(n - i - 1, -y, factor, i * n + i + 1, b, offset + i + 1);
    }
    for (int i = n - 1; i >= 0; i--) {
      double known = kernels.dot(n - i - 1, factor, i * n + i + 1, b, offset + i + 1);
      b[offset + i] = (b[offset + i] - known) / factor[i * n + i];
    }
  }

  /** Solves {@code A X = B} in place for several right-hand sides, the columns of B. */
  public void solve(int columns, double[] b, int bOffset, int bRow) {
    int n = requireFactor();
    solveTransposed(n, 0, n, columns, b, bOffset, bRow);
    solveUpper(n, 0, n, columns, b, bOffset, bRow);
  }

  /** Solves {@code U^T X = B} in place: half of a solve, a whitening of the columns of B. */
  public void solveHalf(int columns, double[] b, int bOffset, int bRow) {
    int n = requireFactor();
    solveTransposed(n, 0, n, columns, b, bOffset, bRow);
  }

  private int requireFactor() {
    if (order == 0) {
      throw new IllegalStateException("no factor: the last matrix was not positive definite");
    }
    return order;
  }

  /** Factors the diagonal block at (from, from) of the given size; stride is the order. */
  private boolean factorBlock(int stride, int from, int size) {
    if (size <= LEAF) {
      return factorLeaf(stride, from, size);
    }
    int first = half(size);
    int rest = size - first;
    if (!factorBlock(stride, from, first)) {
      return false;
    }
    int corner = from * stride + from;
    solveTransposed(stride, from, first, rest, factor, corner + first, stride);
    update(stride, corner + first, first, rest, corner + first * stride + first);
    return factorBlock(stride, from + first, rest);
  }

  private boolean factorLeaf(int stride, int from, int size) {
    for (int i = 0; i < size; i++) {
      int row = (from + i) * stride + from;
      double pivot = factor[row + i];
      if (!(pivot > 0) || pivot == Double.POSITIVE_INFINITY) {
        return false;
      }
      double root = Math.sqrt(pivot);
      for (int j = i; j < size; j++) {
        factor[row + j] /= root;
      }
      for (int r = i + 1; r < size; r++) {
        double u = factor[row + r];
        int target = (from + r) * stride + from;
        for (int j = r; j < size; j++) {
          factor[target + j] = Fma.of(-u, factor[row + j], factor[target + j]);
        }
      }
    }
    return true;
  }

  /** The trailing update {@code A22 -= U12^T U12} of the upper triangle. */
  private void update(int stride, int panel, int rows, int columns, int target) {
    negate(rows, columns, factor, panel, stride);
    for (int from = 0; from < columns; from += UPDATE_BLOCK) {
      int block = Math.min(UPDATE_BLOCK, columns - from);
      kernels.gemm(
          block,
          columns - from,
          rows,
          factor,
          panel + from,
          1,
          stride,
          negated,
          from,
          columns,
          factor,
          target + from * stride + from,
          stride,
          true);
    }
  }

  /** Solves {@code U^T X = B} for the diagonal block of U at {@code from}. */
  private void solveTransposed(
      int stride, int from, int size, int columns, double[] b, int bOffset, int bRow) {
    if (size <= LEAF) {
      for (int i = 0; i < size; i++) {
        int target = bOffset + i * bRow;
        for (int j = 0; j < i; j++) {
          double u = factor[(from + j) * stride + from + i];
          kernels.axpy(columns, -u, b, bOffset + j * bRow, b, target);
        }
        divide(columns, b, target, factor[(from + i) * stride + from + i]);
      }
      return;
    }
    int first = half(size);
    int rest = size - first;
    solveTransposed(stride, from, first, columns, b, bOffset, bRow);
    negate(first, rest, factor, from * stride + from + first, stride);
    int below = bOffset + first * bRow;
    kernels.gemm(rest, columns, first, negated, 0, 1, rest, b, bOffset, bRow, b, below, bRow, true);
    solveTransposed(stride, from + first, rest, columns, b, below, bRow);
  }

  /** Solves {@code U X = B} for the diagonal block of U at {@code from}. */
  private void solveUpper(
      int stride, int from, int size, int columns, double[] b, int bOffset, int bRow) {
    if (size <= LEAF) {
      for (int i = size - 1; i >= 0; i--) {
        int row = (from + i) * stride + from;
        int target = bOffset + i * bRow;
        for (int j = i + 1; j < size; j++) {
          kernels.axpy(columns, -factor[row + j], b, bOffset + j * bRow, b, target);
        }
        divide(columns, b, target, factor[row + i]);
      }
      return;
    }
    int first = half(size);
    int rest = size - first;
    int below = bOffset + first * bRow;
    solveUpper(stride, from + first, rest, columns, b, below, bRow);
    negate(first, rest, factor, from * stride + from + first, stride);
    kernels.gemm(first, columns, rest, negated, 0, rest, 1, b, below, bRow, b, bOffset, bRow, true);
    solveUpper(stride, from, first, columns, b, bOffset, bRow);
  }

  private static void divide(int n, double[] x, int offset, double divisor) {
    for (int i = offset; i < offset + n; i++) {
      x[i] /= divisor;
    }
  }

  private void negate(int rows, int columns, double[] a, int offset, int stride) {
    for (int i = 0; i < rows; i++) {
      int source = offset + i * stride;
      int target = i * columns;
      for (int j = 0; j < columns; j++) {
        negated[target + j] = -a[source + j];
      }
    }
  }

  /** About a half, a multiple of the leaf so that the blocks below are whole ones. */
  private static int half(int size) {
    return Math.max(LEAF, size / 2 / LEAF * LEAF);
  }
}
