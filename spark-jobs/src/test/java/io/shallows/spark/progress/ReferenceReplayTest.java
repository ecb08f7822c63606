package io.shallows.spark.progress;

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
import io.shallows.spark.plan.StagePlan;
import io.shallows.spark.stage.ShardStage;
import io.shallows.spark.stage.SweepStages;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.Store;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/**
 * What is shown of the reference sweeps while they run, by what their rows say that each trial took
 * and their log that each reference took.
 */
class ReferenceReplayTest {

  private static final int[] SLOTS = {1, 2, 8};

  /** As many the planner makes at least. */
  private static final int SHARDS_PER_SLOT = 8;

  /** Where the rows say what a trial of the stage took. */
  private static final Map<Stage, Table> TIMED =
      Map.of(Stage.MINIMA, TrialsTable.TABLE, Stage.DEPTHS, DepthsTable.TABLE);

  @Test
  void theRangeHoldsWhatWasLeftOfTheReferenceSweeps() {
    List<Replay.Look> all = new ArrayList<>();
    for (String name : List.of("quickstart", "safran-shamir")) {
      Path place = Path.of("..", "notebooks-data", "reference", name);
      Store store = Store.open(place.toString(), new Configuration());
      SweepSpec spec = SweepVocabulary.reader().read(store.spec(), name);
      for (int slots : SLOTS) {
        for (boolean seen : new boolean[] {true, false}) {
          String which = name + " on " + slots + (seen ? ", seen" : ", not seen");
          List<Replay.Look> looks =
              Replay.of(new Grid(spec), acts(store, spec, seen, slots), slots);
          ReplayTest.requireForward(which, looks);
          all.addAll(looks);
        }
      }
    }
    double held = ReplayTest.held(all);
    assertTrue(held >= ReplayTest.LEAST_HELD, held + " of " + all.size());
  }

  private static List<Replay.Act> acts(Store store, SweepSpec spec, boolean seen, int slots) {
    BiFunction<StagePlan, CellCoordinates, Double> operations = ReplayTest.operations(spec);
    Grid grid = new Grid(spec);
    List<Replay.Act> acts = new ArrayList<>();
    for (ShardStage stage : SweepStages.ALL.sharded()) {
      List<Replay.Shard> shards = new ArrayList<>();
      if (stage.unit() == StagePlan.Unit.PROBLEM) {
        for (Group group : store.groups(stage.stage())) {
          shards.add(
              new Replay.Shard(
                  group.covers(), group.seconds(), group.predictedSeconds(), List.of()));
        }
      } else if (TIMED.containsKey(stage.stage())
          && !store.files(TIMED.get(stage.stage())).isEmpty()) {
        Map<String, Double> seconds = seconds(store, TIMED.get(stage.stage()));
        shards.addAll(trials(grid, spec, store, stage, operations, seconds, seen, slots));
      }
      if (!shards.isEmpty()) {
        acts.add(new Replay.Act(stage, operations, shards));
      }
    }
    return acts;
  }

  private static List<Replay.Shard> trials(
      Grid grid,
      SweepSpec spec,
      Store store,
      ShardStage stage,
      BiFunction<StagePlan, CellCoordinates, Double> operations,
      Map<String, Double> seconds,
      boolean seen,
      int slots) {
    SweepIdentity identity = new SweepIdentity(spec);
    long known = 0;
    for (long trial = 0; trial < grid.size(); trial++) {
      known += seconds.containsKey(identity.trialId(grid.at(trial)).hex()) ? 1 : 0;
    }
    assertEquals(seconds.size(), known, store.folder() + " " + stage.stage());
    return Replay.cells(
        grid,
        stage,
        Math.max(1, grid.size() / ((long) SHARDS_PER_SLOT * slots)),
        cell -> operations.apply(stage, cell),
        trial -> seconds.getOrDefault(identity.trialId(grid.at(trial)).hex(), 0.0),
        seen);
  }

  /** What each trial took, over its rows. */
  private static Map<String, Double> seconds(Store store, Table table) {
    Column<Double> spent =
        table == TrialsTable.TABLE ? TrialsTable.SECONDS_SPENT : DepthsTable.SECONDS_SPENT;
    Map<String, Double> seconds = new HashMap<>();
    store.read(
        table, row -> seconds.merge(row.get(LeadingColumns.TRIAL_ID), row.get(spent), Double::sum));
    return seconds;
  }
}
