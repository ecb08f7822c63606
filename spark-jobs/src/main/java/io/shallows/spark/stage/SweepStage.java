package io.shallows.spark.stage;

import io.shallows.spark.store.Stage;

/** One stage of a sweep. Stateless; the same object on the driver and in tasks. */
public sealed interface SweepStage permits ShardStage, DriverStage {

  /** The stage's name. */
  Stage stage();

  /** Whether its rows follow from those of other stages alone, without computing any trial. */
  boolean isSummary();
}
