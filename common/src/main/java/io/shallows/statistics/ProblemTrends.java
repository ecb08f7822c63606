package io.shallows.statistics;

import io.shallows.grid.ProblemOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * The trends of one problem, family and setting, one of depth and one of the bound for every
 * quantile of {@link FitAggregation}: all that a fit needs of a problem, some whole numbers.
 *
 * @param problem id of the problem
 * @param depth trends of depth, none or one, per quantile
 * @param bound trends of the bound, none or one, per quantile
 */
public record ProblemTrends(String problem, List<Trend> depth, List<Trend> bound) {

  private static final String SEPARATOR = " ";

  /**
   * What {@link RateVotes} have of one problem.
   *
   * @param counted whether it has a trend
   * @param trend S, 0 without
   * @param least the least that the certified ends allow, 0 without
   */
  record Trend(boolean counted, int trend, int least) {

    private static Trend of(RateVotes votes) {
      return votes.problems() == 0
          ? new Trend(false, 0, 0)
          : new Trend(true, votes.trends().get(0), votes.least().get(0));
    }
  }

  public ProblemTrends {
    depth = List.copyOf(depth);
    bound = List.copyOf(bound);
  }

  /** The trends of the covered minima of one problem and family, in any order; one at least. */
  public static ProblemTrends of(FitGroup group, List<MeasuredDepth> minima) {
    String problem = minima.get(0).problem();
    if (!minima.stream().allMatch(depth -> depth.counts() && depth.problem().equals(problem))) {
      throw new IllegalArgumentException("not covered minima of one problem: " + problem);
    }
    double exponent = -group.theorySlope();
    List<Trend> depth = new ArrayList<>();
    List<Trend> bound = new ArrayList<>();
    for (double quantile : FitAggregation.QUANTILES) {
      depth.add(Trend.of(RateVotes.of(minima, quantile, exponent)));
      bound.add(Trend.of(RateVotes.ofBounds(minima, quantile, exponent)));
    }
    return new ProblemTrends(problem, depth, bound);
  }

  /**
   * The votes of depth of several problems, each given once, in any order.
   *
   * @param order in which the votes are
   */
  static RateVotes depths(List<ProblemTrends> problems, double quantile, ProblemOrder order) {
    return votes(problems, trends -> trends.depth, quantile, order);
  }

  /** The votes of the bound. */
  static RateVotes bounds(List<ProblemTrends> problems, double quantile, ProblemOrder order) {
    return votes(problems, trends -> trends.bound, quantile, order);
  }

  private static RateVotes votes(
      List<ProblemTrends> problems,
      Function<ProblemTrends, List<Trend>> kind,
      double quantile,
      ProblemOrder order) {
    int at = FitAggregation.QUANTILES.indexOf(quantile);
    List<Trend> trends =
        problems.stream()
            .sorted(Comparator.comparing(ProblemTrends::problem, order))
            .map(problem -> kind.apply(problem).get(at))
            .toList();
    if (problems.stream().map(ProblemTrends::problem).distinct().count() != problems.size()) {
      throw new IllegalArgumentException("a problem votes twice");
    }
    List<Trend> counted = trends.stream().filter(Trend::counted).toList();
    return new RateVotes(
        counted.stream().map(Trend::trend).toList(), counted.stream().map(Trend::least).toList());
  }

  /** The trends as text. */
  public String toText() {
    StringBuilder text = new StringBuilder(problem);
    for (List<Trend> trends : List.of(depth, bound)) {
      for (Trend trend : trends) {
        text.append(SEPARATOR).append(trend.counted ? 1 : 0);
        text.append(SEPARATOR).append(trend.trend).append(SEPARATOR).append(trend.least);
      }
    }
    return text.toString();
  }

  /** The trends that {@link #toText} wrote. */
  public static ProblemTrends read(String text) {
    String[] parts = text.split(SEPARATOR, -1);
    int quantiles = FitAggregation.QUANTILES.size();
    List<Trend> all = new ArrayList<>();
    for (int at = parts.length - 6 * quantiles; at < parts.length; at += 3) {
      all.add(
          new Trend(
              parts[at].equals("1"),
              Integer.parseInt(parts[at + 1]),
              Integer.parseInt(parts[at + 2])));
    }
    String problem = String.join(SEPARATOR, Arrays.copyOf(parts, parts.length - 6 * quantiles));
    return new ProblemTrends(
        problem, all.subList(0, quantiles), all.subList(quantiles, all.size()));
  }
}
