package io.shallows.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.Grid;
import io.shallows.grid.SweepIdentity;
import io.shallows.minimum.MinimumKind;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.Record;
import io.shallows.record.TrialsTable;
import io.shallows.spec.SpecException;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The finish as a choice of the spec: ids, rows, and what is refused. */
class FinishTrialTest {

  private static final String SPEC =
      """
      apiVersion: shallows/v1
      grid:
        family: [plain, long-skip, residual]
        width: [6]
        networkDepth: [1]
        inputDimension: [2]
        initialization: [clustered]
        seed: {count: 2, root: 5}
      problem: {kind: teacher, samples: 48, teacherWidth: 6}
      training: {maxIterations: 40}
      measurement: {spectrum: false}
      output: {uri: none}
      """;

  private static SweepSpec spec(String... overrides) {
    return SweepVocabulary.reader().read(SPEC, "spec.yaml", List.of(overrides));
  }

  private static String trialId(SweepSpec spec) {
    return new SweepIdentity(spec).trialId(new Grid(spec).at(0)).hex();
  }

  @Test
  void theDefaultFinishLeavesIdsAsTheyWereAndTheOtherHasItsOwn() {
    assertEquals("descend", spec().training().finish());
    assertEquals(trialId(spec()), trialId(spec("training.finish=descend")));
    assertNotEquals(trialId(spec()), trialId(spec("training.finish=decay")));
    SweepIdentity named = new SweepIdentity(spec("training.finish=decay"));
    SweepIdentity before = new SweepIdentity(spec());
    assertEquals(before.problemId(0, 2), named.problemId(0, 2), "the data are the same");
    assertEquals(before.measurementId(), named.measurementId());
    assertNotEquals(before.trialScope(), named.trialScope(), "a store keeps one finish");
  }

  @Test
  void trialsOfASlideEndStationaryAndAreTheSameAgain() {
    SweepSpec spec = spec("training.finish=decay");
    Grid grid = new Grid(spec);
    TrialRunner runner = TrialRunner.of(spec);
    TrialRunner again = TrialRunner.of(spec);
    int below = 0;
    for (long index = 0; index < grid.size(); index++) {
      TrialOutcome outcome = runner.minimum(grid.at(index), Deadline.never());
      Record row = outcome.trial();
      String where = "trial " + index + ": " + row;
      assertEquals("converged", row.get(TrialsTable.STATUS), where);
      assertEquals(
          new SweepIdentity(spec).trialId(grid.at(index)).hex(),
          row.get(LeadingColumns.TRIAL_ID),
          where);
      Record minimum = outcome.minimum().orElseThrow();
      MinimumKind kind = MinimumKind.of(minimum.get(MinimaTable.MINIMUM_KIND));
      assertTrue(
          kind == MinimumKind.GLOBAL
              || row.get(TrialsTable.STATIONARITY) <= row.get(TrialsTable.STATIONARITY_TOLERANCE),
          where);
      assertEquals(
          row.withoutTimes().toString(),
          again.minimum(grid.at(index), Deadline.never()).trial().withoutTimes().toString());
      below += row.get(TrialsTable.LOSS_NORMALIZED) < 1 ? 1 : 0;
    }
    assertEquals(grid.size(), below, "trials that beat the best constant");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          problem.kind=classes training.loss=cross-entropy training.optimizer=adam measurement.depth.finders=string | fits output weights by least squares, and training.loss is cross-entropy; use descend, or training.loss: squared
          problem.kind=gaussian-teacher grid.networkDepth=0 | fits output weights to data, and problem.kind: gaussian-teacher has none; use descend
          """)
  void whereOutputWeightsCannotBeFittedItIsRefused(String overrides, String reason) {
    String[] all = ("training.finish=decay " + overrides).split(" ", -1);
    SpecException refused =
        assertThrows(
            SpecException.class,
            () ->
                SweepVocabulary.reader()
                    .read("apiVersion: shallows/v1\n", "spec.yaml", List.of(all)));
    assertEquals("training.finish: decay from --set " + reason, refused.getMessage());
  }
}
