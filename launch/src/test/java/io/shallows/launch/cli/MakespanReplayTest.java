package io.shallows.launch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.CellCoordinates;
import io.shallows.grid.Grid;
import io.shallows.grid.SweepIdentity;
import io.shallows.record.Column;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Table;
import io.shallows.record.TrialsTable;
import io.shallows.spark.drive.StoredPlan;
import io.shallows.spark.plan.CostModel;
import io.shallows.spark.plan.MeasuredCosts;
import io.shallows.spark.plan.ProblemsLeft;
import io.shallows.spark.plan.ReferenceKey;
import io.shallows.spark.plan.ShardPlanner;
import io.shallows.spark.plan.StagePlan;
import io.shallows.spark.stage.SweepStages;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.IndexRanges;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.Store;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import io.shallows.trial.TrialRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/**
 * What {@code plan} says of the makespan of stored sweeps, beside their shards once more: the
 * shards that a planner with their costs cuts, each as long as its trials took, taken by the next
 * free slot, queue after queue. Another store is named by {@code -Dmakespan.store=FOLDER}.
 */
class MakespanReplayTest {

  private static final int[] SLOTS = {2, 8, 64};

  /** Problems of a sweep that stand for a pilot. */
  private static final int PILOT = 4;

  /** How far a plan may be off. */
  private static final double MOST_OFF = 0.2;

  /**
   * Predicted by replayed makespans.
   *
   * @param own by all that the sweep took
   * @param pilot by what its first problems took
   * @param shapes by shapes alone
   */
  private record Ratio(double own, double pilot, double shapes) {}

  /** A sweep that is in a store. */
  private static final class Sweep {
    private final Store store;
    private final SweepSpec spec;
    private final Grid grid;
    private final TrialRunner runner;
    private final double[] training;
    private final double[] measuring;

    Sweep(Path folder) {
      store = Store.open(folder.toString(), new Configuration());
      spec = SweepVocabulary.reader().read(store.spec(), "spec.yaml");
      grid = new Grid(spec);
      runner = TrialRunner.of(spec);
      training =
          store.files(TrialsTable.TABLE).isEmpty()
              ? sharedOut(Stage.MINIMA)
              : seconds(TrialsTable.TABLE, TrialsTable.SECONDS_SPENT);
      measuring = seconds(DepthsTable.TABLE, DepthsTable.SECONDS_SPENT);
    }

    /** What each trial took, over its rows. */
    private double[] seconds(Table table, Column<Double> spent) {
      Map<String, Double> rows = new HashMap<>();
      store.read(
          table, row -> rows.merge(row.get(LeadingColumns.TRIAL_ID), row.get(spent), Double::sum));
      SweepIdentity identity = new SweepIdentity(spec);
      double[] seconds = new double[(int) grid.size()];
      for (int i = 0; i < seconds.length; i++) {
        seconds[i] = rows.getOrDefault(identity.trialId(grid.at(i)).hex(), 0.0);
      }
      return seconds;
    }

    /** Where no rows of trials are shipped, what the log has of them, by their predicted work. */
    private double[] sharedOut(Stage stage) {
      double[] work = new double[(int) grid.size()];
      double all = 0;
      for (int i = 0; i < work.length; i++) {
        work[i] = runner.predictedOperations(grid.cell(i / grid.seeds()));
        all += work[i];
      }
      double took = store.groups(stage).stream().mapToDouble(Group::seconds).sum();
      for (int i = 0; i < work.length; i++) {
        work[i] *= took / all;
      }
      return work;
    }

    private ToDoubleFunction<CellCoordinates> costs(
        StagePlan stage, double[] seconds, int problems) {
      MeasuredCosts costs = new MeasuredCosts();
      for (int i = 0; i < seconds.length; i++) {
        CellCoordinates cell = grid.cell(i / grid.seeds());
        if (cell.problemIndex() < problems) {
          costs.add(stage.stage(), cell, stage.operations(runner, cell), seconds[i]);
        }
      }
      return CostModel.fit(cell -> stage.operations(runner, cell), stage, costs)::seconds;
    }

    private List<Double> problems(Stage stage) {
      return store.groups(stage).stream().map(Group::seconds).toList();
    }

