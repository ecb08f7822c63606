package io.shallows.launch.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.stream.Collectors;

/**
 * How a family's climbs change from its narrowest to its widest networks: their median where most
 * of them show, else how many show. Climbs are upper ends of depth, and those of wide networks may
 * be farther from it, so the direction is what both ends say: -1 if depth falls for certain, the
 * least that it can be at first above the most that it can be at last; 1 if it rises so; else 0.
 *
 * @param family of networks
 * @param widths from where to where
 * @param medians whether medians are compared, else shares
 * @param change in words
 * @param direction -1, 0 or 1
 */
record ClimbTrend(String family, String widths, boolean medians, String change, int direction) {

  /** A median that is more often in another is mostly rounding, and the two say more. */
  private static final double MOST_TIMES = 1000;

  static ClimbTrend of(String family, NavigableMap<Long, ClimbTally.Heights> widths) {
    ClimbTally.Heights first = widths.firstEntry().getValue();
    ClimbTally.Heights last = widths.lastEntry().getValue();
    String ends = "m = " + widths.firstKey() + " to " + widths.lastKey();
    if (first.climbingShare() <= 0.5 || last.climbingShare() <= 0.5) {
      return new ClimbTrend(
          family,
          ends,
          false,
          Answers.percent(first.climbingShare()) + " to " + Answers.percent(last.climbingShare()),
          direction(
              first.ends().certainShare(),
              first.ends().possibleShare(),
              last.ends().certainShare(),
              last.ends().possibleShare()));
    }
    return new ClimbTrend(
        family,
        ends,
        true,
        change(first, last),
        direction(
            first.ends().leastMedian(),
            first.ends().mostMedian(),
            last.ends().leastMedian(),
            last.ends().mostMedian()));
  }

  private static int direction(
      double firstLeast, double firstMost, double lastLeast, double lastMost) {
    return lastMost < firstLeast ? -1 : lastLeast > firstMost ? 1 : 0;
  }

  /** How medians change; where one is near rounding they say more than how often it is higher. */
  private static String change(ClimbTally.Heights first, ClimbTally.Heights last) {
    if (ratio(first.median(), last.median()) > MOST_TIMES) {
      return Answers.number(first.median())
          + " at first and "
          + Answers.number(last.median())
          + " at last, over the loss "
          + Answers.number(first.medianOverLoss())
          + " and "
          + Answers.number(last.medianOverLoss());
    }
    return times(first.median(), last.median())
        + ", over the loss "
        + times(first.medianOverLoss(), last.medianOverLoss());
  }

  private static String times(double first, double last) {
    return amount(ratio(first, last)) + (last <= first ? " times lower" : " times higher");
  }

  private static double ratio(double first, double last) {
    return Math.max(first, last) / Math.min(first, last);
  }

  /** All of them in at most a sentence of each kind. */
  static List<String> texts(List<ClimbTrend> trends) {
    List<String> texts = new ArrayList<>();
    for (boolean medians : new boolean[] {false, true}) {
      List<ClimbTrend> alike = trends.stream().filter(one -> one.medians() == medians).toList();
      if (alike.isEmpty()) {
        continue;
      }
      boolean sameWidths = alike.stream().map(ClimbTrend::widths).distinct().count() == 1;
      texts.add(
          (medians ? "the median climb is " : "of the known ways out, those that climb go from ")
              + alike.stream()
                  .map(
                      one ->
                          one.change()
                              + " ("
                              + one.family()
                              + (sameWidths ? ")" : ", " + one.widths() + ")"))
                  .collect(Collectors.joining(", "))
              + (sameWidths ? ", " + alike.get(0).widths() : ""));
    }
    return texts;
  }

  private static String amount(double value) {
    if (Double.isInfinite(value) || Double.isNaN(value)) {
      return "infinitely many";
    }
    return value >= 1e6
        ? String.format(Locale.ROOT, "%.1e", value)
        : value >= 10
            ? String.format(Locale.ROOT, "%,.0f", value)
            : String.format(Locale.ROOT, "%.1f", value);
  }
}
