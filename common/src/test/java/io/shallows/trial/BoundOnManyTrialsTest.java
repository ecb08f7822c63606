package io.shallows.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.Grid;
import io.shallows.grid.TrialCoordinates;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.spec.SweepSpec;
import io.shallows.statistics.BoundComparison;
import io.shallows.training.Deadline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * No depth above its explicit bound among the minima of small networks that the proof covers:
 * 10,000 covered trials, of families and numbers of layers with a proof.
 *
 * <p>{@code ./mvnw -Pbound -pl common test}; {@code -Dbound.trials} changes the number.
 */
@Tag("bound")
class BoundOnManyTrialsTest {

  private static final int TRIALS = Integer.getInteger("bound.trials", 10_000);

  /** Family, layers L, input dimension n. */
  private static final List<List<String>> SHAPES =
      List.of(
          List.of("plain", "0", "1"),
          List.of("plain", "0", "2"),
          List.of("plain", "0", "3"),
          List.of("linear-skip", "0", "2"),
          List.of("long-skip", "1", "2"),
          List.of("long-skip", "2", "2"),
          List.of("residual", "1", "2"));

  private static final String SPEC =
      """
      apiVersion: shallows/v1
      name: bound
      grid:
        family: [plain]
        width: [4, 6, 8]
        networkDepth: [0]
        inputDimension: [2]
        initialization: [clustered]
        seed: {count: 100000, root: 7}
      problem: {kind: teacher, samples: 16, teacherWidth: 6, noise: 0, count: 4}
      training: {maxIterations: 300}
      measurement:
        depth: {eta: [0.25, 0.5, 0.75], finders: [constructive], referenceRestarts: 16}
        singularities: false
        spectrum: false
      output: {uri: none, paths: none}
      """;

  /** What was compared of one shape; shapes are done at the same time. */
  private static final class Tally {
    final List<String> shape;
    final int wanted;
    final List<String> violations = new ArrayList<>();
    long trials;
    long covered;
    long rows;

    /** Upper ends above their bounds by no more than rounding may hide on the path. */
    long hidden;

    double largestRatio;

    Tally(List<String> shape, int wanted) {
      this.shape = shape;
      this.wanted = wanted;
    }
  }

  @Test
  void noDepthIsAboveItsBound() {
    List<Tally> tallies = new ArrayList<>();
    for (int k = 0; k < SHAPES.size(); k++) {
      int share = TRIALS * (k + 1) / SHAPES.size() - TRIALS * k / SHAPES.size();
      tallies.add(new Tally(SHAPES.get(k), share));
    }
    tallies.parallelStream().forEach(BoundOnManyTrialsTest::compare);
    long covered = tallies.stream().mapToLong(tally -> tally.covered).sum();
    List<String> violations = tallies.stream().flatMap(t -> t.violations.stream()).toList();
    System.out.printf(
        "%d covered trials, %d bounds, %d of them met up to rounding, %d violations, largest depth"
            + " over bound %.3g%n",
        covered,
        tallies.stream().mapToLong(tally -> tally.rows).sum(),
        tallies.stream().mapToLong(tally -> tally.hidden).sum(),
        violations.size(),
        tallies.stream().mapToDouble(tally -> tally.largestRatio).max().orElseThrow());
    assertEquals(List.of(), violations);
    assertTrue(covered >= TRIALS, covered + " covered trials");
  }

  /** Trials of one shape over all widths and problems until so many are covered. */
  private static void compare(Tally tally) {
    SweepSpec spec =
        SweepVocabulary.reader()
            .read(
                SPEC,
                "bound",
                List.of(
                    "grid.family=" + tally.shape.get(0),
                    "grid.networkDepth=" + tally.shape.get(1),
                    "grid.inputDimension=" + tally.shape.get(2)));
    TrialRunner runner = TrialRunner.of(spec);
    Grid grid = new Grid(spec);
    long seeds = grid.seeds();
    long cells = grid.size() / seeds;
    Map<ProblemCoordinates, List<Record>> references = new LinkedHashMap<>();
    for (long seed = 0; seed < seeds && tally.trials < 100L * tally.wanted; seed++) {
      for (long cell = 0; cell < cells && tally.covered < tally.wanted; cell++) {
        TrialCoordinates trial = grid.at(cell * seeds + seed);
        List<Record> known =
            references.computeIfAbsent(
                ProblemCoordinates.of(trial.cell()),
                problem ->
                    runner.references(
                        problem,
                        runner.referenceWidths(Set.of(4, 6, 8)),
                        List.of(),
                        Deadline.never()));
        tally.trials++;
        Optional<Record> minimum = runner.minimum(trial, Deadline.never()).minimum();
        minimum.ifPresent(
            found ->
                compare(
                    runner.depths(trial, found, Optional.empty(), known, Deadline.never()), tally));
      }
      if (tally.covered >= tally.wanted) {
        break;
      }
    }
    System.out.printf(
        "%s: %d covered of %d trials, %d bounds%n",
        tally.shape, tally.covered, tally.trials, tally.rows);
  }

  /** Compares all rows of a trial with their bounds. */
  private static void compare(DepthOutcome outcome, Tally tally) {
    boolean compared = false;
    for (Record row : outcome.depths()) {
      Optional<Double> bound = row.find(DepthsTable.BOUND_EXPLICIT);
      Optional<Double> upper = row.find(DepthsTable.DEPTH_UPPER);
      if (row.get(DepthsTable.COVERED)
          && row.get(DepthsTable.BOUND_APPLIES)
          && bound.isPresent()
          && upper.isPresent()) {
        compared = true;
        tally.rows++;
        double floor = row.get(DepthsTable.DEPTH_FLOOR);
        if (upper.get() > floor) {
          tally.largestRatio = Math.max(tally.largestRatio, upper.get() / bound.get());
        } else if (upper.get() > bound.get()) {
          tally.hidden++;
        }
        if (BoundComparison.isViolation(upper.get(), floor, bound.get())) {
          tally.violations.add(
              row.get(LeadingColumns.TRIAL_ID) + ": " + upper.get() + " above " + bound.get());
        }
      }
    }
    tally.covered += compared ? 1 : 0;
  }
}
