package io.shallows.spec.value;

/** The one way in which specs write numbers. */
public final class Numbers {
  private Numbers() {}

  /**
   * Integers without a point, other numbers as their shortest text that reads back to the same
   * bits.
   */
  public static String text(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    return Double.toString(value).replace('E', 'e');
  }
}
