package io.shallows.statistics;

import io.shallows.statistics.estimate.BootstrapEstimate;
import io.shallows.statistics.estimate.ClusteredEstimate;
import io.shallows.statistics.estimate.QuantileInterval;
import org.hipparchus.distribution.continuous.BetaDistribution;
import org.hipparchus.stat.inference.AlternativeHypothesis;
import org.hipparchus.stat.inference.BinomialTest;

/**
 * The share of pairs in which one value is higher minus the share in which it is lower.
 *
 * <p>Interval: the wider, at each end, of Student's ({@link ClusteredEstimate}), which sees
 * differences between problems, and the exact one of Clopper and Pearson for the pairs that are not
 * tied, which is right where all pairs agree and no variance is seen. The p-value is the larger of
 * Student's and the sign test's. Where all pairs are tied there is no interval and the p-value is
 * 1.
 *
 * @param value from -1 to 1
 * @param low lower end of the 95% interval, NaN where there is none
 * @param high upper end, NaN where there is none
 * @param pValue two-sided, of no difference
 */
record SignEstimate(double value, double low, double high, double pValue) {

  /**
   * Combines the two.
   *
   * @param mean of the signs
   * @param higher pairs in which the value is higher
   * @param lower pairs in which it is lower
   * @param pairs all pairs, ties included
   */
  static SignEstimate of(BootstrapEstimate mean, int higher, int lower, long pairs) {
    int untied = higher + lower;
    if (untied == 0) {
      return new SignEstimate(mean.value(), Double.NaN, Double.NaN, 1);
    }
    double level = QuantileInterval.LEVEL;
    double tail = (1 - level) / 2;
    double exactLow = higher == 0 ? 0 : beta(higher, lower + 1.0, tail);
    double exactHigh = lower == 0 ? 1 : beta(higher + 1.0, lower, 1 - tail);
    double share = (double) untied / pairs;
    double test =
        new BinomialTest().binomialTest(untied, higher, 0.5, AlternativeHypothesis.TWO_SIDED);
    return new SignEstimate(
        mean.value(),
        Math.max(-1, least(mean.low(level), share * (2 * exactLow - 1))),
        Math.min(1, -least(-mean.high(level), -share * (2 * exactHigh - 1))),
        Math.min(1, Math.max(nanAsZero(PublishedClaims.twoSided(mean)), test)));
  }

  private static double beta(double a, double b, double p) {
    return new BetaDistribution(a, b).inverseCumulativeProbability(p);
  }

  private static double least(double a, double b) {
    return Double.isNaN(a) ? b : Math.min(a, b);
  }

  private static double nanAsZero(double p) {
    return Double.isNaN(p) ? 0 : p;
  }
}
