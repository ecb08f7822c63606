package io.shallows.statistics;

import io.shallows.grid.ProblemOrder;
import io.shallows.random.RandomStreams;
import io.shallows.statistics.estimate.ProblemTest;
import io.shallows.statistics.estimate.SampleQuantile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.apache.commons.rng.sampling.ListSampler;

/**
 * Whether depth falls with the width as fast as a rate, problem by problem.
 *
 * <p>The problem, one data set, is the unit: its minima are not independent, and a statement about
 * problems needs many of them. In one problem let {@code q_i = Q_tau(D) m_i^s} be the quantile of
 * depth_upper over the covered minima of width m_i, zeros and censored depths in it as 0, times the
 * rate, s = (1 - eta) / n. Its trend is Kendall's {@code S = sum over i < j of sign(q_j - q_i)},
 * from -w (w - 1) / 2 to w (w - 1) / 2 for w widths: below 0 where depth_upper, which depth is not
 * above, falls faster than m^-s. Where Q_tau of all minima is 0 at every width the trend is the
 * lowest there is, provided that the problem has at least {@code 3 / (1 - tau)} minima: so many
 * zeros show that fewer than 1 - tau of them are positive (rule of three); with fewer it is 0. The
 * <em>least</em> trend counts a pair of widths as a rise only if the quantile of depth_lower at the
 * wider, times its rate, is above that of depth_upper at the narrower, and as a fall otherwise: no
 * depths between the certified ends have a lower one; there a censored depth counts with its upper
 * end, below which nothing is known of it.
 *
 * <p>Of every width as many minima are compared, drawn at random: a sample quantile of few minima
 * is lower than one of many, so that depth would seem to fall where fewer and fewer minima are
 * covered. How many, c, and at which widths, those with c or more, is what makes {@code c w (w - 1)
 * / 2} largest among those that span the factor; it depends on counts alone. Widths then have the
 * same law if depth follows the rate, whatever share of minima is covered at each of them.
 *
 * <p>Were depth to follow the rate, trends of problems would be as likely as their negatives; the
 * test of this is exact ({@link ProblemTest}) and needs {@code log2(T / .025)} problems to survive
 * T tests. Problems whose widths with covered minima span less than a factor of {@value #SPAN} have
 * no trend.
 *
 * @param trends per problem, S, in the order of the problems
 * @param least per problem, the least trend that the certified ends allow
 */
record RateVotes(List<Integer> trends, List<Integer> least) {

  /** Between narrower widths a rate of m^-1/4 changes by less than seeds do. */
  static final int SPAN = 4;

  /** Minima of one problem and width in an order that is theirs, however they come. */
  private static final Comparator<MeasuredDepth> BY_START =
      Comparator.comparingLong(MeasuredDepth::seed).thenComparing(MeasuredDepth::initialization);

  /** Draws that are the same in every sweep that has the same minima. */
  private static final RandomStreams DRAWS = new RandomStreams(0);

  /** Zeros among n whose share is with 95% confidence below 3 / n (rule of three). */
  private static final int ZEROS = 3;

  RateVotes {
    trends = List.copyOf(trends);
    least = List.copyOf(least);
  }

  /**
   * The trends of all problems, in the order of their ids.
   *
   * @param covered minima that are covered and have a depth_upper
   * @param exponent s
   */
  static RateVotes of(List<MeasuredDepth> covered, double quantile, double exponent) {
    return of(covered, quantile, exponent, 1, ProblemOrder.BY_ID);
  }

  /**
   * The trends of all problems as if each had more minima like its own.
   *
   * @param times how many times as many, at least 1
   * @param order of the trends
   */
  static RateVotes of(
      List<MeasuredDepth> covered,
      double quantile,
      double exponent,
      double times,
      ProblemOrder order) {
    return of(covered, MeasuredDepth::depthOrZero, quantile, exponent, times, order);
  }

  /** The trends of bound_explicit in the place of depth_upper, of minima that have one. */
  static RateVotes ofBounds(List<MeasuredDepth> covered, double quantile, double exponent) {
    return ofBounds(covered, quantile, exponent, 1, ProblemOrder.BY_ID);
  }

  /** The same as if each problem had more minima like its own. */
  static RateVotes ofBounds(
      List<MeasuredDepth> covered,
      double quantile,
      double exponent,
      double times,
      ProblemOrder order) {
    List<MeasuredDepth> bounded = covered.stream().filter(MeasuredDepth::checks).toList();
    return of(bounded, MeasuredDepth::bound, quantile, exponent, times, order);
  }

  private static RateVotes of(
      List<MeasuredDepth> covered,
      ToDoubleFunction<MeasuredDepth> depth,
      double quantile,
      double exponent,
      double times,
      ProblemOrder order) {
    Map<String, Map<Integer, List<MeasuredDepth>>> problems =
        covered.stream()
            .collect(
                Collectors.groupingBy(
                    MeasuredDepth::problem,
                    () -> new TreeMap<>(order),
                    Collectors.groupingBy(
                        MeasuredDepth::width, TreeMap::new, Collectors.toList())));
    List<Integer> trends = new ArrayList<>();
    List<Integer> least = new ArrayList<>();
    for (Map<Integer, List<MeasuredDepth>> byWidth : problems.values()) {
      List<Integer> widths = List.copyOf(byWidth.keySet());
      if (widths.get(widths.size() - 1) >= SPAN * widths.get(0)) {
        Problem problem = new Problem(byWidth, depth, quantile, exponent, times);
        trends.add(problem.trend());
        least.add(problem.leastTrend());
      }
    }
    return new RateVotes(trends, least);
  }

