package io.shallows.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.TrialCoordinates;
import io.shallows.record.Column;
import io.shallows.record.Record;
import io.shallows.record.SlowDownColumns;
import io.shallows.record.TrialsTable;
import io.shallows.spec.SpecException;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Singularities, spectrum and slow-down in the row of a trial, with both losses. */
class SingularityTrialTest {

  private static final String CLASSES =
      """
      apiVersion: shallows/v1
      name: classes
      grid:
        family: [orhan-plain, orhan-residual, hyper-residual]
        width: [6]
        networkDepth: [3]
        inputDimension: [4]
        initialization: [glorot]
        seed: {count: 2, root: 3}
      problem: {kind: classes, samples: 60, classes: 3}
      training: {preset: orhan-pitkow, batchSize: 20, maxIterations: 60}
      measurement:
        depth: {enabled: false}
        spectrum: true
        spectrumDetail: true
        slowDown: adam
        slowDownSteps: 90
      """;

  private static SweepSpec spec(String... overrides) {
    return SweepVocabulary.reader().read(CLASSES, "classes.yaml", List.of(overrides));
  }

  private static Record row(SweepSpec spec, String family, int seed) {
    TrialCoordinates at = new TrialCoordinates(0, family, 6, 3, 4, "glorot", seed);
    return TrialRunner.of(spec).minimum(at, Deadline.never()).trial();
  }

  private static double real(Record row, String column) {
    Column<?> found = TrialsTable.TABLE.column(column).orElseThrow();
    return ((Number) row.get(found)).doubleValue();
  }

  @Test
  void thePresetFillsWhatTheSpecDoesNotSay() {
    assertEquals("adam", spec().training().optimizer());
    assertEquals("cross-entropy", spec().training().loss());
    assertEquals(5e-4, spec().training().learningRate());
    assertEquals(20, spec().training().batchSize());
  }

  @ParameterizedTest
  @ValueSource(strings = {"orhan-plain", "orhan-residual", "hyper-residual"})
  void everyColumnIsFilledAtBothEnds(String family) {
    Record row = row(spec(), family, 0);
    for (String moment : List.of("", "_initial")) {
      double share = real(row, "degenerate_share" + moment);
      assertTrue(share >= 0 && share <= 1, "share " + share);
      assertTrue(real(row, "overlap_mean_max" + moment) > 0);
      assertTrue(real(row, "elimination_incoming_min" + moment) > 0);
      assertTrue(real(row, "dependence_participation" + moment) >= 1);
      assertEquals(
          family.equals("orhan-plain") ? 24 : family.equals("orhan-residual") ? 6 : 1,
          real(row, "symmetry_nullity" + moment));
    }
    // the second run is of the same kind, longer and remembers its best
    assertTrue(real(row, "slowdown_loss_normalized") < real(row, "loss_normalized"));
  }

  @Test
  void theSameTrialGivesTheSameRow() {
    Record first = row(spec(), "orhan-residual", 1);
    Record second = row(spec(), "orhan-residual", 1);
    assertEquals(List.of(), first.differences(second));
    Record other = row(spec(), "orhan-residual", 0);
    assertFalse(first.differences(other).isEmpty());
  }

  @Test
  void stepsToLevelsRiseAsLevelsFall() {
    SweepSpec spec =
        spec(
            "training.preset=none",
            "training.learningRate=0.01",
            "measurement.slowDownSteps=3000",
            "training.maxIterations=20");
    Record row = row(spec, "orhan-residual", 0);
    long last = -1;
    for (Column<Long> column : SlowDownColumns.steps()) {
      long steps = row.find(column).orElse(Long.MAX_VALUE);
      assertTrue(steps >= last, column.name());
      last = steps;
    }
    assertTrue(row.find(SlowDownColumns.steps().get(1)).isPresent());
  }

  @Test
  void crossEntropyAsksForClassesAndFirstOrderTrainingAndNoDepth() {
    for (String override :
        List.of(
            "problem.kind=random-labels",
            "training.optimizer=levenberg-marquardt",
            "measurement.depth.enabled=true")) {
      List<String> overrides =
          override.startsWith("problem")
              ? List.of("problem={kind: random-labels}", "training.loss=cross-entropy")
              : List.of(override);
      SpecException thrown =
          assertThrows(SpecException.class, () -> spec(overrides.toArray(String[]::new)));
      assertTrue(thrown.getMessage().contains("; use "), thrown.getMessage());
    }
  }
}
