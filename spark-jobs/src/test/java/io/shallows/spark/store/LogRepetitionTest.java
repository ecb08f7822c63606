package io.shallows.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Parts and checkpoints of a log: what they cost, and what happens where one of them is lost. */
class LogRepetitionTest {

  private static final String DISK = "log-repetition";
  private static final String URI = "s3://" + DISK + "/store";
  private static final LogRepetition.Pace USUAL =
      new LogRepetition.Pace(LogRepetition.COMMITS_OF_A_PART, false);

  /** Groups that finish within the time of a batch, on a thousand slots. */
  private static final int GROUPS_OF_A_COMMIT = 8;

  private final Random random = new Random(20260101);
  private FaultyDisk disk = new FaultyDisk(DISK, 1);

  @AfterEach
  void forget() {
    FaultyDisk.forget(DISK);
  }

  private static StoreWriter open(LogRepetition.Pace pace) {
    return StoreWriter.open(URI, FaultyFileSystem.of("a run"), Clock.systemUTC(), true, pace);
  }

  private static StoreFolder folder() {
    return StoreFolder.at(URI, FaultyFileSystem.of("a reader"));
  }

  private static List<Group> groups() {
    return new CommitLog(folder()).groups();
  }

  private String digits(int count) {
    StringBuilder digits = new StringBuilder();
    while (digits.length() < count) {
      digits.append(Integer.toHexString(random.nextInt(16)));
    }
    return digits.toString();
  }

  /** A group as a shard makes it, with files in two tables. */
  private Group shard(Stage stage, int number, String tag, List<String> tables) {
    String id = stage.label() + "-" + digits(20);
    List<StoredFile> files = new ArrayList<>();
    for (String table : tables) {
      files.add(
          new StoredFile(
              table,
              table + "/" + id + "-r" + tag + ".parquet",
              16,
              10_000 + random.nextInt(10_000),
              digits(64)));
    }
    return new Group(
        id,
        stage,
        "training=0123456789abcdef0123456789abcdef",
        "0123456789abcdef",
        16L * number + "-" + (16L * number + 15),
        Map.of("converged", 15L, "budget", 1L),
        Map.of("strict", 12L, "flat", 4L),
        Map.of(),
        10 * random.nextDouble(),
        10 * random.nextDouble(),
        files);
  }

  /** Bytes written to the log of a run with so many shards whose files are not looked at. */
  private long written(int shards) {
    disk = new FaultyDisk(DISK, 1);
    try (StoreWriter writer = open(USUAL)) {
      for (int i = 0; i < shards; i += GROUPS_OF_A_COMMIT) {
        List<Group> batch = new ArrayList<>();
        for (int k = i; k < i + GROUPS_OF_A_COMMIT; k++) {
          batch.add(shard(Stage.MINIMA, k, writer.run().tag(), List.of()));
        }
        writer.commit(batch, List.of());
      }
    }
    assertEquals(shards, groups().size());
    return disk.bytesPut;
  }

  @Test
  void twiceTheShardsAreTwiceTheBytes() {
    long few = written(8_000);
    long many = written(16_000);
    assertTrue(many <= 2.2 * few, many + " bytes after " + few);
  }

  /**
   * {@code ./mvnw -Pcampaign -pl common,spark-jobs test -Dtest=LogRepetitionTest
   * -Dsurefire.failIfNoSpecifiedTests=false}.
   */
  @Test
  @Tag("campaign")
  void aHundredThousandShardsOfFiveStagesAreKeptInTwoHundredMegabytes() {
    long[] written = new long[2];
    for (int twice = 0; twice < 2; twice++) {
      disk = new FaultyDisk(DISK, 1);
      StoreFolder folder = folder();
      RunIdentity begun = RunIdentity.begin("store");
      CommitLog log = new CommitLog(folder);
      RunIdentity run = log.open(begun).orElseThrow();
      LogRepetition repetition = new LogRepetition(folder.as(run), log, run, USUAL);
      int shards = 50_000 * (twice + 1);
      Map<Stage, List<String>> stages =
          Map.of(
              Stage.REFERENCES,
              List.of("references"),
              Stage.MINIMA,
              List.of("trials", "minima"),
              Stage.DEPTHS,
              List.of("depths", "paths"),
              Stage.CELLS,
              List.of("cells"),
              new Stage("more"),
              List.of("fits"));
      for (Map.Entry<Stage, List<String>> stage : stages.entrySet()) {
        for (int i = 0; i < shards; i += GROUPS_OF_A_COMMIT) {
          List<Group> batch = new ArrayList<>();
          for (int k = i; k < i + GROUPS_OF_A_COMMIT; k++) {
            batch.add(shard(stage.getKey(), k, run.tag(), stage.getValue()));
          }
          log.append(run, batch, List.of());
          repetition.committed();
        }
      }
      repetition.close();
      written[twice] = disk.bytesPut;
      long kept =
          disk.nodes.subMap("/store/_log/", "/store/_log0").values().stream()
              .mapToLong(node -> node.content() == null ? 0 : node.content().length)
              .sum();
      System.gc();
      long before = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
      int groups = groups().size();
      CommitLog read = new CommitLog(folder);
      System.gc();
      long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory() - before;
      System.out.println(
          groups
              + " groups: written "
              + (written[twice] >> 20)
              + " MB, kept "
              + (kept >> 20)
              + " MB in "
              + new LogFiles(folder).list().size()
              + " files, heap of "
              + read.last()
              + " commits "
              + (heap >> 20)
              + " MB");
      assertEquals(5 * shards, groups);
      assertTrue(kept < 200L << 20, kept + " bytes");
      assertTrue(heap < 1L << 30, heap + " bytes of heap");
    }
    assertTrue(written[1] <= 2.2 * written[0], Arrays.toString(written));
  }

