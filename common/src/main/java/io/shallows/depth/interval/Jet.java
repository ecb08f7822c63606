package io.shallows.depth.interval;

/**
 * Enclosures of a function of t and of its first two derivatives, over a point or an interval.
 *
 * @param value the function's values
 * @param slope the first derivative's
 * @param curvature the second derivative's
 */
record Jet(Interval value, Interval slope, Interval curvature) {

  static final Jet ZERO = new Jet(Interval.ZERO, Interval.ZERO, Interval.ZERO);

  static Jet constant(Interval value) {
    return new Jet(value, Interval.ZERO, Interval.ZERO);
  }

  Jet plus(Jet other) {
    return new Jet(
        value.plus(other.value), slope.plus(other.slope), curvature.plus(other.curvature));
  }

  Jet times(double factor) {
    return new Jet(value.times(factor), slope.times(factor), curvature.times(factor));
  }

  /** The product rule. */
  Jet times(Jet other) {
    Interval mixed = slope.times(other.slope);
    return new Jet(
        value.times(other.value),
        slope.times(other.value).plus(value.times(other.slope)),
        curvature.times(other.value).plus(mixed).plus(mixed).plus(value.times(other.curvature)));
  }
}
