package io.shallows.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.CellCoordinates;
import io.shallows.grid.Grid;
import io.shallows.grid.TrialCoordinates;
import io.shallows.minimum.MinimumKind;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.PathsTable;
import io.shallows.record.Record;
import io.shallows.record.ReferencesTable;
import io.shallows.record.TrialsTable;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The science of a small sweep, without Spark. */
class TrialRunnerTest {

  private static final String SPEC =
      """
      apiVersion: shallows/v1
      name: small
      grid:
        family: [plain, long-skip]
        width: [4, 8]
        networkDepth: [0, 1]
        inputDimension: [2]
        initialization: [clustered]
        seed: {count: 3, root: 5}
      problem: {kind: teacher, samples: 40, teacherWidth: 5}
      training: {maxIterations: 400}
      measurement:
        depth: {eta: [0.25, 0.5], finders: [constructive], referenceRestarts: 6}
      output: {uri: none}
      """;

  private static SweepSpec spec(String... overrides) {
    return SweepVocabulary.reader().read(SPEC, "small.yaml", List.of(overrides));
  }

  private static List<Record> references(TrialRunner runner, Set<Integer> widths) {
    return runner.references(
        new ProblemCoordinates(0, 2), runner.referenceWidths(widths), List.of(), Deadline.never());
  }

  @Test
  void trialsGiveTheSameBitsInAnyOrderAndByAnyRunner() {
    SweepSpec spec = spec();
    Grid grid = new Grid(spec);
    TrialRunner forward = TrialRunner.of(spec);
    TrialRunner backward = TrialRunner.of(spec);
    List<TrialOutcome> there = new ArrayList<>();
    for (long i = 0; i < grid.size(); i += 5) {
      there.add(forward.minimum(grid.at(i), Deadline.never()));
    }
    for (int k = there.size() - 1; k >= 0; k--) {
      TrialOutcome back = backward.minimum(grid.at(5L * k), Deadline.never());
      assertEquals(List.of(), there.get(k).trial().differences(back.trial()));
      assertEquals(there.get(k).minimum(), back.minimum());
    }
  }

  @Test
  void rowsSayWhatTheyAreAbout() {
    SweepSpec spec = spec();
    TrialCoordinates at = new TrialCoordinates(0, "long-skip", 8, 1, 2, "clustered", 2);
    TrialOutcome outcome = TrialRunner.of(spec).minimum(at, Deadline.never());
    Record row = outcome.trial();
    assertEquals("long-skip", row.get(LeadingColumns.FAMILY));
    assertEquals(8, row.get(LeadingColumns.WIDTH));
    assertEquals(2, row.get(LeadingColumns.SEED));
    assertEquals(3 * 8 + 8 * 8 + 8 + 8, row.get(LeadingColumns.PARAMETER_COUNT));
    assertEquals(2, row.get(TrialsTable.DIRECTION_DIMENSION));
    Record minimum = outcome.minimum().orElseThrow();
    assertEquals(row.get(LeadingColumns.TRIAL_ID), minimum.get(LeadingColumns.TRIAL_ID));
    assertEquals(
        row.get(LeadingColumns.PARAMETER_COUNT).intValue(),
        minimum.get(MinimaTable.PARAMETERS).length);
    assertEquals(row.find(TrialsTable.LOSS).orElseThrow(), minimum.get(MinimaTable.LOSS));
  }

  @Test
  void seedsAreDifferentTrialsOfTheSameProblem() {
    TrialRunner runner = TrialRunner.of(spec());
    CellCoordinates cell = new CellCoordinates(0, "plain", 4, 0, 2, "clustered");
    Record first = runner.minimum(cell.trial(0), Deadline.never()).trial();
    Record second = runner.minimum(cell.trial(1), Deadline.never()).trial();
    assertEquals(first.get(LeadingColumns.PROBLEM_ID), second.get(LeadingColumns.PROBLEM_ID));
    assertNotEquals(first.get(LeadingColumns.TRIAL_ID), second.get(LeadingColumns.TRIAL_ID));
    assertNotEquals(first.find(TrialsTable.LOSS), second.find(TrialsTable.LOSS));
  }

  @Test
  void measurementAndExtentsDoNotChangeATrial() {
    TrialCoordinates at = new TrialCoordinates(0, "plain", 4, 1, 2, "clustered", 0);
    Record here = TrialRunner.of(spec()).minimum(at, Deadline.never()).trial();
    Record there =
        TrialRunner.of(
                spec(
                    "grid.width=[2,4,16]",
                    "grid.seed.count=9",
                    "name=other",
                    "measurement.depth.eta=[0.75]",
                    "training.deadlineSeconds=5"))
            .minimum(at, Deadline.never())
            .trial();
    assertEquals(List.of(), here.differences(there));
  }

  @Test
  void referencesFallWithWidthAndAreFoundOnce() {
    TrialRunner runner = TrialRunner.of(spec());
    List<Record> all = references(runner, Set.of(4, 8, 16));
    assertTrue(all.size() >= 3, "widths climbed: " + all.size());
    for (int i = 1; i < all.size(); i++) {
      assertTrue(
          all.get(i).get(ReferencesTable.REFERENCE_LOSS)
              <= all.get(i - 1).get(ReferencesTable.REFERENCE_LOSS) * (1 + 1e-12));
    }
    List<Record> rest =
        runner.references(
            new ProblemCoordinates(0, 2),
            runner.referenceWidths(Set.of(4, 8, 16)),
            all,
            Deadline.never());
    assertEquals(List.of(), rest);
  }

