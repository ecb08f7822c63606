package io.shallows.spark.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.FullDisk;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreException;
import io.shallows.spark.store.StoreRebuild;
import io.shallows.spark.store.StoreVerification;
import io.shallows.spark.store.StoreWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full, folders that vanish and files that are damaged. */
class DisturbedStorageTest {

  private static final long SEED = Long.getLong("campaign.seed", 20260101);

  private static final String SPEC =
      """
      apiVersion: shallows/v1
      name: disturbed
      grid:
        family: [plain, long-skip]
        width: [4, 8]
        networkDepth: [1]
        inputDimension: [2]
        initialization: [he]
        seed: {count: 6, root: 1}
      measurement:
        depth: {eta: [0.5]}
      """;

  private static JavaSparkContext spark;
  private static Configuration hadoop;
  private static List<String> expected;

  @TempDir Path folder;

  @BeforeAll
  static void runUndisturbed(@TempDir Path calm) throws Exception {
    SparkConf conf =
        SparkSettings.of(
            new SparkConf(),
            Optional.of("local[2]"),
            Map.of("spark.hadoop.fs.full.impl", FullDisk.class.getName()));
    hadoop = SparkSettings.hadoop(conf);
    spark = new JavaSparkContext(conf);
    run(calm.toString(), new SilentProgress());
    expected = SweepDriverTest.allRows(Store.open(calm.toString(), hadoop));
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  @BeforeEach
  void makeRoom() {
    FullDisk.setRoom(Long.MAX_VALUE);
  }

  private static void run(String uri, SweepProgress progress) throws InterruptedException {
    FakeScience science = new FakeScience();
    SweepDefinition sweep = SweepDefinition.of(SPEC, science.spec(SPEC));
    try (StoreWriter writer = StoreWriter.open(uri, hadoop, Clock.systemUTC())) {
      writer.writeSpec(sweep.text());
      SweepDriver driver = new SweepDriver(spark, sweep, science, writer, progress, false, 8);
      for (Stage stage : Stage.known()) {
        driver.run(stage);
        writer.writeStatus(driver.status().toJson());
      }
      driver.compact();
      writer.settle();
    }
  }

  private void assertWhole(String uri) {
    Store store = Store.open(uri, hadoop);
    assertEquals(expected, SweepDriverTest.allRows(store));
    assertEquals(List.of(), StoreVerification.problems(store));
  }

  @Test
  void aFullDiskEndsTheRunAndWithRoomItGoesOn() throws Exception {
    run("full:" + folder.resolve("measured"), new SilentProgress());
    long needed = FullDisk.written();
    Random random = new Random(SEED);
    String uri = "full:" + folder.resolve("store");
    int refusals = 0;
    // The disk fills up again and again, each time a part further.
    for (int i = 0; i < 6; i++) {
      FullDisk.setRoom(random.nextInt((int) needed / 3));
      try {
        run(uri, new SilentProgress());
      } catch (StoreException full) {
        refusals++;
        assertTrue(full.getMessage().contains("No space left on device"), full.getMessage());
      }
      FullDisk.setRoom(Long.MAX_VALUE);
      if (Store.open(uri, hadoop).groups().size() > 0) {
        assertEquals(List.of(), StoreVerification.problems(Store.open(uri, hadoop)));
      }
    }
    assertTrue(refusals >= 3, refusals + " of 6 runs met the full disk, seed " + SEED);
    run(uri, new SilentProgress());
    assertWhole(uri);
  }

  /** A small file system in memory, where this machine lets us mount one. */
  @Test
  @Tag("campaign")
  void aSweepOnALocalDiskThatIsReallyFullGoesOnOnceThereIsRoom() throws Exception {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    assumeTrue(command("mount", "-t", "tmpfs", "-o", "size=128k", "none", disk.toString()) == 0);
    try {
      String uri = disk.resolve("store").toString();
      StoreException full =
          assertThrows(StoreException.class, () -> run(uri, new SilentProgress()));
      assertTrue(full.getMessage().contains("No space left on device"), full.getMessage());
      assertEquals(0, command("mount", "-o", "remount,size=64m", disk.toString()));
      run(uri, new SilentProgress());
      assertWhole(uri);
    } finally {
      command("umount", disk.toString());
    }
  }

  private static int command(String... words) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(discard()).start();
    return process.waitFor(10, TimeUnit.MINUTES) ? process.exitValue() : -1;
  }

