package io.shallows.spark.stage;

import io.shallows.record.Record;
import io.shallows.record.Table;
import io.shallows.spark.execute.ShardWorker;
import io.shallows.spark.plan.StagePlan;
import java.util.List;
import java.util.Map;

/**
 * A stage whose work is cut into shards: planned, carried out in a task each, published as one
 * group, committed once.
 */
public non-sealed interface ShardStage extends SweepStage, StagePlan, ShardWorker {

  @Override
  default boolean isSummary() {
    return false;
  }

  /** Whether its groups hold rows of single trials, which can be taken out one by one. */
  default boolean hasTrials() {
    return unit() != Unit.PROBLEM && !isSummary();
  }

  /** What is done to trials whose rows are lost, after "12 trials". */
  default String again() {
    return "are computed again";
  }

  /** What {@code statuses} of a group counts beside rows of trials and of failures. */
  default Map<String, Long> otherStatuses(Map<Table, List<Record>> rows) {
    return Map.of();
  }
}
