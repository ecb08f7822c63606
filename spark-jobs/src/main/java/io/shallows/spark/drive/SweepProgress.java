package io.shallows.spark.drive;

import io.shallows.spark.store.Group;
import io.shallows.spark.store.Stage;

/** Is told how a sweep gets on, from the driver's main thread. */
public interface SweepProgress {

  /**
   * A stage starts.
   *
   * @param shards shards to do
   * @param seconds predicted time of all on one slot
   * @param slots tasks that run at the same time
   */
  void stageStarted(Stage stage, int shards, double seconds, int slots);

  /** A shard's group was committed. */
  void committed(Group group);

  /** The stage that started last has ended. */
  void stageEnded();

  /** Something that people should know. */
  void message(String line);
}
