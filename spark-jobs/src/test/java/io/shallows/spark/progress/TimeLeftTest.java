package io.shallows.spark.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.spark.execute.UnderWay;
import io.shallows.spark.plan.StageLeft;
import io.shallows.spark.store.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeLeftTest {

  private static StageLeft minima(double seconds, long finished, double scatter, double doubt) {
    return new StageLeft(Stage.MINIMA, 100, 50, seconds, finished, scatter, doubt, 0);
  }

  @Test
  void equalArgumentsGiveEqualRanges() {
    List<StageLeft> stages = List.of(minima(100, 4, 0.5, 0.3));
    assertEquals(TimeLeft.of(stages, List.of(), 1, 2), TimeLeft.of(stages, List.of(), 1, 2));
  }

  /** The sum of the others over the slots, where nothing scatters. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void slotsShareTheWork(int slots) {
    TimeLeft.Range range = TimeLeft.of(List.of(minima(8000, 1000, 0.01, 0)), List.of(), 1, slots);
    assertTrue(range.low() > 0.6 * 8000 / slots && range.low() < 8000.0 / slots, range.toString());
    assertTrue(
        range.high() < 1.6 * 8000 / slots && range.high() > 8000.0 / slots, range.toString());
  }

  /** No prediction of ten milliseconds says that a sweep is over in none. */
  @Test
  void whatIsAlmostNothingIsAFewSeconds() {
    assertEquals("a few seconds", new TimeLeft.Range(0, 0.1).text());
    assertEquals("2 s to 9 s", new TimeLeft.Range(2, 9).text());
    assertEquals("about 12 s", new TimeLeft.Range(11.8, 12.2).text());
  }

  @Test
  void moreShardsNarrowTheRange() {
    TimeLeft.Range first = TimeLeft.of(List.of(minima(1000, 1, 0.1, 0.8)), List.of(), 1, 2);
    TimeLeft.Range later = TimeLeft.of(List.of(minima(1000, 50, 0.1, 0.1)), List.of(), 1, 2);
    assertTrue(later.low() > first.low(), first + " " + later);
    assertTrue(later.high() < first.high(), first + " " + later);
  }

  /** What runs is not over: the longer it has run beyond what is usual, the longer it may yet. */
  @Test
  void whatRunsForLongMayRunForLongYet() {
    List<StageLeft> stages = List.of(minima(10, 10, 1, 0.2));
    TimeLeft.Range before = TimeLeft.of(stages, List.of(running(1, 0)), 1, 1);
    for (double age : new double[] {30, 100, 1000}) {
      TimeLeft.Range after = TimeLeft.of(stages, List.of(running(age, 0)), 1, 1);
      assertTrue(after.low() > before.low() && after.high() > before.high(), before + " " + after);
      before = after;
    }
  }

  /** A shard whose trials are almost all over is not like one that has not begun. */
  @Test
  void endedTrialsOfAShardThatRunsCount() {
    List<StageLeft> stages = List.of(minima(100, 10, 0.5, 0.2));
    UnderWay fresh = new UnderWay("a", 10, 1, 100, 10, 1);
    UnderWay almost = new UnderWay("a", 10, 9, 100, 90, 1);
    assertTrue(
        TimeLeft.of(stages, List.of(almost), 1, 1).high()
            < TimeLeft.of(stages, List.of(fresh), 1, 1).low());
  }

  /** Trials that ended in shards that run say what those behind them take. */
  @Test
  void trialsThatEndedSoonMoveTheRangeDown() {
    List<StageLeft> stages = List.of(minima(1000, 2, 0.5, 0.9));
    TimeLeft.Range told = TimeLeft.of(stages, List.of(), 1, 1);
    TimeLeft.Range quick =
        TimeLeft.of(stages, List.of(new UnderWay("a", 100, 50, 100, 5, 0.1)), 1, 1);
    TimeLeft.Range slow =
        TimeLeft.of(stages, List.of(new UnderWay("a", 100, 5, 100, 50, 10)), 1, 1);
    assertTrue(quick.high() < told.high() / 3, told + " " + quick);
    assertTrue(slow.low() > 2 * told.low(), told + " " + slow);
  }

  @Test
  void stagesToComeAddTheirOwn() {
    StageLeft depths = new StageLeft(Stage.DEPTHS, 100, 0, 500, 0, 0, 0.5, 1);
    TimeLeft.Range one = TimeLeft.of(List.of(minima(100, 10, 0.5, 0.2)), List.of(), 1, 2);
    TimeLeft.Range both = TimeLeft.of(List.of(minima(100, 10, 0.5, 0.2), depths), List.of(), 1, 2);
    assertTrue(both.low() > one.low() && both.high() > one.high() + 100, one + " " + both);
    StageLeft over = new StageLeft(Stage.MINIMA, 100, 100, 0, 9, 0.5, 0, 0);
    assertEquals(new TimeLeft.Range(0, 0), TimeLeft.of(List.of(over), List.of(), 1, 2));
  }

  private static UnderWay running(double age, long ended) {
    return new UnderWay("a", 1, ended, 10, age, age);
  }
}
