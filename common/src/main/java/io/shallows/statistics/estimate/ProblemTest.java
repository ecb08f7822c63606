package io.shallows.statistics.estimate;

import java.util.Arrays;
import java.util.List;

/**
 * How scores of problems become a p-value, by how the number of problems came about.
 *
 * <p>{@link #FIXED}: it was chosen before anything was looked at; {@link SignFlipTest}.
 *
 * <p>{@link #SEQUENTIAL}: problems may have been added, and the search ended, for any reason that
 * lies in what was seen; {@code p = min(1, 2 / e, 2 q)}, with e of {@link SignWealth}. The other
 * half is a fixed test at a look that is named beforehand: q is 1 as long as there are fewer than
 * {@value #LOOK} scores, then the p-value of {@link SignFlipTest} of the first {@value #LOOK} by
 * the numbers of their problems, and no later score changes it. Under the hypothesis 1 / e is ever
 * at or below a / 2 with probability a / 2 at most, and so is q, which is one test however often it
 * is looked at: where the search ends before, it is not made. So p is ever at or below a with
 * probability a at most. One half is for whoever ends early, where effects are large; the other for
 * effects that it takes sixteen problems to see, of which evidence that may be looked at any time
 * finds fewer, whatever it is made of ({@code PriceOfLookingTest}).
 *
 * <p>Both assume that scores of different problems are independent of what was seen before, and a
 * score of any size no likelier to be above 0 than below. The named look also assumes scores of one
 * law, or of laws that follow each other in a way that was fixed beforehand: who raises the stake
 * after each loss is ahead in the end without any skill. Scores of one setting are such, whichever
 * problems it was given; where problems differ in the settings that they belong to, those count
 * that have all.
 *
 * <p>No p-value is below {@code 2^-n}, the sequential one's twice that; it needs up to four
 * problems more where all agree, fewer the larger scores are.
 */
public enum ProblemTest {
  /** A number of problems that is fixed beforehand. */
  FIXED("fixed", "fixed"),

  /** Problems that are added as one goes. */
  SEQUENTIAL("sequential", "sequential 3");

  /**
   * The look that is named beforehand: sixteen problems show an effect that matters, and are what
   * studies are advised to have.
   */
  public static final int LOOK = 16;

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

  /**
   * The p-value of "no score tends to be above 0"; 1 without any.
   *
   * @param scores of problems of one setting, in the order of their numbers
   */
  public double pNotAbove(int[] scores) {
    return pNotAbove(scores, scores);
  }

  /**
   * The same.
   *
   * @param scores of all problems
   * @param alike those of them whose laws do not follow from scores, in the order of the numbers of
   *     their problems: the first of them are what is looked at
   */
  public double pNotAbove(int[] scores, int[] alike) {
    return this == FIXED
        ? SignFlipTest.pNotAbove(scores)
        : p(SignWealth.BEGINNING.after(scores), looked(alike));
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
    double looked = looked(scores);
    SignWealth wealth = SignWealth.BEGINNING;
    for (int i = 0; i < scores.length; i++) {
      wealth = wealth.after(scores[i]);
      p[i] = p(wealth, i + 1 < LOOK ? 1 : looked);
    }
    return p;
  }

  /** q. */
  private static double looked(int[] scores) {
    return scores.length < LOOK ? 1 : SignFlipTest.pNotAbove(Arrays.copyOf(scores, LOOK));
  }

  private static double p(SignWealth wealth, double looked) {
    return Math.min(1, 2 * Math.min(1 / wealth.value(), looked));
  }

  /**
   * The fewest scores with which the test can reject at a level: with {@code log2(1 / level)} the
   * fixed test does where all are above 0; the sequential one, whose p is at least {@code 2^(1 -
   * n)}, with one more where they are also large.
   *
   * @param level in (0, 1)
   */
  public int leastCount(double level) {
    return SignFlipTest.leastCount(this == FIXED ? level : level / 2);
  }

  /**
   * How many scores reject at a level if those to come are the given ones over and over: at least
   * as many as there are.
   *
   * @return {@code most + 1} if that many do not
   */
  public int countToReject(int[] scores, double level, int most) {
    return countToReject(scores, scores, level, most);
  }

  /**
   * The same.
   *
   * @param alike as in {@link #pNotAbove(int[], int[])}; scores to come are
   */
  public int countToReject(int[] scores, int[] alike, double level, int most) {
    if (this == FIXED) {
      return SignFlipTest.countToReject(scores, level, most);
    }
    SignWealth wealth = SignWealth.BEGINNING.after(scores);
    int[] first = Arrays.copyOf(alike, Math.max(alike.length, LOOK));
    for (int i = alike.length; i < first.length; i++) {
      first[i] = scores[(i - alike.length) % scores.length];
    }
    double looked = looked(first);
    int toLook = scores.length + Math.max(0, LOOK - alike.length);
    int count = scores.length;
    while (count <= most && p(wealth, count < toLook ? 1 : looked) > level) {
      wealth = wealth.after(scores[count % scores.length]);
      count++;
    }
    return count;
  }
}
