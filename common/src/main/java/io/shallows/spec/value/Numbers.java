package io.shallows.spec.value;

import java.util.Locale;

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

  /**
   * Two decimals where these are all that the number has, else as a spec has it: never another's.
   */
  public static String hundredths(double value) {
    String two = String.format(Locale.ROOT, "%.2f", value);
    return Double.parseDouble(two) == value ? two : text(value);
  }
}
