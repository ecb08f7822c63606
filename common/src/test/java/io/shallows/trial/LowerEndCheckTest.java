package io.shallows.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.Grid;
import io.shallows.grid.TrialCoordinates;
import io.shallows.problem.TableSource;
import io.shallows.record.Column;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Lower ends of rows are proven again, and those that do not hold are named. */
class LowerEndCheckTest {

  private static final String SPEC =
      """
      apiVersion: shallows/v1
      name: lower
      grid:
        family: [plain]
        width: [4]
        networkDepth: [0]
        inputDimension: [2]
        initialization: [he]
        seed: {count: 8, root: 3}
      problem: {kind: teacher, samples: 32, teacherWidth: 6, noise: 0.2}
      training: {maxIterations: 500}
      measurement:
        depth: {eta: [0.5], drops: [0.001, 0.1], finders: [constructive, cell-flood], referenceRestarts: 2}
        singularities: false
        spectrum: false
      output: {uri: none}
      """;

  /** A sweep with its depths. */
  private static final class Sweep {
    private final SweepSpec spec;
    private final Map<String, TrialCoordinates> trials = new LinkedHashMap<>();
    private final List<Record> minima = new ArrayList<>();
    private final List<Record> depths = new ArrayList<>();

    Sweep(List<String> overrides) {
      spec = SweepVocabulary.reader().read(SPEC, "lower.yaml", overrides);
      TrialRunner runner = TrialRunner.of(spec);
      Grid grid = new Grid(spec);
      for (long i = 0; i < grid.size(); i++) {
        TrialCoordinates trial = grid.at(i);
        Optional<Record> row = runner.minimum(trial, Deadline.never()).minimum();
        row.ifPresent(minima::add);
        row.ifPresent(found -> trials.put(found.get(LeadingColumns.TRIAL_ID), trial));
      }
      TrialCoordinates first = grid.at(0);
      List<Record> references =
          runner.references(
              ProblemCoordinates.of(first.cell()),
              runner.referenceWidths(Set.of(first.width())),
              List.of(),
              Deadline.never());
      for (Record row : minima) {
        TrialCoordinates trial = trials.get(row.get(LeadingColumns.TRIAL_ID));
        depths.addAll(
            runner
                .depths(trial, row, runner.best(minima), minima, references, Deadline.never())
                .depths());
      }
    }

    LowerEndCheck checked(UnaryOperator<Record> change) {
      LowerEndCheck check =
          new LowerEndCheck(
              spec,
              TableSource.none(),
              row -> Optional.ofNullable(trials.get(row.get(LeadingColumns.TRIAL_ID))));
      depths.stream().map(change).forEach(check::depth);
      minima.forEach(check::minimum);
      return check;
    }
  }

  private static final Sweep PLAIN = new Sweep(List.of());

  private static Record higher(Record row) {
    Record.Builder changed = Record.of(DepthsTable.TABLE);
    for (Column<?> column : DepthsTable.TABLE.columns()) {
      copy(row, column, changed);
    }
    row.find(DepthsTable.DEPTH_LOWER)
        .ifPresent(lower -> changed.set(DepthsTable.DEPTH_LOWER, (Double) (1.5 * lower)));
    return changed.build();
  }

  private static <T> void copy(Record from, Column<T> column, Record.Builder to) {
    from.find(column).ifPresent(value -> to.set(column, value));
  }

  @Test
  void lowerEndsAreProvenAgainAndWrongOnesNamed() {
    LowerEndCheck sound = PLAIN.checked(row -> row);
    assertEquals(List.of(), sound.problems());
    assertTrue(sound.checked() >= 5, sound.checked() + " lower ends");
    LowerEndCheck wrong = PLAIN.checked(LowerEndCheckTest::higher);
    assertEquals(sound.checked(), wrong.checked());
    long exact =
        PLAIN.depths.stream()
            .filter(row -> row.find(DepthsTable.DEPTH_LOWER).orElse(0.0) > 0)
            .filter(row -> row.find(DepthsTable.DEPTH_EXACT).orElse(false))
            .count();
    assertTrue(exact >= 3 && wrong.problems().size() >= exact, wrong.problems() + ", " + exact);
    assertTrue(wrong.problems().get(0).contains("a lower end of"), wrong.problems().get(0));
  }

  /** The same under a penalty, of which the levels, the bounds and what proves them are as well. */
  @Test
  void lowerEndsUnderAPenaltyAreProvenAgain() {
    Sweep penalized =
        new Sweep(
            List.of(
                "training.penalty=0.0001",
                "grid.inputDimension=[1]",
                "grid.width=[3]",
                "grid.seed.count=5",
                "measurement.depth.budget=300",
                "measurement.depth.targets=[own, cell-best]",
                "measurement.depth.finders=[cell-flood, string]"));
    LowerEndCheck sound = penalized.checked(row -> row);
    assertEquals(List.of(), sound.problems());
    assertTrue(sound.checked() >= 3, sound.checked() + " lower ends");
    LowerEndCheck wrong = penalized.checked(LowerEndCheckTest::higher);
    assertTrue(wrong.problems().size() >= 3, wrong.problems().toString());
    assertTrue(
        penalized.depths.stream()
            .anyMatch(
                row ->
                    row.find(DepthsTable.DEPTH_EXACT).orElse(false)
                        && row.get(DepthsTable.DEPTH_LOWER) > 0));
  }

  /** Both ends agree in a row that says so, whatever level they are of. */
  @Test
  void rowsThatAreExactHaveEqualEnds() {
    int known = 0;
    for (Record row : PLAIN.depths) {
      if (row.find(DepthsTable.DEPTH_EXACT).orElse(false)) {
        double upper = row.get(DepthsTable.DEPTH_UPPER);
        double floor = row.get(DepthsTable.DEPTH_FLOOR);
        assertEquals(
            upper, row.get(DepthsTable.DEPTH_LOWER), Math.max(1e-6 * upper, floor), row.toString());
        known += upper > floor ? 1 : 0;
      }
      assertEquals(row.get(DepthsTable.COVERED), row.find(DepthsTable.DEPTH_EXACT).isPresent());
    }
    assertTrue(known >= 3, known + " depths above 0 are known");
    assertTrue(
        PLAIN.depths.stream().anyMatch(row -> row.find(DepthsTable.FLOOD_PROGRAMS).orElse(0L) > 0));
  }
}
