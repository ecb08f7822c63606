package io.shallows.spark.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.record.LeadingColumns;
import io.shallows.record.TrialsTable;
import io.shallows.spark.store.RecordFiles;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreException;
import io.shallows.spark.store.StoreFolder;
import io.shallows.spark.store.StoreVerification;
import io.shallows.spark.store.StoredFile;
import io.shallows.spark.store.TableCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/**
 * Kills processes of running sweeps at random moments, round after round, and starts each sweep
 * again until it is complete; then compares its rows with those of an undisturbed sweep and counts
 * what was done twice.
 */
final class FaultCampaign {

  /** Who is hit in a round. */
  enum Victim {
    DRIVER,
    EXECUTOR,
    WORKER,
    /** What {@link Disturbance} does. */
    STORAGE
  }

  /** Something that happens to the file system. */
  interface Disturbance {
    void strike() throws IOException;
  }

  private static final int SEEDS = 12;
  private static final int TRIALS = 20 * SEEDS;
  private static final int SHARDS = 30;

  /** The longest wait after the first new work of a round, in milliseconds. */
  private static final int LONGEST_WAIT = 1200;

  private static final int BETWEEN_LOOKS = 200;

  /** 20 cells of 12 trials; depths have a shard per cell, the largest that there is. */
  private static final String SPEC =
      """
      apiVersion: shallows/v1
      name: campaign
      grid:
        family: [plain, long-skip]
        width: [2, 4, 6, 8, 10]
        networkDepth: [1]
        inputDimension: [2]
        initialization: [he, clustered]
        seed: {count: 12, root: 1}
      measurement:
        depth: {eta: [0.5]}
      output: {uri: '%s'}
      """;

  private final LoopbackCluster cluster;
  private final Path folder;
  private final String root;
  private final Configuration hadoop;
  private final List<String> expected;
  private final Disturbance storage;
  private final Random random;

  private int sweep;
  private int shardsLost;
  private int looks;
  private int allLooks;
  private Process driver;

  /**
   * @param folder for logs
   * @param root URI below which the stores are made
   * @param expected all rows of the undisturbed sweep
   * @param seed decides victims and moments
   */
  FaultCampaign(
      LoopbackCluster cluster,
      Path folder,
      String root,
      Configuration hadoop,
      List<String> expected,
      Disturbance storage,
      long seed)
      throws IOException {
    this.cluster = cluster;
    this.folder = Files.createDirectories(folder);
    this.root = root;
    this.hadoop = hadoop;
    this.expected = expected;
    this.storage = storage;
    this.random = new Random(seed);
  }

  /** The campaign's spec with a store. */
  static String spec(String uri) {
    return SPEC.formatted(uri);
  }

  /** Strikes the victims in turn, and ends when the last sweep that was struck is complete. */
  void run(List<Victim> victims) throws Exception {
    int round = 0;
    while (round < victims.size()) {
      int before = log().size();
      if (driver == null) {
        driver = start();
      }
      if (isHurt(before)) {
        System.out.println("round " + (round + 1) + ": " + victims.get(round));
        strike(victims.get(round));
        round++;
      } else {
        finish();
      }
    }
    if (driver == null) {
      driver = start();
    }
    finish();
  }

  int sweeps() {
    return sweep;
  }

  /** How often the trials were counted. */
  int looks() {
    return allLooks;
  }

  /** Waits for new work and some time more; false if the sweep ended meanwhile. */
  private boolean isHurt(int before) throws Exception {
    while (driver.isAlive() && log().size() == before) {
      driver.waitFor(20, TimeUnit.MILLISECONDS);
      look();
    }
    return !driver.waitFor(random.nextInt(LONGEST_WAIT), TimeUnit.MILLISECONDS);
  }

  private void strike(Victim victim) throws Exception {
    switch (victim) {
      case DRIVER -> {
        driver.destroyForcibly().waitFor();
        driver = null;
        // What ran, and one that was done but not yet committed.
        shardsLost += cluster.workers() + 1;
      }
      case EXECUTOR -> {
        List<String> lines = log();
        int back = random.nextInt(Math.min(cluster.workers(), lines.size()));
        String last = lines.get(lines.size() - 1 - back);
        long process = Long.parseLong(last.substring(last.lastIndexOf(' ') + 1));
        ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
        shardsLost++;
      }
      case WORKER -> {
        cluster.killWorker(random.nextInt(cluster.workers()));
        shardsLost++;
      }
      case STORAGE -> storage.strike();
    }
  }

