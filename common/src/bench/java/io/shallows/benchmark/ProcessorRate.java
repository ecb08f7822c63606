package io.shallows.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.runner.IterationType;

/**
 * Repetitions per second of this thread's processor time, the clock of {@code shallows bench}; JMH
 * itself reads the wall clock, which differs where the core is shared.
 */
final class ProcessorRate {
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final List<Double> rates = new ArrayList<>();
  private long begin;
  private long repetitions;

  void begin() {
    repetitions = 0;
    begin = threads.getCurrentThreadCpuTime();
  }

  void count() {
    repetitions++;
  }

  void end(IterationType type) {
    if (type == IterationType.MEASUREMENT) {
      rates.add(repetitions / (1e-9 * (threads.getCurrentThreadCpuTime() - begin)));
    }
  }

  /** Prints the median of the measured iterations. */
  void print(String what) {
    List<Double> sorted = rates.stream().sorted().toList();
    int n = sorted.size();
    System.out.printf(
        Locale.ROOT,
        "%n%s: %.1f per second of processor time, median of %d%n",
        what,
        0.5 * (sorted.get((n - 1) / 2) + sorted.get(n / 2)),
        n);
  }
}
