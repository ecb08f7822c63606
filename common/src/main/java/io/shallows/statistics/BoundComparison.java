package io.shallows.statistics;

import io.shallows.statistics.estimate.SampleQuantile;
import java.util.List;

/**
 * Depth against the explicit bound, over the covered minima for which the proof holds.
 *
 * <p>The bound is never below the barrier of the merge path, and {@code depth_upper} is never above
 * it: where that path exists the comparison checks the program, and says nothing about depth.
 *
 * @param checked how many there are
 * @param violations how many are deeper than the bound; any is a mistake in proof or program
 * @param boundMedian median bound; NaN without minima, as the next two
 * @param ratioMedian median of depth_upper / bound_explicit, 0 for depths that are 0 or censored
 * @param ratioMax greatest ratio
 */
public record BoundComparison(
    long checked, long violations, double boundMedian, double ratioMedian, double ratioMax) {

  /**
   * Whether an upper end of a depth contradicts its bound: it is above it, and not only because
   * rounding hides as much.
   *
   * @param floor depth_floor of the row
   */
  public static boolean isViolation(double depthUpper, double floor, double bound) {
    return depthUpper > bound && depthUpper > floor;
  }

  static BoundComparison of(List<MeasuredDepth> depths) {
    List<MeasuredDepth> checked = depths.stream().filter(MeasuredDepth::checks).toList();
    return of(
        checked.stream().mapToDouble(MeasuredDepth::boundRatio).sorted().toArray(),
        checked.stream().mapToDouble(MeasuredDepth::bound).sorted().toArray(),
        checked.stream().filter(MeasuredDepth::violatesBound).count());
  }

  /**
   * The comparison of minima that were put together before.
   *
   * @param ratios {@link MeasuredDepth#boundRatio} of each, in ascending order
   * @param bounds in ascending order
   */
  static BoundComparison of(double[] ratios, double[] bounds, long violations) {
    return ratios.length == 0
        ? new BoundComparison(0, 0, Double.NaN, Double.NaN, Double.NaN)
        : new BoundComparison(
            ratios.length,
            violations,
            SampleQuantile.ofSorted(bounds, 0.5),
            SampleQuantile.ofSorted(ratios, 0.5),
            ratios[ratios.length - 1]);
  }
}
