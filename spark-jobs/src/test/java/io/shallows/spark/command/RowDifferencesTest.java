package io.shallows.spark.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.ReferencesTable;
import io.shallows.record.TrialStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowDifferencesTest {

  private static Record reference(int width, double loss, double parameter, double seconds) {
    return Record.of(ReferencesTable.TABLE)
        .set(LeadingColumns.PROBLEM_ID, "p")
        .set(LeadingColumns.WIDTH, width)
        .set(LeadingColumns.INPUT_DIMENSION, 2)
        .set(LeadingColumns.PARAMETER_COUNT, 16)
        .set(ReferencesTable.REFERENCE_LOSS, (Double) loss)
        .set(ReferencesTable.RESTARTS, 8)
        .set(ReferencesTable.CONVERGED_RESTARTS, 7)
        .set(ReferencesTable.BEST_RESTART, 3)
        .set(ReferencesTable.PARAMETERS, new double[] {1, parameter})
        .set(ReferencesTable.STATUS, TrialStatus.CONVERGED.label())
        .set(ReferencesTable.SECONDS_SPENT, (Double) seconds)
        .build();
  }

  @Test
  void aBitIsADifferenceAndATimeIsNone() {
    Record stored = reference(4, 2, 3, 1);
    assertEquals(List.of(), RowDifferences.of(List.of(stored), List.of(reference(4, 2, 3, 7))));
    assertEquals(
        List.of("references.reference_loss: 2.0 in the store, 2.0000000000000004 now"),
        RowDifferences.of(List.of(stored), List.of(reference(4, Math.nextUp(2.0), 3, 1))));
    List<String> hashes =
        RowDifferences.of(List.of(stored), List.of(reference(4, 2, Math.nextUp(3.0), 1)));
    assertEquals(1, hashes.size());
    assertTrue(
        hashes.get(0).startsWith("references.parameters: 2 numbers with hash "), hashes.get(0));
  }

  @Test
  void aRowTooFewIsADifference() {
    Record row = reference(4, 2, 3, 1);
    assertEquals(
        List.of("2 references in the store, 1 references now"),
        RowDifferences.of(List.of(row, row), List.of(row)));
    assertEquals("", RowDifferences.counts(List.of()));
  }

  @Test
  void rowsAreInTheOrderOfWhatTheyAreAbout() {
    List<Record> rows = List.of(reference(8, 1, 1, 1), reference(4, 2, 2, 1));
    assertEquals(List.of(rows.get(1), rows.get(0)), RowDifferences.sorted(rows));
  }
}