  /** Commits that add, replace and remove, and the groups that they leave. */
  private List<Group> history(int commits) {
    try (StoreWriter writer = open(new LogRepetition.Pace(3, false))) {
      List<String> present = new ArrayList<>();
      for (int i = 0; i < commits; i++) {
        String id = random.nextInt(4) == 0 && !present.isEmpty() ? present.get(0) : "group-" + i;
        List<String> removed =
            random.nextInt(3) == 0 && present.size() > 3 ? List.of(present.remove(2)) : List.of();
        writer.commit(List.of(StoreTest.group(id)), removed);
        present.remove(id);
        present.add(id);
      }
      return writer.store().groups();
    }
  }

  @Test
  void aLogSaysTheSameWithOneOfItsNewestPartsOrCheckpointsDamagedOrMissing() {
    List<Group> expected = history(200);
    assertEquals(expected, groups());
    List<String> repeating =
        disk.nodes.keySet().stream().filter(name -> name.endsWith(".json.gz")).toList();
    List<String> tried = new ArrayList<>();
    for (String kind : List.of("part-", "checkpoint-")) {
      List<String> of = repeating.stream().filter(name -> name.contains("/" + kind)).toList();
      assertTrue(of.size() > 1, of.toString());
      tried.add(of.get(of.size() - 1));
    }
    for (String name : tried) {
      byte[] whole = disk.nodes.get(name).content();
      byte[] altered = whole.clone();
      altered[whole.length / 2] ^= 4;
      for (byte[] damaged : List.of(altered, Arrays.copyOf(whole, whole.length / 2), new byte[0])) {
        disk.put(name, damaged);
        assertEquals(expected, groups(), name + " of " + damaged.length + " bytes");
      }
      disk.nodes.remove(name);
      assertEquals(expected, groups(), "without " + name);
      // The next run makes up for it.
      disk.put(name, altered);
      try (StoreWriter writer = open(new LogRepetition.Pace(1, false))) {
        assertEquals(expected, writer.store().groups());
      }
      assertEquals(expected, groups());
      disk.put(name, whole);
    }
  }

  @Test
  void aRunThatWasSupersededFindsItsNumberTakenHoweverMuchTheNextOneCommits() {
    history(20);
    StoreFolder folder = folder();
    RunIdentity stopped = RunIdentity.begin("store");
    CommitLog log = new CommitLog(folder);
    RunIdentity run = log.open(stopped).orElseThrow();
    log.append(run, List.of(StoreTest.group("mine")), List.of());
    folder.delete(StoreLock.NAME);
    history(50);
    List<Group> before = groups();
    assertThrows(
        StoreException.Locked.class,
        () -> log.append(run, List.of(StoreTest.group("late")), List.of()));
    assertTrue(log.isSuperseded(run));
    assertEquals(before, groups());
  }

  @Test
  void aLogWithACheckpointOfEarlierVersionsIsReadAndGoneOnWith() {
    folder().createFolder(LogFiles.FOLDER);
    List<Group> old = List.of(StoreTest.group("a"), StoreTest.group("b"));
    put(LogFiles.Kind.OLD_CHECKPOINT, new Commit(64, 63, "somebody", 1, 2, 2, old, List.of()));
    put(
        LogFiles.Kind.COMMIT,
        new Commit(65, 64, "somebody", 1, 2, 2, List.of(StoreTest.group("c")), List.of("a")));
    disk.put("/store/spec.yaml", "name: test\n".getBytes(StandardCharsets.UTF_8));
    assertEquals(List.of("b", "c"), groups().stream().map(Group::id).toList());
    history(40);
    assertEquals(List.of("b", "c"), groups().stream().limit(2).map(Group::id).toList());
    assertTrue(
        disk.nodes.keySet().stream()
            .noneMatch(name -> name.endsWith("checkpoint-000000000064.json")),
        "the old checkpoint is superfluous");
  }

  private void put(LogFiles.Kind kind, Commit commit) {
    disk.put(
        "/store/" + LogFiles.name(kind, commit.number()),
        LogFiles.seal(commit).getBytes(StandardCharsets.UTF_8));
  }
}
