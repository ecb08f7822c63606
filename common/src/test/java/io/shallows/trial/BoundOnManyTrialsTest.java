package io.shallows.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.Grid;
import io.shallows.grid.TrialCoordinates;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
        initialization: [he]
        seed: {count: 100000, root: 7}
      problem: {kind: teacher, samples: 24, teacherWidth: 6, noise: 0.1, count: 4}
      training: {maxIterations: 300}
      measurement:
        depth: {eta: [0.25, 0.5, 0.75], finders: [constructive], referenceRestarts: 16}
        singularities: false
        spectrum: false
      output: {uri: none, paths: none}
      """;

  private final Map<String, long[]> counts = new TreeMap<>();
  private final List<String> violations = new ArrayList<>();
  private long rows;
  private double largestRatio;

  @Test
  void noDepthIsAboveItsBound() {
    for (int k = 0; k < SHAPES.size(); k++) {
      int share = TRIALS * (k + 1) / SHAPES.size() - TRIALS * k / SHAPES.size();
      covered(SHAPES.get(k), share);
      System.out.println(
          SHAPES.get(k) + ": " + share + " covered trials, " + rows + " bounds so far");
    }
    long covered = counts.values().stream().mapToLong(count -> count[1]).sum();
    counts.forEach(
        (shape, count) -> System.out.println(shape + ": " + count[1] + " covered of " + count[0]));
    System.out.println(
        covered
            + " covered trials, "
            + rows
            + " bounds, "
            + violations.size()
            + " violations, largest depth over bound "
            + largestRatio);
    assertEquals(List.of(), violations);
    assertTrue(covered >= TRIALS, covered + " covered trials");
  }

  /** Trials of one shape over all widths and problems until so many are covered. */
  private void covered(List<String> shape, int wanted) {
    SweepSpec spec =
        SweepVocabulary.reader()
            .read(
                SPEC,
                "bound",
                List.of(
                    "grid.family=" + shape.get(0),
                    "grid.networkDepth=" + shape.get(1),
                    "grid.inputDimension=" + shape.get(2)));
    TrialRunner runner = TrialRunner.of(spec);
    Grid grid = new Grid(spec);
    long seeds = grid.seeds();
    long cells = grid.size() / seeds;
    Map<ProblemCoordinates, List<Record>> references = new java.util.LinkedHashMap<>();
    long[] count = counts.computeIfAbsent(shape.toString(), key -> new long[2]);
    for (long seed = 0; seed < seeds && count[1] < wanted && count[0] < 100L * wanted; seed++) {
      for (long cell = 0; cell < cells && count[1] < wanted; cell++) {
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
        count[0]++;
        Optional<Record> minimum = runner.minimum(trial, Deadline.never()).minimum();
        if (minimum.isPresent() && isCovered(runner, trial, minimum.get(), known)) {
          count[1]++;
        }
      }
    }
  }

  /** Compares all rows of a trial with their bounds; whether there was one to compare. */
  private boolean isCovered(
      TrialRunner runner, TrialCoordinates trial, Record minimum, List<Record> references) {
    boolean compared = false;
    DepthOutcome outcome =
        runner.depths(trial, minimum, Optional.empty(), references, Deadline.never());
    for (Record row : outcome.depths()) {
      Optional<Double> bound = row.find(DepthsTable.BOUND_EXPLICIT);
      Optional<Double> upper = row.find(DepthsTable.DEPTH_UPPER);
      if (row.get(DepthsTable.COVERED)
          && row.get(DepthsTable.BOUND_APPLIES)
          && bound.isPresent()
          && upper.isPresent()) {
        compared = true;
        rows++;
        largestRatio = Math.max(largestRatio, upper.get() / bound.get());
        if (upper.get() > bound.get()) {
          violations.add(
              row.get(LeadingColumns.TRIAL_ID) + ": " + upper.get() + " above " + bound.get());
        }
      }
    }
    return compared;
  }
}
