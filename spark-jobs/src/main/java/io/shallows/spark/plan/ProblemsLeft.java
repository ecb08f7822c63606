package io.shallows.spark.plan;

import io.shallows.spark.store.Stage;
import java.util.List;

/**
 * What is left of a stage whose unit is a problem.
 *
 * @param stage the stage
 * @param seconds predicted of each shard that is left
 * @param timed problems of the store by which they are priced; 0 if by operations alone
 */
public record ProblemsLeft(Stage stage, List<Double> seconds, long timed) {

  public ProblemsLeft {
    seconds = List.copyOf(seconds);
  }
}
