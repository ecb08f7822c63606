package io.shallows.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepIdentityTest {
  private static final TrialCoordinates TRIAL = new TrialCoordinates(0, "plain", 8, 1, 2, "he", 5);

  private static SweepIdentity identity(String... overrides) {
    SweepSpec spec =
        SweepVocabulary.reader().read("apiVersion: shallows/v1\n", "spec.yaml", List.of(overrides));
    return new SweepIdentity(spec);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name=other",
        "output.uri=s3a://elsewhere",
        "output.paths=none",
        "grid.width=[8, 9]",
        "grid.family=plain",
        "grid.where=width < 9",
        "grid.seed.count=1000",
        "problem.count=4",
        "training.deadlineSeconds=1",
        "training.learningRate=0.5",
        "training.batchSize=32",
        "measurement.depth.eta=[0.1]",
        "measurement.depth.finders=[linear]",
        "measurement.depth.budget=7",
        "measurement.spectrum=false"
      })
  void whatDoesNotChangeTheNumbersKeepsTheId(String override) {
    assertEquals(identity().trialId(TRIAL), identity(override).trialId(TRIAL));
    assertEquals(identity().problemId(0, 2), identity(override).problemId(0, 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grid.seed.root=2",
        "problem.samples=255",
        "problem.noise=0.1",
        "problem.bias=false",
        "problem.kind=random-labels"
      })
  void whatChangesTheDataChangesBothIds(String override) {
    assertNotEquals(identity().trialId(TRIAL), identity(override).trialId(TRIAL));
    assertNotEquals(identity().problemId(0, 2), identity(override).problemId(0, 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "training.optimizer=lbfgs",
        "training.gradientTolerance=1e-9",
        "training.maxIterations=1999",
        "training.kinkTolerance=1e-10",
        "training.flatTolerance=1e-8",
        "training.globalTolerance=1e-9"
      })
  void whatChangesTheTrainingChangesTheTrialOnly(String override) {
    assertNotEquals(identity().trialId(TRIAL), identity(override).trialId(TRIAL));
    assertEquals(identity().problemId(0, 2), identity(override).problemId(0, 2));
  }

  @Test
  void stepSizesCountWhereTheOptimizerReadsThem() {
    assertNotEquals(
        identity("training.optimizer=adam").trialId(TRIAL),
        identity("training.optimizer=adam", "training.learningRate=0.5").trialId(TRIAL));
  }

  @Test
  void everyCoordinateCounts() {
    Set<TrialId> ids = new HashSet<>();
    ids.add(identity().trialId(TRIAL));
    ids.add(identity().trialId(new TrialCoordinates(1, "plain", 8, 1, 2, "he", 5)));
    ids.add(identity().trialId(new TrialCoordinates(0, "residual", 8, 1, 2, "he", 5)));
    ids.add(identity().trialId(new TrialCoordinates(0, "plain", 81, 1, 2, "he", 5)));
    ids.add(identity().trialId(new TrialCoordinates(0, "plain", 8, 12, 2, "he", 5)));
    ids.add(identity().trialId(new TrialCoordinates(0, "plain", 8, 1, 3, "he", 5)));
    ids.add(identity().trialId(new TrialCoordinates(0, "plain", 8, 1, 2, "glorot", 5)));
    ids.add(identity().trialId(new TrialCoordinates(0, "plain", 8, 1, 2, "he", 6)));
    assertEquals(8, ids.size());
  }

  @Test
  void measurementIdCoversTheSettingsOfDepthButNotEta() {
    assertEquals(identity().measurementId(), identity("measurement.depth.eta=0.4").measurementId());
    assertEquals(identity().measurementId(), identity("training.maxIterations=7").measurementId());
    for (String override :
        List.of(
            "finders=linear",
            "certificateTolerance=1e-4",
            "budget=7",
            "referenceRestarts=7",
            "connectivity=tree")) {
      assertNotEquals(
          identity().measurementId(), identity("measurement.depth." + override).measurementId());
    }
  }

  /** Rows of stores in use carry this id: it changes only together with the numerics revision. */
  @Test
  void idIsThatOfTheFirstRelease() {
    assertEquals("05ca627c0869095359aa91fd8fbcb37a", identity().trialId(TRIAL).hex());
  }

  @Test
  void idsAreHexadecimal() {
    assertThrows(IllegalArgumentException.class, () -> new TrialId("xyz"));
  }
}
