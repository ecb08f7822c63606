package io.shallows.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs that lose answers, are answered late, die, or stand still while others run, on a file system
 * that renames and on one that puts, with clocks that are days apart. Whatever happens, what was
 * acknowledged is in the log, nobody stops for a writer that is not there, the store can be opened,
 * and whoever reads the folder of a table at any moment finds each row once or not at all.
 */
class FaultScheduleTest {

  private static final long SEED = Long.getLong("campaign.seed", 20260101);
  private static final int ROWS_OF_A_FILE = 2;

  /** Schedules for every build. */
  private static final int FEW = 500;

  private static final int MANY = 10_000;

  @Test
  void whateverHappensBetweenTwoStepsTheStoreHoldsWhatWasAcknowledged() {
    run(FEW);
  }

  @Test
  @Tag("campaign")
  void soDoTenThousandSchedules() {
    System.out.println(MANY + " fault schedules, seed " + SEED + ": " + run(MANY));
  }

  private static Map<String, Integer> run(int schedules) {
    Map<String, Integer> seen = new TreeMap<>();
    for (int i = 0; i < schedules; i++) {
      Schedule schedule = new Schedule(SEED + i, i % 2 == 0 ? "faulty" : "s3");
      try {
        schedule.run();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("schedule " + (SEED + i) + ": " + e.getMessage(), e);
      }
      schedule.seen.forEach((what, count) -> seen.merge(what, count, Integer::sum));
    }
    // A schedule in which nothing happens proves nothing.
    for (String what : List.of("died", "overtaken", "refused", "lost or late", "complete")) {
      assertTrue(seen.getOrDefault(what, 0) > schedules / 20, what + " in " + seen);
    }
    return seen;
  }

  /** One store, and the runs that write to it one after and within the other. */
  private static final class Schedule {
    private final Random random;
    private final String disk;
    private final String uri;
    private final FaultyDisk files;
    private final Map<String, Integer> seen = new TreeMap<>();
    private final Set<String> acknowledged = new HashSet<>();
    private final Set<String> dead = new HashSet<>();

    /** Runs that are in the middle of something, the innermost last. */
    private final List<Actor> running = new ArrayList<>();

    private int actors;
    private int groups;

    Schedule(long seed, String scheme) {
      this.random = new Random(seed);
      this.disk = "disk-" + seed;
      this.uri = scheme + "://" + disk + "/store";
      this.files = new FaultyDisk(disk, seed);
    }

    void run() {
      files.happens(random.nextInt(3) * 0.01, random.nextInt(3) * 0.005, this::between);
      for (int i = 0; i < 3; i++) {
        new Actor().run();
        files.pass(random.nextBoolean() ? 1_000 : Duration.ofMinutes(6).toMillis());
        if (random.nextInt(4) == 0) {
          leaveACommitThatWasOnlyBegun();
        }
      }
      seen.merge(
          "lost or late",
          files.mishaps.values().stream().mapToInt(Integer::intValue).sum() > 0 ? 1 : 0,
          Integer::sum);
      files.happens(0, 0, actor -> {});
      files.finishLateSteps();
      seen.merge("refused late", files.refusedLate(), Integer::sum);
      files.pass(Duration.ofMinutes(6).toMillis());
      Actor last = new Actor();
      last.work();
      Set<String> committed = new TreeSet<>();
      for (Group group : Store.open(uri, FaultyFileSystem.of("reader")).groups()) {
        assertTrue(committed.add(group.id()), group.id() + " is there twice");
      }
      acknowledged.forEach(id -> assertTrue(committed.contains(id), id + " was lost"));
      assertEquals(committed.size() * ROWS_OF_A_FILE, lookAtTheTable(), "a glob equals the log");
      FaultyDisk.forget(disk);
    }

    /** As a store leaves it where a name is there before its bytes. */
    private void leaveACommitThatWasOnlyBegun() {
      long next = 1;
      String name = "/store/_log/commit-%012d.json";
      while (files.nodes.containsKey(name.formatted(next))) {
        next++;
      }
      if (next > 1) {
        files.put(name.formatted(next), new byte[0]);
      }
    }

    private void between(String name) {
      if (dead.contains(name)) {
        throw new FaultyDisk.Died();
      }
      lookAtTheTable();
      int dice = random.nextInt(400);
      if (dice == 0) {
        dead.add(name);
        throw new FaultyDisk.Died();
      }
      if (dice == 1 && running.size() < 3) {
        if (random.nextInt(3) == 0) {
          files.pass(1_000);
        } else {
          standStill();
        }
        new Actor().run();
      }
    }

