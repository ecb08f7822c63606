package io.shallows.statistics.estimate;

import java.util.Arrays;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.util.ArithmeticUtils;

/**
 * The exact one-sided randomisation test of whole numbers that are as likely as their negatives.
 *
 * <p>Formula: {@code p = P(sum over i of e_i x_i >= sum over i of x_i)}, e_i = -1 or 1 with
 * probability 1/2 each, which is {@code P(sum over A of x_i <= 0)} for a set A that each i joins
 * with probability 1/2. So p falls as any x_i grows: what is a lower end of x_i gives an upper end
 * of p. It assumes nothing but that the x_i are independent and, under the hypothesis, each
 * distributed symmetrically around 0 or lower than that. No p-value is below 2^-n.
 *
 * <p>Accuracy: the distribution of the sum is computed by convolution in double precision, relative
 * error about n 2^-53. Cost: {@code O(n sum |x_i|)}.
 *
 * <p>Source: Fisher, The design of experiments, 1935, section 21; with all |x_i| equal it is the
 * sign test.
 */
public final class SignFlipTest {

  private SignFlipTest() {}

  /** The p-value of "no x_i tends to be above 0"; 1 without any. */
  public static double pNotAbove(int[] x) {
    int below = Arrays.stream(x).filter(value -> value < 0).sum();
    int above = Arrays.stream(x).filter(value -> value > 0).sum();
    double[] probability = new double[above - below + 1];
    probability[-below] = 1;
    for (int value : x) {
      double[] next = new double[probability.length];
      for (int sum = 0; sum < probability.length; sum++) {
        if (probability[sum] > 0) {
          next[sum] += 0.5 * probability[sum];
          next[sum + value] += 0.5 * probability[sum];
        }
      }
      probability = next;
    }
    return Math.min(1, Arrays.stream(probability, 0, 1 - below).sum());
  }

  /**
   * The p-values of the first number alone, of the first two, and so on, as {@link #pNotAbove}
   * gives them, at the cost of the last. Behind the last beginning with a sum above 0 all p-values
   * are 1/2 or more, and 1 is given for them.
   */
  public static double[] pNotAboveOfBeginnings(int[] x) {
    double[] p = new double[x.length];
    int last = lastAbove(x);
    Arrays.fill(p, 1);
    int below = Arrays.stream(x, 0, last).filter(value -> value < 0).sum();
    int above = Arrays.stream(x, 0, last).filter(value -> value > 0).sum();
    double[] probability = new double[above - below + 1];
    probability[-below] = 1;
    int low = -below;
    int high = -below;
    for (int i = 0; i < last; i++) {
      double[] next = new double[probability.length];
      for (int sum = low; sum <= high; sum++) {
        next[sum] += 0.5 * probability[sum];
        next[sum + x[i]] += 0.5 * probability[sum];
      }
      low += Math.min(0, x[i]);
      high += Math.max(0, x[i]);
      probability = next;
      p[i] = Math.min(1, Arrays.stream(probability, low, 1 - below).sum());
    }
    return p;
  }

  /**
   * The same, exactly for beginnings of up to {@code exact} numbers and by the normal law for
   * longer ones: {@code P(Z >= z) exp(-z^4 sum x_i^4 / (12 (sum x_i^2)^2))} with {@code z = (S - g)
   * / sqrt(sum x_i^2)} for a sum S above 0, g the greatest common divisor of the numbers, of which
   * sums lie 2 g apart; 1 for others.
   *
   * <p>Accuracy of the latter: with 65 numbers of up to 28 or more within a tenth of p down to
   * 1e-5, below within its half. Cost: {@code O(exact sum |x_i| + n)}.
   *
   * <p>Source: Cramer, Sur un nouveau theoreme-limite de la theorie des probabilites, 1938; the
   * power is the fourth cumulant's, the third is 0.
   */
  public static double[] pNotAboveOfBeginnings(int[] x, int exact) {
    double[] p =
        Arrays.copyOf(pNotAboveOfBeginnings(Arrays.copyOf(x, Math.min(exact, x.length))), x.length);
    NormalDistribution normal = new NormalDistribution();
    long sum = 0;
    double squares = 0;
    double fourths = 0;
    int divisor = 0;
    for (int i = 0; i < x.length; i++) {
      double square = (double) x[i] * x[i];
      sum += x[i];
      squares += square;
      fourths += square * square;
      divisor = ArithmeticUtils.gcd(divisor, x[i]);
      if (i >= exact) {
        double z = (sum - divisor) / Math.sqrt(squares);
        double tail = fourths * z * z * z * z / (12 * squares * squares);
        p[i] = sum <= 0 ? 1 : normal.cumulativeProbability(-z) * StrictMath.exp(-tail);
      }
    }
    return p;
  }

  /** The length of the longest beginning whose sum is above 0; others have p-values over 1/2. */
  private static int lastAbove(int[] x) {
    int sum = 0;
    int last = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i];
      if (sum > 0) {
        last = i + 1;
      }
    }
    return last;
  }

  /**
   * The fewest numbers with which the test can reject at a level: {@code ceil(log2(1 / level))}.
   *
   * @param level in (0, 1)
   */
  public static int leastCount(double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("level " + level + " is not in (0, 1)");
    }
    int count = 1;
    while (Math.scalb(1.0, -count) > level) {
      count++;
    }
    return count;
  }

  /**
   * How many numbers reject at a level if those to come are the given ones over and over: at least
   * as many as there are.
   *
   * @return {@code most + 1} if that many do not
   */
  public static int countToReject(int[] x, double level, int most) {
    for (int count = Math.max(x.length, leastCount(level)); count <= most; ) {
      int[] repeated = new int[count];
      for (int i = 0; i < count; i++) {
        repeated[i] = x[i % x.length];
      }
      if (pNotAbove(repeated) <= level) {
        return count;
      }
      // Not one by one where many are needed; the answer is rounded up to the next that is tried.
      count += Math.max(1, count / 10);
    }
    return most + 1;
  }
}
