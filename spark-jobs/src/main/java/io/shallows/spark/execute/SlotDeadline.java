package io.shallows.spark.execute;

import io.shallows.training.Deadline;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;

/**
 * A deadline in processor time of the thread that works, so that what else runs on the machine does
 * not decide which trials end in time; and {@value #WALL_SHARE} times as long by the machine's
 * monotonic clock, for threads that wait. It also expires when the trial is abandoned. Where the
 * JVM cannot tell processor time there is the clock alone.
 *
 * <p>Accuracy: that of the system's account of threads, usually a microsecond. Cost: one call of
 * the system for each question.
 */
final class SlotDeadline implements Deadline {

  /** A machine with four times as many busy threads as processors is still waited for. */
  static final double WALL_SHARE = 4;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final double NANOS = 1e-9;

  private final double limitSeconds;
  private final LongSupplier clock;
  private final LongUnaryOperator processor;
  private final long started;
  private volatile long thread = -1;
  private volatile long processorStarted;
  private volatile boolean abandoned;

  SlotDeadline(double limitSeconds) {
    this(limitSeconds, System::nanoTime, SlotDeadline::processorNanos);
  }

  /**
   * @param clock nanoseconds of a clock
   * @param processor nanoseconds that the thread of a number has used, negative where that is not
   *     known
   */
  SlotDeadline(double limitSeconds, LongSupplier clock, LongUnaryOperator processor) {
    this.limitSeconds = limitSeconds;
    this.clock = clock;
    this.processor = processor;
    this.started = clock.getAsLong();
  }

  private static long processorNanos(long thread) {
    return THREADS.isThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled()
        ? THREADS.getThreadCpuTime(thread)
        : -1;
  }

  /** Says that this thread does the work, from now on. */
  @SuppressWarnings("deprecation") // its successor threadId() is there from Java 19 on
  void begin() {
    long current = Thread.currentThread().getId();
    processorStarted = processor.applyAsLong(current);
    thread = current;
  }

  @Override
  public boolean expired() {
    return abandoned || isOver(0);
  }

  /** Whether the limit has passed for longer than {@code grace} seconds. */
  boolean isOver(double grace) {
    return processorSeconds() >= limitSeconds + grace
        || elapsedSeconds() >= WALL_SHARE * limitSeconds + grace;
  }

  @Override
  public double elapsedSeconds() {
    return (clock.getAsLong() - started) * NANOS;
  }

  /** Processor time of the work; the time of the clock where it is not known. */
  double processorSeconds() {
    if (thread < 0) {
      return 0;
    }
    long used = processor.applyAsLong(thread);
    return used < 0 || processorStarted < 0 ? elapsedSeconds() : (used - processorStarted) * NANOS;
  }

  void abandon() {
    abandoned = true;
  }
}
