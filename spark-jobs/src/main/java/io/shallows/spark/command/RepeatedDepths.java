package io.shallows.spark.command;

import io.shallows.grid.CellCoordinates;
import io.shallows.grid.Grid;
import io.shallows.grid.TrialCoordinates;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.spark.drive.StoredSweep;
import io.shallows.training.Deadline;
import io.shallows.trial.DepthOutcome;
import io.shallows.trial.ProblemCoordinates;
import io.shallows.trial.TrialRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The depths of one trial from nothing but the spec: the references of its problem are searched
 * for, all trials of its cell trained, and its depths measured below them, of all of the cell where
 * a tree joins them. Nothing that a store has of them is read.
 *
 * @param references rows of the problem's references
 * @param depths rows of the trial's depths
 * @param paths rows of its paths, as many as the spec keeps
 */
record RepeatedDepths(List<Record> references, List<Record> depths, List<Record> paths) {

  RepeatedDepths {
    references = List.copyOf(references);
    depths = List.copyOf(depths);
    paths = List.copyOf(paths);
  }

  static RepeatedDepths of(StoredSweep stored, TrialCoordinates trial) {
    Grid grid = stored.sweep().grid();
    TrialRunner runner = stored.runner();
    List<Record> references =
        runner.references(
            ProblemCoordinates.of(trial.cell()),
            runner.referenceWidths(widths(grid, trial)),
            List.of(),
            Deadline.never());
    String id = stored.sweep().identity().trialId(trial).hex();
    List<TrialCoordinates> trials = new ArrayList<>();
    List<Record> ofCell = new ArrayList<>();
    long first = grid.indexOf(trial.cell()) * grid.seeds();
    for (long index = first; index < first + grid.seeds(); index++) {
      Optional<Record> minimum = runner.minimum(grid.at(index), Deadline.never()).minimum();
      if (minimum.isPresent()) {
        trials.add(grid.at(index));
        ofCell.add(minimum.get());
      }
    }
    Optional<Record> best = runner.best(ofCell);
    boolean tree = stored.sweep().spec().measurement().depth().hasTree();
    List<DepthOutcome> outcomes = new ArrayList<>();
    for (int k = 0; k < trials.size(); k++) {
      if (tree || trials.get(k).equals(trial)) {
        outcomes.add(
            runner.depths(
                trials.get(k), ofCell.get(k), best, ofCell, references, Deadline.never()));
      }
    }
    if (tree) {
      List<DepthOutcome> held =
          outcomes.stream().filter(outcome -> outcome.held().isPresent()).toList();
      outcomes.add(runner.tree(trial, ofCell, held));
    }
    return new RepeatedDepths(
        references,
        rows(outcomes, DepthOutcome::depths, id),
        rows(outcomes, DepthOutcome::paths, id));
  }

  private static List<Record> rows(
      List<DepthOutcome> outcomes, Function<DepthOutcome, List<Record>> of, String id) {
    return outcomes.stream()
        .flatMap(outcome -> of.apply(outcome).stream())
        .filter(row -> row.get(LeadingColumns.TRIAL_ID).equals(id))
        .toList();
  }

  /** The widths of the grid for the trial's problem, as a run has them when it searches. */
  private static Set<Integer> widths(Grid grid, TrialCoordinates trial) {
    Set<Integer> widths = new TreeSet<>();
    for (long c = 0; c < grid.cells(); c++) {
      CellCoordinates cell = grid.cell(c);
      if (cell.problemIndex() == trial.problemIndex()
          && cell.inputDimension() == trial.inputDimension()) {
        widths.add(cell.width());
      }
    }
    return widths;
  }
}
