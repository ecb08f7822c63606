package io.shallows.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.CellCoordinates;
import io.shallows.grid.Grid;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The laws of depth on the rows of small sweeps, by every landscape. */
class DepthLawsTest {

  private static final String SQUARED =
      """
      apiVersion: shallows/v1
      grid:
        family: [plain, long-skip]
        width: [4, 12]
        networkDepth: [0, 1]
        inputDimension: [2]
        initialization: [he, clustered]
        seed: {count: 2, root: 3}
      problem: {kind: teacher, samples: 30, teacherWidth: 5}
      training: {maxIterations: 600}
      measurement:
        singularities: false
        spectrum: false
        depth:
          eta: [0.25, 0.5, 0.75]
          drops: [1e-5, 1e-3, 1e-1]
          finders: [constructive, string]
          budget: 100
          referenceRestarts: 6
      output: {uri: none, paths: all}
      """;

  private static final String CELLS =
      """
      apiVersion: shallows/v1
      grid:
        family: [plain, linear-skip]
        width: [3, 5]
        networkDepth: [0]
        inputDimension: [2]
        initialization: [he]
        seed: {count: 4, root: 3}
      problem: {kind: teacher, samples: 30, teacherWidth: 5}
      training: {maxIterations: 600}
      measurement:
        singularities: false
        spectrum: false
        depth:
          eta: [0.5]
          drops: [1e-5, 1e-3, 1e-1]
          finders: [constructive, cell-flood]
          referenceRestarts: 4
      output: {uri: none, paths: all}
      """;

  private static final String CROSS_ENTROPY =
      """
      apiVersion: shallows/v1
      grid:
        family: [plain]
        width: [2, 3]
        networkDepth: [0]
        inputDimension: [2]
        initialization: [he]
        seed: {count: 10, root: 1}
      problem: {kind: classes, samples: 40, classes: 2, separation: 0.3}
      training: {loss: cross-entropy, optimizer: lbfgs, maxIterations: 4000}
      measurement:
        singularities: false
        spectrum: false
        depth: {drops: [1e-3, 1e-2], finders: [aligned, string], budget: 300}
      output: {uri: none, paths: all}
      """;

  private static final String POPULATION =
      """
      apiVersion: shallows/v1
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
        depth: {drops: [1e-3, 1e-1], finders: [string], budget: 300}
      output: {uri: none, paths: all}
      """;

  private static List<DepthOutcome> depths(String text) {
    SweepSpec spec = SweepVocabulary.reader().read(text, "laws.yaml", List.of());
    Grid grid = new Grid(spec);
    TrialRunner runner = TrialRunner.of(spec);
    Set<Integer> widths = new TreeSet<>();
    for (long c = 0; c < grid.cells(); c++) {
      widths.add(grid.cell(c).width());
    }
    List<Record> references =
        runner.references(
            ProblemCoordinates.of(grid.cell(0)),
            runner.referenceWidths(widths),
            List.of(),
            Deadline.never());
    List<DepthOutcome> depths = new ArrayList<>();
    for (long c = 0; c < grid.cells(); c++) {
      CellCoordinates cell = grid.cell(c);
      List<Record> minima = new ArrayList<>();
      for (long seed = 0; seed < grid.seeds(); seed++) {
        runner.minimum(cell.trial(seed), Deadline.never()).minimum().ifPresent(minima::add);
      }
      for (Record minimum : minima) {
        depths.add(
            runner.depths(
                cell.trial(minimum.get(LeadingColumns.SEED)),
                minimum,
                runner.best(minima),
                references,
                Deadline.never()));
      }
    }
    return depths;
  }

  private static final Map<String, List<Record>> ROWS = new ConcurrentHashMap<>();

  private static List<Record> rows(String text) {
    return ROWS.computeIfAbsent(
        text, spec -> depths(spec).stream().flatMap(outcome -> outcome.depths().stream()).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {SQUARED, CELLS, CROSS_ENTROPY, POPULATION})
  void depthNeverFallsAsTheLevelFalls(String text) {
    List<Record> rows = rows(text);
    int pairs = DepthLaws.check(rows);
    assertTrue(pairs >= 5, pairs + " pairs of depths of one minimum");
    long own = rows.stream().filter(row -> row.get(DepthsTable.TARGET).equals("own")).count();
    long drops = rows.stream().filter(row -> row.find(DepthsTable.DROP).isPresent()).count();
    assertEquals(own, drops, "an own level names its drop, and only that");
    Set<String> trials = new HashSet<>();
    rows.forEach(row -> trials.add(row.get(LeadingColumns.TRIAL_ID)));
    assertEquals(0, own % trials.size(), () -> "every minimum has its own levels: " + own);
    assertTrue(own >= trials.size());
  }

  /** Both ends of the bracket, from one search, and they are one number. */
  @Test
  void cellsOfTwoLayersCloseBrackets() {
    int closed = 0;
    for (Record row : rows(CELLS)) {
      double lower = row.find(DepthsTable.DEPTH_LOWER).orElse(0.0);
      double upper = row.find(DepthsTable.DEPTH_UPPER).orElse(Double.POSITIVE_INFINITY);
      closed += lower > 0 && upper - lower <= 1e-6 * upper ? 1 : 0;
    }
    assertTrue(closed >= 5, closed + " closed brackets above 0");
  }

  @Test
  void networksAtALossOfRoundingAreNotBadMinima() {
    List<Record> rows = rows(SQUARED);
    List<Record> global =
        rows.stream().filter(row -> row.get(DepthsTable.MINIMUM_KIND).equals("global")).toList();
    assertTrue(global.size() >= 10, global.size() + " rows of global minima");
    long above =
        global.stream()
            .filter(row -> row.get(DepthsTable.LOSS) > row.get(DepthsTable.REFERENCE_LOSS))
            .count();
    assertTrue(above > 0, "none is above its level by rounding: the test shows nothing");
    assertTrue(global.stream().noneMatch(row -> row.get(DepthsTable.COVERED)));
  }

  @Test
  void chosenFindersRunForEveryTarget() {
    long searched =
        rows(SQUARED).stream()
            .filter(row -> row.get(DepthsTable.TARGET).equals("reference"))
            .filter(row -> row.get(DepthsTable.BOUND_APPLIES))
            .filter(row -> row.get(DepthsTable.GRADIENT_EVALUATIONS) > 0)
            .count();
    assertTrue(searched > 0, "no reference was searched where a bound applies");
  }
}
