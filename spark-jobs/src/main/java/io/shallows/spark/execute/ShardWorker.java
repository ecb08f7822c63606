package io.shallows.spark.execute;

import io.shallows.spark.plan.ShardWork;

/**
 * How a task carries out the shards of one stage. Holds no state: one object serves all tasks of a
 * process.
 */
public interface ShardWorker {

  /** Whether it needs the data of the sweep's problems. */
  default boolean needsData() {
    return true;
  }

  /**
   * Carries out a shard.
   *
   * @param rows takes what it makes, in the order of its trials
   * @throws InterruptedException if the task is to end
   */
  void work(ShardWork work, ShardContext context, ShardRows rows) throws InterruptedException;
}
