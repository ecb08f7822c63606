package io.shallows.spark.table;

/** How numbers that are stored as such are named as labels. */
final class Cells {
  private Cells() {}

  /** A whole number without sign and fraction, other numbers as Java writes them. */
  static String label(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1L << 53
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
