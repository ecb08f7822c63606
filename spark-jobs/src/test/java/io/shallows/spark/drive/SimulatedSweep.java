package io.shallows.spark.drive;

import io.shallows.grid.CellCoordinates;
import io.shallows.spark.execute.ShardRunner;
import io.shallows.spark.execute.SimulatedSlots;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.plan.CostModel;
import io.shallows.spark.plan.MeasuredCosts;
import io.shallows.spark.plan.ShardWork;
import io.shallows.spark.plan.StageLeft;
import io.shallows.spark.plan.StagePlan;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.stage.ShardStage;
import io.shallows.spark.stage.SweepStage;
import io.shallows.spark.stage.SweepStages;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.IndexRanges;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreWriter;
import io.shallows.spark.store.StoredFile;
import io.shallows.trial.TrialRunner;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A sweep whose planner, driver and log are the real ones, on {@link SimulatedSlots}. What trials
 * take is made up: the price by operations, times what the model does not know of a stage and shape
 * (a factor of two either way), times the scatter of trials of one shape.
 */
final class SimulatedSweep {

  private static final String SPEC =
      """
      apiVersion: shallows/v1
      name: simulated
      grid:
        family: [plain, linear-skip]
        width: [16, 32, 64, 128, 256]
        networkDepth: [0]
        inputDimension: [1]
        initialization: [he]
        seed: {count: %d, root: 1}
      problem: {kind: teacher, samples: 64, count: %d}
      measurement:
        depth: {eta: [0.5]}
        suprema: true
      """;

  /** Standard deviation of the logarithm of what the model does not know of a shape. */
  private static final double SHAPE = Math.log(2);

  /** Problems take seconds to tens of seconds, and differ by a factor of two. */
  private static final double PROBLEM_SECONDS = 5;

  /** Summaries read rows, as the planner supposes. */
  private static final double SUMMARY_SECONDS = 5e-4;

  /** Measuring takes half of what training takes. */
  private static final double MEASURING = 0.5;

  private static final Map<Stage, List<String>> TABLES =
      Map.of(
          Stage.REFERENCES, List.of("references"),
          Stage.MINIMA, List.of("trials", "minima"),
          Stage.DEPTHS, List.of("depths", "paths"),
          Stage.SUPREMA, List.of("suprema"),
          Stage.CELLS, List.of("cells"));

  /**
   * What is simulated.
   *
   * @param problems of each of the 10 shapes
   * @param seeds of a cell
   * @param partitions shards of a stage; 0 to let the cost model choose
   * @param scatter standard deviation of the logarithm of what trials of one shape take
   * @param draw of all that is made up
   * @param commitSeconds that a commit takes
   * @param planSeconds that planning a wave takes
   */
  record Setting(
      int slots,
      int problems,
      int seeds,
      int partitions,
      double scatter,
      long draw,
      double commitSeconds,
      double planSeconds) {}

  /**
   * How stages went that follow each other without a wait.
   *
   * @param seconds from its first planning to its last commit, on the clock of the slots
   * @param idle share of slot time in which no shard ran
   * @param planned seconds that its plans took the driver, on the real clock
   */
  record Went(List<String> stages, long shards, double seconds, double idle, double planned) {}

  private final Setting setting;
  private final SweepDefinition sweep;
  private final TrialRunner runner;
  private final SimulatedSlots slots;
  private final Watch watch = new Watch();
  private final Map<String, Double> shapes = new HashMap<>();
  private final Map<String, IndexRanges> trained = new HashMap<>();
  private final boolean looksAtInputs;
  private String tag = "";
  private final long shards;
  private long carriedOut;

  /**
   * @param looksAtInputs whether shards are looked at for all that they have to read
   * @param shards after so many the process dies
   */
  SimulatedSweep(Setting setting, boolean looksAtInputs, long shards) {
    this.setting = setting;
    this.looksAtInputs = looksAtInputs;
    this.shards = shards;
    FakeScience science = new FakeScience();
    String spec = SPEC.formatted(setting.seeds(), setting.problems());
    this.sweep = SweepDefinition.of(spec, science.spec(spec));
    this.runner = science.runner(sweep.spec());
    this.slots = new SimulatedSlots(setting.slots(), this::carryOut);
  }

