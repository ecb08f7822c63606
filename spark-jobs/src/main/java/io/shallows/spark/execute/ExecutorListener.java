package io.shallows.spark.execute;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/** Tells of executors that come and go, and how many slots there are then. */
final class ExecutorListener extends SparkListener {

  private final IntSupplier slots;
  private final IntConsumer changed;
  private final Consumer<String> messages;

  /**
   * @param slots tasks that run at the same time, now
   * @param changed told that number when it may have changed
   * @param messages told who has left
   */
  ExecutorListener(IntSupplier slots, IntConsumer changed, Consumer<String> messages) {
    this.slots = slots;
    this.changed = changed;
    this.messages = messages;
  }

  @Override
  public void onExecutorAdded(SparkListenerExecutorAdded added) {
    changed.accept(slots.getAsInt());
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    String reason =
        Optional.ofNullable(removed.reason()).flatMap(r -> r.lines().findFirst()).orElse("");
    messages.accept(
        "executor " + removed.executorId() + " has left, what it ran is done again: " + reason);
    changed.accept(slots.getAsInt());
  }
}
