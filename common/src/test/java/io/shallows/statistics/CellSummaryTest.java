package io.shallows.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.Grid;
import io.shallows.grid.TrialCoordinates;
import io.shallows.minimum.MinimumKind;
import io.shallows.random.RandomStreams;
import io.shallows.record.CellKindColumns;
import io.shallows.record.CellsTable;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.TrialsTable;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import io.shallows.trial.ProblemCoordinates;
import io.shallows.trial.SweepVocabulary;
import io.shallows.trial.TrialOutcome;
import io.shallows.trial.TrialRunner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rows of one cell, counted again from its trials and depths. */
class CellSummaryTest {

  private static final SweepSpec SPEC =
      SweepVocabulary.reader()
          .read(
              """
              apiVersion: shallows/v1
              grid:
                family: [plain]
                width: [4]
                networkDepth: [0]
                inputDimension: [2]
                initialization: [clustered]
                seed: {count: 4, root: 5}
              problem: {kind: teacher, samples: 40, teacherWidth: 5}
              training: {maxIterations: 400}
              measurement:
                depth: {eta: [0.25, 0.5], finders: [constructive], referenceRestarts: 2}
              """,
              "cell");

  private static final List<Record> TRIALS = new ArrayList<>();
  private static final List<Record> DEPTHS = new ArrayList<>();

  @BeforeAll
  static void runOneCell() {
    TrialRunner runner = TrialRunner.of(SPEC);
    Grid grid = new Grid(SPEC);
    List<TrialCoordinates> at = new ArrayList<>();
    List<Record> minima = new ArrayList<>();
    for (long i = 0; i < grid.size(); i++) {
      TrialOutcome outcome = runner.minimum(grid.at(i), Deadline.never());
      TRIALS.add(outcome.trial());
      at.add(grid.at(i));
      minima.add(outcome.minimum().orElseThrow());
    }
    List<Record> references =
        runner.references(
            new ProblemCoordinates(0, 2),
            runner.referenceWidths(Set.of(4)),
            List.of(),
            Deadline.never());
    Optional<Record> best = runner.best(minima);
    for (int i = 0; i < minima.size(); i++) {
      DEPTHS.addAll(
          runner.depths(at.get(i), minima.get(i), best, references, Deadline.never()).depths());
    }
  }

  private static List<Record> rows(List<Record> trials, List<Record> depths, int failures) {
    CellSummary summary =
        new CellSummary(
            TRIALS.get(0).get(LeadingColumns.PROBLEM_ID),
            new Grid(SPEC).cell(0),
            DEPTHS.get(0).get(DepthsTable.MEASUREMENT_ID),
            SPEC.measurement().depth(),
            new RandomStreams(1));
    trials.forEach(summary::addTrial);
    depths.forEach(summary::addDepth);
    for (int i = 0; i < failures; i++) {
      summary.addFailure(i % 2 == 0);
    }
    return summary.rows();
  }

  private static long count(String target, Optional<Double> eta) {
    return DEPTHS.stream()
        .filter(row -> row.get(DepthsTable.TARGET).equals(target))
        .filter(row -> row.find(LeadingColumns.ETA).equals(eta))
        .filter(row -> row.get(DepthsTable.COVERED))
        .count();
  }

  @Test
  void everyTargetAndLevelHasOneRowWithTheCountsOfItsDepths() {
    List<Record> rows = rows(TRIALS, DEPTHS, 3);
    List<String> targets = rows.stream().map(row -> row.get(CellsTable.TARGET)).toList();
    assertEquals(List.of("reference", "reference", "own", "cell-best"), targets);
    long covered = 0;
    for (Record row : rows) {
      assertEquals(4 + 2, row.get(CellsTable.TRIALS), "two of three failures have no other row");
      assertEquals(3, row.get(CellsTable.FAILED));
      long expected = count(row.get(CellsTable.TARGET), row.find(LeadingColumns.ETA));
      assertEquals(expected, row.get(CellsTable.COVERED));
      covered += expected;
      long minima =
          TRIALS.stream()
              .filter(trial -> MinimumKind.of(trial.get(TrialsTable.MINIMUM_KIND)).isMinimum())
              .count();
      assertEquals(minima, row.get(CellsTable.MINIMA));
      double shares = 0;
      for (MinimumKind kind : MinimumKind.values()) {
        shares += row.find(CellKindColumns.share(kind)).orElse(0.0);
      }
      assertEquals(1, shares, 1e-15);
    }
    assertTrue(covered > 0);
  }

  @Test
  void rowsDoNotDependOnTheOrderInWhichTheyWereRead() {
    List<Record> trials = new ArrayList<>(TRIALS);
    List<Record> depths = new ArrayList<>(DEPTHS);
    Collections.reverse(trials);
    Collections.reverse(depths);
    List<Record> there = rows(TRIALS, DEPTHS, 0);
    List<Record> back = rows(trials, depths, 0);
    for (int i = 0; i < there.size(); i++) {
      assertEquals(List.of(), there.get(i).differences(back.get(i)));
    }
  }

  @Test
  void depthsOfAnotherMeasurementArePassedOver() {
    CellSummary summary =
        new CellSummary(
            "p",
            new Grid(SPEC).cell(0),
            "another",
            SPEC.measurement().depth(),
            new RandomStreams(1));
    TRIALS.forEach(summary::addTrial);
    DEPTHS.forEach(summary::addDepth);
    for (Record row : summary.rows()) {
      assertEquals(0, row.get(CellsTable.COVERED));
      assertTrue(row.find(CellsTable.DEPTH_Q50).isEmpty());
    }
  }
}