  @Test
  void constructiveDepthsStayBelowTheBoundWhereItIsProven() {
    SweepSpec spec = spec();
    Grid grid = new Grid(spec);
    TrialRunner runner = TrialRunner.of(spec);
    List<Record> references = references(runner, Set.of(4, 8));
    int bounded = 0;
    for (long c = 0; c < grid.cells(); c++) {
      CellCoordinates cell = grid.cell(c);
      List<Record> minima = new ArrayList<>();
      for (long seed = 0; seed < grid.seeds(); seed++) {
        runner.minimum(cell.trial(seed), Deadline.never()).minimum().ifPresent(minima::add);
      }
      Optional<Record> best = runner.best(minima);
      for (Record minimum : minima) {
        TrialCoordinates at = cell.trial(minimum.get(LeadingColumns.SEED));
        DepthOutcome measured = runner.depths(at, minimum, best, references, Deadline.never());
        boolean counts = MinimumKind.of(minimum.get(MinimaTable.MINIMUM_KIND)).isMinimum();
        assertEquals(counts, !measured.depths().isEmpty(), "rows for minima and only for them");
        for (Record depth : measured.depths()) {
          bounded += checkBound(depth);
        }
        for (Record vertex : measured.paths()) {
          if (vertex.get(PathsTable.VERTEX) == 0) {
            assertEquals(
                minimum.get(MinimaTable.LOSS), vertex.get(PathsTable.LOSS), 1e-14, "path start");
          }
        }
      }
    }
    assertTrue(bounded >= 4, "covered minima with a bound: " + bounded);
  }

  /** Paths cannot be lower than what the certificate proves. */
  @Test
  void certifiedMinimaHaveDepthsBetweenTheirBounds() {
    SweepSpec spec =
        spec(
            "grid.family=[plain]",
            "grid.width=[2,3]",
            "grid.networkDepth=[0]",
            "grid.initialization=[he]",
            "grid.seed.count=10",
            "problem.samples=64");
    Grid grid = new Grid(spec);
    TrialRunner runner = TrialRunner.of(spec);
    List<Record> references = references(runner, Set.of(2, 3));
    int certified = 0;
    for (long c = 0; c < grid.cells(); c++) {
      List<Record> minima = new ArrayList<>();
      for (long seed = 0; seed < grid.seeds(); seed++) {
        TrialOutcome outcome = runner.minimum(grid.cell(c).trial(seed), Deadline.never());
        Record trial = outcome.trial();
        Optional<Double> rise = trial.find(TrialsTable.CERTIFICATE_RISE);
        if (rise.isPresent()) {
          assertEquals("smooth-strict", trial.get(TrialsTable.MINIMUM_KIND));
          assertTrue(
              trial.get(TrialsTable.HESSIAN_MIN_CERTIFIED) <= trial.get(TrialsTable.HESSIAN_MIN));
        }
        minima.add(outcome.minimum().orElseThrow());
      }
      for (Record minimum : minima) {
        TrialCoordinates at = grid.cell(c).trial(minimum.get(LeadingColumns.SEED));
        for (Record depth :
            runner
                .depths(at, minimum, runner.best(minima), references, Deadline.never())
                .depths()) {
          double lower = depth.find(DepthsTable.DEPTH_LOWER).orElse(0.0);
          assertTrue(lower == 0 || depth.get(DepthsTable.COVERED), depth.toString());
          if (lower > 0) {
            certified++;
            assertEquals(minimum.find(MinimaTable.CERTIFICATE_RISE).orElseThrow(), lower);
            double upper = depth.find(DepthsTable.DEPTH_UPPER).orElse(Double.POSITIVE_INFINITY);
            assertTrue(lower <= upper, depth.toString());
          }
        }
      }
    }
    assertTrue(certified >= 3, "covered minima with a certificate: " + certified);
  }

  private static int checkBound(Record depth) {
    boolean covered = depth.get(DepthsTable.COVERED);
    Optional<Double> bound = depth.find(DepthsTable.BOUND_EXPLICIT);
    if (!covered || bound.isEmpty()) {
      assertFalse(!covered && depth.find(DepthsTable.DEPTH_UPPER).isPresent());
      return 0;
    }
    double constructive = depth.get(DepthsTable.DEPTH_CONSTRUCTIVE);
    // units without any effect have a bound of 0, and the path along them climbs by rounding
    double floor = depth.find(DepthsTable.DEPTH_FLOOR).orElse(0.0);
    assertTrue(constructive >= 0, depth.toString());
    // and where an argument gives 0 the floor is that of its way; others have one of the same order
    boolean argued = depth.find(DepthsTable.ZERO_REASON).isPresent();
    assertTrue(
        constructive <= Math.max(bound.get(), argued ? 10 * floor : floor), depth.toString());
    assertTrue(depth.get(DepthsTable.DEPTH_UPPER) <= constructive, depth.toString());
    return 1;
  }
}
