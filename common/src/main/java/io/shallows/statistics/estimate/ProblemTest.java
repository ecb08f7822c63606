package io.shallows.statistics.estimate;

import java.util.Arrays;
import java.util.List;

/**
 * How scores of problems become a p-value, by how the number of problems came about.
 *
 * <p>{@link #FIXED}: it was chosen before anything was looked at; {@link SignFlipTest}. {@link
 * #SEQUENTIAL}: problems may have been added, and the search ended, for any reason that lies in
 * what was seen; {@code p = min(1, 1 / e)} with e of {@link SignWealth}. Under the hypothesis the
 * probability that this p is ever at or below a is at most a, however often one looks; the order of
 * the scores does not matter. Both use how large scores are.
 *
 * <p>Both assume that scores of different problems are independent of what was seen before, and a
 * score of any size no likelier to be above 0 than below. No p-value is below {@code 2^-n}; the
 * sequential one needs up to three problems more where all agree, fewer the larger scores are.
 */
public enum ProblemTest {
  /** A number of problems that is fixed beforehand. */
  FIXED("fixed", "fixed"),

  /** Problems that are added as one goes. */
  SEQUENTIAL("sequential", "sequential 2");

  private final String label;
  private final String version;

  ProblemTest(String label, String version) {
    this.label = label;
    this.version = version;
  }

  /** The word of specs and rows. */
  public String label() {
    return label;
  }

  /** Changes when the same scores would give another p-value. */
  public String version() {
    return version;
  }

  /** The words of all tests. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(ProblemTest::label).toList();
  }

  /**
   * The test of a word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ProblemTest named(String label) {
    return Arrays.stream(values())
        .filter(test -> test.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(label + " is not one of " + labels()));
  }

  /** The p-value of "no score tends to be above 0"; 1 without any. */
  public double pNotAbove(int[] scores) {
    return this == FIXED ? SignFlipTest.pNotAbove(scores) : p(wealth(scores));
  }

  /**
   * The p-values of the first score alone, of the first two, and so on. Where the fixed test's is
   * above 1/2 it may be given as 1.
   */
  public double[] pNotAboveOfBeginnings(int[] scores) {
    return pNotAboveOfBeginnings(scores, scores.length);
  }

  /**
   * The same; the fixed test's by the normal law beyond {@code exact} scores ({@link
   * SignFlipTest#pNotAboveOfBeginnings(int[], int)}).
   */
  public double[] pNotAboveOfBeginnings(int[] scores, int exact) {
    if (this == FIXED) {
      return SignFlipTest.pNotAboveOfBeginnings(scores, exact);
    }
    double[] p = new double[scores.length];
    SignWealth wealth = SignWealth.BEGINNING;
    for (int i = 0; i < scores.length; i++) {
      wealth = wealth.after(scores[i]);
      p[i] = p(wealth);
    }
    return p;
  }

  private static SignWealth wealth(int[] scores) {
    SignWealth wealth = SignWealth.BEGINNING;
    for (int score : scores) {
      wealth = wealth.after(score);
    }
    return wealth;
  }

  private static double p(SignWealth wealth) {
    return Math.min(1, 1 / wealth.value());
  }

  /**
   * The fewest scores with which the test can reject at a level, {@code log2(1 / level)}: with as
   * many the fixed test does where all are above 0, the sequential one, whose e is at most {@code
   * 2^n}, where they are also large.
   *
   * @param level in (0, 1)
   */
  public int leastCount(double level) {
    return SignFlipTest.leastCount(level);
  }

  /**
   * How many scores reject at a level if those to come are the given ones over and over: at least
   * as many as there are.
   *
   * @return {@code most + 1} if that many do not
   */
  public int countToReject(int[] scores, double level, int most) {
    if (this == FIXED) {
      return SignFlipTest.countToReject(scores, level, most);
    }
    SignWealth wealth = wealth(scores);
    int count = scores.length;
    while (count <= most && p(wealth) > level) {
      wealth = wealth.after(scores[count % scores.length]);
      count++;
    }
    return count;
  }
}
