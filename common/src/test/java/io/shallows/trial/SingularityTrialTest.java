package io.shallows.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.TrialCoordinates;
import io.shallows.record.Column;
import io.shallows.record.MinimaTable;
import io.shallows.record.Record;
import io.shallows.record.SlowDownColumns;
import io.shallows.record.TrajectoriesTable;
import io.shallows.record.TrialsTable;
import io.shallows.spec.SpecException;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import io.shallows.training.LossLevels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  private static double number(Record row, String column) {
    Column<?> found = row.table().column(column).orElseThrow();
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
      double share = number(row, "degenerate_share" + moment);
      assertTrue(share >= 0 && share <= 1, "share " + share);
      assertTrue(number(row, "overlap_mean_max" + moment) > 0);
      assertTrue(number(row, "elimination_incoming_min" + moment) > 0);
      assertTrue(number(row, "dependence_participation" + moment) >= 1);
      assertEquals(
          family.equals("orhan-plain") ? 24 : family.equals("orhan-residual") ? 6 : 1,
          number(row, "symmetry_nullity" + moment));
    }
    // the second run is of the same kind, longer and remembers its best
    assertTrue(number(row, "slowdown_loss_normalized") < number(row, "loss_normalized"));
  }

  @Test
  void theSameTrialGivesTheSameRow() {
    Record first = row(spec(), "orhan-residual", 1);
    Record second = row(spec(), "orhan-residual", 1);
    assertEquals(List.of(), first.differences(second));
    Record other = row(spec(), "orhan-residual", 0);
    assertFalse(first.differences(other).isEmpty());
  }

  /** Under the squared loss a minimum is searched too, so the network has fewer layers. */
  @ParameterizedTest
  @CsvSource({"cross-entropy, adam, 6, 3", "squared, levenberg-marquardt, 6, 1"})
  void stepsToLevelsRiseAsLevelsFall(String loss, String optimizer, int width, int depth) {
    SweepSpec spec =
        spec(
            "training.preset=none",
            "training.loss=" + loss,
            "training.optimizer=" + optimizer,
            "training.learningRate=0.01",
            "measurement.slowDownSteps=3000",
            "training.maxIterations=20",
            "grid.width=[" + width + "]",
            "grid.networkDepth=[" + depth + "]");
    TrialCoordinates at = new TrialCoordinates(0, "orhan-residual", width, depth, 4, "glorot", 0);
    Record row = TrialRunner.of(spec).minimum(at, Deadline.never()).trial();
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

  @Test
  void populationTrialsHaveWhatNeedsNoData() {
    SweepSpec spec =
        SweepVocabulary.reader()
            .read(
                """
                apiVersion: shallows/v1
                grid: {family: [plain], width: [3], networkDepth: [0], inputDimension: [3], initialization: [he]}
                problem: {kind: gaussian-teacher, teacherWidth: 3, committee: true}
                """,
                "population.yaml");
    TrialCoordinates at = new TrialCoordinates(0, "plain", 3, 0, 3, "he", 0);
    Record row = TrialRunner.of(spec).minimum(at, Deadline.never()).trial();
    // the teacher's units are orthonormal, and this start finds them
    assertEquals("global", row.get(TrialsTable.MINIMUM_KIND));
    assertEquals(0, number(row, "overlap_mean_max"), 1e-4);
    assertEquals(1, number(row, "elimination_incoming_mean"), 1e-4);
    assertEquals(0, number(row, "degenerate_share"));
    assertEquals(0, number(row, "symmetry_nullity"));
    assertTrue(row.find(TrialsTable.TABLE.column("dependence_rank").orElseThrow()).isEmpty());
    assertTrue(
        row.find(TrialsTable.TABLE.column("elimination_dead_share").orElseThrow()).isEmpty());
  }

  @Test
  void theEndOfThePublishedScheduleIsNoBudget() {
    assertEquals("completed", row(spec(), "orhan-plain", 0).get(TrialsTable.STATUS));
    // without the preset the steps are a limit, and the finish goes on
    Record beyond =
        row(
            spec("training.preset=none", "training.optimizer=adam", "training.loss=cross-entropy"),
            "orhan-plain",
            0);
    assertEquals("valley", beyond.get(TrialsTable.STATUS));
  }

  @Test
  void metricsAreMeasuredWhereTheRunReachesLevelsAndAtSteps() {
    SweepSpec spec =
        spec(
            "measurement.levelMetrics=true",
            "measurement.trajectoryPoints=5",
            "measurement.slowDownSteps=900",
            "training.learningRate=0.01");
    TrialCoordinates at = new TrialCoordinates(0, "orhan-residual", 6, 3, 4, "glorot", 0);
    TrialOutcome outcome = TrialRunner.of(spec).minimum(at, Deadline.never());
    List<Record> rows = outcome.trajectory();
    for (int k = 0; k < SlowDownColumns.steps().size(); k++) {
      double level = LossLevels.LEVELS.get(k);
      Long steps = outcome.trial().find(SlowDownColumns.steps().get(k)).orElse(null);
      List<Record> there =
          rows.stream()
              .filter(row -> row.find(TrajectoriesTable.LEVEL).equals(Optional.of(level)))
              .toList();
      assertEquals(steps == null ? 0 : 1, there.size());
      if (steps != null) {
        assertEquals(steps, there.get(0).get(TrajectoriesTable.STEP));
        assertTrue(there.get(0).get(TrajectoriesTable.LOSS_NORMALIZED) <= level);
      }
    }
    assertTrue(rows.stream().anyMatch(row -> row.find(TrajectoriesTable.LEVEL).isPresent()));
    Record start = rows.get(0);
    assertEquals(0L, start.get(TrajectoriesTable.STEP));
    assertEquals(
        number(outcome.trial(), "overlap_mean_max_initial"), number(start, "overlap_mean_max"));
    assertEquals(
        number(outcome.trial(), "degenerate_share_initial"), number(start, "degenerate_share"));
    assertEquals(rows, TrialRunner.of(spec).minimum(at, Deadline.never()).trajectory());
    assertEquals(List.of(), TrialRunner.of(spec()).minimum(at, Deadline.never()).trajectory());
  }

  @Test
  void biasesAreDrawnTowardsTargetsOfTheirOwn() {
    SweepSpec strong =
        spec(
            "training.biasRegularization=10",
            "training.learningRate=0.02",
            "training.maxIterations=1500",
            "measurement.slowDown=none",
            "measurement.spectrum=false");
    List<Double> biases = biases(strong, 0);
    double square = biases.stream().mapToDouble(b -> b * b).sum() / biases.size();
    // 24 biases near standard normal targets
    assertTrue(square > 0.4 && square < 2.2, "mean square " + square);
    assertEquals(biases, biases(strong, 0));
    List<Double> other = biases(strong, 1);
    double product = 0;
    for (int i = 0; i < biases.size(); i++) {
      product += biases.get(i) * other.get(i) / biases.size();
    }
    assertTrue(Math.abs(product) < 0.7, "other seeds have other targets: " + product);
  }

  /** First-layer weights of the constant, then the biases of the further layers. */
  private static List<Double> biases(SweepSpec spec, int seed) {
    TrialCoordinates at = new TrialCoordinates(0, "orhan-plain", 6, 3, 4, "glorot", seed);
    double[] theta =
        TrialRunner.of(spec)
            .minimum(at, Deadline.never())
            .minimum()
            .orElseThrow()
            .get(MinimaTable.PARAMETERS);
    List<Double> biases = new ArrayList<>();
    int constant = 4 * 6;
    int hidden = 5 * 6;
    for (int j = 0; j < 6; j++) {
      biases.add(theta[constant + j]);
      for (int l = 0; l < 3; l++) {
        biases.add(theta[hidden + l * 42 + 36 + j]);
      }
    }
    return biases;
  }

  @Test
  void whatAPenaltyOrATrajectoryNeedsIsAskedFor() {
    for (List<String> overrides :
        List.of(
            List.of("measurement.slowDown=none", "measurement.levelMetrics=true"),
            List.of("training.biasRegularization=1", "training.loss=squared"),
            List.of("training.biasRegularization=1", "training.optimizer=lbfgs"))) {
      SpecException thrown =
          assertThrows(SpecException.class, () -> spec(overrides.toArray(String[]::new)));
      assertTrue(thrown.getMessage().contains("; use "), thrown.getMessage());
    }
  }
}
