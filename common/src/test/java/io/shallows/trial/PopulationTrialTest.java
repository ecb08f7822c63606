package io.shallows.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.CellCoordinates;
import io.shallows.grid.Grid;
import io.shallows.grid.TrialCoordinates;
import io.shallows.problem.TableSource;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.PathsTable;
import io.shallows.record.Record;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Trials on a population loss, from the spec to verified paths. */
class PopulationTrialTest {

  private static final String TRAP =
      """
      apiVersion: shallows/v1
      name: trap
      grid:
        family: [plain, linear-skip]
        width: [3]
        networkDepth: [0]
        initialization: [he]
        seed: {count: 30, root: 1}
      problem:
        kind: gaussian-teacher
        teacherAngles: [0, 0.8333333333333333, 1.3333333333333333]
      measurement: {spectrum: false, singularities: false, depth: {budget: 12000}}
      output: {uri: none, paths: all}
      """;

  private final SweepSpec spec = SweepVocabulary.reader().read(TRAP, "trap.yaml", List.of());
  private final Grid grid = new Grid(spec);
  private final TrialRunner runner = TrialRunner.of(spec);

  private List<DepthOutcome> depths(CellCoordinates cell) {
    List<Record> minima = new ArrayList<>();
    for (long seed = 0; seed < grid.seeds(); seed++) {
      runner.minimum(cell.trial(seed), Deadline.never()).minimum().ifPresent(minima::add);
    }
    Optional<Record> best = runner.best(minima);
    return minima.stream()
        .map(
            minimum ->
                runner.depths(
                    cell.trial(minimum.get(LeadingColumns.SEED)),
                    minimum,
                    best,
                    List.of(),
                    Deadline.never()))
        .toList();
  }

  @Test
  void trapsHaveTheirDepthAndTheSkipLeavesNone() {
    int traps = 0;
    for (long c = 0; c < grid.cells(); c++) {
      CellCoordinates cell = grid.cell(c);
      for (DepthOutcome outcome : depths(cell)) {
        for (Record row : outcome.depths()) {
          if (!row.get(DepthsTable.COVERED)) {
            continue;
          }
          assertEquals("plain", cell.family(), "the skip leaves no bad minimum");
          traps++;
          assertEquals(0.004232803154556, row.get(DepthsTable.LOSS), 1e-12);
          assertEquals(0.00368641586617, row.find(DepthsTable.DEPTH_UPPER).orElseThrow(), 1e-13);
          assertEquals("interval", row.find(DepthsTable.CERTIFICATE).orElseThrow());
          assertImproves(row);
          assertVerifies(outcome.paths());
        }
      }
    }
    assertTrue(traps >= 2, traps + " traps");
  }

  private static void assertImproves(Record row) {
    double[] evaluations = row.get(DepthsTable.IMPROVEMENT_EVALUATIONS);
    double[] barriers = row.get(DepthsTable.IMPROVEMENT_BARRIERS);
    assertEquals(evaluations.length, barriers.length);
    for (int k = 1; k < barriers.length; k++) {
      assertTrue(barriers[k] < barriers[k - 1] && evaluations[k] >= evaluations[k - 1]);
    }
    assertEquals(row.find(DepthsTable.DEPTH_UPPER).orElseThrow(), barriers[barriers.length - 1]);
    assertTrue(row.get(DepthsTable.GRADIENT_EVALUATIONS) >= evaluations[evaluations.length - 1]);
  }

  private void assertVerifies(List<Record> paths) {
    PathCheck check = new PathCheck(spec, TableSource.none(), row -> Optional.of(at(row)));
    paths.forEach(check::vertex);
    check.finish();
    assertEquals(List.of(), check.problems());
    long stored = paths.stream().filter(row -> row.get(PathsTable.VERTEX) == 0).count();
    assertEquals(stored, check.checked());
    assertTrue(stored >= 1);
    PathCheck strict = new PathCheck(spec, TableSource.none(), row -> Optional.of(at(row)));
    for (Record row : paths) {
      boolean last = row.equals(paths.get(paths.size() - 1));
      Record.Builder copy = Record.of(PathsTable.TABLE).setShared(row);
      strict.vertex(
          last
              ? copy.set(PathsTable.SEGMENT_MAX, row.get(PathsTable.SEGMENT_MAX) + 1e-3).build()
              : row);
    }
    strict.finish();
    assertFalse(strict.problems().isEmpty(), "a wrong maximum goes unnoticed");
  }

  private TrialCoordinates at(Record row) {
    return grid.cell(0).trial(row.get(LeadingColumns.SEED));
  }
}
