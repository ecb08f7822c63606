package io.shallows.statistics;

import java.util.List;

/**
 * Depth against the explicit bound, over the covered minima for which the proof holds.
 *
 * @param checked how many there are
 * @param violations how many are deeper than the bound; any is a mistake in proof or program
 * @param boundMedian median bound; NaN without minima, as the next two
 * @param ratioMedian median of depth_upper / bound_explicit
 * @param ratioMax greatest ratio
 */
record BoundComparison(
    long checked, long violations, double boundMedian, double ratioMedian, double ratioMax) {

  static BoundComparison of(List<MeasuredDepth> depths) {
    List<MeasuredDepth> checked = depths.stream().filter(MeasuredDepth::checks).toList();
    if (checked.isEmpty()) {
      return new BoundComparison(0, 0, Double.NaN, Double.NaN, Double.NaN);
    }
    // A bound of 0 allows depth 0 only; their ratio is then 0, not 0/0.
    double[] ratios =
        checked.stream()
            .mapToDouble(d -> d.depthUpper() == 0 ? 0 : d.depthUpper() / d.bound())
            .sorted()
            .toArray();
    return new BoundComparison(
        checked.size(),
        checked.stream().filter(depth -> depth.depthUpper() > depth.bound()).count(),
        SampleQuantile.of(checked.stream().mapToDouble(MeasuredDepth::bound).toArray(), 0.5),
        SampleQuantile.ofSorted(ratios, 0.5),
        ratios[ratios.length - 1]);
  }
}
