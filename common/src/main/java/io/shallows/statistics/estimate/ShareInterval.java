package io.shallows.statistics.estimate;

import java.util.Collections;
import java.util.List;
import org.hipparchus.distribution.continuous.BetaDistribution;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * A share of units that come in problems, with an interval that is honest at 0 and at 1.
 *
 * <p>Formula: let p be the share among n units of P problems, s its standard error by {@link
 * ClusteredEstimate} with f degrees of freedom and s_0 = sqrt(p (1 - p) / (n - 1)) what it would be
 * were the units independent. The effective number of units is {@code n' = n (s_0 / s)^2 (t_(n-1) /
 * t_f)^2}, t the two-sided Student quantile of the level, at most n. The interval is Clopper's and
 * Pearson's for p n' of n'. Where all units agree s is 0 and says nothing: then n' = P, as if the
 * units of a problem were one, or n with one problem, of which alone it speaks then.
 *
 * <p>Accuracy: coverage at least the level for independent units, near it for units of a few
 * problems; the quantiles are good to about 1e-9.
 *
 * <p>Source: Korn and Graubard, Confidence intervals for proportions with small expected number of
 * positive counts estimated from survey data, Survey Methodology 24 (1998) 193-201.
 *
 * @param value p
 * @param low lower end
 * @param high upper end
 */
public record ShareInterval(double value, double low, double high) {

  /**
   * The share with an interval.
   *
   * @param problems the problem of each unit, one at least
   * @param counts whether each unit counts
   * @param level for instance .95
   */
  public static ShareInterval of(List<String> problems, boolean[] counts, double level) {
    int n = problems.size();
    if (n == 0 || counts.length != n) {
      throw new IllegalArgumentException(n + " problems for " + counts.length + " units");
    }
    double[][] values = new double[n][1];
    for (int i = 0; i < n; i++) {
      values[i][0] = counts[i] ? 1 : 0;
    }
    BootstrapEstimate mean = ClusteredEstimate.means(problems, values)[0];
    double share = mean.value();
    double effective;
    if (share == 0 || share == 1) {
      long distinct = problems.stream().distinct().count();
      effective = distinct == 1 ? n : distinct;
    } else if (Collections.frequency(problems, problems.get(0)) == n) {
      effective = n;
    } else {
      double tail = 0.5 * (1 + level);
      double independent = Math.sqrt(share * (1 - share) / (n - 1));
      double ratio =
          independent
              / mean.standardError()
              * student(n - 1, tail)
              / student(mean.degreesOfFreedom(), tail);
      effective = Math.min(n, n * ratio * ratio);
    }
    double yes = share * effective;
    double no = effective - yes;
    double rest = 0.5 * (1 - level);
    return new ShareInterval(
        share,
        share == 0 ? 0 : beta(yes, no + 1, rest),
        share == 1 ? 1 : beta(yes + 1, no, 1 - rest));
  }

  /** The distance from the share to the farther end of its interval. */
  public double doubt() {
    return Math.max(high - value, value - low);
  }

  private static double student(double freedom, double probability) {
    return new TDistribution(freedom).inverseCumulativeProbability(probability);
  }

  private static double beta(double alpha, double beta, double probability) {
    return new BetaDistribution(alpha, beta).inverseCumulativeProbability(probability);
  }
}
