package io.shallows.spark.plan;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.SweepIdentity;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreException;
import io.shallows.spark.store.StoreWriter;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which specs a store with rows accepts. */
class StoredNumbersTest {

  private static final String TEXT =
      """
      apiVersion: shallows/v1
      problem: {kind: teacher, samples: 40}
      measurement: {spectrum: true}
      """;

  @TempDir Path folder;

  private static SweepSpec spec(String... overrides) {
    return SweepVocabulary.reader().read(TEXT, "spec.yaml", List.of(overrides));
  }

  private static SweepDefinition sweep(String... overrides) {
    return SweepDefinition.of(TEXT, spec(overrides));
  }

  private Store store(String scope) {
    return store(scope, List.of(Stage.MINIMA));
  }

  private Store store(String scope, List<Stage> stages) {
    try (StoreWriter writer =
        StoreWriter.open(folder.toUri().toString(), new Configuration(), Clock.systemUTC())) {
      writer.writeSpec(TEXT);
      writer.commit(
          stages.stream()
              .map(
                  stage ->
                      new Group(
                          stage.name() + "-1",
                          stage,
                          scope,
                          "g",
                          "0",
                          Map.of("converged", 1L),
                          Map.of(),
                          Map.of(),
                          1,
                          1,
                          List.of()))
              .toList(),
          List.of());
      return writer.store();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "grid.seed.root=2, grid.seed.root: 1",
    "problem.kind=random-labels, problem.kind: teacher",
    "problem.samples=41, problem.samples: 40",
    "training.maxIterations=7, training.maxIterations: 2000",
    "training.globalTolerance=1e-6, training.globalTolerance: 1.0e-10",
    "measurement.spectrum=false, measurement.spectrum: true",
    "measurement.singularities=false, measurement.singularities: true",
    "measurement.spectrumDetail=true, measurement.spectrumDetail: false",
    "measurement.slowDown=adam, measurement.slowDown: none",
  })
  void whatDecidesTheNumbersOfTrialsIsRefused(String override, String difference) {
    Store store = store(sweep().identity().trialScope());
    StoreException.OtherSpec refusal =
        assertThrows(
            StoreException.OtherSpec.class,
            () -> StoredNumbers.require(store, spec(), sweep(override)));
    assertTrue(
        refusal.getMessage().contains("was made by another spec: " + difference + " in the store"),
        refusal.getMessage());
    assertTrue(refusal.getMessage().contains("\ngive another --output"), refusal.getMessage());
  }

  /** The same of a store that was made with the second run, whose keys then count. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "measurement.slowDown=none",
        "measurement.slowDown=gradient-descent",
        "measurement.slowDownSteps=5",
        "measurement.levelMetrics=true",
        "measurement.trajectoryPoints=5",
        "training.learningRate=0.5",
        "training.batchSize=4"
      })
  void keysOfTheSecondRunAreRefusedWhereThereIsOne(String override) {
    String with = "measurement.slowDown=adam";
    Store store = store(sweep(with).identity().trialScope());
    assertThrows(
        StoreException.OtherSpec.class,
        () -> StoredNumbers.require(store, spec(with), sweep(with, override)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name=other",
        "grid.width=[3, 4, 5]",
        "grid.seed.count=99",
        "grid.where=width < 9",
        "problem.count=3",
        "training.deadlineSeconds=5",
        "training.learningRate=0.5",
        "measurement.slowDownSteps=5",
        "measurement.depth.enabled=false",
        "measurement.depth.eta=[0.5]",
        "measurement.depth.finders=[linear]",
        "measurement.depth.connectivity=tree",
        "output.uri=elsewhere",
        "output.paths=all"
      })
  void whatChangesNoNumberOfATrialIsAccepted(String override) {
    Store store = store(sweep().identity().trialScope());
    assertDoesNotThrow(() -> StoredNumbers.require(store, spec(), sweep(override)));
  }

  /** Depths that were measured to other levels are not those that the spec asks for. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "measurement.depth.eta=[0.5]",
        "measurement.depth.drops=[0.01]",
        "measurement.depth.budget=7",
        "output.paths=all"
      })
  void otherLevelsOrPathsAreOtherDepths(String override) {
    assertNotEquals(sweep().depthScope(), sweep(override).depthScope());
    assertEquals(sweep().depthScope(), sweep("grid.width=3", "output.uri=x").depthScope());
  }

  /** Verdicts that were seen may have chosen problems; where there were none nothing was chosen. */
  @Test
  void aFixedNumberOfProblemsIsRefusedOnlyAfterVerdictsWereSeen() {
    String adding = "measurement.verdicts=sequential";
    String scope = sweep().identity().trialScope();
    Store unseen = store(scope, List.of(Stage.MINIMA));
    assertDoesNotThrow(() -> StoredNumbers.require(unseen, spec(adding), sweep()));
    Store seen = store(scope, List.of(Stage.FITS));
    StoreException.OtherSpec refusal =
        assertThrows(
            StoreException.OtherSpec.class,
            () -> StoredNumbers.require(seen, spec(adding), sweep()));
    assertTrue(refusal.getMessage().contains("added as verdicts were seen"), refusal.getMessage());
    assertDoesNotThrow(() -> StoredNumbers.require(seen, spec(adding), sweep(adding)));
    assertDoesNotThrow(() -> StoredNumbers.require(seen, spec(), sweep()));
  }

  /** Even if the comparison of keys said nothing, trials with other ids would be refused. */
  @Test
  void trialsWithOtherIdsAreRefusedWhateverTheSpecsSay() {
    Store store = store(sweep("measurement.slowDown=adam").identity().trialScope());
    StoreException.OtherSpec refusal =
        assertThrows(
            StoreException.OtherSpec.class, () -> StoredNumbers.require(store, spec(), sweep()));
    assertTrue(refusal.getMessage().contains("trials numerics="), refusal.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 999})
  void anotherRevisionIsRefusedWithWhatToDo(int revision) {
    Store store = store(new SweepIdentity(spec(), revision).trialScope());
    assertEquals(revision, StoredNumbers.revision(store));
    for (String override : List.of("name=same", "grid.seed.root=2")) {
      StoreException.OtherSpec refusal =
          assertThrows(
              StoreException.OtherSpec.class,
              () -> StoredNumbers.require(store, spec(), sweep(override)));
      assertTrue(
          refusal
              .getMessage()
              .contains(
                  "was made under numerics revision "
                      + revision
                      + "; this program makes rows of revision "
                      + SweepIdentity.NUMERICS_REVISION),
          refusal.getMessage());
      assertTrue(
          refusal.getMessage().contains("\nrun the spec into another"), refusal.getMessage());
    }
  }

  @Test
  void aStoreWithoutTrialsTakesThePresentRevision() {
    try (StoreWriter writer =
        StoreWriter.open(folder.toUri().toString(), new Configuration(), Clock.systemUTC())) {
      writer.writeSpec(TEXT);
      assertEquals(SweepIdentity.NUMERICS_REVISION, StoredNumbers.revision(writer.store()));
      assertDoesNotThrow(() -> StoredNumbers.require(writer.store(), spec(), sweep()));
    }
  }
}