    /** For longer than a sign is good for. */
    private void standStill() {
      running.forEach(actor -> actor.mayBeOvertaken = true);
      files.pass(Duration.ofMinutes(6).toMillis());
    }

    /** Reads the folder as somebody does who knows nothing of the log; returns the rows. */
    private int lookAtTheTable() {
      Set<String> rows = new HashSet<>();
      for (Map.Entry<String, FaultyDisk.Node> file :
          files.nodes.subMap("/store/references/", "/store/references0").entrySet()) {
        String text = new String(file.getValue().content(), StandardCharsets.UTF_8);
        text.lines().forEach(row -> assertTrue(rows.add(row), row + " is there twice"));
      }
      return rows.size();
    }

    /** One run. */
    private final class Actor {
      private final String name = "actor-" + actors++;
      private final Clock clock =
          Clock.fixed(
              Instant.ofEpochMilli(files.now()).plus(Duration.ofHours(random.nextInt(97) - 48)),
              ZoneOffset.UTC);
      private boolean mayBeOvertaken;

      void run() {
        boolean alone = running.isEmpty();
        running.add(this);
        try {
          work();
          seen.merge("complete", 1, Integer::sum);
        } catch (FaultyDisk.Died died) {
          seen.merge("died", 1, Integer::sum);
          // Its process number is still that of a living process here: only time tells.
          standStill();
        } catch (StoreException.Locked stopped) {
          seen.merge(mayBeOvertaken ? "overtaken" : "refused", 1, Integer::sum);
          if (alone && !mayBeOvertaken && !isLockYoung()) {
            fail(name + " stopped for nobody: " + stopped.getMessage(), stopped);
          }
        } catch (StoreException.Unreachable unreachable) {
          // Three mishaps in a row of one step are more than a run bears.
          seen.merge("unreachable", 1, Integer::sum);
          if (!mayBeOvertaken && files.mishaps.getOrDefault(name, 0) < 3) {
            fail(name + " stopped for nothing: " + unreachable.getMessage(), unreachable);
          }
        } finally {
          running.remove(this);
        }
      }

      /** Whether somebody's sign, or what he has done, is younger than such signs are good for. */
      private boolean isLockYoung() {
        return files.nodes.entrySet().stream()
            .filter(
                node ->
                    node.getKey().startsWith("/store/_log/")
                        || node.getKey().equals("/store/_lock.json"))
            .anyMatch(
                node -> files.now() - node.getValue().written() < StoreLock.STALE_AFTER.toMillis());
      }

      void work() {
        LogRepetition.Pace pace = new LogRepetition.Pace(1 + random.nextInt(3), false);
        try (StoreWriter writer =
            StoreWriter.open(uri, FaultyFileSystem.of(name), clock, true, pace)) {
          writer.writeSpec("name: test\n");
          List<String> mine = new ArrayList<>();
          for (int i = 0; i < 1 + random.nextInt(3); i++) {
            mine.add(commit(writer, List.of()));
            if (random.nextInt(4) == 0) {
              writer.lock().renew();
            }
          }
          if (random.nextBoolean()) {
            mine.addAll(List.of(commit(writer, mine)));
          }
          writer.settle();
        }
      }

      /** Commits a group that replaces others, as if their rows were put together. */
      private String commit(StoreWriter writer, List<String> replaced) {
        String id = "group-" + groups++;
        String row = replaced.isEmpty() ? id : replaced.get(0);
        // A file with the rows of one that leaves, so that whoever sees both sees rows twice.
        String text = row + " first\n" + row + " second\n";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        StoredFile file =
            new StoredFile(
                "references",
                "references/" + id + "-r" + writer.run().tag() + ".parquet",
                ROWS_OF_A_FILE,
                bytes.length,
                Checksum.of(text));
        writer.store().folder().publish(text, StoreNames.pending(file.name()));
        List<String> gone = replaced.isEmpty() ? List.of() : List.of(replaced.get(0));
        // Without an answer nobody knows whether it is there or not; both are right.
        acknowledged.removeAll(gone);
        writer.commit(List.of(StoreTest.group(id, file)), gone);
        acknowledged.add(id);
        return id;
      }
    }
  }
}
