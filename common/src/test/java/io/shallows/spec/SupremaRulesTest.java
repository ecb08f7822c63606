package io.shallows.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.trial.SweepVocabulary;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SupremaRulesTest {

  private static final String SPEC =
      """
      apiVersion: shallows/v1
      grid: {family: [plain, linear-skip], width: [1, 2], networkDepth: [0], inputDimension: [1]}
      problem: {kind: random-labels}
      measurement: {spectrum: false, depth: {enabled: false}}
      """;

  private static SweepSpec read(String... overrides) {
    return SweepVocabulary.reader().read(SPEC, "spec.yaml", List.of(overrides));
  }

  @Test
  void nothingIsAskedByDefault() {
    assertFalse(read().measurement().suprema());
    assertFalse(read("grid.networkDepth=[1]").measurement().suprema());
    SweepSpec spec =
        read("measurement.suprema=true", "measurement.supremaBudget=7", "grid.networkDepth=[0, 1]");
    assertTrue(spec.measurement().suprema());
    assertEquals(7, spec.measurement().supremaBudget());
    assertEquals(5_000_000, spec.measurement().supremaStates());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "grid.networkDepth=[1] | grid.networkDepth: [1] | use networkDepth: [0]",
        "training.penalty=0.1 | training.penalty: 0.1 | use 0",
        "problem.kind=classes | problem.kind: classes | one target",
        "problem.kind=gaussian-teacher | problem.kind: gaussian-teacher | a problem with data",
        "training.loss=cross-entropy | training.loss: cross-entropy | use squared",
      })
  void whatHasNoConesIsRefusedWithASentence(String override, String complaint, String advice) {
    List<String> all = new ArrayList<>(List.of("measurement.suprema=true", override));
    if (override.contains("cross-entropy")) {
      all.add("problem.kind=classes");
      all.add("training.optimizer=adam");
    }
    if (override.contains("classes") || override.contains("gaussian")) {
      all.add("grid.inputDimension=6");
    }
    SpecException refused =
        assertThrows(SpecException.class, () -> read(all.toArray(String[]::new)));
    assertTrue(refused.getMessage().startsWith(complaint), refused.getMessage());
    assertTrue(refused.getMessage().contains(advice), refused.getMessage());
    assertTrue(
        refused.getMessage().endsWith("or measurement.suprema: false"), refused.getMessage());
    all.set(0, "measurement.suprema=false");
    assertFalse(read(all.toArray(String[]::new)).measurement().suprema());
  }
}
