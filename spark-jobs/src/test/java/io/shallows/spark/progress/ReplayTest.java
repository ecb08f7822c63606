package io.shallows.spark.progress;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.CellCoordinates;
import io.shallows.grid.Grid;
import io.shallows.spark.plan.CostModel;
import io.shallows.spark.plan.StagePlan;
import io.shallows.spark.stage.ShardStage;
import io.shallows.spark.stage.SweepStages;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import io.shallows.trial.TrialRunner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * What is shown of sweeps that were run, by the logs of their commits, and of made-up ones whose
 * trials scatter: it never steps back, and the range of what is left holds what was left.
 */
class ReplayTest {

  /** Of all updates together. */
  static final double LEAST_HELD = 0.8;

  /** Updates of one sweep err together: by one long trial at its end, for instance. */
  private static final double LEAST_HELD_OF_ONE = 0.6;

  /** Trials of the made-up sweeps take some seconds. */
  private static final double DEARER = 20;

  /** Of the machine on which the logs were made. */
  private static final int SLOTS = 2;

  private static final double LIMIT_SECONDS = 600;

  /** Goes forward, and the range of one sweep is right more often than not. */
  static void add(String name, List<Replay.Look> looks, List<Replay.Look> all) {
    requireForward(name, looks);
    assertTrue(held(looks) >= LEAST_HELD_OF_ONE, name + ": " + held(looks));
    all.addAll(looks);
  }

  /** Never a step back, and a range that is one. */
  static void requireForward(String name, List<Replay.Look> looks) {
    for (int i = 0; i < looks.size(); i++) {
      Replay.Look look = looks.get(i);
      assertTrue(look.share() < 1 && look.range().low() <= look.range().high(), name + " " + look);
      assertTrue(i == 0 || look.share() >= looks.get(i - 1).share(), name + " " + look);
    }
  }

