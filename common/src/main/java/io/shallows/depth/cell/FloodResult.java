package io.shallows.depth.cell;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a flood from a point to a level ended.
 *
 * @param loss the loss at the point
 * @param level the loss to reach
 * @param lower no path to the level stays below this loss; at least {@code loss}
 * @param upper the largest bound on the way that was found, which the largest loss on {@code path}
 *     exceeds by rounding; none if the level was not reached
 * @param closed whether the two are the same: the level was reached and no cell with a free unit
 *     was passed whose continuations were not all followed
 * @param cells cells whose programs were solved and that were left behind or reached the level
 * @param programs convex programs that were solved
 * @param path vertices of one-layer moves from the point to the level; empty with {@code upper}
 * @param cut what proves {@code lower}
 */
public record FloodResult(
    double loss,
    double level,
    double lower,
    Optional<Double> upper,
    boolean closed,
    long cells,
    long programs,
    List<double[]> path,
    FloodCut cut) {

  public FloodResult {
    Objects.requireNonNull(upper, "upper");
    Objects.requireNonNull(cut, "cut");
    path = List.copyOf(path);
    if (!(lower >= loss) || upper.isPresent() == path.isEmpty()) {
      throw new IllegalArgumentException(
          "flood: lower end " + lower + " of loss " + loss + ", path of " + path.size());
    }
  }
}
