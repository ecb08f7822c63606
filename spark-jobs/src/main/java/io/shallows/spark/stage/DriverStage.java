package io.shallows.spark.stage;

import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.StoreWriter;
import org.apache.spark.api.java.JavaSparkContext;

/** A stage of a whole sweep that runs its own job of Spark and commits one group. */
public non-sealed interface DriverStage extends SweepStage {

  @Override
  default boolean isSummary() {
    return true;
  }

  /** Makes the rows, unless they are there and what they follow from has not changed. */
  void run(JavaSparkContext spark, SweepDefinition sweep, StoreWriter writer);
}
