package io.shallows.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.Grid;
import io.shallows.grid.TrialCoordinates;
import io.shallows.minimum.MinimumKind;
import io.shallows.problem.TableSource;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.PathsTable;
import io.shallows.record.Record;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of target tree: one bar per minimum, never longer than the depth to the best. */
class CellTreeRowsTest {

  private static final String NETWORK =
      """
      apiVersion: shallows/v1
      name: tree
      grid:
        family: [plain]
        width: [4]
        networkDepth: [1]
        inputDimension: [2]
        initialization: [he]
        seed: {count: 6, root: 3}
      problem: {kind: teacher, samples: 32, teacherWidth: 6}
      training: {maxIterations: 500}
      measurement:
        depth: {eta: [0.5], finders: [constructive, string], budget: 600, referenceRestarts: 2, connectivity: tree}
        singularities: false
        spectrum: false
      output: {uri: none}
      """;

  private static final String POPULATION =
      """
      apiVersion: shallows/v1
      name: tree
      grid:
        family: [plain]
        width: [3]
        networkDepth: [0]
        initialization: [he]
        seed: {count: 12, root: 1}
      problem:
        kind: gaussian-teacher
        teacherAngles: [0, 0.8333333333333333, 1.3333333333333333]
      measurement:
        singularities: false
        spectrum: false
        depth: {finders: [string], budget: 600, connectivity: tree}
      output: {uri: none}
      """;

  private record Cell(
      SweepSpec spec, List<Record> minima, Map<String, Record> toBest, DepthOutcome tree) {
    List<Record> bars() {
      return tree.depths().stream()
          .filter(row -> row.get(DepthsTable.TARGET).equals("tree"))
          .toList();
    }
  }

  private static Cell measured(String text) {
    SweepSpec spec = SweepVocabulary.reader().read(text, "tree.yaml", List.of());
    TrialRunner runner = TrialRunner.of(spec);
    Grid grid = new Grid(spec);
    List<Record> rows = new ArrayList<>();
    Map<String, TrialCoordinates> trials = new LinkedHashMap<>();
    for (long i = 0; i < grid.size(); i++) {
      TrialCoordinates trial = grid.at(i);
      Optional<Record> row = runner.minimum(trial, Deadline.never()).minimum();
      row.ifPresent(
          found -> {
            rows.add(found);
            trials.put(found.get(LeadingColumns.TRIAL_ID), trial);
          });
    }
    TrialCoordinates first = grid.at(0);
    List<Record> references =
        runner.references(
            ProblemCoordinates.of(first.cell()),
            runner.referenceWidths(Set.of(first.width())),
            List.of(),
            Deadline.never());
    List<DepthOutcome> measured = new ArrayList<>();
    for (Record row : rows) {
      String id = row.get(LeadingColumns.TRIAL_ID);
      DepthOutcome depths =
          runner.depths(trials.get(id), row, runner.best(rows), rows, references, Deadline.never());
      assertEquals(text.contains("connectivity: tree"), depths.depths().isEmpty(), "rows wait");
      measured.add(depths);
    }
    DepthOutcome tree = runner.tree(first, rows, measured);
    Map<String, Record> toBest = new LinkedHashMap<>();
    for (Record depth : tree.depths()) {
      if (depth.get(DepthsTable.TARGET).equals("cell-best")) {
        toBest.put(depth.get(LeadingColumns.TRIAL_ID), depth);
      }
    }
    List<Record> minima =
        rows.stream()
            .filter(row -> MinimumKind.of(row.get(MinimaTable.MINIMUM_KIND)).isMinimum())
            .toList();
    return new Cell(spec, minima, toBest, tree);
  }

  @ParameterizedTest
  @ValueSource(strings = {NETWORK, POPULATION})
  void everyMinimumButTheLowestHasOneBar(String text) {
    check(measured(text));
  }

  private static void check(Cell cell) {
    Map<String, Double> losses = new LinkedHashMap<>();
    for (Record minimum : cell.minima()) {
      losses.put(minimum.get(LeadingColumns.TRIAL_ID), minimum.get(MinimaTable.LOSS));
    }
    assertTrue(cell.minima().size() > 2, cell.minima().size() + " minima");
    List<Record> bars = cell.bars();
    DepthLaws.check(cell.tree().depths());
    assertEquals(cell.minima().size() - 1, bars.size());
    int positive = 0;
    for (Record bar : bars) {
      String id = bar.get(LeadingColumns.TRIAL_ID);
      String elder = bar.find(DepthsTable.TARGET_TRIAL_ID).orElseThrow();
      assertEquals("tree", bar.get(DepthsTable.TARGET));
      assertNotEquals(id, elder);
      assertTrue(losses.get(elder) <= losses.get(id), bar.toString());
      assertTrue(bar.find(LeadingColumns.ETA).isEmpty());
      Record best = cell.toBest().get(id);
      double length = bar.find(DepthsTable.DEPTH_UPPER).orElse(0.0);
      double depth = best.find(DepthsTable.DEPTH_UPPER).orElse(0.0);
      assertTrue(length <= depth * (1 + 1e-9) + 1e-12, length + " above " + depth);
      positive += length > 0 ? 1 : 0;
    }
    assertTrue(positive > 0, "no bar has a length");
    PathCheck paths =
        new PathCheck(cell.spec(), TableSource.none(), row -> Optional.of(at(cell.spec(), row)));
    cell.tree().paths().forEach(paths::vertex);
    paths.finish();
    assertTrue(paths.checked() > 0);
    assertEquals(List.of(), paths.problems());
    for (Record vertex : cell.tree().paths()) {
      if (vertex.get(PathsTable.VERTEX) == 0) {
        double loss = losses.get(vertex.get(LeadingColumns.TRIAL_ID));
        assertEquals(
            loss, vertex.get(PathsTable.LOSS), 1e-9 * loss, "a path begins at its minimum");
      }
    }
  }

  private static TrialCoordinates at(SweepSpec spec, Record row) {
    return new Grid(spec).at(row.get(LeadingColumns.SEED) - new Grid(spec).at(0).seed());
  }

  @Test
  void withoutTheKeyThereIsNone() {
    Cell cell = measured(NETWORK.replace("connectivity: tree", "connectivity: none"));
    assertEquals(List.of(), cell.tree().depths());
    assertEquals(List.of(), cell.tree().paths());
  }
}
