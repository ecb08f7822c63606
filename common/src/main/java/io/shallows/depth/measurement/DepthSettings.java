package io.shallows.depth.measurement;

import java.util.List;

/**
 * How hard to look for a low path.
 *
 * @param finders names of finders, in the order in which they run
 * @param certificateTolerance relative excess of a path's certified maximum over the largest loss
 *     seen on it at which refining stops
 * @param budget evaluations of the loss or its gradient that one finder may spend on one path
 */
public record DepthSettings(List<String> finders, double certificateTolerance, long budget) {
  public DepthSettings {
    finders = List.copyOf(finders);
    if (!(certificateTolerance > 0) || budget < 1) {
      throw new IllegalArgumentException(
          "depth: certificateTolerance "
              + certificateTolerance
              + " or budget "
              + budget
              + " is not above 0");
    }
  }
}
