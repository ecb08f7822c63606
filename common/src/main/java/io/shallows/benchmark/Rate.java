package io.shallows.benchmark;

import java.util.Arrays;

/**
 * Repetitions per second over several windows.
 *
 * @param least slowest window
 * @param median median window
 * @param greatest fastest window
 */
public record Rate(double least, double median, double greatest) {

  public Rate {
    if (!(least > 0 && least <= median && median <= greatest)) {
      throw new IllegalArgumentException(
          "rate: " + least + ", " + median + ", " + greatest + " do not ascend from above 0");
    }
  }

  /**
   * Measures {@code work}: first for {@code seconds} without counting, so that the compiler is
   * done, then {@code windows} windows of at least {@code seconds} of processor time each.
   */
  public static Rate of(Runnable work, int windows, double seconds, ProcessorClock clock) {
    if (windows < 1 || !(seconds > 0)) {
      throw new IllegalArgumentException("windows: " + windows + " of " + seconds + " s");
    }
    int repetitions = 1;
    long start = clock.nanoseconds();
    double elapsed = window(work, repetitions, clock);
    while (clock.secondsSince(start) < seconds || elapsed < seconds / 4) {
      if (elapsed < seconds / 4) {
        repetitions *= 2;
      }
      elapsed = window(work, repetitions, clock);
    }
    repetitions = Math.max(1, (int) Math.ceil(repetitions * seconds / elapsed));
    double[] rates = new double[windows];
    for (int i = 0; i < windows; i++) {
      rates[i] = repetitions / window(work, repetitions, clock);
    }
    Arrays.sort(rates);
    double middle = (rates[(windows - 1) / 2] + rates[windows / 2]) / 2;
    return new Rate(rates[0], middle, rates[windows - 1]);
  }

  private static double window(Runnable work, int repetitions, ProcessorClock clock) {
    long start = clock.nanoseconds();
    for (int i = 0; i < repetitions; i++) {
      work.run();
    }
    return Math.max(1e-9, clock.secondsSince(start));
  }
}
