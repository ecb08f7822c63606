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
import org.junit.jupiter.api.Test;

/** What a sweep says of itself, as text. */
class ConsoleProgressTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private ConsoleProgress progress(boolean terminal) {
    return new ConsoleProgress(new PrintStream(said, true, StandardCharsets.UTF_8), terminal);
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
    progress.committed(group(10, 15, Map.of()), 1e-9);
    progress.committed(group(10, 20, Map.of()), 1e-9);
    progress.committed(group(10, 40, Map.of()), 1e-9);
    progress.stageEnded();
    assertEquals("minima: 3 shards on 2 slots", lines().get(0));
    assertEquals(2, lines().size());
    // of the errors 50%, 100% and 300% the middle one
    assertTrue(
        lines()
            .get(1)
            .matches(
                "minima: 3 of 3 shards in \\d+ s, trials ran in \\d+\\.\\d% of slot time,"
                    + " predicted shard times off by 100% \\(median\\) \\(6 converged\\)"),
        lines().get(1));
  }

  @Test
  void slotTimeIsTheTimeOfAllSlots() throws InterruptedException {
    ConsoleProgress progress = progress(false);
    progress.stageStarted(Stage.MINIMA, 4);
    progress.planned(1, 1);
    long began = System.nanoTime();
    Thread.sleep(200);
    double seconds = (System.nanoTime() - began) * 1e-9;
    progress.committed(group(seconds, seconds, Map.of()), seconds);
    progress.stageEnded();
    String share = lines().get(1).replaceAll(".*trials ran in ([0-9.]+)% of slot time.*", "$1");
    // one of four slots was busy all the time
    assertTrue(Double.parseDouble(share) <= 25, lines().get(1));
    assertTrue(Double.parseDouble(share) > 5, lines().get(1));
  }

  @Test
  void slotTimeIsThatOfTheSlotsThereWere() throws InterruptedException {
    ConsoleProgress progress = progress(false);
    progress.stageStarted(Stage.MINIMA, 4);
    progress.planned(1, 1);
    long began = System.nanoTime();
    Thread.sleep(200);
    progress.slots(1);
    long changed = System.nanoTime();
    Thread.sleep(200);
    double seconds = (System.nanoTime() - began) * 1e-9;
    progress.committed(group(seconds, seconds, Map.of()), seconds);
    progress.stageEnded();
    double slotSeconds = seconds + 3 * (changed - began) * 1e-9;
    String share = lines().get(1).replaceAll(".*trials ran in ([0-9.]+)% of slot time.*", "$1");
    // one slot was busy all the time, three more were there for half of it
    assertEquals(100 * seconds / slotSeconds, Double.parseDouble(share), 1, lines().get(1));
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
