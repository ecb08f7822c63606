package io.shallows.spark.execute;

import io.shallows.training.Deadline;
import java.time.Duration;

/** A deadline on the machine's monotonic clock, which also expires when the trial is abandoned. */
final class SlotDeadline implements Deadline {

  private final long started = System.nanoTime();
  private final double limitSeconds;
  private volatile boolean abandoned;

  SlotDeadline(double limitSeconds) {
    this.limitSeconds = limitSeconds;
  }

  @Override
  public boolean expired() {
    return abandoned || elapsedSeconds() >= limitSeconds;
  }

  @Override
  public double elapsedSeconds() {
    return (System.nanoTime() - started) / (double) Duration.ofSeconds(1).toNanos();
  }

  void abandon() {
    abandoned = true;
  }
}