  SweepDefinition sweep() {
    return sweep;
  }

  /** The process that carries out shards has died. */
  static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Runs all stages that have shards into a store, or what is left of them. */
  List<Went> run(JavaSparkContext spark, Path folder) throws InterruptedException {
    List<Went> all = new ArrayList<>();
    try (StoreWriter writer =
        StoreWriter.openDamaged(
            SimulatedDisk.uri(folder), SimulatedDisk.configuration(), Clock.systemUTC())) {
      writer.writeSpec(sweep.text());
      tag = writer.run().tag();
      SweepDriver driver =
          new SweepDriver(
              spark,
              slots,
              sweep,
              new FakeScience(),
              writer,
              watch,
              false,
              setting.partitions(),
              SweepStages.ALL);
      for (List<SweepStage> together : SweepStages.ALL.together()) {
        if (together.get(0) instanceof ShardStage) {
          watch.begin();
          double from = slots.now();
          double busy = slots.busy();
          driver.run(together);
          double seconds = slots.now() - from;
          all.add(
              new Went(
                  together.stream().map(stage -> stage.stage().label()).toList(),
                  watch.shards,
                  seconds,
                  1 - (slots.busy() - busy) / (seconds * setting.slots()),
                  watch.planned));
        }
      }
    }
    return all;
  }

  /** Share of slot time in which no shard ran, from the beginning to the end. */
  double idle() {
    return 1 - slots.busy() / (slots.now() * setting.slots());
  }

  /** Shards that were begun. */
  long carriedOut() {
    return carriedOut;
  }

  /** Seconds from the beginning to the end. */
  double seconds() {
    return slots.now();
  }

  private final class Watch extends SilentProgress {
    private long shards;
    private double planned;

    void begin() {
      shards = 0;
      planned = 0;
      slots.spend(0);
    }

    @Override
    public void stageStarted(Stage stage, int now) {
      plan();
    }

    @Override
    public void planned(int all, double seconds) {
      plan();
    }

    private void plan() {
      planned += slots.awakeSeconds();
      slots.spend(setting.planSeconds());
    }

    @Override
    public void committed(Group group, double trialSeconds) {
      shards++;
    }

    @Override
    public void left(List<StageLeft> stages) {
      slots.spend(setting.commitSeconds());
    }
  }

  private SplittableRandom random(Stage stage, String what) {
    return new SplittableRandom(setting.draw() * 1_000_003L + hash(stage + what));
  }

  private static long hash(String text) {
    long hash = 1125899906842597L;
    for (int i = 0; i < text.length(); i++) {
      hash = 31 * hash + text.charAt(i);
    }
    return hash;
  }

  private static double lognormal(SplittableRandom random, double sigma) {
    return Math.exp(sigma * random.nextGaussian() - sigma * sigma / 2);
  }

  private double secondsOfTrial(ShardStage stage, CellCoordinates cell, long trial) {
    double shape =
        shapes.computeIfAbsent(
            stage.stage() + " " + cell.family() + " " + cell.width(),
            key -> lognormal(random(stage.stage(), key), SHAPE));
    double price = stage.operations(runner, cell) / CostModel.OPERATIONS_PER_SECOND;
    double part = stage.stage().equals(Stage.DEPTHS) ? MEASURING : 1;
    SplittableRandom own =
        new SplittableRandom(setting.draw() * 31 + trial * 7 + hash(stage.stage().label()));
    return Math.min(
        sweep.spec().training().deadlineSeconds(),
        price * part * shape * lognormal(own, setting.scatter()));
  }