  /** Waits until the present sweep is complete, and judges it. */
  private void finish() throws Exception {
    while (!driver.waitFor(BETWEEN_LOOKS, TimeUnit.MILLISECONDS)) {
      look();
    }
    int code = driver.exitValue();
    driver = null;
    assertEquals(0, code, () -> "sweep " + sweep + ": " + output());
    Store store = Store.open(uri(), hadoop);
    assertEquals(expected, SweepDriverTest.allRows(store), "rows of sweep " + sweep);
    assertEquals(List.of(), StoreVerification.problems(store));
    assertEquals(List.of(), store.unlisted(), "files in no commit of sweep " + sweep);
    assertTrue(looks > 0 && look() == TRIALS, "a glob reads what the log lists");
    List<String> work = new ArrayList<>();
    log().forEach(line -> work.add(line.substring(0, line.lastIndexOf(' '))));
    assertEquals(2 * TRIALS, new HashSet<>(work).size());
    int again = work.size() - 2 * TRIALS;
    int allowed = shardsLost * (SEEDS + 1);
    assertTrue(again <= allowed, again + " were done again, " + allowed + " can have been lost");
    System.out.printf(
        "sweep %d: rows equal, %d of %d done again, at most %d in flight, %d looks%n",
        sweep, again, 2 * TRIALS, allowed, looks);
    allLooks += looks;
    looks = 0;
    sweep++;
    shardsLost = 0;
  }

  /**
   * Reads the trials that the log lists, and the folder of trials as somebody does who knows
   * nothing of the log, while processes run or have just died: every trial is there once or not at
   * all. DuckDB reads where it can. Returns how many are in the folder.
   */
  private int look() throws IOException, SQLException {
    if (!root.contains(":")) {
      return lookWithDuckDb();
    }
    Set<String> ids = new HashSet<>();
    org.apache.hadoop.fs.Path trials = new org.apache.hadoop.fs.Path(uri(), "trials");
    RecordFiles files = new RecordFiles(StoreFolder.at(uri(), hadoop));
    FileStatus[] found =
        trials.getFileSystem(hadoop).globStatus(new org.apache.hadoop.fs.Path(trials, "*.parquet"));
    for (FileStatus file : found == null ? new FileStatus[0] : found) {
      String name = "trials/" + file.getPath().getName();
      try {
        files.read(
            new StoredFile("trials", name, 0, 0, ""),
            TrialsTable.TABLE,
            row -> {
              String id = row.get(LeadingColumns.TRIAL_ID);
              assertTrue(ids.add(id), id + " is there twice in sweep " + sweep);
            });
      } catch (StoreException.Corrupted putTogether) {
        // Gone since it was listed, as any reader would find.
        return 0;
      }
    }
    looks++;
    return ids.size();
  }

  private int lookWithDuckDb() throws IOException, SQLException {
    Path store = Path.of(uri());
    for (Optional<TableCount> found :
        List.of(TableCount.ofCommitted(store), TableCount.ofGlob(store))) {
      found.ifPresent(
          count ->
              assertEquals(
                  count.trials(), count.rows(), "trials are there twice in sweep " + sweep));
    }
    Optional<TableCount> glob = TableCount.ofGlob(store);
    looks += glob.isPresent() ? 1 : 0;
    return glob.map(count -> (int) count.rows()).orElse(0);
  }

  private String uri() {
    return root + "/sweep-" + sweep;
  }

  private List<String> log() throws IOException {
    Path path = folder.resolve("sweep-" + sweep + ".log");
    if (!Files.exists(path)) {
      return List.of();
    }
    String text = Files.readString(path);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  private String output() {
    try {
      return Files.readString(folder.resolve("sweep-" + sweep + ".out"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private Process start() throws IOException {
    String logFlag = "-D" + FakeScience.LOG + "=" + folder.resolve("sweep-" + sweep + ".log");
    return JavaProcess.start(
        folder.resolve("sweep-" + sweep + ".out"),
        List.of(
            "-Xmx512m",
            logFlag,
            "-Dspark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1 " + logFlag,
            "-Dspark.executor.extraClassPath=" + JavaProcess.classPath(),
            "-Dspark.executor.memory=512m",
            "-Dspark.driver.host=127.0.0.1",
            "-Dspark.driver.bindAddress=127.0.0.1",
            "-Dspark.ui.enabled=false"),
        FakeSweepProcess.class.getName(),
        List.of(spec(uri()), cluster.url(), "" + SHARDS));
  }
}
