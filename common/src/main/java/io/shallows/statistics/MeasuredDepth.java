package io.shallows.statistics;

/**
 * One minimum and its depth to the reference level, as the store has it.
 *
 * @param problem identity of the problem
 * @param family network family
 * @param width hidden width m
 * @param initialization name of the initialization
 * @param seed index of the seed
 * @param parameterCount number of trained parameters
 * @param covered whether its loss is above the reference's
 * @param depthUpper depth_upper, or NaN where unknown
 * @param floor depth_floor, or 0 where unknown
 * @param boundApplies whether the proof covers the family and depth
 * @param bound bound_explicit, or NaN where there is none
 */
public record MeasuredDepth(
    String problem,
    String family,
    int width,
    String initialization,
    long seed,
    long parameterCount,
    boolean covered,
    double depthUpper,
    double floor,
    boolean boundApplies,
    double bound) {

  /** Whether the minimum is one of those of which the bound speaks, with a known depth. */
  boolean counts() {
    return covered && !Double.isNaN(depthUpper);
  }

  /** Whether depth and bound can be compared. */
  boolean checks() {
    return counts() && boundApplies && !Double.isNaN(bound);
  }

  /** Depth for the comparison of families: 0 where the minimum is not above the level at all. */
  double depthOrZero() {
    return covered ? depthUpper : 0;
  }
}
