package io.shallows.depth.interval;

/**
 * A closed interval of real numbers whose operations enclose every result: ends are computed to
 * nearest and moved one unit in the last place outwards.
 *
 * <p>An operation without a finite result, such as the inverse of an interval that holds 0, gives
 * {@link #ALL}. Source: IEEE 1788-2015 for the meaning; no decorations, no empty set.
 */
record Interval(double low, double high) {

  /** All real numbers. */
  static final Interval ALL = new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  static final Interval ZERO = new Interval(0, 0);

  /** Encloses pi. */
  static final Interval PI = new Interval(Math.PI, Math.nextUp(Math.PI));

  /** Largest error of {@link StrictMath#atan2}, in units in the last place, with one to spare. */
  private static final int ATAN_ULPS = 3;

  static Interval of(double value) {
    return new Interval(value, value);
  }

  private static Interval outward(double low, double high) {
    return Double.isNaN(low) || Double.isNaN(high)
        ? ALL
        : new Interval(Math.nextDown(low), Math.nextUp(high));
  }

  double width() {
    return high - low;
  }

  boolean contains(double value) {
    return low <= value && value <= high;
  }

  /** The largest absolute value. */
  double magnitude() {
    return Math.max(Math.abs(low), Math.abs(high));
  }

  Interval plus(Interval other) {
    return outward(low + other.low, high + other.high);
  }

  Interval minus(Interval other) {
    return outward(low - other.high, high - other.low);
  }

  Interval negated() {
    return new Interval(-high, -low);
  }

  Interval times(Interval other) {
    double a = low * other.low;
    double b = low * other.high;
    double c = high * other.low;
    double d = high * other.high;
    return outward(
        Math.min(Math.min(a, b), Math.min(c, d)), Math.max(Math.max(a, b), Math.max(c, d)));
  }

  Interval times(double factor) {
    double a = low * factor;
    double b = high * factor;
    return outward(Math.min(a, b), Math.max(a, b));
  }

  Interval squared() {
    if (low >= 0) {
      return outwardFromZero(low * low, high * high);
    }
    if (high <= 0) {
      return outwardFromZero(high * high, low * low);
    }
    return outwardFromZero(0, Math.max(low * low, high * high));
  }

  /** Both ends are known not to be negative. */
  private static Interval outwardFromZero(double low, double high) {
    Interval wide = outward(low, high);
    return wide.low < 0 ? new Interval(0, wide.high) : wide;
  }

  Interval inverse() {
    return low > 0 || high < 0 ? outward(1 / high, 1 / low) : ALL;
  }

  /** The square root of the part that is not negative. */
  Interval root() {
    return outwardFromZero(Math.sqrt(Math.max(0, low)), Math.sqrt(Math.max(0, high)));
  }

  /** The angles, in [0, pi], whose cosines this interval holds; what is outside [-1, 1] is cut. */
  Interval arcCosine() {
    return new Interval(angle(Math.min(1, high), -1), angle(Math.max(-1, low), 1));
  }

  private static double angle(double cosine, int outwards) {
    double c = Math.max(-1, Math.min(1, cosine));
    double angle = StrictMath.atan2(Math.sqrt((1 - c) * (1 + c)), c);
    // the root has a relative error below 2 units, which moves the angle by no more
    double moved = angle + outwards * (ATAN_ULPS + 3) * Math.ulp(angle);
    return Math.max(0, Math.min(PI.high, moved));
  }

  /** What both hold; the other if they are disjoint by rounding. */
  Interval intersected(Interval other) {
    double from = Math.max(low, other.low);
    double to = Math.min(high, other.high);
    return from <= to ? new Interval(from, to) : other;
  }
}
