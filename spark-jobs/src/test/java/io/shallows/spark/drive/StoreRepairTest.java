package io.shallows.spark.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.record.MinimaTable;
import io.shallows.record.Table;
import io.shallows.record.Tables;
import io.shallows.record.TrialsTable;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreException;
import io.shallows.spark.store.StoreFolder;
import io.shallows.spark.store.StoreRebuild;
import io.shallows.spark.store.StoreVerification;
import io.shallows.spark.store.StoreWriter;
import io.shallows.spark.store.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stores whose files or whose log are damaged, and what it costs to have them whole again. */
class StoreRepairTest {

  private static final int TRIALS = 240;

  private static final String SPEC =
      """
      apiVersion: shallows/v1
      name: repaired
      grid:
        family: [plain, long-skip]
        width: [4, 8]
        networkDepth: [1]
        inputDimension: [2]
        initialization: [he]
        seed: {count: 60, root: 1}
      measurement:
        depth: {eta: [0.5]}
      """;

  private static final Configuration HADOOP = new Configuration();

  private static JavaSparkContext spark;
  private static Path whole;
  private static List<String> expected;

  @TempDir Path folder;

  @BeforeAll
  static void runUndisturbed(@TempDir Path calm) throws Exception {
    spark =
        new JavaSparkContext(SparkSettings.of(new SparkConf(), Optional.of("local[2]"), Map.of()));
    whole = calm.resolve("whole");
    run(whole);
    expected = SweepDriverTest.allRows(open(whole));
    assertEquals(1, open(whole).groups(Stage.MINIMA).size());
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  private static Store open(Path store) {
    return Store.open(store.toString(), HADOOP);
  }

  private static void run(Path store) throws InterruptedException {
    run(store, SPEC);
  }

  private static void run(Path store, String spec) throws InterruptedException {
    FakeScience science = new FakeScience();
    SweepDefinition sweep = SweepDefinition.of(spec, science.spec(spec));
    try (StoreWriter writer = StoreWriter.open(store.toString(), HADOOP, Clock.systemUTC())) {
      writer.writeSpec(sweep.text());
      SweepDriver driver =
          new SweepDriver(spark, sweep, science, writer, new SilentProgress(), false, 12);
      for (Stage stage : Stage.known()) {
        driver.run(stage);
      }
      driver.compact();
      writer.settle();
    }
  }

  /** Runs again; returns how many trials were trained and how many depths measured. */
  private static List<Integer> again(Path store) throws InterruptedException {
    FakeScience.TRAINED.set(0);
    FakeScience.MEASURED.set(0);
    run(store);
    assertEquals(expected, SweepDriverTest.allRows(open(store)));
    assertEquals(List.of(), StoreVerification.problems(open(store)));
    assertEquals(List.of(), open(store).unlisted());
    return List.of(FakeScience.TRAINED.get(), FakeScience.MEASURED.get());
  }

  private Path copy(String name) throws IOException {
    Path copy = folder.resolve(name);
    try (Stream<Path> all = Files.walk(whole)) {
      for (Path path : all.toList()) {
        Files.copy(path, copy.resolve(whole.relativize(path).toString()));
      }
    }
    return copy;
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static Path file(Path store, Table table) {
    List<StoredFile> files = open(store).files(table);
    assertEquals(1, files.size());
    return store.resolve(files.get(0).name());
  }

  /** Without its spec a store took any other, and then had the trials of both. */
  @Test
  void aStoreThatHasLostItsSpecIsOneStill() throws Exception {
    Path store = copy("no-spec");
    Path file = store.resolve("spec.yaml");
    String spec = Files.readString(file);
    Files.delete(file);
    assertTrue(Store.isAt(open(store).folder()));
    assertEquals(spec, open(store).spec());
    assertEquals(
        List.of(
            "file:"
                + file
                + " is missing; a copy is read in its place, and the next run writes it again"),
        StoreVerification.problems(open(store)));
    assertEquals(List.of(0, 0), again(store), "nothing is done twice");
    assertEquals(spec, Files.readString(file));
    delete(store.resolve("_specs"));
    Files.delete(file);
    assertTrue(
        assertThrows(StoreException.Corrupted.class, () -> open(store).spec())
            .getMessage()
            .endsWith(
                "spec.yaml is missing, and so are its copies in _specs; restore one of them"));
  }

  /** A run that ended before it had Spark has taken the place and left nothing to lose. */
  @Test
  void aStoreThatWasOnlyOpenedTakesAnySpec() throws Exception {
    Path store = folder.resolve("opened");
    StoreWriter.open(store.toString(), HADOOP, Clock.systemUTC()).close();
    try (Stream<Path> commits = Files.list(store.resolve("_log"))) {
      assertTrue(commits.findAny().isPresent());
    }
    assertFalse(Store.isAt(StoreFolder.at(store.toString(), HADOOP)));
    run(store);
    assertEquals(expected, SweepDriverTest.allRows(open(store)));
  }

  /** What cannot be read is the store's, and not a spec that somebody has just written. */
  @Test
  void aSpecThatWasAlteredIsSaidToBe() throws Exception {
    Path store = copy("altered-spec");
    Path file = store.resolve("spec.yaml");
    Files.writeString(file, "grid: [");
    StoreException.Corrupted refused =
        assertThrows(
            StoreException.Corrupted.class, () -> StoredSweep.of(open(store), new FakeScience()));
    assertTrue(
        refused.getMessage().startsWith("file:" + file + " was altered and cannot be read ("),
        refused.getMessage());
    assertEquals(2, refused.getMessage().lines().count());
    Files.delete(file);
    assertEquals("repaired", StoredSweep.of(open(store), new FakeScience()).sweep().spec().name());
  }

  /** Tasks read what is damaged, and to run again would find it so again. */
  @ParameterizedTest
  @CsvSource({"minima, count: 60, count: 61", "depths, fixed, sequential"})
  void aRunThatReadsADamagedFileSaysSo(String table, String from, String to) throws Exception {
    Path store = copy("read-" + table);
    Path damaged = file(store, Tables.named(table).orElseThrow());
    byte[] bytes = Files.readAllBytes(damaged);
    for (int i = 8; i < bytes.length / 2; i += 97) {
      bytes[i] ^= 0x55;
    }
    Files.write(damaged, bytes);
    String spec = (SPEC + "  verdicts: fixed\n").replace(from, to);
    StoreException.Corrupted refused =
        assertThrows(StoreException.Corrupted.class, () -> run(store, spec));
    assertEquals(
        "file:" + damaged + " cannot be read; `shallows verify` tells more", refused.getMessage());
  }

  /** Flips one bit in the pages of a column of a row group. */
  private static int flip(Path file, int rowGroup, String column) throws IOException {
    BlockMetaData block;
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      block = reader.getRowGroups().get(rowGroup);
    }
    ColumnChunkMetaData chunk =
        block.getColumns().stream()
            .filter(each -> each.getPath().toDotString().startsWith(column))
            .findFirst()
            .orElseThrow();
    byte[] bytes = Files.readAllBytes(file);
    bytes[Math.toIntExact(chunk.getStartingPos() + chunk.getTotalSize() - 2)] ^= 1;
    Files.write(file, bytes);
    return Math.toIntExact(block.getRowCount());
  }

  private static StoreRepair.Estimate repair(Path store) {
    List<StoreRepair.Estimate> told = new ArrayList<>();
    try (StoreWriter writer =
        StoreWriter.openDamaged(store.toString(), HADOOP, Clock.systemUTC())) {
      List<String> aside = StoreRepair.repair(writer, new FakeScience(), told::add);
      aside.forEach(name -> assertTrue(name.contains("/_quarantine/"), name));
      assertEquals(told.get(0).problems().size(), aside.size());
    }
    return told.get(0);
  }

  @Test
  void aFlippedBitCostsTheTrialsOfItsRowGroupAndThePriceIsTold() throws Exception {
    Path store = copy("flipped");
    int rows = flip(file(store, TrialsTable.TABLE), 1, "loss");
    assertTrue(rows < TRIALS / 4, rows + " rows of a row group");
    String price = "trials: " + rows + " of " + TRIALS + " trials train again";
    StoreRepair.Estimate estimate = StoreRepair.estimate(open(store), new FakeScience());
    assertTrue(estimate.prices().get(0).startsWith(price), estimate.prices().toString());
    assertEquals(estimate, repair(store));
    assertEquals(List.of(rows, 0), again(store));
  }

  @Test
  void whereNotEvenTheTrialsCanBeReadThoseThatAreNotElsewhereAreLost() throws Exception {
    Path store = copy("ids");
    int rows = flip(file(store, MinimaTable.TABLE), 0, "trial_id");
    repair(store);
    List<Integer> done = again(store);
    // The first trial after the row group may have had rows in it.
    assertEquals(List.of(rows + 1, 0), done);
  }

  @Test
  void aFileThatIsGoneCostsItsGroup() throws Exception {
    Path store = copy("gone");
    Files.delete(file(store, TrialsTable.TABLE));
    FakeScience.TRAINED.set(0);
    StoreRepair.Estimate estimate = StoreRepair.estimate(open(store), new FakeScience());
    assertTrue(estimate.prices().get(0).startsWith("trials: 240 of 240 trials train again"));
    try (StoreWriter writer =
        StoreWriter.openDamaged(store.toString(), HADOOP, Clock.systemUTC())) {
      StoreRepair.repair(writer, new FakeScience(), told -> {});
    }
    assertEquals(List.of(TRIALS, 0), again(store));
  }

  @Test
  void aStoreWhoseLogIsGoneIsMadeFromItsFilesAndNothingIsComputedAgain() throws Exception {
    Path store = copy("rebuilt");
    delete(store.resolve("_log"));
    for (boolean writing : List.of(false, true)) {
      StoreException lost =
          assertThrows(
              StoreException.Corrupted.class,
              () -> {
                if (writing) {
                  StoreWriter.open(store.toString(), HADOOP, Clock.systemUTC()).close();
                } else {
                  open(store);
                }
              });
      assertTrue(lost.getMessage().contains("verify --rebuild"), lost.getMessage());
    }
    List<Group> before = open(whole).groups();
    StoreRebuild.Report report =
        StoreRebuild.of(store.toString(), HADOOP, Clock.systemUTC()).orElseThrow();
    assertEquals(before.size(), report.groups());
    assertEquals(List.of(), report.left());
    assertFalse(Files.exists(store.resolve("_lock.json")));
    assertEquals(expected, SweepDriverTest.allRows(open(store)));
    assertEquals(List.of(0, 0), again(store));
    assertTrue(StoreRebuild.of(store.toString(), HADOOP, Clock.systemUTC()).isEmpty());
  }

  @Test
  void aDamagedCommitIsMovedAsideByANewLog() throws Exception {
    Path store = copy("altered");
    Path commit;
    try (Stream<Path> log = Files.list(store.resolve("_log"))) {
      commit = log.sorted().skip(2).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(commit);
    bytes[bytes.length / 2] ^= 1;
    Files.write(commit, bytes);
    Files.copy(commit, store.resolve("_log/commit-000000000002 (conflicted copy).json"));
    StoreException damaged =
        assertThrows(StoreException.Corrupted.class, () -> open(store).groups());
    assertTrue(damaged.getMessage().contains(commit.getFileName() + " is truncated or altered"));
    StoreRebuild.Report report =
        StoreRebuild.of(store.toString(), HADOOP, Clock.systemUTC()).orElseThrow();
    assertTrue(
        report.movedAside().stream().anyMatch(name -> name.endsWith("" + commit.getFileName())));
    assertEquals(List.of(0, 0), again(store));
  }

  @Test
  void aStoreOfAnEarlierVersionIsReadAndGetsAMarkerWhenItIsWrittenTo() throws Exception {
    Path reference = Path.of("..", "notebooks-data", "reference", "quickstart");
    Path store = folder.resolve("quickstart");
    try (Stream<Path> all = Files.walk(reference)) {
      for (Path path : all.toList()) {
        Files.copy(path, store.resolve(reference.relativize(path).toString()));
      }
    }
    List<Group> groups = open(store).groups();
    assertEquals(List.of(), StoreVerification.problems(open(store)));
    assertFalse(Files.exists(store.resolve("_store.json")));
    try (StoreWriter writer = StoreWriter.open(store.toString(), HADOOP, Clock.systemUTC())) {
      assertEquals(groups, writer.store().groups());
      assertEquals(List.of(), writer.foreign());
    }
    assertTrue(Files.exists(store.resolve("_store.json")));
    assertEquals(groups, open(store).groups());
  }
}
