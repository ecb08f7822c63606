package io.shallows.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.atlas.Arrangement;
import io.shallows.depth.atlas.Atlas;
import io.shallows.grid.Grid;
import io.shallows.grid.SweepIdentity;
import io.shallows.grid.TrialCoordinates;
import io.shallows.problem.Dataset;
import io.shallows.problem.Problem;
import io.shallows.problem.TableSource;
import io.shallows.record.Record;
import io.shallows.record.TrialsTable;
import io.shallows.spec.SpecException;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Trials that begin in the deepest minimum that is found for two layers. */
class LiftedTrialTest {

  private static final String SPEC =
      """
      apiVersion: shallows/v1
      grid:
        family: [plain, residual, long-skip, linear-skip]
        width: [2]
        networkDepth: [0, 1, 2]
        inputDimension: [1]
        initialization: [lifted, clustered]
        seed: {count: 2, root: 5}
      problem: {kind: random-labels, samples: 8, count: 2}
      training: {maxIterations: 300}
      measurement: {spectrum: false, depth: {enabled: false}}
      output: {uri: none}
      """;

  private static final int WIDTH = 2;

  private static SweepSpec spec() {
    return SweepVocabulary.reader().read(SPEC, "spec.yaml", List.of());
  }

  /** The deepest minimum of two layers, by the complete list of them. */
  private static Atlas atlas(Dataset data) {
    return Atlas.of(Arrangement.of(data, false), WIDTH, 1_000_000);
  }

  @Test
  void trialsGoOnFromTheDeepestMinimumOfTwoLayers() {
    SweepSpec spec = spec();
    Grid grid = new Grid(spec);
    TrialRunner runner = TrialRunner.of(spec);
    Map<Integer, Double> losses = new TreeMap<>();
    for (int problem = 0; problem < 2; problem++) {
      Dataset data = Problem.of(spec, problem, 1).dataset(TableSource.none()).orElseThrow();
      Atlas atlas = atlas(data);
      losses.put(problem, atlas.tree().loss(atlas.deepest()));
    }
    int stayed = 0;
    int lower = 0;
    for (long i = 0; i < grid.size(); i++) {
      TrialCoordinates at = grid.at(i);
      if (!at.initialization().equals("lifted")) {
        continue;
      }
      Record row = runner.minimum(at, Deadline.never()).trial();
      double two = losses.get(at.problemIndex());
      double loss = row.get(TrialsTable.LOSS);
      // the same function in another network, solved for in other coordinates
      assertTrue(loss <= two * (1 + 1e-9), row + " is above " + two);
      if (at.family().equals("plain") && at.networkDepth() == 0) {
        assertEquals(two, loss, 1e-9 * two, "a minimum stays where it is");
        stayed++;
      } else {
        lower += loss < 0.999 * two ? 1 : 0;
      }
    }
    assertEquals(4, stayed);
    assertTrue(lower > 0, "further layers or skips never helped");
  }

  /** As many units as fit the data leave no minimum but the global one. */
  @Test
  void whereNothingHasADepthTheStartIsClustered() {
    SweepSpec spec =
        SweepVocabulary.reader()
            .read(SPEC, "spec.yaml", List.of("problem.samples=3", "grid.width=4"));
    TrialCoordinates at = new TrialCoordinates(0, "plain", 4, 1, 1, "lifted", 0);
    Record row = TrialRunner.of(spec).minimum(at, Deadline.never()).trial();
    assertTrue(row.get(TrialsTable.LOSS) < 1e-9, "" + row);
  }

  @Test
  void whatCannotBeSearchedIsRefused() {
    assertRefused(
        "grid.initialization: lifted at spec.yaml:7 is not known for grid.family: orhan-plain;"
            + " use another, or families of plain, residual, long-skip, linear-skip",
        "grid.family=[plain, orhan-plain]");
    assertRefused(
        "grid.initialization: lifted at spec.yaml:7 needs data, and problem.kind: gaussian-teacher"
            + " has none; use another, or a problem with data",
        "problem={kind: gaussian-teacher}",
        "grid.networkDepth=[0]",
        "grid.inputDimension=[6]",
        "grid.family=[plain]");
    assertRefused(
        "grid.initialization: lifted at spec.yaml:7 is searched for by least squares on cells, and"
            + " training.loss is cross-entropy; use another, or training.loss: squared",
        "problem={kind: classes}",
        "training.loss=cross-entropy");
    assertRefused(
        "grid.initialization: lifted at spec.yaml:7 is searched for with a single output, and"
            + " problem.kind: classes has 4 here; use another, or a problem with one target",
        "problem={kind: classes}");
    assertRefused(
        "grid.initialization: lifted at spec.yaml:7 is searched for in the cells of the data, of"
            + " which 256 samples of 3 inputs, the constant included, have too many or too few; use"
            + " another, or another number of samples",
        "grid.inputDimension=[1, 2]",
        "problem.samples=256");
  }

  private static void assertRefused(String message, String... overrides) {
    assertEquals(
        message,
        assertThrows(
                SpecException.class,
                () -> SweepVocabulary.reader().read(SPEC, "spec.yaml", List.of(overrides)))
            .getMessage());
  }

  @Test
  void trialsAreTheSameAgainAndOtherThanTheirNeighbours() {
    SweepSpec spec = spec();
    TrialRunner runner = TrialRunner.of(spec);
    TrialCoordinates at = new TrialCoordinates(0, "plain", 2, 1, 1, "lifted", 1);
    TrialCoordinates clustered = new TrialCoordinates(0, "plain", 2, 1, 1, "clustered", 1);
    Record once = runner.minimum(at, Deadline.never()).trial();
    Record again = TrialRunner.of(spec).minimum(at, Deadline.never()).trial();
    assertEquals(List.of(), once.differences(again));
    Record other = runner.minimum(clustered, Deadline.never()).trial();
    assertNotEquals(once.get(TrialsTable.LOSS), other.get(TrialsTable.LOSS));
    SweepIdentity identity = new SweepIdentity(spec);
    assertNotEquals(identity.trialId(at).hex(), identity.trialId(clustered).hex());
  }
}
