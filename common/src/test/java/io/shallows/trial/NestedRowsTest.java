package io.shallows.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.Grid;
import io.shallows.grid.SweepIdentity;
import io.shallows.grid.TrialCoordinates;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.NestedTable;
import io.shallows.record.Record;
import io.shallows.spec.SpecException;
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
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of table nested: beside those of depths, never above them, with and without a tree. */
class NestedRowsTest {

  private static final String NESTED = ", nested: [linear-skip, long-skip, residual]";

  private static final String SPEC =
      """
      apiVersion: shallows/v1
      name: nested
      grid:
        family: [plain, long-skip]
        width: [3]
        networkDepth: [0, 1]
        inputDimension: [2]
        initialization: [clustered]
        seed: {count: 5, root: 3}
      problem: {kind: teacher, samples: 24, teacherWidth: 6}
      training: {maxIterations: 300}
      measurement:
        depth: {eta: [0.5], budget: 60, referenceRestarts: 2, connectivity: TREE NESTED}
        singularities: false
        spectrum: false
      output: {uri: none}
      """;

  private static SweepSpec spec(String tree, String nested) {
    return SweepVocabulary.reader()
        .read(SPEC.replace("TREE", tree).replace(" NESTED", nested), "spec.yaml", List.of());
  }

  /** Rows of one cell: its depths, and those of its minima within networks with skips. */
  private static DepthOutcome measured(SweepSpec spec, String family, int networkDepth) {
    TrialRunner runner = TrialRunner.of(spec);
    Grid grid = new Grid(spec);
    List<Record> rows = new ArrayList<>();
    Map<String, TrialCoordinates> trials = new LinkedHashMap<>();
    for (long i = 0; i < grid.size(); i++) {
      TrialCoordinates trial = grid.at(i);
      if (trial.family().equals(family) && trial.networkDepth() == networkDepth) {
        Optional<Record> row = runner.minimum(trial, Deadline.never()).minimum();
        row.ifPresent(
            found -> {
              rows.add(found);
              trials.put(found.get(LeadingColumns.TRIAL_ID), trial);
            });
      }
    }
    TrialCoordinates first = trials.values().iterator().next();
    List<Record> references =
        runner.references(
            ProblemCoordinates.of(first.cell()),
            runner.referenceWidths(Set.of(first.width())),
            List.of(),
            Deadline.never());
    List<DepthOutcome> outcomes = new ArrayList<>();
    for (Record row : rows) {
      outcomes.add(
          runner.depths(
              trials.get(row.get(LeadingColumns.TRIAL_ID)),
              row,
              runner.best(rows),
              rows,
              references,
              Deadline.never()));
    }
    outcomes.add(runner.tree(first, rows, outcomes));
    return new DepthOutcome(
        outcomes.stream().flatMap(outcome -> outcome.depths().stream()).toList(),
        List.of(),
        outcomes.stream().flatMap(outcome -> outcome.nested().stream()).toList());
  }

  private static String key(Record row) {
    return row.get(LeadingColumns.TRIAL_ID)
        + row.get(DepthsTable.TARGET)
        + row.find(LeadingColumns.ETA)
        + row.find(DepthsTable.DROP);
  }

