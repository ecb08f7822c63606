package io.shallows.statistics.round;

import java.util.Comparator;
import java.util.Locale;

/**
 * What gets a problem or does not: networks of a family, a depth and an input dimension, with all
 * their widths, initializations, seeds and eta.
 *
 * @param family network family
 * @param networkDepth L
 * @param inputDimension n
 */
public record ProblemGroup(String family, int networkDepth, int inputDimension)
    implements Comparable<ProblemGroup> {

  private static final Comparator<ProblemGroup> ORDER =
      Comparator.comparing(ProblemGroup::family)
          .thenComparingInt(ProblemGroup::networkDepth)
          .thenComparingInt(ProblemGroup::inputDimension);

  @Override
  public int compareTo(ProblemGroup other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s L %d n %d", family, networkDepth, inputDimension);
  }
}
