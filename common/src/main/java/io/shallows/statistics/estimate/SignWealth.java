package io.shallows.statistics.estimate;

import java.util.Arrays;

/**
 * Evidence that signs tend to be positive, valid whenever one stops and wherever one went on.
 *
 * <p>Formula: {@code e = (1 / k) sum over i of prod over p of (1 + lambda_i s_p)}, s_p = -1, 0 or 1
 * the signs of problems in the order in which they came, lambda_1 to lambda_k = 1/4, 1/2, 3/4, 1
 * fixed beforehand. Each product is the wealth of someone who begins with 1 and puts the share
 * lambda on every sign. If, whatever came before, a sign is not likelier to be 1 than -1, no
 * product grows in expectation, nor does their mean, whatever decides whether another problem is
 * asked and of which setting: e is a supermartingale, and the probability that it ever reaches c is
 * at most 1 / c (Ville).
 *
 * <p>Convention: one of T statements is decided where its e reaches {@code T / alpha}, so that
 * false ones among the statements of one direction have a probability of at most alpha together,
 * under every dependence between settings.
 *
 * <p>Accuracy: the relative rounding of n signs is below {@code 2 n 2^-53}. Power: signs that all
 * agree decide after {@code log2(4 T / alpha)}, two more than the fixed test needs.
 *
 * <p>Source: Ville, Etude critique de la notion de collectif, 1939; Waudby-Smith and Ramdas,
 * Estimating means of bounded random variables by betting, Journal of the Royal Statistical Society
 * B 86 (2024) 1-27, doi:10.1093/jrsssb/qkad009.
 */
public final class SignWealth {

  /**
   * Shares that are put on a sign; a small one lasts through exceptions, 1 does not survive any.
   */
  private static final double[] STAKES = {0.25, 0.5, 0.75, 1};

  /** Before any sign. */
  public static final SignWealth BEGINNING = new SignWealth(ones(), 0);

  private final double[] wealth;
  private final int signs;

  private SignWealth(double[] wealth, int signs) {
    this.wealth = wealth;
    this.signs = signs;
  }

  private static double[] ones() {
    double[] ones = new double[STAKES.length];
    Arrays.fill(ones, 1);
    return ones;
  }

  /**
   * What e has to reach.
   *
   * @param statements T, those of one direction that are asked
   * @param alpha the probability of a false one among them
   */
  public static double threshold(int statements, double alpha) {
    if (statements < 1) {
      throw new IllegalArgumentException(statements + " statements are none");
    }
    return statements / alpha;
  }

  /** The evidence after one more score, of which only the sign counts; this one stays as it is. */
  public SignWealth after(int score) {
    int sign = Integer.signum(score);
    double[] next = new double[wealth.length];
    for (int i = 0; i < next.length; i++) {
      next[i] = wealth[i] * (1 + STAKES[i] * sign);
    }
    return new SignWealth(next, signs + 1);
  }

  /** e. */
  public double value() {
    double sum = 0;
    for (double part : wealth) {
      sum += part;
    }
    return sum / wealth.length;
  }

  /** Number of scores so far. */
  public int signs() {
    return signs;
  }

  /** Whether one of T statements is decided. */
  public boolean decides(int statements, double alpha) {
    return value() >= threshold(statements, alpha);
  }

  @Override
  public String toString() {
    return "e " + value() + " after " + signs;
  }
}