  @ParameterizedTest
  @CsvSource({"none, 0, 3", "none, 1, 2", "tree, 1, 2"})
  void everyCoveredPlainMinimumHasARowPerFamilyAndLevel(String tree, int depth, int families) {
    DepthOutcome rows = measured(spec(tree, NESTED), "plain", depth);
    Map<String, Record> plain = new LinkedHashMap<>();
    rows.depths().stream()
        .filter(row -> row.get(DepthsTable.COVERED))
        .filter(row -> !row.get(DepthsTable.TARGET).equals("tree"))
        .forEach(row -> plain.put(key(row), row));
    assertTrue(plain.size() > 3, plain.size() + " covered");
    assertEquals(families * plain.size(), rows.nested().size());
    int annihilated = 0;
    for (Record row : rows.nested()) {
      Record of = plain.get(key(row));
      assertEquals(of.find(DepthsTable.DEPTH_UPPER), row.find(NestedTable.DEPTH_UPPER));
      assertEquals(of.find(DepthsTable.DEPTH_LOWER), row.find(NestedTable.DEPTH_LOWER));
      assertEquals(of.find(DepthsTable.DEPTH_FLOOR), row.find(NestedTable.DEPTH_FLOOR));
      assertEquals("plain", row.get(LeadingColumns.FAMILY));
      double upper = of.find(DepthsTable.DEPTH_UPPER).orElse(Double.POSITIVE_INFINITY);
      double within = row.find(NestedTable.NESTED_UPPER).orElse(Double.POSITIVE_INFINITY);
      assertTrue(within <= upper, row::toString);
      assertEquals(within == 0 && upper > 0, row.get(NestedTable.ANNIHILATED));
      assertEquals(within == 0, row.find(NestedTable.NESTED_ZERO_REASON).isPresent());
      boolean seen = upper < Double.POSITIVE_INFINITY && upper > of.get(DepthsTable.DEPTH_FLOOR);
      assertEquals(
          seen ? Optional.of(within / upper) : Optional.empty(), row.find(NestedTable.RATIO));
      annihilated += row.get(NestedTable.ANNIHILATED) ? 1 : 0;
    }
    assertTrue(annihilated > 0, "none annihilated");
  }

  /** Rows of depths of the same minima are those of a spec without the key but for its id. */
  @Test
  void withoutTheKeyNothingIsOtherwise() {
    SweepSpec with = spec("none", NESTED);
    SweepSpec without = spec("none", "");
    String id = new SweepIdentity(without).measurementId().hex();
    assertNotEquals(id, new SweepIdentity(with).measurementId().hex());
    assertEquals(id, new SweepIdentity(spec("none", ", nested: []")).measurementId().hex());
    DepthOutcome rows = measured(with, "plain", 0);
    DepthOutcome same = measured(without, "plain", 0);
    assertTrue(same.nested().isEmpty());
    assertEquals(
        same.depths().stream().map(Record::withoutTimes).toList(),
        rows.depths().stream()
            .map(row -> row.toBuilder().set(DepthsTable.MEASUREMENT_ID, id).build())
            .map(Record::withoutTimes)
            .toList());
    assertTrue(measured(with, "long-skip", 1).nested().isEmpty(), "no plain minima");
  }

  private static String refused(String... overrides) {
    return assertThrows(
            SpecException.class,
            () ->
                SweepVocabulary.reader()
                    .read("apiVersion: shallows/v1\n", "spec.yaml", List.of(overrides)))
        .getMessage();
  }

  @Test
  void wherePlainMinimaCannotBeEmbeddedTheSpecIsRefused() {
    String nested = "measurement.depth.nested=[linear-skip, residual]";
    assertEquals(
        "measurement.depth.nested: residual from --set has no network that computes a plain one of"
            + " any of the grid's depths, [1, 2]; add 0 to grid.networkDepth, or leave out nested",
        refused(nested, "grid.networkDepth=[1, 2]"));
    assertEquals(
        "measurement.depth.nested: linear-skip from --set embeds minima of plain networks, and"
            + " grid.family has none; add plain to the families, or leave out nested",
        refused(nested, "grid.family=long-skip", "grid.networkDepth=0"));
    assertEquals(
        "measurement.depth.nested: linear-skip from --set is measured for the squared loss on data"
            + " only; use training.loss: squared, or leave out nested",
        refused(
            nested,
            "problem.kind=classes",
            "training.loss=cross-entropy",
            "training.optimizer=adam",
            "measurement.depth.finders=string"));
    assertEquals(
        "measurement.depth.nested: linear-skip from --set is measured for the squared loss on data"
            + " only; leave out nested, or use a problem with data",
        refused(nested, "problem.kind=gaussian-teacher", "grid.networkDepth=0"));
    assertTrue(refused("measurement.depth.nested=orhan-residual").contains("one of"));
  }

  @Test
  void rowsAreTheSameBitsEveryTime() {
    SweepSpec spec = spec("none", NESTED);
    assertEquals(
        measured(spec, "plain", 0).nested().stream().map(Record::withoutTimes).toList(),
        measured(spec, "plain", 0).nested().stream().map(Record::withoutTimes).toList());
  }
}
