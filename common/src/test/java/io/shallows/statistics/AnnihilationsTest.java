package io.shallows.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.random.RandomStreams;
import io.shallows.record.AnnihilationsTable;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.NestedTable;
import io.shallows.record.Record;
import io.shallows.statistics.estimate.ShareInterval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Nested pairs put together. */
class AnnihilationsTest {

  private static final double FLOOR = 1e-12;

  private final List<Record> rows = new ArrayList<>();

  /** NaN where an upper end is not known. */
  private void add(
      int problem, double lower, double upper, double nestedLower, double nestedUpper) {
    Record.Builder row =
        Record.of(NestedTable.TABLE)
            .set(LeadingColumns.TRIAL_ID, String.format("%032d", rows.size()))
            .set(LeadingColumns.PROBLEM_ID, "p" + problem)
            .set(LeadingColumns.FAMILY, "plain")
            .set(LeadingColumns.WIDTH, 4)
            .set(LeadingColumns.NETWORK_DEPTH, 1)
            .set(LeadingColumns.INPUT_DIMENSION, 2)
            .set(LeadingColumns.INITIALIZATION, "he")
            .set(LeadingColumns.SEED, rows.size())
            .set(LeadingColumns.PARAMETER_COUNT, 20)
            .set(NestedTable.MEASUREMENT_ID, "m")
            .set(NestedTable.TARGET, "own")
            .set(NestedTable.DROP, (Double) 1e-3)
            .set(NestedTable.NESTED_FAMILY, "linear-skip")
            .set(NestedTable.NESTED_DEPTH, 1)
            .set(NestedTable.LOSS, (Double) 1.0)
            .set(NestedTable.REFERENCE_LOSS, (Double) 0.999)
            .set(NestedTable.DEPTH_LOWER, (Double) lower)
            .setFinite(NestedTable.DEPTH_UPPER, upper)
            .set(NestedTable.DEPTH_FLOOR, (Double) FLOOR)
            .set(NestedTable.NESTED_LOWER, (Double) nestedLower)
            .setFinite(NestedTable.NESTED_UPPER, nestedUpper)
            .set(NestedTable.NESTED_FLOOR, (Double) FLOOR)
            .set(NestedTable.ANNIHILATED, nestedUpper == 0 && upper != 0)
            .set(NestedTable.GRADIENT_EVALUATIONS, (Long) 0L)
            .set(DepthsTable.SECONDS_SPENT, (Double) 0.0);
    if (upper > FLOOR) {
      row.setFinite(NestedTable.RATIO, nestedUpper / upper);
    }
    rows.add(row.build());
  }

  private Record summary() {
    return new Annihilations(new RandomStreams(1)).summary(rows);
  }

  @Test
  void rowsAreCountedByHand() {
    add(0, 0.1, 0.2, 0, 0); // deep for certain, annihilated
    add(0, 0, 0.2, 0, 0); // seen to be deep, annihilated
    add(1, 0.1, 0.2, 0, 0.1); // deep for certain, open
    add(1, 0, 0.2, 0.05, 0.2); // kept, which proves that it was deep
    add(2, 0, 0.2, 0, FLOOR); // hidden: no zero, though its ratio counts as 0
    add(2, 0.1, Double.NaN, 0, 0); // deep for certain though no way is known, annihilated
    add(3, 0, 0, 0, 0); // was not deep
    add(3, 0, FLOOR, 0, 0); // cannot be told
    Record row = summary();
    assertEquals(8L, row.get(AnnihilationsTable.PAIRS));
    assertEquals(4L, row.get(AnnihilationsTable.CERTAIN));
    assertEquals(3L, row.get(AnnihilationsTable.CERTAIN_PROBLEMS));
    assertEquals(2L, row.get(AnnihilationsTable.CERTAIN_ANNIHILATED));
    assertEquals(1L, row.get(AnnihilationsTable.CERTAIN_KEPT));
    assertEquals(0.5, row.get(AnnihilationsTable.CERTAIN_SHARE));
    assertEquals(5L, row.get(AnnihilationsTable.SEEN));
    assertEquals(3L, row.get(AnnihilationsTable.SEEN_PROBLEMS));
    assertEquals(2L, row.get(AnnihilationsTable.SEEN_ANNIHILATED));
    assertEquals(1L, row.get(AnnihilationsTable.SEEN_HIDDEN));
    assertEquals(0.4, row.get(AnnihilationsTable.SEEN_SHARE));
    // ratios 0, 0, 0 (hidden), .5, 1
    assertEquals(0.0, row.get(AnnihilationsTable.RATIO_MEDIAN));
    assertTrue(row.get(AnnihilationsTable.RATIO_HIGH) <= 1);
  }

  @Test
  void problemsAreTheUnits() {
    for (int problem = 0; problem < 6; problem++) {
      for (int seed = 0; seed < 50; seed++) {
        add(problem, 0.1, 0.2, 0, problem < 4 ? 0 : 0.2);
      }
    }
    Record row = summary();
    assertEquals(2 / 3.0, row.get(AnnihilationsTable.CERTAIN_SHARE), 1e-15);
    ShareInterval ofProblems =
        ShareInterval.of(
            List.of("0", "1", "2", "3", "4", "5"),
            new boolean[] {true, true, true, true, false, false},
            0.95);
    // 300 units that are independent would have .61 to .72, six have .22 to .96
    assertTrue(row.get(AnnihilationsTable.CERTAIN_SHARE_LOW) <= ofProblems.low());
    assertTrue(row.get(AnnihilationsTable.CERTAIN_SHARE_HIGH) >= ofProblems.high());
  }

  @Test
  void theOrderOfRowsDoesNotMatter() {
    Random random = new Random(7);
    for (int k = 0; k < 60; k++) {
      double upper = random.nextDouble();
      add(random.nextInt(5), 0, upper, 0, random.nextBoolean() ? 0 : upper * random.nextDouble());
    }
    Record row = summary();
    Collections.shuffle(rows, random);
    assertEquals(row, summary());
  }

  @Test
  void withoutDeepMinimaThereIsNoShare() {
    add(0, 0, 0, 0, 0);
    Record row = summary();
    assertEquals(1L, row.get(AnnihilationsTable.PAIRS));
    assertTrue(row.find(AnnihilationsTable.CERTAIN_SHARE).isEmpty());
    assertTrue(row.find(AnnihilationsTable.SEEN_SHARE).isEmpty());
    assertTrue(row.find(AnnihilationsTable.RATIO_MEDIAN).isEmpty());
  }
}
