package io.shallows.statistics.estimate;

import java.util.Arrays;

/**
 * Evidence that scores tend to be positive, valid whenever one stops and wherever one went on.
 *
 * <p>Formula: {@code e = (1 / k) sum over i of prod over p of (1 + lambda_i(|x_p|) sign x_p)}, x_p
 * the scores of problems in the order in which they came, {@code lambda_i(a) = tanh(theta_i
 * sqrt(a))} with theta = 1/8, 1/4, 1/2, 1 and infinity fixed beforehand: k = 5. Each product is the
 * wealth of someone who begins with 1, hears how large a score is and puts a share of the wealth on
 * its sign, a small share on small scores, whose signs say little. If, whatever came before and
 * however large it is, a score is not likelier to be above 0 than below, no product grows in
 * expectation, nor does their mean, whatever decides whether another problem is asked and of which
 * setting: e is a supermartingale, and the probability that it ever reaches c is at most 1 / c
 * (Ville). That is what the fixed test assumes, too: x_p is as likely as -x_p.
 *
 * <p>Why the root: scores are counts, of pairs of widths (up to some tens) or of networks (up to
 * thousands), and their law is not known beforehand. The root makes one list of theta do for both;
 * tanh(theta a) itself is the best stake on a score of which the odds of the signs are exp(2 theta
 * a).
 *
 * <p>Convention: were it the only test, one of T statements would be decided where its e reaches
 * {@code T / alpha}, so that false ones among the statements of one direction have a probability of
 * at most alpha together, under every dependence between settings. {@link ProblemTest#SEQUENTIAL}
 * puts half of alpha on it.
 *
 * <p>Accuracy: the relative rounding of n scores is below {@code 4 n 2^-53}. Power: scores that all
 * agree decide after {@code log2(5 T / alpha)} at the latest, up to three more than the fixed test
 * needs; a score of 0 says nothing.
 *
 * <p>Source: Ville, Etude critique de la notion de collectif, 1939; Waudby-Smith and Ramdas,
 * Estimating means of bounded random variables by betting, Journal of the Royal Statistical Society
 * B 86 (2024) 1-27, doi:10.1093/jrsssb/qkad009.
 */
public final class SignWealth {

  /**
   * Theta: a small one lasts through exceptions, an infinite one puts all on every sign and does
   * not survive any.
   */
  private static final double[] BOLDNESS = {0.125, 0.25, 0.5, 1, Double.POSITIVE_INFINITY};

  /** Before any score. */
  public static final SignWealth BEGINNING = new SignWealth(ones(), 0);

  private final double[] wealth;
  private final int scores;

  private SignWealth(double[] wealth, int scores) {
    this.wealth = wealth;
    this.scores = scores;
  }

  private static double[] ones() {
    double[] ones = new double[BOLDNESS.length];
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

  /** The evidence after one more score; this one stays as it is. */
  public SignWealth after(int score) {
    double[] next = wealth.clone();
    if (score != 0) {
      double size = Math.sqrt(Math.abs((double) score));
      for (int i = 0; i < next.length; i++) {
        next[i] *= 1 + Integer.signum(score) * StrictMath.tanh(BOLDNESS[i] * size);
      }
    }
    return new SignWealth(next, scores + 1);
  }

  /** The evidence after several more scores. */
  public SignWealth after(int[] scores) {
    SignWealth wealth = this;
    for (int score : scores) {
      wealth = wealth.after(score);
    }
    return wealth;
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
  public int scores() {
    return scores;
  }

  /** Whether one of T statements is decided. */
  public boolean decides(int statements, double alpha) {
    return value() >= threshold(statements, alpha);
  }

  @Override
  public String toString() {
    return "e " + value() + " after " + scores;
  }
}