  /** Number of problems with a trend. */
  int problems() {
    return trends.size();
  }

  /** Those that fall faster than the rate. */
  long falling() {
    return trends.stream().filter(trend -> trend < 0).count();
  }

  /** Those that are certain to fall more slowly. */
  long rising() {
    return least.stream().filter(trend -> trend > 0).count();
  }

  /** p-value of "depth does not fall faster than the rate". */
  double pFalling(ProblemTest test) {
    return test.pNotAbove(negated());
  }

  /** p-value of "depth does not fall more slowly than the rate". */
  double pRising(ProblemTest test) {
    return test.pNotAbove(rises());
  }

  /**
   * How many problems would show one or the other, at a level, if those to come are like those that
   * there are; {@code most + 1} if that many do not.
   */
  int enough(ProblemTest test, double level, int most) {
    return problems() == 0
        ? most + 1
        : Math.min(
            test.countToReject(negated(), level, most), test.countToReject(rises(), level, most));
  }

  private int[] negated() {
    return trends.stream().mapToInt(trend -> -trend).toArray();
  }

  private int[] rises() {
    return least.stream().mapToInt(trend -> trend).toArray();
  }

  /** As many minima of every width, where a quantile of few is not compared with one of many. */
  private static Map<Integer, List<MeasuredDepth>> alike(
      Map<Integer, List<MeasuredDepth>> byWidth) {
    TreeSet<Integer> counts = new TreeSet<>();
    byWidth.values().forEach(minima -> counts.add(minima.size()));
    int best = counts.first();
    long most = 0;
    for (int count : counts) {
      List<Integer> widths =
          byWidth.entrySet().stream()
              .filter(width -> width.getValue().size() >= count)
              .map(Map.Entry::getKey)
              .toList();
      long pairs = widths.size() * (widths.size() - 1L) / 2;
      boolean spans = widths.get(widths.size() - 1) >= SPAN * widths.get(0);
      if (spans && count * pairs >= most) {
        best = count;
        most = count * pairs;
      }
    }
    Map<Integer, List<MeasuredDepth>> alike = new TreeMap<>();
    for (Map.Entry<Integer, List<MeasuredDepth>> width : byWidth.entrySet()) {
      if (width.getValue().size() >= best) {
        alike.put(width.getKey(), drawn(width.getValue(), best));
      }
    }
    return alike;
  }

  /**
   * Some minima of one problem and width, by a stream of its own: the first by seed would have the
   * first kind of start once more than the last wherever their number is odd.
   */
  private static List<MeasuredDepth> drawn(List<MeasuredDepth> minima, int count) {
    if (minima.size() == count) {
      return minima;
    }
    List<MeasuredDepth> all = new ArrayList<>(minima);
    all.sort(BY_START);
    String name = all.get(0).problem() + " m" + all.get(0).width();
    ListSampler.shuffle(DRAWS.uniform(name, "equally many minima"), all);
    return all.subList(0, count);
  }

  /** One problem's quantiles, from the narrowest width on. */
  private static final class Problem {
    private final double[] upper;
    private final double[] lower;
    private final double[] most;
    private final boolean many;
    private final boolean zero;
    private final int allPairs;

    Problem(
        Map<Integer, List<MeasuredDepth>> byWidth,
        ToDoubleFunction<MeasuredDepth> depth,
        double quantile,
        double exponent,
        double times) {
      Map<Integer, List<MeasuredDepth>> compared = alike(byWidth);
      upper = new double[compared.size()];
      lower = new double[compared.size()];
      most = new double[compared.size()];
      int minima = byWidth.values().stream().mapToInt(List::size).sum();
      zero = byWidth.values().stream().allMatch(depths -> quantile(depths, depth, quantile) == 0);
      allPairs = pairs(byWidth.size());
      int at = 0;
      for (Map.Entry<Integer, List<MeasuredDepth>> width : compared.entrySet()) {
        List<MeasuredDepth> depths = width.getValue();
        double rate = StrictMath.pow(width.getKey(), exponent);
        upper[at] = rate * quantile(depths, depth, quantile);
        most[at] = rate * quantile(depths, MeasuredDepth::depthUpper, quantile);
        lower[at++] = rate * quantile(depths, MeasuredDepth::depthLower, quantile);
      }
      many = times * minima * (1 - quantile) >= ZEROS * (1 - 1e-12);
    }

    private static double quantile(
        List<MeasuredDepth> depths, ToDoubleFunction<MeasuredDepth> depth, double quantile) {
      return SampleQuantile.of(depths.stream().mapToDouble(depth).toArray(), quantile);
    }

    int trend() {
      if (zero) {
        return many ? -allPairs : 0;
      }
      int sum = 0;
      for (int i = 0; i < upper.length; i++) {
        for (int j = i + 1; j < upper.length; j++) {
          sum += Double.compare(upper[j], upper[i]);
        }
      }
      return sum;
    }

    int leastTrend() {
      int sum = -pairs(upper.length);
      for (int i = 0; i < upper.length; i++) {
        for (int j = i + 1; j < upper.length; j++) {
          sum += lower[j] > most[i] ? 2 : 0;
        }
      }
      return sum;
    }

    private static int pairs(int widths) {
      return widths * (widths - 1) / 2;
    }
  }
}
