package io.shallows.spark.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreVerification;
import io.shallows.spark.store.TableCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run stands still until its lock has lapsed, another takes the store over, and in the middle of
 * that one, or after its end, the first goes on where it stood, with its tasks. {@code
 * -Dcampaign.seed=N} changes the moments.
 */
class SupersededDriverTest {

  private static final long SEED = Long.getLong("campaign.seed", 20260101);
  private static final int FEW = 2;
  private static final int MANY = 20;
  private static final int TRIALS = 240;

  /** Trials and their depths. */
  private static final int PIECES = 2 * TRIALS;

  private static final int SHARDS = 30;

  @TempDir Path folder;

  private final List<Process> processes = new ArrayList<>();
  private List<String> expected;
  private int looks;

  @BeforeEach
  void runUndisturbed() throws Exception {
    expected = FaultCampaignTest.undisturbed(folder);
  }

  @AfterEach
  void end() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void aDriverThatStoodStillChangesNothing() throws Exception {
    run(FEW);
  }

  @Test
  @Tag("campaign")
  void norDoTwenty() throws Exception {
    int stopped = run(MANY);
    System.out.println(
        MANY
            + " superseded drivers, "
            + stopped
            + " stopped themselves, "
            + looks
            + " looks, seed "
            + SEED);
  }

  private int run(int times) throws Exception {
    Random random = new Random(SEED);
    int stopped = 0;
    for (int i = 0; i < times; i++) {
      Path store = folder.resolve("store-" + i);
      Process first = start(store, "first-" + i);
      awaitWork(store, first, "first-" + i, 1 + random.nextInt(PIECES * 3 / 4));
      assertTrue(first.isAlive(), "it ended before it was to stand still");
      signal("STOP", first);
      makeOld(store);
      Process second = start(store, "second-" + i);
      int left = PIECES - lines("first-" + i);
      // Now and then after the end of the second.
      awaitWork(store, second, "second-" + i, 1 + random.nextInt(left * 5 / 4 + 1));
      signal("CONT", first);
      awaitEnd(store, second);
      awaitEnd(store, first);
      assertEquals(0, second.exitValue(), Files.readString(folder.resolve("second-" + i + ".out")));
      stopped += first.exitValue() == 0 ? 0 : 1;
      Store whole = Store.open(store.toString(), new Configuration());
      assertEquals(expected, SweepDriverTest.allRows(whole));
      assertEquals(List.of(), StoreVerification.problems(whole));
      assertEquals(List.of(), whole.unlisted(), "files in no commit");
      assertEquals(Optional.of(new TableCount(TRIALS, TRIALS)), TableCount.ofGlob(store));
    }
    assertTrue(stopped > times / 2, stopped + " of " + times + " found that they were superseded");
    assertTrue(looks > times);
    return stopped;
  }

  private Process start(Path store, String name) throws IOException {
    Process process =
        JavaProcess.start(
            folder.resolve(name + ".out"),
            List.of("-Xmx512m", "-D" + FakeScience.LOG + "=" + folder.resolve(name + ".log")),
            FakeSweepProcess.class.getName(),
            List.of(FaultCampaign.spec(store.toString()), "local[2]", "" + SHARDS));
    processes.add(process);
    return process;
  }

  private static void signal(String name, Process process)
      throws IOException, InterruptedException {
    int code = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
    assertEquals(0, code);
  }

  /** What a run and its lock have written is as old as if the run stood still for long. */
  private static void makeOld(Path store) throws IOException {
    FileTime then = FileTime.from(java.time.Instant.now().minus(Duration.ofMinutes(6)));
    try (Stream<Path> files = Files.walk(store)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, then);
      }
    } catch (NoSuchFileException gone) {
      throw new AssertionError("nobody writes now", gone);
    }
  }

  private void awaitWork(Path store, Process process, String name, int pieces) throws Exception {
    while (process.isAlive() && lines(name) < pieces) {
      look(store);
      process.waitFor(50, TimeUnit.MILLISECONDS);
    }
  }

  private void awaitEnd(Path store, Process process) throws Exception {
    while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
      look(store);
    }
  }

  private int lines(String name) throws IOException {
    Path log = folder.resolve(name + ".log");
    return Files.exists(log) ? Files.readAllLines(log).size() : 0;
  }

  /** Every trial is there once or not at all, for those who read the log and for a glob. */
  private void look(Path store) throws IOException, SQLException {
    for (Optional<TableCount> found :
        List.of(TableCount.ofCommitted(store), TableCount.ofGlob(store))) {
      if (found.isPresent()) {
        looks++;
        assertEquals(found.get().trials(), found.get().rows(), "trials are there twice");
      }
    }
  }
}
