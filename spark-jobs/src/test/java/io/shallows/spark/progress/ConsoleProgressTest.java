package io.shallows.spark.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.spark.execute.UnderWay;
import io.shallows.spark.plan.StageLeft;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sweep says of itself, as text. */
class ConsoleProgressTest {
  private static final int WIDTH = 80;

  private int width = WIDTH;
  private List<UnderWay> underWay = List.of();

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private final AtomicLong nanoTime = new AtomicLong();

  private ConsoleProgress progress(boolean terminal) {
    return new ConsoleProgress(
        new PrintStream(said, true, StandardCharsets.UTF_8),
        terminal,
        width,
        nanoTime::get,
        () -> underWay);
  }

  private void passSeconds(long seconds) {
    nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  private List<String> lines() {
    return said.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static Group group(double seconds, double predicted, Map<String, Long> failures) {
    return group(Stage.MINIMA, seconds, predicted, failures);
  }

  private static Group group(
      Stage stage, double seconds, double predicted, Map<String, Long> failures) {
    return new Group(
        "id" + seconds + predicted,
        stage,
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
    progress.stageEnded(Stage.MINIMA);
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
    progress.stageEnded(Stage.MINIMA);
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
    progress.stageEnded(Stage.MINIMA);
    // one slot was busy all the time, three more were there for half of it
    assertTrue(lines().get(1).contains("in 8 s, trials ran in 40.0% of slot time"), lines().get(1));
  }

  @Test
  void theSlotTimeOfAStageIsWithoutThatOfShardsOfTheOneBefore() {
    ConsoleProgress progress = progress(false);
    progress.stageStarted(Stage.REFERENCES, 2);
    progress.planned(2, 20);
    passSeconds(10);
    progress.committed(group(Stage.REFERENCES, 10, 10, Map.of()), 0);
    progress.stageStarted(Stage.MINIMA, 2);
    progress.planned(1, 10);
    passSeconds(6);
    progress.committed(group(Stage.REFERENCES, 16, 10, Map.of()), 0);
    progress.stageEnded(Stage.REFERENCES);
    passSeconds(4);
    progress.committed(group(10, 10, Map.of()), 9);
    progress.stageEnded(Stage.MINIMA);
    assertEquals("references: 2 of 2 shards in 16 s (4 converged)", lines().get(2));
    // 9 of 20 seconds without 6
    assertEquals(
        "minima: 1 of 1 shards in 10 s, trials ran in 64.3% of slot time (2 converged)",
        lines().get(3));
  }

  @Test
  void aStageWithoutTrialsSaysNothingOfThem() {
    ConsoleProgress progress = progress(false);
    progress.stageStarted(Stage.CELLS, 2);
    progress.planned(1, 1);
    progress.committed(group(Stage.CELLS, 1, 1, Map.of()), 0);
    progress.stageEnded(Stage.CELLS);
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
    progress.stageEnded(Stage.MINIMA);
    assertEquals("5 x java.lang.IllegalStateException: odd", lines().get(2));
  }

  @Test
  void aTerminalGetsABarWithoutColours() {
    ConsoleProgress progress = progress(true);
    progress.stageStarted(Stage.MINIMA, 1);
    progress.planned(2, 2);
    progress.committed(group(1, 1, Map.of()), 1);
    progress.message("a word in between");
    progress.stageEnded(Stage.MINIMA);
    String all = said.toString(StandardCharsets.UTF_8);
    assertTrue(all.contains("minima") && all.contains("a word in between"), all);
    assertFalse(all.contains("\u001b[3"), "colours");
    assertFalse(all.contains("slots"), all);
  }

  private static StageLeft left(Stage stage, long done, double seconds) {
    return new StageLeft(stage, 100, done, seconds, done / 10, 0.3, 0.2, 0);
  }

  private long shown(String line) {
    return Long.parseLong(line.replaceAll("minima: (\\d+)%.*", "$1"));
  }

  @Test
  void progressNeverRunsBackwards() {
    ConsoleProgress progress = progress(false);
    progress.stageStarted(Stage.MINIMA, 2);
    progress.planned(20, 100);
    // Trials are taken out and done again, and what is left is found dearer and cheaper.
    long[] done = {10, 30, 20, 20, 60, 0, 99};
    for (int i = 0; i < done.length; i++) {
      passSeconds(11);
      progress.committed(group(7, 5, Map.of()), 7);
      progress.left(List.of(left(Stage.MINIMA, done[i], 10 + 500 * (i % 3))));
    }
    List<Long> shares =
        lines().stream().filter(line -> line.contains("%,")).map(this::shown).toList();
    assertEquals(List.of(10L, 30L, 30L, 30L, 60L, 60L, 99L), shares);
  }

  @Test
  void theShareIsOfTheTrialsOfAllStages() {
    ConsoleProgress progress = progress(false);
    progress.stageStarted(Stage.MINIMA, 2);
    progress.planned(20, 100);
    passSeconds(11);
    progress.left(List.of(left(Stage.MINIMA, 50, 10), left(Stage.DEPTHS, 0, 10)));
    assertTrue(lines().get(1).startsWith("minima: 25%, 50 of 100 trials, 11 s, "), lines().get(1));
  }

  @Test
  void trialsThatEndedInShardsThatRunCount() {
    ConsoleProgress progress = progress(false);
    progress.stageStarted(Stage.MINIMA, 2);
    progress.planned(2, 400);
    progress.left(List.of(left(Stage.MINIMA, 0, 400)));
    underWay =
        List.of(new UnderWay("a", 50, 20, 200, 60, 2), new UnderWay("b", 50, 5, 200, 60, 40));
    progress.tick();
    assertEquals(1, lines().size());
    passSeconds(61);
    progress.tick();
    assertTrue(lines().get(1).startsWith("minima: 25%, 25 of 100 trials, "), lines().get(1));
    progress.stageEnded(Stage.MINIMA);
    passSeconds(1000);
    progress.tick();
    assertEquals(3, lines().size(), "nothing is said between stages");
  }

  @Test
  void aTerminalIsNeverSilentForLongerThanASecond() {
    ConsoleProgress progress = progress(true);
    List<Runnable> second =
        List.of(
            () -> {},
            () -> progress.stageStarted(Stage.MINIMA, 2),
            () -> progress.planned(2, 400),
            () -> progress.left(List.of(left(Stage.MINIMA, 0, 400))),
            () -> {},
            () -> progress.committed(group(7, 5, Map.of()), 7),
            () -> progress.stageEnded(Stage.MINIMA),
            () -> {},
            () -> {});
    for (Runnable what : second) {
      what.run();
      int before = said.size();
      passSeconds(1);
      progress.tick();
      assertTrue(said.size() > before, "silence");
    }
    progress.close();
    int before = said.size();
    progress.tick();
    assertEquals(before, said.size(), "drawn over what follows");
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 120})
  void theBarFitsTheTerminal(int columns) {
    width = columns;
    ConsoleProgress progress = progress(true);
    progress.stageStarted(Stage.REFERENCES, 2);
    progress.planned(2, 4000);
    progress.left(List.of(left(Stage.REFERENCES, 12, 90_000), left(Stage.DEPTHS, 0, 5e6)));
    underWay = List.of(new UnderWay("a", 50, 20, 200, 60, 200_000));
    progress.tick();
    String last = said.toString(StandardCharsets.UTF_8).replaceAll("(?s).*\\u001b\\[\\?7l", "");
    List<String> lines =
        last.replaceAll("\\u001b\\[[?0-9]*[A-Za-z]", "").replace("\r", "").lines().toList();
    assertTrue(lines.get(0).startsWith("references 32 of 100 "), last);
    assertTrue(lines.get(0).contains(" 16%") && lines.get(0).endsWith(" left"), last);
    assertTrue(lines.get(1).contains("longest problem 55:33 h so far"), last);
    assertTrue(lines.stream().allMatch(line -> line.length() < columns), last);
    assertEquals(columns >= 80, lines.get(0).contains("["), last);
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
    progress.stageEnded(Stage.MINIMA);
    List<String> wide = lines().stream().filter(line -> line.length() > WIDTH).toList();
    assertEquals(List.of(), wide);
  }
}
