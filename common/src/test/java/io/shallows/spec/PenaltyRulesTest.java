package io.shallows.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.SweepIdentity;
import io.shallows.grid.TrialCoordinates;
import io.shallows.trial.SweepVocabulary;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PenaltyRulesTest {

  private static final String SPEC =
      """
      apiVersion: shallows/v1
      grid: {family: [plain, linear-skip], width: [4], networkDepth: [0], inputDimension: [2]}
      measurement:
        spectrum: false
        depth: {targets: [own, cell-best], finders: [linear, string, saddle]}
      """;

  private static SweepSpec read(String... overrides) {
    List<String> all = new ArrayList<>(List.of("training.penalty=0.01"));
    all.addAll(List.of(overrides));
    return SweepVocabulary.reader().read(SPEC, "spec.yaml", all);
  }

  @Test
  void aPenaltyIsReadAndIsInTheIdOnlyWhereItIsNotZero() {
    TrialCoordinates trial = new TrialCoordinates(0, "plain", 4, 0, 2, "he", 1);
    SweepSpec without = SweepVocabulary.reader().read(SPEC, "spec.yaml", List.of());
    assertEquals(0.01, read().training().penalty());
    assertEquals(0, without.training().penalty());
    assertEquals(
        new SweepIdentity(without).trialId(trial),
        new SweepIdentity(read("training.penalty=0")).trialId(trial));
    assertNotEquals(
        new SweepIdentity(without).trialId(trial), new SweepIdentity(read()).trialId(trial));
    assertEquals(
        new SweepIdentity(without).problemId(0, 2), new SweepIdentity(read()).problemId(0, 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "grid.networkDepth=[0, 1] | two-layer networks only, and grid.networkDepth is",
        "problem.kind=classes | needs a single output, and problem.kind: classes has",
        "training.finish=decay | is not in what training.finish: decay fits",
        "measurement.spectrum=true | has no Hessian at units that are 0",
        "measurement.slowDown=adam | is not in the run of measurement.slowDown: adam",
        "measurement.depth.finders=[settle] | measurement.depth.finders: settle",
        "measurement.depth.finders=[descent] | measurement.depth.finders: descent",
        "measurement.depth.finders=[pull-down] | measurement.depth.finders: pull-down",
        "measurement.depth.nested=[linear-skip] | is not measured in measurement.depth.nested"
      })
  void whatCannotBeCertifiedIsRefusedWithASentence(String override, String complaint) {
    SpecException refused = assertThrows(SpecException.class, () -> read(override));
    String message = refused.getMessage();
    assertTrue(message.startsWith("training.penalty: 0.01 "), message);
    assertTrue(message.contains(complaint), message);
    assertTrue(message.contains("; use 0, or "), message);
    assertEquals(1, message.lines().count(), message);
  }

  @Test
  void crossEntropyBatchesAndPresetsAreRefused() {
    assertTrue(
        assertThrows(
                SpecException.class,
                () ->
                    read(
                        "problem.kind=classes",
                        "training.loss=cross-entropy",
                        "training.optimizer=lbfgs"))
            .getMessage()
            .contains("squared loss only, and training.loss is cross-entropy"));
    assertTrue(
        assertThrows(
                SpecException.class, () -> read("training.optimizer=adam", "training.batchSize=16"))
            .getMessage()
            .contains("training.batchSize is 16"));
    assertTrue(
        assertThrows(SpecException.class, () -> read("training.penalty=-1"))
            .getMessage()
            .startsWith("training.penalty: -1"));
  }

  @Test
  void theSearchOverCellsIsOfSquares() {
    String message =
        assertThrows(
                SpecException.class,
                () ->
                    read(
                        "training.penalty=0",
                        "problem.kind=classes",
                        "training.loss=cross-entropy",
                        "training.optimizer=lbfgs",
                        "measurement.depth.finders=[string, cell-flood]"))
            .getMessage();
    assertTrue(message.startsWith("measurement.depth.finders: cell-flood "), message);
    assertTrue(
        message.contains("needs least squares, and training.loss is cross-entropy; use "), message);
  }

  @Test
  void aPopulationHasNoSamplesToCertifyOn() {
    assertTrue(
        assertThrows(
                SpecException.class,
                () ->
                    read(
                        "problem.kind=gaussian-teacher",
                        "grid.family=plain",
                        "grid.inputDimension=9"))
            .getMessage()
            .contains("needs data, and problem.kind: gaussian-teacher has none"));
  }

  @Test
  void theSearchOverCellsTakesAPenalty() {
    assertEquals(
        List.of("cell-flood", "string"),
        read("measurement.depth.finders=[cell-flood, string]").measurement().depth().finders());
  }

  @Test
  void levelsOfReferencesAndConstructivePathsAreThoseOfTheSum() {
    assertEquals(
        List.of("reference"),
        read(
                "measurement.depth.targets=[reference]",
                "measurement.depth.finders=[constructive, string]")
            .measurement()
            .depth()
            .targets());
  }

  @Test
  void withoutDepthFindersAndTargetsDoNotMatter() {
    assertEquals(
        0.01,
        read("measurement.depth.enabled=false", "measurement.depth.finders=[settle]")
            .training()
            .penalty());
  }
}
