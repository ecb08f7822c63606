package io.shallows.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.Grid;
import io.shallows.grid.TrialCoordinates;
import io.shallows.loss.LossSurface;
import io.shallows.loss.penalty.PenalizedLoss;
import io.shallows.problem.TableSource;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.PathsTable;
import io.shallows.record.Record;
import io.shallows.record.TrialsTable;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Rows of a small sweep whose loss has a penalty of units. */
class PenaltyTrialTest {

  private static final String SPEC =
      """
      apiVersion: shallows/v1
      grid:
        family: [plain, linear-skip]
        width: [3]
        networkDepth: [0]
        inputDimension: [2]
        seed: {count: 4, root: 3}
      problem: {kind: teacher, samples: 24, teacherWidth: 5, noise: 0.3}
      training: {penalty: 0.003}
      measurement:
        spectrum: false
        depth: {targets: [own, cell-best], finders: [linear, string, saddle], budget: 300}
      output: {uri: none, paths: all}
      """;

  private static SweepSpec spec(String... overrides) {
    return SweepVocabulary.reader().read(SPEC, "spec.yaml", List.of(overrides));
  }

  @Test
  void allRowsSpeakOfThePenalizedLoss() {
    SweepSpec spec = spec();
    Grid grid = new Grid(spec);
    TrialRunner runner = TrialRunner.of(spec);
    assertEquals(
        List.of(),
        runner.references(
            new ProblemCoordinates(0, 2),
            runner.referenceWidths(Set.of(3)),
            List.of(),
            Deadline.never()));
    int certified = 0;
    int climbs = 0;
    for (long cell = 0; cell < grid.cells(); cell++) {
      List<Record> minima = new ArrayList<>();
      for (int seed = 0; seed < 4; seed++) {
        TrialCoordinates at = grid.cell(cell).trial(seed);
        TrialOutcome outcome = runner.minimum(at, Deadline.never());
        Record row = outcome.trial();
        Record minimum = outcome.minimum().orElseThrow();
        double[] theta = minimum.get(MinimaTable.PARAMETERS);
        LossSurface surface = TrialSurface.of(spec, TableSource.none(), at);
        PenalizedLoss loss = (PenalizedLoss) surface;
        double value = row.find(TrialsTable.LOSS).orElseThrow();
        double penalty = row.find(TrialsTable.PENALTY).orElseThrow();
        assertEquals(loss.value(theta), value, 1e-15 * value);
        assertEquals(loss.penalty().value(theta), penalty, 0);
        assertEquals(value, loss.loss().value(theta) + penalty, 1e-15 * value);
        assertTrue(TrialSurface.empirical(spec, TableSource.none(), at).isEmpty());
        minima.add(minimum);
      }
      Optional<Record> best = runner.best(minima);
      for (int seed = 0; seed < 4; seed++) {
        TrialCoordinates at = grid.cell(cell).trial(seed);
        DepthOutcome depths =
            runner.depths(at, minima.get(seed), best, minima, List.of(), Deadline.never());
        for (Record row : depths.depths()) {
          assertEquals(minima.get(seed).get(MinimaTable.LOSS), row.get(DepthsTable.LOSS), 1e-12);
          assertTrue(row.find(DepthsTable.BOUND_EXPLICIT).isEmpty());
          assertTrue(row.find(DepthsTable.DEPTH_CONSTRUCTIVE).isEmpty());
          assertEquals(0.0, row.find(DepthsTable.DEPTH_LOWER).orElse(0.0));
          if (row.find(DepthsTable.DEPTH_UPPER).isPresent()) {
            certified++;
            assertEquals("exact", row.find(DepthsTable.CERTIFICATE).orElseThrow());
            climbs += row.find(DepthsTable.DEPTH_UPPER).orElseThrow() > 1e-6 ? 1 : 0;
          }
        }
        requireVerified(spec, depths.paths());
      }
    }
    assertTrue(certified > 3, certified + " certified depths");
    assertTrue(climbs > 0, climbs + " that climb");
  }

  private static void requireVerified(SweepSpec spec, List<Record> paths) {
    if (paths.isEmpty()) {
      return;
    }
    Grid grid = new Grid(spec);
    Function<Record, Optional<TrialCoordinates>> at =
        row -> {
          for (long cell = 0; cell < grid.cells(); cell++) {
            if (grid.cell(cell).family().equals(row.get(LeadingColumns.FAMILY))) {
              return Optional.of(grid.cell(cell).trial(row.get(LeadingColumns.SEED)));
            }
          }
          return Optional.empty();
        };
    PathCheck check = new PathCheck(spec, TableSource.none(), at);
    paths.forEach(check::vertex);
    check.finish();
    assertEquals(List.of(), check.problems());
    // the same paths are none of the loss without the penalty
    PathCheck other = new PathCheck(spec("training.penalty=0"), TableSource.none(), at);
    paths.forEach(other::vertex);
    other.finish();
    assertFalse(other.problems().isEmpty());
    assertTrue(paths.stream().anyMatch(row -> row.find(PathsTable.SEGMENT_MAX).isPresent()));
  }

  @Test
  void withoutAPenaltyTheColumnIsEmptyAndTheIdAsBefore() {
    TrialCoordinates at = new TrialCoordinates(0, "plain", 3, 0, 2, "he", 1);
    Record with = TrialRunner.of(spec()).minimum(at, Deadline.never()).trial();
    Record without =
        TrialRunner.of(spec("training.penalty=0")).minimum(at, Deadline.never()).trial();
    assertTrue(without.find(TrialsTable.PENALTY).isEmpty());
    assertFalse(with.get(LeadingColumns.TRIAL_ID).equals(without.get(LeadingColumns.TRIAL_ID)));
    assertEquals(
        with.get(LeadingColumns.PROBLEM_ID), without.get(LeadingColumns.PROBLEM_ID), "same data");
  }
}
