package io.shallows.spark.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.spark.store.Group;
import io.shallows.spark.store.Stage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a sweep says of itself, as text. */
class ConsoleProgressTest {
  private static final int WIDTH = 80;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private final AtomicLong nanoTime = new AtomicLong();

  private ConsoleProgress progress(boolean terminal) {
    return new ConsoleProgress(
        new PrintStream(said, true, StandardCharsets.UTF_8), terminal, WIDTH, nanoTime::get);
  }

  private void passSeconds(long seconds) {
    nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  private List<String> lines() {
    return said.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static Group group(double seconds, double predicted, Map<String, Long> failures) {
    return new Group(
        "id" + seconds + predicted,
        Stage.MINIMA,
        "",
        "grid",
        "0-1",
        Map.of("converged", 2L),
        Map.of(),
        failures,
        seconds,
        predicted,
        List.of());
  }

  @Test
  void aStageEndsWithItsUseOfSlots() {
    ConsoleProgress progress = progress(false);
    progress.stageStarted(Stage.MINIMA, 2);
    progress.planned(3, 30);
    progress.committed(group(10, 15, Map.of()), 9);
    progress.committed(group(10, 20, Map.of()), 9);
    progress.committed(group(10, 40, Map.of()), 9);
    passSeconds(15);
    progress.stageEnded();
    assertEquals("minima: 3 shards on 2 slots", lines().get(0));
    assertEquals(2, lines().size());
    // 27 of 30 seconds
    assertEquals(
        "minima: 3 of 3 shards in 15 s, trials ran in 90.0% of slot time (6 converged)",
        lines().get(1));
  }

  @Test
  void slotTimeIsTheTimeOfAllSlots() {
    ConsoleProgress progress = progress(false);
    progress.stageStarted(Stage.MINIMA, 4);
    progress.planned(1, 1);
    passSeconds(8);
    progress.committed(group(8, 8, Map.of()), 8);
    progress.stageEnded();
    // one of four slots was busy all the time
    assertTrue(lines().get(1).contains("in 8 s, trials ran in 25.0% of slot time"), lines().get(1));
  }

  @Test
  void slotTimeIsThatOfTheSlotsThereWere() {
    ConsoleProgress progress = progress(false);
    progress.stageStarted(Stage.MINIMA, 4);
    progress.planned(1, 1);
    passSeconds(4);
    progress.slots(1);
    passSeconds(4);
    progress.committed(group(8, 8, Map.of()), 8);
    progress.stageEnded();
    // one slot was busy all the time, three more were there for half of it
    assertTrue(lines().get(1).contains("in 8 s, trials ran in 40.0% of slot time"), lines().get(1));
  }

  @Test
  void aStageWithoutTrialsSaysNothingOfThem() {
    ConsoleProgress progress = progress(false);
    progress.stageStarted(Stage.CELLS, 2);
    progress.planned(1, 1);
    progress.committed(group(1, 1, Map.of()), 0);
    progress.stageEnded();
    assertTrue(
        lines().get(1).matches("cells: 1 of 1 shards in \\d+ s \\(2 converged\\)"), lines().get(1));
  }

  @Test
  void kindsOfFailuresAreShownOnceAndCountedAtTheEnd() {
    ConsoleProgress progress = progress(false);
    progress.stageStarted(Stage.MINIMA, 1);
    progress.planned(2, 2);
    progress.committed(group(1, 1, Map.of("java.lang.IllegalStateException: odd", 2L)), 1);
    progress.committed(group(1, 1, Map.of("java.lang.IllegalStateException: odd", 3L)), 1);
    assertEquals(
        List.of(
            "minima: 2 shards on 1 slots",
            "failed, the sweep goes on: java.lang.IllegalStateException: odd"),
        lines());
    progress.stageEnded();
    assertEquals("5 x java.lang.IllegalStateException: odd", lines().get(2));
  }

  @Test
  void aTerminalGetsABarWithoutColours() {
    ConsoleProgress progress = progress(true);
    progress.stageStarted(Stage.MINIMA, 1);
    progress.planned(2, 2);
    progress.committed(group(1, 1, Map.of()), 1);
    progress.message("a word in between");
    progress.stageEnded();
    String all = said.toString(StandardCharsets.UTF_8);
    assertTrue(all.contains("minima") && all.contains("a word in between"), all);
    assertFalse(all.contains("\u001b[3"), "colours");
    assertFalse(all.contains("slots"), all);
  }

  private long shown(String line) {
    return Long.parseLong(line.replaceAll("minima: (\\d+)%.*", "$1"));
  }

  @Test
  void progressNeverRunsBackwards() {
    ConsoleProgress progress = progress(false);
    progress.stageStarted(Stage.MINIMA, 2);
    // Each wave finds that what is left is dearer than the one before said, and one finds it cheap.
    double[] left = {10, 60, 400, 30, 900, 5, 2000};
    int shards = 8 * left.length;
    for (double seconds : left) {
      progress.planned(shards, seconds);
      for (int i = 0; i < 8; i++) {
        passSeconds(11);
        progress.committed(group(7 + i, seconds / shards, Map.of()), 7 + i);
        shards--;
      }
    }
    List<String> updates = lines().stream().filter(line -> line.contains("%,")).toList();
    assertTrue(updates.size() > 40, () -> String.join("\n", updates));
    for (int i = 1; i < updates.size(); i++) {
      assertTrue(shown(updates.get(i)) >= shown(updates.get(i - 1)), updates.get(i));
    }
    assertEquals(100, shown(updates.get(updates.size() - 1)));
    assertTrue(
        updates.stream().limit(updates.size() - 1).allMatch(line -> shown(line) < 100),
        () -> String.join("\n", updates));
  }

  @Test
  void shardsThatRunCountForWhatTheyHaveHad() {
    ConsoleProgress progress = progress(false);
    progress.stageStarted(Stage.MINIMA, 2);
    progress.planned(4, 400);
    progress.tick();
    assertEquals(1, lines().size());
    passSeconds(61);
    progress.tick();
    // 2 x 61 of 400 slot seconds have passed, though no shard has ended
    assertTrue(lines().get(1).startsWith("minima: 30%, 0 of 4 shards, "), lines().get(1));
    passSeconds(1000);
    progress.tick();
    // two of four shards run: they are no more than half
    assertTrue(lines().get(2).startsWith("minima: 50%, 0 of 4 shards, "), lines().get(2));
    progress.stageEnded();
    passSeconds(1000);
    progress.tick();
    assertEquals(4, lines().size(), "nothing is said between stages");
  }

  @Test
  void timeLeftIsARangeAsWideAsPredictionsWereOff() {
    ConsoleProgress progress = progress(false);
    progress.stageStarted(Stage.MINIMA, 1);
    progress.planned(10, 100);
    passSeconds(11);
    progress.committed(group(10, 10, Map.of()), 10);
    assertTrue(lines().get(1).contains(", 45 s to 3:00 min left"), lines().get(1));
    for (int i = 0; i < 4; i++) {
      passSeconds(11);
      progress.committed(group(10 + i * 1e-9, 10, Map.of()), 10);
    }
    assertTrue(lines().get(5).contains(", about 50 s left"), lines().get(5));
  }

  @Test
  void linesFitTheTerminal() {
    ConsoleProgress progress = progress(false);
    progress.stageStarted(Stage.MINIMA, 2);
    progress.planned(3000, 300000);
    for (int i = 0; i < 20; i++) {
      passSeconds(100);
      progress.committed(
          new Group(
              "id" + i,
              Stage.MINIMA,
              "",
              "grid",
              "0-1",
              Map.of("converged", 21111L, "budget", 31111L, "timed-out", 7L, "diverged", 4L),
              Map.of(),
              Map.of("IllegalStateException: " + "something quite long ".repeat(8) + i, 1L),
              100,
              100,
              List.of()),
          99);
    }
    progress.stageEnded();
    List<String> wide = lines().stream().filter(line -> line.length() > WIDTH).toList();
    assertEquals(List.of(), wide);
  }
}