  private ShardRunner.Result carryOut(ShardWork work) {
    if (carriedOut == shards) {
      throw new Died();
    }
    carriedOut++;
    ShardStage stage = SweepStages.ALL.sharded(work.stage()).orElseThrow();
    MeasuredCosts costs = new MeasuredCosts();
    SplittableRandom own = random(work.stage(), work.covers());
    double seconds = 0;
    if (stage.unit() == StagePlan.Unit.PROBLEM) {
      seconds = PROBLEM_SECONDS * lognormal(own, SHAPE);
    } else {
      IndexRanges trials = IndexRanges.parse(work.covers());
      long seeds = sweep.grid().seeds();
      for (IndexRanges.Range range : trials.ranges()) {
        for (long trial = range.first(); trial <= range.last(); trial++) {
          CellCoordinates cell = sweep.grid().cell(trial / seeds);
          double each = stage.isSummary() ? SUMMARY_SECONDS : secondsOfTrial(stage, cell, trial);
          seconds += each;
          if (!stage.isSummary()) {
            costs.add(work.stage(), cell, stage.operations(runner, cell), each);
          }
        }
      }
      if (looksAtInputs && !stage.stage().equals(Stage.MINIMA)) {
        requireInputs(work, trials);
      }
    }
    return new ShardRunner.Result(group(work, seconds, own), costs);
  }

  /** Whoever reads rows of trials was handed the files of all of them. */
  private void requireInputs(ShardWork work, IndexRanges trials) {
    List<IndexRanges.Range> read = new ArrayList<>();
    for (StoredFile file : work.inputs()) {
      read.addAll(trained.getOrDefault(file.name(), new IndexRanges(List.of())).ranges());
    }
    IndexRanges held = IndexRanges.union(read);
    List<IndexRanges.Range> both = new ArrayList<>(read);
    both.addAll(trials.ranges());
    if (IndexRanges.union(both).size() != held.size()) {
      throw new IllegalStateException(work.id() + " lacks files of its trials");
    }
  }

  private Group group(ShardWork work, double seconds, SplittableRandom random) {
    List<StoredFile> files = new ArrayList<>();
    for (String table : TABLES.get(work.stage())) {
      String name = table + "/" + work.id() + "-r" + tag + ".parquet";
      StringBuilder sha = new StringBuilder();
      for (int i = 0; i < 4; i++) {
        sha.append(String.format(Locale.ROOT, "%016x", random.nextLong()));
      }
      files.add(new StoredFile(table, name, 16, 10_000 + random.nextInt(10_000), sha.toString()));
      if (looksAtInputs && work.stage().equals(Stage.MINIMA)) {
        trained.put(name, IndexRanges.parse(work.covers()));
      }
    }
    return new Group(
        work.id(),
        work.stage(),
        work.scope(),
        work.grid(),
        work.covers(),
        Map.of("converged", 15L, "budget", 1L),
        work.stage().equals(Stage.MINIMA) ? Map.of("strict", 12L, "flat", 4L) : Map.of(),
        Map.of(),
        seconds,
        work.predictedSeconds(),
        files);
  }

  /** Arguments: the fields of a {@link Setting}, and a folder for the store. */
  public static void main(String[] arguments) throws InterruptedException, IOException {
    Setting setting =
        new Setting(
            Integer.parseInt(arguments[0]),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]),
            Double.parseDouble(arguments[4]),
            Long.parseLong(arguments[5]),
            Double.parseDouble(arguments[6]),
            Double.parseDouble(arguments[7]));
    Path folder = Path.of(arguments[8]);
    SimulatedSweep sweep = new SimulatedSweep(setting, false, Long.MAX_VALUE);
    SparkConf conf =
        SparkSettings.of(
            new SparkConf(), Optional.of("local[1]"), Map.of("spark.ui.enabled", "false"));
    List<Went> all;
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      all = sweep.run(spark, folder);
    }
    System.out.println(setting);
    long shards = 0;
    for (Went went : all) {
      System.out.printf(
          Locale.ROOT,
          "%s: %d shards in %.0f s, idle %.2f%%, planned in %.1f s%n",
          String.join(" and ", went.stages()),
          went.shards(),
          went.seconds(),
          100 * went.idle(),
          went.planned());
      shards += went.shards();
    }
    System.gc();
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    Store store = Store.open(SimulatedDisk.uri(folder), SimulatedDisk.configuration());
    System.out.printf(
        Locale.ROOT,
        "whole: %d shards in %.0f s, idle %.4f, log %d bytes, groups %d, heap %d MB%n",
        shards,
        sweep.seconds(),
        sweep.idle(),
        SimulatedDisk.bytes(folder.resolve("_log")),
        store.groups().size(),
        used >> 20);
  }
}
