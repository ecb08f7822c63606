package io.shallows.benchmark;

/** Processor time used by the calling thread. */
@FunctionalInterface
public interface ProcessorClock {

  /** Nanoseconds from a fixed but arbitrary origin. */
  long nanoseconds();

  /** Seconds since {@code start}, an earlier reading. */
  default double secondsSince(long start) {
    return (nanoseconds() - start) * 1e-9;
  }
}
