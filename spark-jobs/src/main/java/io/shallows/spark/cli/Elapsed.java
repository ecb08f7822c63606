package io.shallows.spark.cli;

import java.util.Locale;

/** Seconds as people read them. */
public final class Elapsed {

  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  /** Beyond, minutes say nothing. */
  private static final long MOST_HOURS = 100;

  private Elapsed() {}

  /** Such as {@code 50 s}, {@code 2:10 min}, {@code 3:05 h} or {@code 7 days}. */
  public static String text(double seconds) {
    long whole = Math.round(seconds);
    if (whole < MINUTE) {
      return whole + " s";
    }
    if (whole < HOUR) {
      return String.format(Locale.ROOT, "%d:%02d min", whole / MINUTE, whole % MINUTE);
    }
    return whole < MOST_HOURS * HOUR
        ? String.format(Locale.ROOT, "%d:%02d h", whole / HOUR, whole / MINUTE % MINUTE)
        : whole / DAY + " days";
  }
}
