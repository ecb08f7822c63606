package io.shallows.depth.path;

import io.shallows.depth.construction.ExactZero;
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
 * @param losses the losses at all vertices as a certificate evaluates them; empty where they were
 *     not kept
 */
public record PathCertificate(
    Kind kind,
    double maximum,
    double largestEvaluated,
    double rounding,
    double start,
    double end,
    List<Double> segmentMaxima,
    List<Double> losses) {

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

  public PathCertificate {
    Objects.requireNonNull(kind, "kind");
    segmentMaxima = List.copyOf(segmentMaxima);
    losses = List.copyOf(losses);
    if (!(largestEvaluated <= maximum) || !(rounding >= 0)) {
      throw new IllegalArgumentException(
          "certificate: evaluated "
              + largestEvaluated
              + " above maximum "
              + maximum
              + " or rounding "
              + rounding);
    }
    if (!losses.isEmpty() && losses.size() != segmentMaxima.size() + 1) {
      throw new IllegalArgumentException(
          "certificate: "
              + losses.size()
              + " losses at the ends of "
              + segmentMaxima.size()
              + " segments");
    }
  }

  /** One that keeps no losses at vertices. */
  public PathCertificate(
      Kind kind,
      double maximum,
      double largestEvaluated,
      double rounding,
      double start,
      double end,
      List<Double> segmentMaxima) {
    this(kind, maximum, largestEvaluated, rounding, start, end, segmentMaxima, List.of());
  }

  /**
   * What the barrier does not exceed: {@code max(maximum - start, floor)}. Never 0: a path whose
   * losses are not above the start by more than rounding may still rise by as much, and only an
   * argument ({@link ExactZero}) says that it does not. Paths are compared by it: with large heads
   * the rounding of one path can be far above the barrier of another.
   */
  public double barrier() {
    return Math.max(maximum - start, floor());
  }

  /**
   * Where a barrier cannot be told from 0: {@code max(4 rounding, 1000 ulp of the start's loss)}.
   */
  public double floor() {
    return Math.max(4 * rounding, 1000 * Math.ulp(start));
  }

  /** Whether the barrier cannot be told from 0. */
  public boolean isHidden() {
    return barrier() <= floor();
  }

  /**
   * What is certain about the path up to its vertex {@code last}.
   *
   * @param loss the loss at that vertex
   */
  PathCertificate upTo(int last, double loss) {
    List<Double> maxima = segmentMaxima.subList(0, last);
    double highest = start;
    for (double segment : maxima) {
      highest = Math.max(highest, segment);
    }
    return new PathCertificate(
        kind,
        highest,
        Math.min(largestEvaluated, highest),
        rounding,
        start,
        loss,
        maxima,
        losses.isEmpty() ? losses : losses.subList(0, last + 1));
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
