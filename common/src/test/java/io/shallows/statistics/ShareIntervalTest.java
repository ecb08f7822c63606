package io.shallows.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.random.RandomStreams;
import io.shallows.statistics.estimate.ShareInterval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Shares of units that come in problems. */
class ShareIntervalTest {

  private static final int REPETITIONS = Integer.getInteger("shallows.repetitions", 200);

  private static ShareInterval independent(int yes, int n) {
    boolean[] counts = new boolean[n];
    for (int i = 0; i < yes; i++) {
      counts[i] = true;
    }
    return ShareInterval.of(IntStream.range(0, n).mapToObj(i -> "p" + i).toList(), counts, 0.95);
  }

  /** Against scipy.stats.binomtest(yes, n).proportion_ci(). */
  @Test
  void independentUnitsHaveClopperAndPearsonsInterval() {
    assertClose(0.06673951117773447, 0.652452850060008, independent(3, 10));
    assertClose(0.27195784956079133, 0.7280421504392086, independent(10, 20));
    assertClose(0, 0.30849710781876294, independent(0, 10));
    assertClose(0.6915028921812371, 1, independent(10, 10));
  }

  private static void assertClose(double low, double high, ShareInterval interval) {
    assertEquals(low, interval.low(), 1e-8);
    assertEquals(high, interval.high(), 1e-8);
  }

  /** A hundred zeros of five problems are five, and those of one problem speak of it alone. */
  @Test
  void unitsOfAProblemThatAgreeAreOne() {
    List<String> five = IntStream.range(0, 100).mapToObj(i -> "p" + i % 5).toList();
    assertEquals(independent(0, 5), ShareInterval.of(five, new boolean[100], 0.95));
    List<String> one = Collections.nCopies(100, "p");
    assertEquals(independent(0, 100), ShareInterval.of(one, new boolean[100], 0.95));
  }

  /**
   * Ten problems whose units are copies of one another have no narrower interval than ten units.
   */
  @Test
  void copiesAddNothing() {
    List<String> problems = new ArrayList<>();
    boolean[] counts = new boolean[200];
    for (int i = 0; i < 200; i++) {
      problems.add("p" + i % 10);
      counts[i] = i % 10 < 3;
    }
    ShareInterval interval = ShareInterval.of(problems, counts, 0.95);
    ShareInterval ten = independent(3, 10);
    assertEquals(0.3, interval.value(), 1e-15);
    assertTrue(interval.high() - interval.low() >= ten.high() - ten.low());
    assertTrue(interval.low() >= 0 && interval.high() <= 1);
  }

  /** Problems with shares between 0 and 1 of their own, whose mean is the truth. */
  @Test
  @Tag("repeated")
  void theTruthIsInsideAsOftenAsSaid() {
    UniformRandomProvider random = new RandomStreams(5).uniform("shares", "coverage");
    int inside = 0;
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      List<String> problems = new ArrayList<>();
      boolean[] counts = new boolean[64];
      for (int problem = 0; problem < 8; problem++) {
        // the mean of u^2 is 1/3
        double u = random.nextDouble();
        for (int seed = 0; seed < 8; seed++) {
          problems.add("p" + problem);
          counts[8 * problem + seed] = random.nextDouble() < u * u;
        }
      }
      ShareInterval interval = ShareInterval.of(problems, counts, 0.95);
      inside += interval.low() <= 1 / 3.0 && 1 / 3.0 <= interval.high() ? 1 : 0;
    }
    // .95 less four standard deviations
    double least = 0.95 * REPETITIONS - 4 * Math.sqrt(0.05 * REPETITIONS);
    assertTrue(inside >= least, inside + " of " + REPETITIONS);
  }

  @Test
  void nothingHasNoShare() {
    assertThrows(
        IllegalArgumentException.class, () -> ShareInterval.of(List.of(), new boolean[0], 0.95));
  }
}
