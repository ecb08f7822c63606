package io.shallows.depth.interval;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.DoubleFunction;

/**
 * An upper bound of the population loss on a segment, by bisection of its time.
 *
 * <p>On a cell [t0, t1] of length h with the losses F0, F1 and slopes G0, G1 at its ends, and
 * enclosures S of the slope and C = [c, C'] of the curvature over it, no loss exceeds the least of
 *
 * <ul>
 *   <li>F0 where S is never above 0, F1 where it is never below;
 *   <li>{@code F0 + S' h} and {@code F1 - S h};
 *   <li>the largest value of {@code F0 + G0 x + C' x^2 / 2}, x in [0, h], and the same from t1;
 *   <li>the largest value of the chord plus {@code max(0, -c) x (h - x) / 2}.
 * </ul>
 *
 * The third makes the bound exact where the segment begins or ends at a saddle. The cell of the
 * largest bound is halved until the bound exceeds the largest loss seen by at most the tolerance or
 * {@value #MOST_CELLS} cells were looked at; the bound holds in either case. All sums are rounded
 * outwards.
 */
public final class PopulationMaximum {

  private static final int MOST_CELLS = 2000;

  /** Covers the rounding of the few operations on doubles that make a bound from its parts. */
  private static final double SLOP = 1 + 0x1p-48;

  private final PopulationSegment segment;
  private final DoubleFunction<Interval> values;
  private double evaluated = Double.NEGATIVE_INFINITY;
  private double upper;
  private int cells;

  /**
   * Bounds a segment.
   *
   * @param values encloses the loss at a time
   * @param tolerance absolute gap at which bisection stops
   * @param cutoff a loss below which no bound need be known better
   * @param hopeless whether a loss above the cutoff ends the work
   */
  PopulationMaximum(
      PopulationSegment segment,
      DoubleFunction<Interval> values,
      double tolerance,
      double cutoff,
      boolean hopeless) {
    this.segment = segment;
    this.values = values;
    PriorityQueue<Cell> queue =
        new PriorityQueue<>(Comparator.comparingDouble((Cell cell) -> -cell.bound));
    queue.add(new Cell(end(0), end(1)));
    while (true) {
      Cell worst = queue.peek();
      upper = worst.bound;
      boolean decided = upper <= cutoff || (hopeless && evaluated > cutoff);
      if (upper - evaluated <= tolerance || decided || cells >= MOST_CELLS) {
        break;
      }
      double middle = 0.5 * (worst.left.time + worst.right.time);
      if (middle <= worst.left.time || middle >= worst.right.time) {
        break;
      }
      queue.poll();
      End split = end(middle);
      queue.add(new Cell(worst.left, split));
      queue.add(new Cell(split, worst.right));
    }
  }

  /** A number that no loss on the segment exceeds. */
  double upper() {
    return Math.max(upper, evaluated);
  }

  /** The largest loss that was seen: at least this value is attained. */
  double evaluated() {
    return evaluated;
  }

  /** A time with the loss and the slope there. */
  private record End(double time, Interval value, Interval slope) {}

  private End end(double time) {
    Interval value = values.apply(time);
    evaluated = Math.max(evaluated, value.low());
    return new End(time, value, segment.over(Interval.of(time)).slope());
  }

  private final class Cell {
    final End left;
    final End right;
    final double bound;

    Cell(End left, End right) {
      this.left = left;
      this.right = right;
      cells++;
      Jet over = segment.over(new Interval(left.time, right.time));
      bound = bound(left, right, over.slope(), over.curvature());
    }
  }

  private static double bound(End left, End right, Interval slope, Interval curvature) {
    double f0 = left.value.high();
    double f1 = right.value.high();
    if (slope.high() <= 0) {
      return f0;
    }
    if (slope.low() >= 0) {
      return f1;
    }
    double h = right.time - left.time;
    double best = Math.max(f0, f1) + 0.0;
    double rise =
        Math.min(
            above(f0, slope.high() * h),
            Math.min(
                above(f1, -slope.low() * h),
                Math.min(
                    above(f0, parabola(left.slope.high(), curvature.high(), h)),
                    above(f1, parabola(-right.slope.low(), curvature.high(), h)))));
    return Math.max(best, Math.min(rise, chord(f0, f1, Math.max(0, -curvature.low()), h)));
  }

  private static double above(double value, double rise) {
    return Double.isNaN(rise)
        ? Double.POSITIVE_INFINITY
        : Math.nextUp(value + Math.max(0, rise) * SLOP);
  }

  /** The largest value of {@code g x + c x^2 / 2} on [0, h]. */
  private static double parabola(double g, double c, double h) {
    if (c < 0 && g < -c * h) {
      return g <= 0 ? 0 : g * g / (-2 * c);
    }
    return g * h + 0.5 * c * h * h + 0x1p-50 * Math.abs(g) * h;
  }

  /** The largest value on [0, h] of the chord from f0 to f1 plus {@code c x (h - x) / 2}. */
  private static double chord(double f0, double f1, double c, double h) {
    double bulge = 0.5 * c * h * h;
    double difference = Math.abs(f1 - f0);
    if (difference >= bulge) {
      return Math.max(f0, f1);
    }
    double below = 0.5 * difference;
    return above(
        Math.max(f0, f1) - below,
        0.25 * bulge + difference * difference / (4 * bulge) + 0x1p-52 * below);
  }
}
