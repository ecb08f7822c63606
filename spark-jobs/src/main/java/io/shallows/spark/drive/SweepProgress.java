package io.shallows.spark.drive;

import io.shallows.spark.plan.StageLeft;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.Stage;
import java.util.List;

/**
 * Is told how a sweep gets on: by the driver's main thread, and by Spark's own of slots and of
 * executors that left.
 */
public interface SweepProgress {

  /**
   * A stage starts; the last shards of the one before it may still run.
   *
   * @param slots tasks that run at the same time
   */
  void stageStarted(Stage stage, int slots);

  /**
   * Executors came or went.
   *
   * @param slots tasks that run at the same time from now on
   */
  void slots(int slots);

  /**
   * What is left of the stage that started last was planned, again each time that more is known of
   * its cost.
   *
   * @param shards shards that are not done
   * @param seconds predicted time of all of them on one slot
   */
  void planned(int shards, double seconds);

  /**
   * A shard's group was committed.
   *
   * @param trialSeconds time of its slot that its trials took; 0 where it has none
   */
  void committed(Group group, double trialSeconds);

  /**
   * What is left of all stages that compute trials, in their order, and of those the one that runs
   * and those to come; told when a stage starts and whenever something of it is committed.
   */
  default void left(List<StageLeft> stages) {}

  /** A stage that started has ended. */
  void stageEnded(Stage stage);

  /** Something that people should know. */
  void message(String line);
}
