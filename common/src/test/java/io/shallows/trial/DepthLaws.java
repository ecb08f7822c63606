package io.shallows.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What holds for the rows of depths of any minimum, whatever was measured. */
final class DepthLaws {

  private DepthLaws() {}

  /**
   * Checks all rows of some minima: depth never falls as the level falls; nothing is measured that
   * is not covered; no global minimum is covered; 0 has a reason, all else is at least the floor.
   *
   * @return pairs of targets of one minimum whose depths were compared
   */
  static int check(List<Record> depths) {
    Map<String, List<Record>> byTrial = new LinkedHashMap<>();
    for (Record row : depths) {
      byTrial.computeIfAbsent(row.get(LeadingColumns.TRIAL_ID), id -> new ArrayList<>()).add(row);
      check(row);
    }
    int pairs = 0;
    for (List<Record> rows : byTrial.values()) {
      List<Record> measured =
          rows.stream()
              .filter(row -> row.find(DepthsTable.DEPTH_UPPER).isPresent())
              .sorted(Comparator.comparing(row -> row.get(DepthsTable.REFERENCE_LOSS)))
              .toList();
      for (int k = 1; k < measured.size(); k++) {
        double lower = measured.get(k - 1).get(DepthsTable.DEPTH_UPPER);
        double higher = measured.get(k).get(DepthsTable.DEPTH_UPPER);
        assertTrue(higher <= lower, () -> "the depth falls with the level: " + measured);
        pairs++;
      }
      if (!measured.isEmpty()) {
        double level = measured.get(0).get(DepthsTable.REFERENCE_LOSS);
        for (Record row : rows) {
          boolean above = row.get(DepthsTable.REFERENCE_LOSS) >= level;
          boolean known = row.find(DepthsTable.DEPTH_UPPER).isPresent();
          assertTrue(
              !above || known || !row.get(DepthsTable.COVERED),
              () -> "a path to a lower level passes this one: " + row);
        }
      }
    }
    return pairs;
  }

  private static void check(Record row) {
    boolean covered = row.get(DepthsTable.COVERED);
    Optional<Double> upper = row.find(DepthsTable.DEPTH_UPPER);
    if (!covered) {
      assertTrue(upper.isEmpty(), () -> "measured though not covered: " + row);
      return;
    }
    assertFalse(row.get(DepthsTable.MINIMUM_KIND).equals("global"), row::toString);
    assertTrue(row.get(DepthsTable.LOSS) > row.get(DepthsTable.REFERENCE_LOSS), row::toString);
    double lower = row.get(DepthsTable.DEPTH_LOWER);
    assertTrue(lower >= 0 && lower <= upper.orElse(lower), row::toString);
    if (upper.isPresent()) {
      assertEquals(upper.get() == 0, row.find(DepthsTable.ZERO_REASON).isPresent(), row::toString);
      assertTrue(
          upper.get() == 0 || upper.get() >= row.get(DepthsTable.DEPTH_FLOOR), row::toString);
    }
  }
}
