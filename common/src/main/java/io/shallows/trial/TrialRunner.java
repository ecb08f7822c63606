package io.shallows.trial;

import io.shallows.grid.CellCoordinates;
import io.shallows.grid.TrialCoordinates;
import io.shallows.problem.TableSource;
import io.shallows.record.Record;
import io.shallows.spec.SweepSpec;
import io.shallows.suprema.SupremumPlace;
import io.shallows.training.Deadline;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The science of a sweep as functions from coordinates to rows.
 *
 * <p>Every row but its wall-clock columns depends on the spec and the arguments alone. Not safe for
 * use by several threads; each thread makes its own, which is cheap.
 */
public interface TrialRunner {

  /** The runner of a spec whose problem is not a table. */
  static TrialRunner of(SweepSpec spec) {
    return of(spec, TableSource.none());
  }

  /**
   * The runner of a spec.
   *
   * @param tables gives the table of a problem that is one
   */
  static TrialRunner of(SweepSpec spec, TableSource tables) {
    return new NetworkTrialRunner(spec, tables);
  }

  /**
   * The reference widths k = ceil(m^eta) that the depths of these hidden widths need, smallest
   * first.
   */
  List<Integer> referenceWidths(Set<Integer> widths);

  /**
   * Finds e(k) for every needed width and those below it that the search climbs through.
   *
   * @param widths what {@link #referenceWidths} gave
   * @param known rows of this problem that exist already; they are used and not returned again
   * @return rows of the references table, by rising width; empty where the problem has no
   *     references
   */
  List<Record> references(
      ProblemCoordinates problem, List<Integer> widths, List<Record> known, Deadline deadline);

  /** Trains one network, classifies where it ended and measures its singularities. */
  TrialOutcome minimum(TrialCoordinates trial, Deadline deadline);

  /**
   * The lowest minimum of a cell, the least seed among equals; empty when no trial of the cell
   * ended at a minimum.
   */
  Optional<Record> best(List<Record> minimaOfCell);

  /**
   * Measures how deep a minimum is, below it the references and the best minimum of its cell.
   *
   * @param minimum the trial's row of the minima table
   * @param best what {@link #best} gave for its cell
   * @param ofCell all rows of its cell, in the order of seeds, for the tree that joins them
   * @param references the rows of its problem
   * @return nothing for points that are not minima; with {@code connectivity: tree}, rows that
   *     {@link #tree} gives
   */
  DepthOutcome depths(
      TrialCoordinates trial,
      Record minimum,
      Optional<Record> best,
      List<Record> ofCell,
      List<Record> references,
      Deadline deadline);

  /** The same without a tree. */
  default DepthOutcome depths(
      TrialCoordinates trial,
      Record minimum,
      Optional<Record> best,
      List<Record> references,
      Deadline deadline) {
    return depths(trial, minimum, best, List.of(), references, deadline);
  }

  /**
   * The tree that joins the minima of a cell, with {@code connectivity: tree}; no rows without.
   *
   * @param trial any of the cell
   * @param ofCell the rows that {@link #depths} was given
   * @param measured what it gave for all of them
   * @return the rows of the tree, and those that waited for it
   */
  DepthOutcome tree(TrialCoordinates trial, List<Record> ofCell, List<DepthOutcome> measured);

  /**
   * The largest depth of all local minima of one landscape: rows of table suprema.
   *
   * @return a row with a reason where nothing can be known
   */
  List<Record> suprema(SupremumPlace place);

  /**
   * Work of {@link #minimum} for one trial of a cell in floating-point operations, for planning.
   */
  double predictedOperations(CellCoordinates cell);

  /** That of {@link #depths}. */
  double predictedDepthOperations(CellCoordinates cell);

  /**
   * That of {@link #references}; 0 where the problem has none.
   *
   * @param widths what {@link #referenceWidths} gave
   * @param known what it gave for searches of the problem whose rows exist already
   */
  double predictedReferenceOperations(
      ProblemCoordinates problem, List<Integer> widths, List<Integer> known);

  /** That of {@link #suprema}. */
  double predictedSupremumOperations(SupremumPlace place);
}
