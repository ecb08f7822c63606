package io.shallows.suprema;

import io.shallows.depth.atlas.DepthAscent;
import io.shallows.problem.Dataset;
import java.util.ArrayList;
import java.util.List;

/**
 * Targets of a landscape's inputs at which its deepest minimum is deeper: what {@link DepthAscent}
 * came to from those of the problem, with all that it takes to compute it again.
 *
 * @param referenceWidth k if depth to e(k) has ascended; 0 for depth to any lower loss
 * @param asked listings that were allowed
 * @param listings listings that were used
 * @param depths relative depths at the start and after every step that was taken
 * @param inputs one row of n numbers per sample, without the constant
 * @param targets the last ones, one per sample
 */
public record SupremumAscent(
    int referenceWidth,
    int asked,
    int listings,
    List<Double> depths,
    List<List<Double>> inputs,
    List<Double> targets) {

  public SupremumAscent {
    depths = List.copyOf(depths);
    inputs = inputs.stream().map(List::copyOf).toList();
    targets = List.copyOf(targets);
  }

  static SupremumAscent of(
      DepthAscent.Result result, int referenceWidth, int asked, int inputDimension) {
    Dataset data = result.data();
    List<List<Double>> inputs = new ArrayList<>();
    List<Double> targets = new ArrayList<>();
    for (int s = 0; s < data.samples(); s++) {
      List<Double> row = new ArrayList<>();
      for (int c = 0; c < inputDimension; c++) {
        row.add(data.x(s, c));
      }
      inputs.add(row);
      targets.add(data.y(s, 0));
    }
    return new SupremumAscent(
        referenceWidth, asked, result.listings(), result.depths(), inputs, targets);
  }

  /** The relative depth of the deepest minimum at the targets of the problem. */
  public double first() {
    return depths.get(0);
  }

  /** The relative depth at the last targets. */
  public double last() {
    return depths.get(depths.size() - 1);
  }
}
