package io.shallows.launch.cli;

import java.util.Locale;

/** Numbers as people read them. */
final class Amounts {
  private static final double MINUTE = 60;
  private static final double HOUR = 3600;
  private static final double DAY = 24 * HOUR;

  private Amounts() {}

  /** {@code 0.4 s}, {@code 12 min}, {@code 3.2 h}, {@code 14 days}. */
  static String duration(double seconds) {
    if (seconds < MINUTE) {
      return digits(seconds) + " s";
    }
    if (seconds < HOUR) {
      return digits(seconds / MINUTE) + " min";
    }
    return seconds < DAY ? digits(seconds / HOUR) + " h" : digits(seconds / DAY) + " days";
  }

  /** Two significant digits below 10, whole numbers with separators above. */
  static String digits(double value) {
    if (value >= 10 || value == 0) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return value >= 1
        ? String.format(Locale.ROOT, "%.1f", value)
        : String.format(Locale.ROOT, "%.2g", value);
  }

  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f%%", 100 * share);
  }
}
