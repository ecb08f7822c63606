package io.shallows.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordTest {

  private static Record.Builder reference() {
    return Record.of(ReferencesTable.TABLE)
        .set(LeadingColumns.PROBLEM_ID, "p")
        .set(LeadingColumns.WIDTH, 4)
        .set(LeadingColumns.INPUT_DIMENSION, 2)
        .set(LeadingColumns.PARAMETER_COUNT, 16)
        .set(ReferencesTable.REFERENCE_LOSS, 0.25)
        .set(ReferencesTable.RESTARTS, 8)
        .set(ReferencesTable.CONVERGED_RESTARTS, 7)
        .set(ReferencesTable.BEST_RESTART, 3)
        .set(ReferencesTable.PARAMETERS, new double[] {1, 2, 3})
        .set(ReferencesTable.STATUS, TrialStatus.CONVERGED.label())
        .set(ReferencesTable.SECONDS_SPENT, 1.5);
  }

  @Test
  void arraysAreCopiedInAndOut() {
    double[] given = {1, 2, 3};
    Record row = reference().set(ReferencesTable.PARAMETERS, given).build();
    given[0] = 9;
    row.get(ReferencesTable.PARAMETERS)[1] = 9;
    assertArrayEquals(new double[] {1, 2, 3}, row.get(ReferencesTable.PARAMETERS));
  }

  @Test
  void missingValuesAndNaNAreRefusedByName() {
    Exception missing =
        assertThrows(IllegalStateException.class, () -> Record.of(ReferencesTable.TABLE).build());
    assertTrue(missing.getMessage().contains("references.problem_id"), missing.getMessage());
    Exception nan =
        assertThrows(
            IllegalStateException.class,
            () -> reference().set(ReferencesTable.REFERENCE_LOSS, Double.NaN).build());
    assertTrue(nan.getMessage().contains("reference_loss is NaN"), nan.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> reference().set(TrialsTable.LOSS, 1.0).build());
  }

  @Test
  void aNonFiniteNullableRealBecomesNull() {
    Record row = reference().setFinite(ReferencesTable.GRADIENT_NORM, Double.NaN).build();
    assertEquals(Optional.empty(), row.find(ReferencesTable.GRADIENT_NORM));
    assertThrows(IllegalStateException.class, () -> row.get(ReferencesTable.GRADIENT_NORM));
  }

  @Test
  void differencesComparesBitsAndIgnoresTimes() {
    Record row = reference().build();
    Record later = reference().set(ReferencesTable.SECONDS_SPENT, 99.0).build();
    Record zero = reference().set(ReferencesTable.REFERENCE_LOSS, 0.0).build();
    Record negativeZero = reference().set(ReferencesTable.REFERENCE_LOSS, -0.0).build();
    assertEquals(List.of(), row.differences(later));
    assertNotEquals(row, later);
    assertEquals(List.of(ReferencesTable.REFERENCE_LOSS), zero.differences(negativeZero));
    assertEquals(row, reference().build());
    assertEquals(row.hashCode(), reference().build().hashCode());
  }

  @Test
  void sharedColumnsAreCopiedByName() {
    Record.Builder cell =
        Record.of(CellsTable.TABLE).setShared(reference().build()).set(CellsTable.TRIALS, 1);
    Exception missing = assertThrows(IllegalStateException.class, cell::build);
    assertTrue(missing.getMessage().contains("cells.family"), missing.getMessage());
  }
}