  private static ProcessBuilder.Redirect discard() {
    return ProcessBuilder.Redirect.DISCARD;
  }

  @Test
  void aVanishedFolderEndsTheRunAndTheNextOneBeginsAnew() throws Exception {
    String uri = folder.resolve("vanishing").toString();
    SweepProgress vanishing =
        new SilentProgress() {
          private int commits;

          @Override
          public void committed(Group group, double trialSeconds) {
            commits++;
            while (commits == 4 && Files.exists(Path.of(uri))) {
              // Tasks that end meanwhile may write between two deletions.
              delete(Path.of(uri));
            }
          }
        };
    StoreException stopped = assertThrows(StoreException.class, () -> run(uri, vanishing));
    assertTrue(stopped.getMessage().contains("vanish"), stopped.getMessage());
    run(uri, new SilentProgress());
    assertWhole(uri);
  }

  @Test
  void whateverFileIsDamagedIsNamedAndWhatCanBeMadeAgainIs() throws Exception {
    Path whole = folder.resolve("whole");
    run(whole.toString(), new SilentProgress());
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.walk(whole)) {
      files
          .filter(Files::isRegularFile)
          .map(path -> whole.relativize(path).toString())
          // Rows depend on none of these, and the next run writes them again.
          .filter(name -> !Set.of("status.json", "provenance.json", "_costs.json").contains(name))
          .sorted()
          .forEach(names::add);
    }
    Random random = new Random(SEED);
    for (int i = 0; i < 15; i++) {
      String name = names.get(random.nextInt(names.size()));
      Path copy = folder.resolve("copy-" + i);
      copy(whole, copy);
      damage(copy.resolve(name), i % 3, random);
      assertDamageIsHandled(copy.toString(), name, "damage " + i % 3 + " of " + name);
    }
  }

  private void assertDamageIsHandled(String uri, String name, String what) throws Exception {
    String file = Path.of(name).getFileName().toString();
    List<String> problems;
    try {
      problems = StoreVerification.problems(Store.open(uri, hadoop));
    } catch (StoreException refused) {
      // Nobody reads a store whose log or spec is damaged.
      assertTrue(refused.getMessage().contains(file), what + ": " + refused.getMessage());
      assertTrue(
          name.startsWith("_log") || name.equals("spec.yaml") || name.equals("_store.json"), what);
      if (name.startsWith("_log")) {
        StoreRebuild.of(uri, hadoop, Clock.systemUTC());
        FakeScience.TRAINED.set(0);
        run(uri, new SilentProgress());
        assertEquals(0, FakeScience.TRAINED.get(), what);
        assertWhole(uri);
      }
      return;
    }
    if (name.startsWith("_log") || name.equals("_store.json")) {
      // Without its last commit a store is as it was before it, but for files deleted since.
      repair(uri);
      run(uri, new SilentProgress());
      assertWhole(uri);
      return;
    }
    assertEquals(1, problems.size(), what + ": " + problems);
    assertTrue(problems.get(0).contains(file), what + ": " + problems);
    if (name.endsWith(".parquet")) {
      assertEquals(problems, repair(uri), what);
      run(uri, new SilentProgress());
      assertWhole(uri);
    }
  }

  /** Takes out what is damaged; returns what that was. */
  private static List<String> repair(String uri) {
    List<String> problems = new ArrayList<>();
    try (StoreWriter writer = StoreWriter.openDamaged(uri, hadoop, Clock.systemUTC())) {
      StoreRepair.repair(
          writer, new FakeScience(), estimate -> problems.addAll(estimate.problems()));
    }
    return problems;
  }

  @Test
  void aRunDoesNotGoOnBesideMissingOrShortenedFiles() throws Exception {
    Path store = folder.resolve("short");
    run(store.toString(), new SilentProgress());
    Path trials;
    try (Stream<Path> files = Files.list(store.resolve("trials"))) {
      trials = files.sorted().findFirst().orElseThrow();
    }
    Files.delete(trials);
    StoreException missing =
        assertThrows(
            StoreException.Corrupted.class, () -> run(store.toString(), new SilentProgress()));
    assertTrue(missing.getMessage().contains(trials.getFileName() + " is missing"));
    assertFalse(Files.exists(store.resolve("_lock.json")));
  }

  private static void damage(Path file, int kind, Random random) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    switch (kind) {
      case 0 -> Files.delete(file);
      case 1 -> Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
      default -> {
        bytes[random.nextInt(bytes.length)] ^= 1;
        Files.write(file, bytes);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
