package io.shallows.linalg;

/**
 * A short text that two processes have alike if their kernels compute the same bits.
 *
 * <p>It sums up products, dot products and updates of fixed numbers over sizes with every kind of
 * remainder, and some of {@link StrictMath}. A processor, compiler or library that rounds otherwise
 * gives another one.
 */
public final class KernelBits {

  private static final int[] SIZES = {1, 3, 8, 17, 33};
  private static final long PRIME = 0x100000001b3L;

  private KernelBits() {}

  /** The text of a provider, 16 hexadecimal digits; about a millisecond. */
  public static String of(Kernels kernels) {
    long hash = 0xcbf29ce484222325L;
    for (int m : SIZES) {
      for (int k : SIZES) {
        int n = m + k;
        double[] a = values(m * k, m);
        double[] b = values(k * n, k);
        double[] c = new double[m * n];
        kernels.gemm(m, n, k, a, 0, k, 1, b, 0, n, c, 0, n, false);
        kernels.axpy(m * n, 1 / 3.0, c.clone(), 0, c, 0);
        double[] hidden = new double[m * n];
        kernels.relu(m * n, c, 0, hidden, 0);
        hash = added(hash, hidden);
        hash = added(hash, kernels.dot(m * n, c, 0, hidden, 0));
        hash = added(hash, StrictMath.exp(c[0]));
      }
    }
    return String.format(java.util.Locale.ROOT, "%016x", hash);
  }

  /** Numbers of both signs that are no sums of few powers of two. */
  private static double[] values(int count, int salt) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = ((i * 7919L + salt * 104729L) % 2003 - 1001) / 997.0;
    }
    return values;
  }

  private static long added(long hash, double... values) {
    long sum = hash;
    for (double value : values) {
      sum = (sum ^ Double.doubleToLongBits(value)) * PRIME;
      sum ^= sum >>> 29;
    }
    return sum;
  }
}
