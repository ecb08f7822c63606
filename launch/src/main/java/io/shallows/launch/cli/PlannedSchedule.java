package io.shallows.launch.cli;

import io.shallows.grid.Grid;
import io.shallows.spark.plan.ShardPlanner;
import io.shallows.spark.store.IndexRanges;
import io.shallows.spark.store.Stage;
import io.shallows.spec.SweepSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * What is left of a sweep on some cores: queue after queue, the shards of each as the planner would
 * have them.
 *
 * @param listed whether shards were simulated one by one
 * @param shardCount of all queues
 * @param simulation of all queues
 */
record PlannedSchedule(boolean listed, double shardCount, ScheduleSimulation simulation) {

  /** Shards beyond this are not listed one by one but taken as equal. */
  private static final double MAX_SIMULATED_SHARDS = 1e6;

  long shards() {
    return Math.round(shardCount);
  }

  private PlannedSchedule then(PlannedSchedule next) {
    return new PlannedSchedule(
        listed && next.listed, shardCount + next.shardCount, simulation.then(next.simulation));
  }

  /** The schedule on some cores. */
  static PlannedSchedule of(SweepSpec spec, Grid grid, PlannedCost cost, int count) {
    PlannedSchedule all = new PlannedSchedule(true, 0, new ScheduleSimulation(0, 1, 0));
    for (List<PlannedCost.Part> queue : cost.queues()) {
      all = all.then(ofQueue(spec, grid, queue, count));
    }
    return all;
  }

  private static PlannedSchedule ofQueue(
      SweepSpec spec, Grid grid, List<PlannedCost.Part> queue, int count) {
    List<Double> shards = new ArrayList<>();
    double shardCount = 0;
    double total = 0;
    double longest = 0;
    boolean listed = true;
    for (PlannedCost.Part part : queue) {
      total += part.seconds();
      shards.addAll(part.problems());
      shardCount += part.problems().size();
      if (part.trial() != null && part.seconds() > 0) {
        double shardSeconds = ShardPlanner.shardSeconds(part.seconds(), count, 0);
        longest = Math.max(longest, shardSeconds);
        shardCount += part.seconds() / shardSeconds;
        listed &= isListed(grid, part.seconds() / shardSeconds);
        if (listed) {
          List<Double> own =
              new ShardPlanner(grid, part.trial())
                  .plan(new IndexRanges(List.of()), shardSeconds, cuts(spec, part)).stream()
                      .map(ShardPlanner.Shard::seconds)
                      .toList();
          shards.addAll(own);
        }
      }
    }
    if (listed) {
      return new PlannedSchedule(true, shards.size(), ScheduleSimulation.of(shards, count));
    }
    double makespan = total / count + longest;
    return new PlannedSchedule(
        false, shardCount, new ScheduleSimulation(makespan, total / count / makespan, longest));
  }

  private static boolean isListed(Grid grid, double shards) {
    return grid.cells() <= PredictedCost.SAMPLED_CELLS
        && shards <= MAX_SIMULATED_SHARDS
        && grid.size() <= ShardPlanner.MOST_TRIALS_OF_SWEEP;
  }

  /** As the stage has them. */
  private static ShardPlanner.Cuts cuts(SweepSpec spec, PlannedCost.Part part) {
    if (part.stage().equals(Stage.MINIMA)) {
      return ShardPlanner.Cuts.ANYWHERE;
    }
    return spec.measurement().depth().hasTree()
        ? ShardPlanner.Cuts.NONE
        : ShardPlanner.Cuts.LARGE_CELLS;
  }
}
