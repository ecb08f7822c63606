package io.shallows.statistics;

import io.shallows.depth.measurement.DepthMeasurement;
import java.util.Comparator;

/**
 * One minimum and its depth to the reference level, as the store has it.
 *
 * @param problem identity of the problem
 * @param family network family
 * @param width hidden width m
 * @param initialization name of the initialization
 * @param seed index of the seed
 * @param parameterCount number of trained parameters
 * @param covered whether depth statistics speak of it, as the row says
 * @param depthUpper depth_upper, or NaN where unknown
 * @param depthLower depth_lower, or 0 where unknown
 * @param zeroProven whether the depth is 0 by a proof that speaks of all minima of the network on
 *     the data
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
    double depthLower,
    boolean zeroProven,
    double floor,
    boolean boundApplies,
    double bound) {

  /** An order of the minima of one family that does not depend on where they were stored. */
  static final Comparator<MeasuredDepth> ORDER =
      Comparator.comparingInt(MeasuredDepth::width)
          .thenComparing(MeasuredDepth::problem)
          .thenComparing(MeasuredDepth::initialization)
          .thenComparingLong(MeasuredDepth::seed);

  /** Whether the minimum is one of those of which the bound speaks, with a known depth. */
  public boolean counts() {
    return covered && !Double.isNaN(depthUpper);
  }

  /** Whether depth and bound can be compared. */
  boolean checks() {
    return counts() && boundApplies && !Double.isNaN(bound);
  }

  /** Whether the depth is only known to be between 0 and the floor. */
  boolean isCensored() {
    return depthUpper > 0 && depthUpper <= floor;
  }

  /** Whether the depth is known from both sides, up to rounding. */
  boolean isExact() {
    return DepthMeasurement.isExact(depthLower, depthUpper, floor);
  }

  /**
   * Depth for the comparison of families, which uses ranks and a tolerance: 0, the lowest rank,
   * where the depth is censored and where the minimum is not covered at all.
   */
  double depthOrZero() {
    return covered && !isCensored() ? depthUpper : 0;
  }

  /** Whether the depth is above its bound, by more than rounding hides. */
  boolean violatesBound() {
    return checks() && BoundComparison.isViolation(depthUpper, floor, bound);
  }

  /** {@code depth_upper / bound_explicit}, or 0 where the depth is 0 or censored. */
  double boundRatio() {
    return depthUpper == 0 || isCensored() ? 0 : depthUpper / bound;
  }
}
