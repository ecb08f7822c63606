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

  /** Stretches without a rise that end the warm-up. */
  private static final int STEADY = 3;

  /** Largest warm-up in units of the least one. */
  private static final int MOST_WARM_UP = 4;

  /** A stretch that is faster than all before by more than this share says: not warm yet. */
  private static final double RISE = 0.02;

  /**
   * Measures {@code work}: first without counting, for {@code warmUp} seconds and on until the rate
   * rises no more, so that the compiler is done; then {@code windows} windows of at least {@code
   * seconds} of processor time each. The warm-up ends at four times {@code warmUp} in any case.
   */
  public static Rate of(
      Runnable work, int windows, double seconds, double warmUp, ProcessorClock clock) {
    if (windows < 1 || !(seconds > 0) || !(warmUp > 0)) {
      throw new IllegalArgumentException(
          "windows: " + windows + " of " + seconds + " s after " + warmUp + " s");
    }
    double stretch = Math.min(seconds, warmUp / 4);
    int repetitions = 1;
    double fastest = 0;
    int steady = 0;
    long start = clock.nanoseconds();
    double elapsed = window(work, repetitions, clock);
    double used = clock.secondsSince(start);
    while (used < warmUp || (steady < STEADY && used < MOST_WARM_UP * warmUp)) {
      if (elapsed < stretch) {
        repetitions *= 2;
      }
      elapsed = window(work, repetitions, clock);
      double rate = repetitions / elapsed;
      steady = rate > fastest * (1 + RISE) ? 0 : steady + 1;
      fastest = Math.max(fastest, rate);
      used = clock.secondsSince(start);
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