  static double held(List<Replay.Look> looks) {
    return looks.stream().filter(Replay.Look::holds).count() / (double) looks.size();
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ReplayTest.class.getResourceAsStream("/replays/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static BiFunction<StagePlan, CellCoordinates, Double> operations(SweepSpec spec) {
    TrialRunner runner = TrialRunner.of(spec);
    Map<String, Double> known = new HashMap<>();
    return (stage, cell) ->
        known.computeIfAbsent(stage.stage() + " " + cell, key -> stage.operations(runner, cell));
  }

  @Test
  void theRangeHoldsWhatWasLeftOfSweepsThatWereRun() throws IOException {
    List<Replay.Look> all = new ArrayList<>();
    for (String name : List.of("quickstart", "scaling-study", "random-labels")) {
      add(name, wasRun(name), all);
    }
    assertTrue(held(all) >= LEAST_HELD, held(all) + " of " + all.size());
  }

  @Test
  void theRangeHoldsWhatWasLeftOfSweepsWhoseTrialsScatter() {
    List<Replay.Look> all = new ArrayList<>();
    for (MadeUp sweep : MADE_UP) {
      add(sweep.toString(), sweep.looks(), all);
    }
    assertTrue(held(all) >= LEAST_HELD, held(all) + " of " + all.size());
  }

  private static List<Replay.Look> wasRun(String name) throws IOException {
    SweepSpec spec = SweepVocabulary.reader().read(resource(name + ".yaml"), name + ".yaml");
    BiFunction<StagePlan, CellCoordinates, Double> operations = operations(spec);
    List<String> lines = resource(name + ".txt").lines().toList();
    List<Replay.Act> acts = new ArrayList<>();
    for (ShardStage stage : SweepStages.ALL.sharded()) {
      List<Replay.Shard> shards = new ArrayList<>();
      for (String line : lines) {
        String[] words = line.split(" ", -1);
        if (words[0].equals(stage.stage().toString()) && !stage.isSummary()) {
          shards.add(
              new Replay.Shard(
                  words[1], Double.parseDouble(words[2]), Double.parseDouble(words[3]), List.of()));
        }
      }
      if (!shards.isEmpty()) {
        acts.add(new Replay.Act(stage, operations, inOrderOfStart(shards)));
      }
    }
    return Replay.of(new Grid(spec), acts, SLOTS);
  }

  /** A log has the order in which shards ended; each began so long before on one of the slots. */
  private static List<Replay.Shard> inOrderOfStart(List<Replay.Shard> ended) {
    double[] fromTheEnd = new double[SLOTS];
    IdentityHashMap<Replay.Shard, Double> begun = new IdentityHashMap<>();
    for (int i = ended.size() - 1; i >= 0; i--) {
      int slot = fromTheEnd[0] <= fromTheEnd[1] ? 0 : 1;
      fromTheEnd[slot] += ended.get(i).seconds();
      begun.put(ended.get(i), -fromTheEnd[slot]);
    }
    return ended.stream().sorted(Comparator.comparingDouble(begun::get)).toList();
  }

  /**
   * A sweep that is made up.
   *
   * @param seed of its random numbers
   * @param slots shards that run at the same time
   * @param seen whether trials of running shards are seen, as where Spark is embedded
   * @param pareto whether times of one shape are Pareto's (index 1.6) or lognormal (spread 1)
   * @param factor how much dearer than planned all of it is
   */
  private record MadeUp(int seed, int slots, boolean seen, boolean pareto, double factor) {
    List<Replay.Look> looks() {
      SweepSpec spec =
          SweepVocabulary.reader()
              .read(
                  "apiVersion: shallows/v1\nname: made-up\n"
                      + "grid: {family: [plain, linear-skip], width: [4, 8, 16], networkDepth: [0, 1],"
                      + " inputDimension: [2], seed: {count: 8, root: 1}}\n"
                      + "problem: {kind: teacher, samples: 64, count: 4}\n",
                  "made-up.yaml");
      Grid grid = new Grid(spec);
      BiFunction<StagePlan, CellCoordinates, Double> operations = operations(spec);
      Random random = new Random(seed);
      List<Replay.Act> acts = new ArrayList<>();
      for (ShardStage stage : List.of(SweepStages.ALL.training(), SweepStages.ALL.measuring())) {
        double speed = factor * Math.exp(0.4 * random.nextGaussian());
        Map<String, Double> shapes = new HashMap<>();
        LongToDoubleFunction seconds =
            trial -> {
              CellCoordinates at = grid.cell(trial / grid.seeds());
              double own =
                  speed
                      * shapes.computeIfAbsent(
                          Replay.shape(at), key -> Math.exp(0.7 * random.nextGaussian()));
              double predicted = operations.apply(stage, at) / CostModel.OPERATIONS_PER_SECOND;
              double scatter =
                  pareto
                      ? 0.375 * Math.pow(1 - random.nextDouble(), -1 / 1.6)
                      : Math.exp(random.nextGaussian() - 0.5);
              return Math.min(LIMIT_SECONDS, DEARER * predicted * own * scatter);
            };
        List<Replay.Shard> shards =
            Replay.cells(
                grid,
                stage,
                grid.seeds(),
                cell -> DEARER * operations.apply(stage, cell),
                seconds,
                seen);
        acts.add(
            new Replay.Act(stage, (plan, cell) -> DEARER * operations.apply(plan, cell), shards));
      }
      return Replay.of(grid, acts, slots);
    }
  }

  private static final List<MadeUp> MADE_UP =
      List.of(
          new MadeUp(1, 2, true, false, 1),
          new MadeUp(2, 2, true, true, 2),
          new MadeUp(3, 4, true, false, 0.5),
          new MadeUp(4, 1, true, true, 1),
          new MadeUp(5, 8, true, false, 2),
          new MadeUp(6, 2, false, false, 1),
          new MadeUp(7, 4, false, true, 0.5),
          new MadeUp(8, 16, false, false, 2),
          new MadeUp(9, 2, false, true, 1.5),
          new MadeUp(10, 1, false, false, 0.7));
}
