package io.shallows.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
  void measurementIdCoversTheSettingsOfDepth() {
    assertEquals(identity().measurementId(), identity("training.maxIterations=7").measurementId());
    for (String override :
        List.of(
            "eta=0.4",
            "drops=0.1",
            "finders=linear",
            "certificateTolerance=1e-4",
            "budget=7",
            "referenceRestarts=7",
            "connectivity=tree")) {
      assertNotEquals(
          identity().measurementId(), identity("measurement.depth." + override).measurementId());
    }
  }

  /**
   * Ids under the first revision, as the first release gave them: names and order of what is hashed
   * stay as they are whatever happens to the keys' declarations. Overrides are separated by blanks.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name=x | 69c0a7a88a1288a1ee6b22d27fd5708f | 05ca627c0869095359aa91fd8fbcb37a | aa57503641b643610a0b15b302d5dffd
          grid.seed.root=7 | c2b0333c1c839580c4b23de1b0db9e87 | 6994a3f15987e168ce1912bb559dada3 | aa57503641b643610a0b15b302d5dffd
          training.optimizer=adam training.learningRate=0.5 | 69c0a7a88a1288a1ee6b22d27fd5708f | e90b715e0a621ef9430740261258fc88 | aa57503641b643610a0b15b302d5dffd
          training.optimizer=lbfgs measurement.slowDown=adam training.batchSize=32 | 69c0a7a88a1288a1ee6b22d27fd5708f | c853f228e7183de71c9198b9348ecb4e | aa57503641b643610a0b15b302d5dffd
          training.optimizer=adam measurement.slowDown=gradient-descent measurement.slowDownSteps=77 | 69c0a7a88a1288a1ee6b22d27fd5708f | 08ad06757b7074b987d63640b37eaf97 | aa57503641b643610a0b15b302d5dffd
          problem.kind=classes training.loss=cross-entropy training.optimizer=adam training.biasRegularization=0.01 measurement.depth.finders=string | fc758f7fc68199b560feadcc806e6a3b | c26caa14488133e02497416b53d2d08c | dafb0ecfa3a3b41e4f5d74b74be6ff02
          problem.kind=gaussian-teacher grid.networkDepth=0 grid.inputDimension=6 | 7386f544e9ed56714844548481fed5c6 | 1a625e9d314f1d716edbccbd9366eafe | aa57503641b643610a0b15b302d5dffd
          problem.kind=table problem.uri=a.csv problem.format=csv problem.target=3 problem.classes=[1,2] | d223f9035a5a72912cb7dac8af842835 | 88e012a864fc8ce3996a891a0caa03d4 | aa57503641b643610a0b15b302d5dffd
          problem.kind=random-labels | 70053ca6e720d17d71b7e2114bb63d0b | 4932d220c17bdf8314ab8afd6c322b6e | aa57503641b643610a0b15b302d5dffd
          measurement.depth.finders=[linear,string] measurement.depth.certificateTolerance=1e-4 measurement.depth.connectivity=tree | 69c0a7a88a1288a1ee6b22d27fd5708f | 05ca627c0869095359aa91fd8fbcb37a | f003cc6322265be2eb08895243e3056f
          """)
  void idsOfTheFirstRevisionAreThoseOfTheFirstRelease(
      String overrides, String problem, String trial, String measurement) {
    SweepSpec spec =
        SweepVocabulary.reader()
            .read("apiVersion: shallows/v1\n", "spec.yaml", List.of(overrides.split(" ")));
    SweepIdentity first = new SweepIdentity(spec, 1);
    assertEquals(problem, first.problemId(3, 2).hex());
    assertEquals(trial, first.trialId(TRIAL).hex());
    assertEquals(measurement, first.measurementId().hex());
    assertEquals("", first.trialScope());
    SweepIdentity now = new SweepIdentity(spec);
    assertNotEquals(problem, now.problemId(3, 2).hex());
    assertNotEquals(trial, now.trialId(TRIAL).hex());
    assertNotEquals(measurement, now.measurementId().hex());
  }

  /** A preset changes starts and status beside the values that it fills in. */
  @Test
  void aPresetIsNotItsValuesWrittenOutByHand() {
    String[] byHand = {
      "problem.kind=classes",
      "measurement.depth.finders=string",
      "training.optimizer=adam",
      "training.loss=cross-entropy",
      "training.learningRate=5e-4",
      "training.batchSize=500",
      "training.maxIterations=10000"
    };
    String[] preset = {
      "problem.kind=classes", "measurement.depth.finders=string", "training.preset=orhan-pitkow"
    };
    assertEquals(identity(byHand).problemId(0, 2), identity(preset).problemId(0, 2));
    assertNotEquals(identity(byHand).trialId(TRIAL), identity(preset).trialId(TRIAL));
  }

  @Test
  void scopesNameTheirRevision() {
    String scope = identity().trialScope();
    assertEquals(OptionalInt.of(SweepIdentity.NUMERICS_REVISION), SweepIdentity.revisionOf(scope));
    assertEquals(OptionalInt.of(1), SweepIdentity.revisionOf(""));
    assertEquals(OptionalInt.empty(), SweepIdentity.revisionOf("numerics=2"));
    assertEquals(scope, identity("training.deadlineSeconds=1", "grid.width=3").trialScope());
    assertNotEquals(scope, identity("measurement.spectrum=false").trialScope());
    assertNotEquals(scope, identity("measurement.slowDown=adam").trialScope());
  }

  @Test
  void idsAreHexadecimal() {
    assertThrows(IllegalArgumentException.class, () -> new TrialId("xyz"));
  }
}
