package io.shallows.depth;

import java.util.List;
import java.util.Objects;

/**
 * What is certain about the losses on a path.
 *
 * @param kind how the maximum was bounded
 * @param maximum a number that no loss on the path exceeds (for {@code SAMPLED}: that no evaluated
 *     loss exceeds)
 * @param largestEvaluated the largest loss that was evaluated on the path
 * @param rounding the bound of the rounding error of one evaluated loss on the path
 * @param start the loss at the first vertex
 * @param end the loss at the last vertex
 * @param segmentMaxima per segment, the number that no loss on it exceeds
 */
public record PathCertificate(
    Kind kind,
    double maximum,
    double largestEvaluated,
    double rounding,
    double start,
    double end,
    List<Double> segmentMaxima) {

  /** How a path's maximum was bounded. */
  public enum Kind {
    /** Every segment moves one layer set: the maximum is at a vertex or where a relu switches. */
    EXACT,
    /** Some segments were bounded on intervals, bisected until the gap was below the tolerance. */
    INTERVAL,
    /** The path was only sampled: no upper bound. */
    SAMPLED;

    /** The name that tables use. */
    public String label() {
      return switch (this) {
        case EXACT -> "exact";
        case INTERVAL -> "interval";
        case SAMPLED -> "sampled";
      };
    }
  }

  /** Largest floor, over the loss at the start, of a barrier that counts as 0. */
  public static final double NEGLIGIBLE = 1e-3;

  public PathCertificate {
    Objects.requireNonNull(kind, "kind");
    segmentMaxima = List.copyOf(segmentMaxima);
    if (!(largestEvaluated <= maximum) || !(rounding >= 0)) {
      throw new IllegalArgumentException(
          "certificate: evaluated "
              + largestEvaluated
              + " above maximum "
              + maximum
              + " or rounding "
              + rounding);
    }
  }

  /**
   * The barrier {@code max(0, maximum - start)}; 0 if no evaluated loss is above the start by more
   * than the rounding of the two values, when the true barrier is below {@link #floor}; for an
   * interval certificate if the maximum itself is above the start by less than the floor. A floor
   * above {@link #NEGLIGIBLE} of the loss at the start hides too much to be called 0: then the
   * maximum stands, and the barrier is at most {@link #floor}.
   */
  public double barrier() {
    boolean hidden =
        kind == Kind.INTERVAL
            ? maximum - start <= floor()
            : largestEvaluated - start <= 2 * rounding;
    return hidden && floor() <= NEGLIGIBLE * start ? 0 : Math.max(0, maximum - start);
  }

  /**
   * What a barrier cannot be told from 0 below: {@code max(4 rounding, 1000 ulp of the start's
   * loss)}.
   */
  public double floor() {
    return Math.max(4 * rounding, 1000 * Math.ulp(start));
  }

  /**
   * A number that the barrier does not exceed: {@code max(barrier, floor)}. Paths are compared by
   * it: with large heads the rounding of one path can be far above the barrier of another.
   */
  public double ceiling() {
    return Math.max(barrier(), floor());
  }

  /** Whether the path ends at or below {@code level}, up to the rounding of its end's loss. */
  public boolean reaches(double level) {
    return end - rounding <= level;
  }

  /** Whether the barrier is an upper bound of the depth. */
  public boolean certain() {
    return kind != Kind.SAMPLED;
  }
}
