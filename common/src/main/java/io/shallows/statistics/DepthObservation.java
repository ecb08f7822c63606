package io.shallows.statistics;

/**
 * The depth of one minimum.
 *
 * @param problem index of the problem, from 0; minima of one problem are not independent
 * @param width hidden width m, at least 1
 * @param depth the depth in units of the loss, at least 0; where censored, the floor it is not
 *     above
 * @param censored whether the depth is only known to be at most {@code depth}
 */
public record DepthObservation(int problem, int width, double depth, boolean censored) {

  public DepthObservation {
    if (problem < 0) {
      throw new IllegalArgumentException("problem " + problem + " is below 0");
    }
    if (width < 1) {
      throw new IllegalArgumentException("width " + width + " is below 1");
    }
    if (!(depth >= 0) || Double.isInfinite(depth)) {
      throw new IllegalArgumentException("depth " + depth + " is not finite and at least 0");
    }
  }

  /**
   * Sorts a measured depth into the three classes.
   *
   * @param depth the measured depth, 0 when certified to be zero
   * @param floor the least depth that the arithmetic can tell from zero
   */
  public static DepthObservation of(int problem, int width, double depth, double floor) {
    boolean censored = depth > 0 && depth <= floor;
    return new DepthObservation(problem, width, censored ? floor : depth, censored);
  }

  /** Whether the depth is exactly zero. */
  public boolean isZero() {
    return depth == 0 && !censored;
  }
}
