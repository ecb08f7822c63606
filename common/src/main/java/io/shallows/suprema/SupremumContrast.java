package io.shallows.suprema;

import io.shallows.statistics.estimate.HolmAdjustment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Whether exact suprema are lower with skips than without, on equal data.
 *
 * <p>A network with skips of width m is compared with the plain one of the same width, or of m + 1,
 * the narrowest plain one that has at least as many parameters. Each problem has one vote, the sign
 * of (pairs in which the supremum is higher with skips) - (pairs in which it is lower) over all
 * widths; an exact two-sided sign test over problems, one tail of at most {@value
 * SupremumRate#LEVEL}, ties left out, says {@code lower} or {@code higher}. Depths that differ by
 * less than the resolution are equal. The tests of one direction are adjusted by Holm's method over
 * all contrasts of the sweep.
 *
 * @param family the family with skips
 * @param inputDimension n
 * @param pairing {@code width} or {@code parameters}
 * @param eta of the level; empty for depth to any lower loss
 * @param pairs how many
 * @param pairsLower in how many the supremum is lower with skips
 * @param pairsHigher in how many it is higher
 * @param problems with pairs
 * @param lower problems whose vote is for lower
 * @param higher those for higher
 * @param pLower adjusted p-value of "problems are not more often lower with skips"
 * @param pHigher the same of higher
 */
public record SupremumContrast(
    String family,
    int inputDimension,
    String pairing,
    OptionalDouble eta,
    int pairs,
    int pairsLower,
    int pairsHigher,
    int problems,
    int lower,
    int higher,
    double pLower,
    double pHigher) {

  /** Networks of one width. */
  public static final String WIDTH = "width";

  /** Networks of about as many parameters. */
  public static final String PARAMETERS = "parameters";

  private static final String PLAIN = "plain";

  /** What a pair is about. */
  private record Key(String family, int inputDimension, String pairing, OptionalDouble eta) {}

  /** Pairs of one problem. */
  private static final class Votes {
    private int pairs;
    private int lower;
    private int higher;
  }

  /** One per family with skips, input dimension, pairing and level that has pairs. */
  public static List<SupremumContrast> of(List<Supremum> suprema) {
    Map<SupremumPlace, Supremum> exact = new LinkedHashMap<>();
    suprema.stream().filter(Supremum::exact).forEach(one -> exact.put(one.place(), one));
    Map<Key, Map<Integer, Votes>> votes = new LinkedHashMap<>();
    for (Supremum skip : exact.values()) {
      if (!skip.place().family().equals(PLAIN)) {
        add(votes, WIDTH, skip, exact.get(plain(skip.place(), skip.place().width())));
        // a skip has one parameter less than a unit with its head
        add(votes, PARAMETERS, skip, exact.get(plain(skip.place(), skip.place().width() + 1)));
      }
    }
    List<SupremumContrast> contrasts = new ArrayList<>();
    votes.forEach((key, problems) -> contrasts.add(contrast(key, problems)));
    return adjusted(contrasts);
  }

  private static List<SupremumContrast> adjusted(List<SupremumContrast> contrasts) {
    double[] pLower =
        HolmAdjustment.adjust(contrasts.stream().mapToDouble(one -> one.pLower).toArray());
    double[] pHigher =
        HolmAdjustment.adjust(contrasts.stream().mapToDouble(one -> one.pHigher).toArray());
    List<SupremumContrast> adjusted = new ArrayList<>();
    for (int i = 0; i < pLower.length; i++) {
      SupremumContrast one = contrasts.get(i);
      adjusted.add(
          new SupremumContrast(
              one.family,
              one.inputDimension,
              one.pairing,
              one.eta,
              one.pairs,
              one.pairsLower,
              one.pairsHigher,
              one.problems,
              one.lower,
              one.higher,
              pLower[i],
              pHigher[i]));
    }
    return adjusted;
  }

  private static SupremumPlace plain(SupremumPlace place, int width) {
    return new SupremumPlace(place.problem(), place.inputDimension(), PLAIN, width);
  }

  private static void add(
      Map<Key, Map<Integer, Votes>> votes, String pairing, Supremum skip, Supremum plain) {
    if (plain == null) {
      return;
    }
    double same = Math.max(skip.search().resolution(), plain.search().resolution());
    vote(
        votes,
        new Key(
            skip.place().family(), skip.place().inputDimension(), pairing, OptionalDouble.empty()),
        skip.place().problem(),
        skip.depth().orElseThrow() - plain.depth().orElseThrow(),
        same);
    for (Supremum.Level level : skip.levels()) {
      plain.levels().stream()
          .filter(other -> other.eta() == level.eta())
          .forEach(
              other ->
                  vote(
                      votes,
                      new Key(
                          skip.place().family(),
                          skip.place().inputDimension(),
                          pairing,
                          OptionalDouble.of(level.eta())),
                      skip.place().problem(),
                      level.depth() - other.depth(),
                      same));
    }
  }

  private static void vote(
      Map<Key, Map<Integer, Votes>> votes, Key key, int problem, double difference, double same) {
    Votes own =
        votes.computeIfAbsent(key, k -> new TreeMap<>()).computeIfAbsent(problem, p -> new Votes());
    own.pairs++;
    own.lower += difference < -same ? 1 : 0;
    own.higher += difference > same ? 1 : 0;
  }

  private static SupremumContrast contrast(Key key, Map<Integer, Votes> problems) {
    int lower = 0;
    int higher = 0;
    for (Votes votes : problems.values()) {
      lower += votes.lower > votes.higher ? 1 : 0;
      higher += votes.higher > votes.lower ? 1 : 0;
    }
    return new SupremumContrast(
        key.family(),
        key.inputDimension(),
        key.pairing(),
        key.eta(),
        problems.values().stream().mapToInt(votes -> votes.pairs).sum(),
        problems.values().stream().mapToInt(votes -> votes.lower).sum(),
        problems.values().stream().mapToInt(votes -> votes.higher).sum(),
        problems.size(),
        lower,
        higher,
        SupremumRate.tail(lower, lower + higher),
        SupremumRate.tail(higher, lower + higher));
  }

  /** {@code lower}, {@code higher} or {@code undecided}. */
  public String verdict() {
    if (pLower <= SupremumRate.LEVEL) {
      return "lower";
    }
    return pHigher <= SupremumRate.LEVEL ? "higher" : "undecided";
  }
}
