package io.shallows.spark.execute;

import io.shallows.spark.store.Stage;
import java.io.Serializable;

/** The workers of all stages, as they travel to executors. */
public interface ShardWorkers extends Serializable {

  /**
   * The worker of a stage.
   *
   * @throws IllegalArgumentException if the stage has no shards
   */
  ShardWorker worker(Stage stage);
}
