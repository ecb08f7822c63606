package io.shallows.statistics.estimate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holm's step-down adjustment of p-values.
 *
 * <p>Formula: with {@code p_(1) <= ... <= p_(k)}, the adjusted value of p_(i) is the greatest of
 * min(1, (k - j + 1) p_(j)) over j up to i. Rejecting where it is at most alpha keeps the
 * probability of any false rejection at or below alpha under every dependence between the tests.
 * NaN marks a test that was not made: it stays NaN and does not count in k.
 *
 * <p>Source: Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of
 * Statistics 6 (1979) 65-70.
 */
public final class HolmAdjustment {

  private HolmAdjustment() {}

  /** The adjusted p-values, in the order of the given ones. */
  public static double[] adjust(double[] pValues) {
    return adjust(pValues, 0);
  }

  /**
   * The adjusted p-values, in the order of the given ones.
   *
   * @param tests the least k: tests that could have been made count, whether they were or not
   */
  public static double[] adjust(double[] pValues, int tests) {
    int[] ascending =
        IntStream.range(0, pValues.length)
            .filter(i -> !Double.isNaN(pValues[i]))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> pValues[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[pValues.length];
    Arrays.fill(adjusted, Double.NaN);
    double largest = 0;
    int k = Math.max(tests, ascending.length);
    for (int j = 0; j < ascending.length; j++) {
      double p = pValues[ascending[j]];
      if (p < 0 || p > 1) {
        throw new IllegalArgumentException("p-value " + p + " is not in [0, 1]");
      }
      largest = Math.max(largest, Math.min(1, (k - j) * p));
      adjusted[ascending[j]] = largest;
    }
    return adjusted;
  }
}
