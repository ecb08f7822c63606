package io.shallows.spark.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.CellCoordinates;
import io.shallows.grid.Grid;
import io.shallows.minimum.MinimumKind;
import io.shallows.record.CellKindColumns;
import io.shallows.record.CellsTable;
import io.shallows.record.DepthsTable;
import io.shallows.record.FailuresTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.Record;
import io.shallows.record.ReferencesTable;
import io.shallows.record.Table;
import io.shallows.record.TrialsTable;
import io.shallows.spark.cli.SweepCommandLine;
import io.shallows.spark.command.StatusCommand;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.plan.CostModel;
import io.shallows.spark.plan.ReferenceKey;
import io.shallows.spark.plan.ShardWork;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.stage.SweepStages;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.IndexRanges;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreException;
import io.shallows.spark.store.StoreVerification;
import io.shallows.spark.store.StoreWriter;
import io.shallows.spark.store.StoredFile;
import io.shallows.spec.SpecException;
import io.shallows.trial.TrialRunner;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepDriverTest {

  private static final String SPEC =
      """
      apiVersion: shallows/v1
      name: test
      grid:
        family: [plain, long-skip]
        width: [4, 8]
        networkDepth: [1]
        inputDimension: [2]
        initialization: [he]
        seed: {count: 6, root: 1}
      training: {deadlineSeconds: 1}
      measurement:
        depth: {eta: [0.25, 0.5]}
      """;

  private static JavaSparkContext spark;

  @TempDir Path folder;

  @BeforeAll
  static void startSpark() {
    spark =
        new JavaSparkContext(SparkSettings.of(new SparkConf(), Optional.of("local[2]"), Map.of()));
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  @BeforeEach
  void resetCounts() {
    FakeScience.TRAINED.set(0);
    FakeScience.MEASURED.set(0);
  }

  private String uri(String name) {
    return folder.resolve(name).toUri().toString();
  }

  private Store store(String name) {
    return Store.open(uri(name), new Configuration());
  }

  private void run(String name, String spec, int partitions, Stage... stages) throws Exception {
    FakeScience science = new FakeScience();
    SweepDefinition sweep = SweepDefinition.of(spec, science.spec(spec));
    try (StoreWriter writer = StoreWriter.open(uri(name), new Configuration(), Clock.systemUTC())) {
      writer.writeSpec(sweep.text());
      SweepDriver driver =
          new SweepDriver(spark, sweep, science, writer, new SilentProgress(), false, partitions);
      for (Stage stage : stages.length == 0 ? Stage.known() : List.of(stages)) {
        driver.run(stage);
      }
      if (stages.length == 0) {
        driver.compact();
        writer.settle();
      }
    }
  }

  /** Tasks of a job that was cancelled end later, and may write until then. */
  private static void awaitTasks() throws InterruptedException {
    int quiet = 0;
    while (quiet < 5) {
      boolean running =
          Arrays.stream(spark.sc().statusTracker().getExecutorInfos())
              .anyMatch(executor -> executor.numRunningTasks() > 0);
      quiet = running ? 0 : quiet + 1;
      Thread.sleep(100);
    }
  }

  /** All rows without their times, in an order of their own. */
  private static List<String> rows(Store store, Table table) {
    List<Record> rows = new ArrayList<>();
    store.read(table, rows::add);
    List<String> texts = new ArrayList<>();
    for (Record row : rows) {
      texts.add(row.withoutTimes().toString());
    }
    texts.sort(Comparator.naturalOrder());
    return texts;
  }

  static List<String> allRows(Store store) {
    List<String> all = new ArrayList<>();
    for (Table table :
        List.of(
            TrialsTable.TABLE,
            MinimaTable.TABLE,
            DepthsTable.TABLE,
            FailuresTable.TABLE,
            CellsTable.TABLE)) {
      all.addAll(rows(store, table));
    }
    return all;
  }

  @Test
  void rowsDoNotDependOnTheNumberOfShards() throws Exception {
    for (int partitions : List.of(0, 1, 3, 8, 24)) {
      run("parts-" + partitions, SPEC, partitions);
    }
    List<String> expected = allRows(store("parts-1"));
    // 24 trials, as many minima, 3 rows of depth each, 4 cells with 4 rows.
    assertEquals(24 + 24 + 72 + 16, expected.size());
    for (int partitions : List.of(0, 3, 8, 24)) {
      assertEquals(expected, allRows(store("parts-" + partitions)));
    }
    assertEquals(List.of(), StoreVerification.problems(store("parts-8")));
    assertEquals(1, store("parts-8").groups(Stage.MINIMA).size());
    assertEquals(3, store("parts-3").groups(Stage.MINIMA).size());
  }

  @Test
  void seedsOfOneCellAreManyShardsOfDepthsWithTheRowsOfOne() throws Exception {
    String spec =
        SPEC.replace("[plain, long-skip]", "[plain]")
            .replace("[4, 8]", "[4]")
            .replace("count: 6", "count: 48");
    run("one", spec, 1);
    resetCounts();
    run("many", spec, 12, Stage.REFERENCES, Stage.MINIMA, Stage.DEPTHS);
    assertEquals(12, store("many").groups(Stage.DEPTHS).size());
    assertEquals(48, FakeScience.MEASURED.get());
    assertTrue(
        rows(store("one"), DepthsTable.TABLE).equals(rows(store("many"), DepthsTable.TABLE)),
        "rows of depths differ");
    for (Group group : store("many").groups(Stage.DEPTHS)) {
      assertEquals(4, IndexRanges.parse(group.covers()).size());
    }
    assertEquals(
        1, store("many").groups(Stage.MINIMA).size(), "what all shards read is in few files");
    // What is measured stays: on a wider axis, and when the rest of the sweep is done.
    resetCounts();
    String wider = spec.replace("width: [4]", "width: [2, 4]");
    run("many", wider, 5);
    assertEquals(48, FakeScience.MEASURED.get());
    // More seeds may have a lower best.
    resetCounts();
    String larger = wider.replace("count: 48", "count: 50");
    run("many", larger, 7);
    assertEquals(100, FakeScience.MEASURED.get());
    run("larger", larger, 1);
    assertTrue(allRows(store("larger")).equals(allRows(store("many"))), "rows differ");
  }

  /** Length of all texts of depth shards, one cell each, of a sweep on so many problems. */
  private long textOfDepths(int problems) throws Exception {
    String name = problems + "-problems";
    String spec =
        SPEC.replace("training:", "problem: {kind: teacher, count: " + problems + "}\ntraining:");
    run(name, spec, 4, Stage.REFERENCES, Stage.MINIMA);
    FakeScience science = new FakeScience();
    SweepDefinition sweep = SweepDefinition.of(spec, science.spec(spec));
    List<ShardWork> shards =
        SweepDriver.planner(
                sweep, science, science.runner(sweep.spec()), store(name), () -> 1, 4 * problems)
            .waves(SweepStages.ALL.measuring(), store(name))
            .next();
    assertTrue(shards.size() > 2 * problems, shards.size() + " shards");
    Map<String, StoredFile> references = new HashMap<>();
    for (Group group : store(name).groups(Stage.REFERENCES)) {
      ReferenceKey key = ReferenceKey.parse(group.covers());
      references.put(key.problem() + " " + key.inputDimension(), group.files().get(0));
    }
    assertEquals(problems, references.size());
    for (ShardWork shard : shards) {
      Set<StoredFile> own = new HashSet<>();
      IndexRanges.parse(shard.covers())
          .forEach(
              trial -> {
                CellCoordinates cell = sweep.grid().at(trial).cell();
                own.add(references.get(cell.problemIndex() + " " + cell.inputDimension()));
              });
      Set<StoredFile> opened = new HashSet<>(shard.inputs());
      opened.removeIf(file -> !file.table().equals(ReferencesTable.TABLE.name()));
      assertEquals(own, opened);
    }
    return shards.stream().mapToLong(shard -> shard.toJson().length()).sum();
  }

  @Test
  void aShardOfDepthsIsHandedTheReferencesOfItsOwnProblemsOnly() throws Exception {
    long few = textOfDepths(4);
    long many = textOfDepths(12);
    assertTrue(many < 3.3 * few, many + " characters after " + few);
  }

  @Test
  void aFirstLookAtTheCostsChangesNoRow() throws Exception {
    String spec =
        SPEC.replace("[4, 8]", "[2, 4, 6, 8, 10, 12, 14, 16]").replace("count: 6", "count: 16");
    run("looked", spec, 0, Stage.REFERENCES, Stage.MINIMA);
    assertEquals(256, FakeScience.TRAINED.get());
    assertTrue(store("looked").costs().orElseThrow().contains("minima long-skip 16 1 2"));
    // Two trials of each of 16 shapes were planned by their operations, the others by these two.
    FakeScience science = new FakeScience();
    TrialRunner runner = science.runner(science.spec(spec));
    Grid grid = new Grid(science.spec(spec));
    long sampled = 0;
    for (Group group : store("looked").groups(Stage.MINIMA)) {
      double[] byOperations = new double[1];
      IndexRanges trials = IndexRanges.parse(group.covers());
      trials.forEach(
          trial ->
              byOperations[0] +=
                  runner.predictedOperations(grid.at(trial).cell())
                      / CostModel.OPERATIONS_PER_SECOND);
      if (Math.abs(group.predictedSeconds() / byOperations[0] - 1) < 1e-9) {
        sampled += trials.size();
      }
    }
    assertEquals(32, sampled);
    run("looked", spec, 0);
    run("blind", spec, 5);
    assertEquals(allRows(store("blind")), allRows(store("looked")));
    resetCounts();
    run("looked", spec, 0);
    assertEquals(0, FakeScience.TRAINED.get());
  }

  @Test
  void moreTrialsThanARunCanHoldAreRefused() {
    String spec = SPEC.replace("count: 6", "count: 1000000000000");
    FakeScience science = new FakeScience();
    SweepRun run = new SweepRun(science, new SparkConf(), new SilentProgress(), false, 0, Set.of());
    SpecException refused =
        assertThrows(SpecException.class, () -> run.run(science.spec(spec), spec));
    assertTrue(refused.getMessage().startsWith("grid: 4000000000000 trials are more than"));
  }

  @Test
  void aSecondRunComputesNothing() throws Exception {
    run("again", SPEC, 3);
    List<String> first = allRows(store("again"));
    resetCounts();
    run("again", SPEC, 5);
    assertEquals(0, FakeScience.TRAINED.get());
    assertEquals(0, FakeScience.MEASURED.get());
    assertEquals(first, allRows(store("again")));
  }

  @Test
  void widerAxesAndMoreSeedsComputeOnlyWhatIsNew() throws Exception {
    run("grown", SPEC, 3);
    resetCounts();
    run("grown", SPEC.replace("[4, 8]", "[2, 4, 8]"), 3);
    assertEquals(12, FakeScience.TRAINED.get());
    assertEquals(12, FakeScience.MEASURED.get());
    resetCounts();
    String larger = SPEC.replace("[4, 8]", "[2, 4, 8]").replace("count: 6", "count: 8");
    run("grown", larger, 3);
    assertEquals(12, FakeScience.TRAINED.get());
    run("fresh", larger, 2);
    assertEquals(allRows(store("fresh")), allRows(store("grown")));
  }

  @Test
  void anInterruptedSweepLosesOnlyWhatWasNotCommitted() throws Exception {
    run("whole", SPEC, 4);
    run("broken", SPEC, 8, Stage.REFERENCES, Stage.MINIMA);
    // As a crash would leave it: the last commits never happened.
    try (var log = Files.list(folder.resolve("broken/_log"))) {
      List<Path> commits = log.sorted(Comparator.reverseOrder()).toList();
      Files.delete(commits.get(0));
    }
    Store broken = store("broken");
    long committed =
        broken.groups(Stage.MINIMA).stream()
            .flatMap(group -> group.statuses().values().stream())
            .mapToLong(Long::longValue)
            .sum();
    resetCounts();
    run("broken", SPEC, 3);
    assertEquals(24 - committed, FakeScience.TRAINED.get());
    assertEquals(allRows(store("whole")), allRows(store("broken")));
  }

  @Test
  void badTrialsAreRowsAndAllOthersComplete() throws Exception {
    String widths =
        "[4, "
            + FakeScience.THROWS
            + ", "
            + FakeScience.LOOPS
            + ", "
            + FakeScience.NOT_A_NUMBER
            + ", "
            + FakeScience.OUT_OF_MEMORY
            + "]";
    run("poison", SPEC.replace("[4, 8]", widths).replace("[plain, long-skip]", "[plain]"), 4);
    List<String> statuses = new ArrayList<>();
    store("poison")
        .read(
            FailuresTable.TABLE,
            row -> {
              assertEquals(FakeScience.BAD_SEED, row.get(LeadingColumns.SEED));
              statuses.add(row.get(LeadingColumns.WIDTH) + " " + row.get(FailuresTable.STATUS));
            });
    statuses.sort(Comparator.naturalOrder());
    assertEquals(List.of("101 failed", "102 timed-out", "104 out-of-memory"), statuses);
    List<String> diverged = new ArrayList<>();
    List<String> all = new ArrayList<>();
    store("poison")
        .read(
            TrialsTable.TABLE,
            row -> {
              all.add(row.get(LeadingColumns.TRIAL_ID));
              if (row.get(TrialsTable.STATUS).equals("diverged")) {
                diverged.add(row.get(LeadingColumns.WIDTH) + "");
              }
            });
    assertEquals(List.of("103"), diverged);
    assertEquals(27, all.size());
  }

  @Test
  void aMachineThatCannotLoadALibraryWritesNoFailureAndTheSweepGoesOnWhenItCan() throws Exception {
    String spec = SPEC.replace("[4, 8]", "[4, " + FakeScience.NEEDS_A_LIBRARY + "]");
    FakeScience.HEALED.set(false);
    StoreException stopped = assertThrows(StoreException.class, () -> run("broken", spec, 4));
    assertEquals(StoreException.class, stopped.getClass(), "it stays so until it is mended");
    assertTrue(
        stopped
            .getMessage()
            .startsWith(
                "stage minima stopped: this machine cannot compute: UnsatisfiedLinkError: no"
                    + " jniopenblas"),
        stopped.getMessage());
    assertEquals(List.of(), rows(store("broken"), FailuresTable.TABLE));
    FakeScience.HEALED.set(true);
    run("broken", spec, 4);
    run("calm", spec, 4);
    assertEquals(List.of(), rows(store("broken"), FailuresTable.TABLE));
    assertEquals(allRows(store("calm")), allRows(store("broken")));
  }

  @Test
  void aFailureSaysWhereItHappened() throws Exception {
    run("where", SPEC.replace("[4, 8]", "[4, " + FakeScience.THROWS + "]"), 2);
    List<String> places = new ArrayList<>();
    store("where")
        .read(
            FailuresTable.TABLE,
            row -> places.add(row.get(FailuresTable.HOST) + " " + row.get(FailuresTable.EXECUTOR)));
    assertEquals(List.of("127.0.0.1 driver", "127.0.0.1 driver"), places);
  }

  @Test
  void aSweepWithoutAResultMeetsNoCondition() throws Exception {
    String spec = SPEC.replace("[4, 8]", "[" + FakeScience.ALWAYS_THROWS + "]");
    run("hollow", spec, 2);
    assertEquals(3, status("hollow", "complete", "no trial has a result"));
    assertEquals(6, status("hollow", "bound", "no covered minimum was compared"));
    assertEquals(6, status("hollow", "not-contradicted", "no setting was judged"));
    assertEquals(6, status("hollow", "complete,bound,not-contradicted", "12 of 12 trials failed"));
    run("full", SPEC, 2);
    assertEquals(0, status("full", "complete,not-contradicted", ""));
  }

  private int status(String name, String conditions, String said) {
    StringWriter err = new StringWriter();
    int code =
        SweepCommandLine.of(new StatusCommand())
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(err, true))
            .execute(uri(name), "--require", conditions);
    assertTrue(err.toString().contains(said), err::toString);
    return code;
  }

  @Test
  void aSweepThatIsToFailFastEndsWithTheFirstFailureAndKeepsItsRow() throws Exception {
    String spec = SPEC.replace("[4, 8]", "[4, " + FakeScience.THROWS + "]");
    FakeScience science = new FakeScience();
    SweepDefinition sweep = SweepDefinition.of(spec, science.spec(spec));
    try (StoreWriter writer =
        StoreWriter.open(uri("fast"), new Configuration(), Clock.systemUTC())) {
      writer.writeSpec(sweep.text());
      SweepDriver driver =
          new SweepDriver(spark, sweep, science, writer, new SilentProgress(), true, 2);
      driver.run(Stage.REFERENCES);
      assertThrows(FailedTrialException.class, () -> driver.run(Stage.MINIMA));
      awaitTasks();
    }
    assertTrue(!rows(store("fast"), FailuresTable.TABLE).isEmpty(), "failures");
  }

  @Test
  void failedTrialsAreDoneAgainAndOnlyThey() throws Exception {
    String spec = SPEC.replace("[4, 8]", "[4, " + FakeScience.THROWS + "]");
    run("retried", spec, 3);
    List<String> first = allRows(store("retried"));
    FakeScience science = new FakeScience();
    SweepDefinition sweep = SweepDefinition.of(spec, science.spec(spec));
    resetCounts();
    try (StoreWriter writer =
        StoreWriter.open(uri("retried"), new Configuration(), Clock.systemUTC())) {
      SweepDriver driver =
          new SweepDriver(spark, sweep, science, writer, new SilentProgress(), false, 2);
      driver.retry(Set.of("failed"));
      assertEquals(22, driver.status().finished());
      assertEquals(Map.of("smooth-strict", 22L), driver.status().kinds());
      driver.run(Stage.MINIMA);
      assertEquals(2, FakeScience.TRAINED.get());
    }
    run("retried", spec, 3);
    assertEquals(first, allRows(store("retried")));
    assertEquals(List.of(), StoreVerification.problems(store("retried")));
  }

  @Test
  void aTrialThatSucceedsLaterHasItsDepthsAndTheCellsAreThoseOfACalmSweep() throws Exception {
    String spec = SPEC.replace("[4, 8]", "[4, " + FakeScience.THROWS_FOR_A_WHILE + "]");
    FakeScience.HEALED.set(true);
    run("calm", spec, 3);
    FakeScience.HEALED.set(false);
    // More shards than are left alone: the retry finds its trials in files that were put together.
    run("healed", spec, 12);
    assertEquals(1, store("healed").groups(Stage.MINIMA).size());
    FakeScience.HEALED.set(true);
    FakeScience science = new FakeScience();
    SweepDefinition sweep = SweepDefinition.of(spec, science.spec(spec));
    resetCounts();
    try (StoreWriter writer =
        StoreWriter.open(uri("healed"), new Configuration(), Clock.systemUTC())) {
      new SweepDriver(spark, sweep, science, writer, new SilentProgress(), false, 2)
          .retry(Set.of("failed"));
    }
    run("healed", spec, 3);
    assertEquals(2, FakeScience.TRAINED.get());
    assertEquals(12, FakeScience.MEASURED.get());
    assertEquals(allRows(store("calm")), allRows(store("healed")));
  }

  @Test
  void cellsHoldTheSharesOfKindsThatTheStatusCounts() throws Exception {
    run("kinds", SPEC, 3);
    store("kinds")
        .read(
            CellsTable.TABLE,
            row -> {
              double sum = 0;
              for (MinimumKind kind : MinimumKind.values()) {
                double share = row.get(CellKindColumns.share(kind));
                assertEquals(kind == MinimumKind.SMOOTH_STRICT ? 1.0 : 0.0, share);
                sum += share;
              }
              assertEquals(1.0, sum);
            });
    assertTrue(!rows(store("kinds"), CellsTable.TABLE).isEmpty());
    FakeScience science = new FakeScience();
    SweepDefinition sweep = SweepDefinition.of(SPEC, science.spec(SPEC));
    try (StoreWriter writer =
        StoreWriter.open(uri("kinds"), new Configuration(), Clock.systemUTC())) {
      SweepDriver driver =
          new SweepDriver(spark, sweep, science, writer, new SilentProgress(), false, 2);
      assertEquals(Map.of("smooth-strict", 24L), driver.status().kinds());
    }
  }

  @Test
  void everyGroupSaysHowManyRowsOfEachStatusItHas() throws Exception {
    run("counts", SPEC, 3);
    for (Group group : store("counts").groups(Stage.MINIMA)) {
      long rows =
          group.files().stream()
              .filter(f -> f.table().equals("trials"))
              .mapToLong(f -> f.rows())
              .sum();
      assertEquals(rows, group.statuses().get("converged"));
      assertTrue(group.seconds() > 0);
    }
  }

  @Test
  void whatTheDataDecideIsNotToBeRunAgain() {
    String spec = SPEC.replace("name: test", "name: " + FakeScience.UNREADABLE);
    SpecException mistake =
        assertThrows(SpecException.class, () -> run("unreadable", spec, 1, Stage.MINIMA));
    assertEquals(
        "problem.uri: data.csv cannot be read; check its path and rights", mistake.getMessage());
  }

  /** Spark would end this process, and the run would say that it was interrupted. */
  @Test
  void dataThatFillTheHeapOfTheDriverAreAMistake() {
    String spec = SPEC.replace("name: test", "name: " + FakeScience.FILLS_THE_HEAP);
    SpecException mistake =
        assertThrows(SpecException.class, () -> run("full-heap", spec, 1, Stage.MINIMA));
    assertTrue(
        mistake.getMessage().startsWith("the heap of ")
            && mistake.getMessage().endsWith("or lower problem.samples or grid.inputDimension"),
        mistake.getMessage());
  }

  @Test
  void whatAWorkerCannotLoadIsNotToBeRunAgain() {
    String spec = SPEC.replace("name: test", "name: " + FakeScience.UNLINKED);
    StoreException stopped =
        assertThrows(StoreException.class, () -> run("unlinked", spec, 1, Stage.MINIMA));
    assertEquals(StoreException.class, stopped.getClass(), "not one that says: run again");
    assertTrue(
        stopped.getMessage().startsWith("stage minima stopped: ")
            && stopped.getMessage().contains("UnsatisfiedLinkError: libx.so: failed to map")
            && stopped.getMessage().contains("-Dorg.bytedeco.javacpp.cachedir"),
        stopped.getMessage());
  }
}