    /** The plan of the whole sweep by what its first problems took. */
    private PlannedCost planned(int problems) {
      List<Group> references = store.groups(Stage.REFERENCES);
      double mean =
          references.stream()
              .filter(group -> ReferenceKey.parse(group.covers()).problem() < problems)
              .mapToDouble(Group::seconds)
              .average()
              .orElseThrow();
      return PlannedCost.of(
          spec,
          grid,
          Optional.of(
              new StoredPlan(
                  store.folder().toString(),
                  grid.size(),
                  0,
                  0,
                  costs(SweepStages.ALL.training(), training, problems),
                  costs(SweepStages.ALL.measuring(), measuring, problems),
                  List.of(
                      new ProblemsLeft(
                          Stage.REFERENCES,
                          references.stream().map(group -> mean).toList(),
                          problems)))));
    }

    private List<Double> shards(PlannedCost.Part part, double[] seconds, int slots) {
      double size = ShardPlanner.shardSeconds(part.seconds(), slots, 0);
      ShardPlanner.Cuts cuts =
          part.stage().equals(Stage.MINIMA)
              ? ShardPlanner.Cuts.ANYWHERE
              : ShardPlanner.Cuts.LARGE_CELLS;
      List<Double> shards = new ArrayList<>();
      for (ShardPlanner.Shard shard :
          new ShardPlanner(grid, part.trial()).plan(new IndexRanges(List.of()), size, cuts)) {
        double[] sum = {0};
        shard.trials().forEach(index -> sum[0] += seconds[(int) index]);
        shards.add(sum[0]);
      }
      return shards;
    }

    private double replayed(PlannedCost cost, int slots) {
      List<Double> first = new ArrayList<>(problems(Stage.REFERENCES));
      List<Double> second = new ArrayList<>();
      for (PlannedCost.Part part : cost.parts()) {
        if (part.stage().equals(Stage.MINIMA)) {
          first.addAll(shards(part, training, slots));
        } else if (part.stage().equals(Stage.DEPTHS)) {
          second.addAll(shards(part, measuring, slots));
        }
      }
      second.addAll(problems(Stage.SUPREMA));
      return ScheduleSimulation.of(first, slots)
          .then(ScheduleSimulation.of(second, slots))
          .makespan();
    }

    private double makespan(PlannedCost cost, int slots) {
      return PlannedSchedule.of(spec, grid, cost, slots).simulation().makespan();
    }

    /** Predicted by replayed makespans, by number of slots. */
    private Map<Integer, Ratio> ratios(String name) {
      PlannedCost own = planned(spec.problem().count());
      PlannedCost pilot = planned(PILOT);
      PlannedCost shapes = PlannedCost.of(spec, grid, Optional.empty());
      Map<Integer, Ratio> ratios = new HashMap<>();
      for (int slots : SLOTS) {
        double replayed = replayed(own, slots);
        Ratio ratio =
            new Ratio(
                makespan(own, slots) / replayed,
                makespan(pilot, slots) / replayed,
                makespan(shapes, slots) / replayed);
        ratios.put(slots, ratio);
        System.out.printf(
            Locale.ROOT,
            "%-14s %3d slots: %6.0f s; planned by its own costs %.2f of that,"
                + " by %d problems %.2f, by shapes %.2f%n",
            name,
            slots,
            replayed,
            ratio.own(),
            PILOT,
            ratio.pilot(),
            ratio.shapes());
      }
      return ratios;
    }
  }

  private static Path reference(String name) {
    return Path.of("..", "notebooks-data", "reference", name);
  }

  @Test
  void costsOfASweepGiveItsMakespan() {
    String other = System.getProperty("makespan.store");
    if (other != null) {
      new Sweep(Path.of(other)).ratios(other);
    }
    for (String name : List.of("quickstart", "housing", "breast-cancer", "scaling-study")) {
      Map<Integer, Ratio> ratios = new Sweep(reference(name)).ratios(name);
      assertEquals(SLOTS.length, ratios.size());
      for (int slots : new int[] {2, 8}) {
        Ratio ratio = ratios.get(slots);
        String which = name + " on " + slots + ": " + ratio;
        assertTrue(ratio.own() > 1 - MOST_OFF && ratio.own() < 1 + MOST_OFF, which);
        assertTrue(ratio.pilot() > 1 - MOST_OFF && ratio.pilot() < 1 + MOST_OFF, which);
      }
    }
  }
}
