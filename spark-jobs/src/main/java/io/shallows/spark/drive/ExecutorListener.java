package io.shallows.spark.drive;

import java.util.Optional;
import java.util.function.IntSupplier;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/** Tells people of executors that come and go, and how many slots there are then. */
final class ExecutorListener extends SparkListener {

  private final SweepProgress progress;
  private final IntSupplier slots;

  /**
   * @param slots tasks that run at the same time, now
   */
  ExecutorListener(SweepProgress progress, IntSupplier slots) {
    this.progress = progress;
    this.slots = slots;
  }

  @Override
  public void onExecutorAdded(SparkListenerExecutorAdded added) {
    progress.slots(slots.getAsInt());
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    String reason =
        Optional.ofNullable(removed.reason()).flatMap(r -> r.lines().findFirst()).orElse("");
    progress.message(
        "executor " + removed.executorId() + " has left, what it ran is done again: " + reason);
    progress.slots(slots.getAsInt());
  }
}
