package io.shallows.spark.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shallows.trial.SweepVocabulary;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepDefinitionTest {

  private static final String SPEC =
      """
      apiVersion: shallows/v1
      grid: {family: [plain], width: [3], networkDepth: [1], inputDimension: [2], seed: {count: 1}}
      measurement: {depth: {eta: [0.5]}}
      """;

  private static String scope(String... overrides) {
    SweepDefinition sweep =
        SweepDefinition.of(
            SPEC, SweepVocabulary.reader().read(SPEC, "spec.yaml", List.of(overrides)), 2);
    return sweep.depthScope().substring(sweep.referenceScope().length());
  }

  /**
   * A key that was added later must not make the depths of earlier stores those of another sweep.
   */
  @Test
  void depthsAreNamedByWhatDecidesThemAndByNothingThatIsAsItWasBefore() {
    assertEquals(" eta=[0.5] drops=[0.001] paths=best", scope());
    assertEquals(
        " eta=[0.5] drops=[0.001] paths=best",
        scope("measurement.depth.targets=[reference, own, cell-best]"));
    assertEquals(
        " eta=[0.5] drops=[0.001] targets=[own, cell-best] paths=best",
        scope("measurement.depth.targets=[own, cell-best]"));
  }
}
