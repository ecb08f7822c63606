package io.shallows.benchmark;

import io.shallows.linalg.Kernels;

/**
 * The speed of this core's matrix product: what a step could reach if it were one.
 *
 * <p>The product is 64 x 240 x 256, whose operands fit into the second-level cache and whose
 * columns are whole register blocks; on the machines tried the kernels reach 95 to 98% of the fused
 * multiply-add ceiling there.
 */
public final class ProductPeak {
  private static final int ROWS = 64;
  private static final int COLUMNS = 240;
  private static final int INNER = 256;

  private ProductPeak() {}

  /** Floating-point operations per second, the fastest of {@code windows} windows. */
  public static double measure(int windows, double seconds, double warmUp, ProcessorClock clock) {
    Kernels kernels = Kernels.best();
    double[] a = new double[ROWS * INNER];
    double[] b = new double[INNER * COLUMNS];
    double[] c = new double[ROWS * COLUMNS];
    java.util.Arrays.fill(a, 0.5);
    java.util.Arrays.fill(b, 0.25);
    Runnable product =
        () ->
            kernels.gemm(ROWS, COLUMNS, INNER, a, 0, INNER, 1, b, 0, COLUMNS, c, 0, COLUMNS, false);
    double operations = 2.0 * ROWS * COLUMNS * INNER;
    return operations * Rate.of(product, windows, seconds, warmUp, clock).greatest();
  }
}
