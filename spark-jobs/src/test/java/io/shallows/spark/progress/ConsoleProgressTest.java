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
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private final AtomicLong nanoTime = new AtomicLong();

  private ConsoleProgress progress(boolean terminal) {
    return new ConsoleProgress(
        new PrintStream(said, true, StandardCharsets.UTF_8), terminal, nanoTime::get);
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
  void aStageEndsWithItsUseOfSlotsAndTheErrorOfItsPredictions() {
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
    // of the errors 50%, 100% and 300% the middle one; 27 of 30 seconds
    assertEquals(
        "minima: 3 of 3 shards in 15 s, trials ran in 90.0% of slot time,"
            + " predicted shard times off by 100% (median) (6 converged)",
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
}
