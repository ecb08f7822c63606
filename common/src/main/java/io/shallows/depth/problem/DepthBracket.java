package io.shallows.depth.problem;

import io.shallows.depth.cell.FloodCut;
import io.shallows.depth.path.CertifiedPath;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The depth of a point to a level from both sides.
 *
 * @param loss the loss at the point
 * @param level the loss to reach
 * @param lower no path to the level climbs less; at least 0
 * @param exact whether the two ends differ by no more than rounding: by {@link #TOLERANCE} of the
 *     upper one or the floor of its path
 * @param cells cells that were left behind or reached
 * @param programs convex programs that were solved
 * @param path a certified path to the level, whose barrier is the upper end
 * @param cut what proves the lower end
 */
public record DepthBracket(
    double loss,
    double level,
    double lower,
    boolean exact,
    long cells,
    long programs,
    Optional<CertifiedPath> path,
    FloodCut cut) {

  /** Relative difference of two ends that are one. */
  public static final double TOLERANCE = 1e-6;

  public DepthBracket {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(cut, "cut");
    if (!(lower >= 0)) {
      throw new IllegalArgumentException("bracket: lower end " + lower + " is below 0");
    }
  }

  /** The upper end, where a path was found. */
  public OptionalDouble upper() {
    return path.isPresent() ? OptionalDouble.of(path.get().barrier()) : OptionalDouble.empty();
  }
}
