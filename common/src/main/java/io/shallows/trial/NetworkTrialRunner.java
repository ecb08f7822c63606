package io.shallows.trial;

import io.shallows.grid.CellCoordinates;
import io.shallows.grid.SweepIdentity;
import io.shallows.grid.TrialCoordinates;
import io.shallows.minimum.MinimumKind;
import io.shallows.problem.TableSource;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.Record;
import io.shallows.spec.SweepSpec;
import io.shallows.suprema.SupremumPlace;
import io.shallows.training.Deadline;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Joins the stages to one runner and keeps the last problem's data between trials. */
final class NetworkTrialRunner implements TrialRunner {

  private static final Comparator<Record> LOWEST =
      Comparator.<Record>comparingDouble(row -> row.get(MinimaTable.LOSS))
          .thenComparingLong(row -> row.get(LeadingColumns.SEED));

  private final SweepSpec spec;
  private final TableSource tables;
  private final ReferenceStage references;
  private final MinimumStage minima;
  private final DepthStage depths;
  private Optional<TrialProblem> last = Optional.empty();

  NetworkTrialRunner(SweepSpec spec, TableSource tables) {
    SweepIdentity identity = new SweepIdentity(spec);
    this.spec = spec;
    this.tables = tables;
    this.references = new ReferenceStage(spec);
    this.minima = new MinimumStage(spec, identity);
    this.depths = new DepthStage(spec, identity);
  }

  @Override
  public List<Integer> referenceWidths(Set<Integer> widths) {
    return references.widths(widths);
  }

  @Override
  public List<Record> references(
      ProblemCoordinates problem, List<Integer> widths, List<Record> known, Deadline deadline) {
    return references.rows(problem(problem), widths, known, deadline);
  }

  @Override
  public TrialOutcome minimum(TrialCoordinates trial, Deadline deadline) {
    return minima.run(problem(ProblemCoordinates.of(trial.cell())), trial, deadline);
  }

  @Override
  public Optional<Record> best(List<Record> minimaOfCell) {
    return minimaOfCell.stream().filter(NetworkTrialRunner::isMinimum).min(LOWEST);
  }

  @Override
  public DepthOutcome depths(
      TrialCoordinates trial,
      Record minimum,
      Optional<Record> best,
      List<Record> ofCell,
      List<Record> references,
      Deadline deadline) {
    if (!isMinimum(minimum)) {
      return DepthOutcome.none();
    }
    TrialProblem problem = problem(ProblemCoordinates.of(trial.cell()));
    return depths.measure(problem, trial, minimum, best, minima(ofCell), references, deadline);
  }

  @Override
  public DepthOutcome tree(
      TrialCoordinates trial, List<Record> ofCell, List<DepthOutcome> measured) {
    Optional<Record> best = best(ofCell);
    return best.isEmpty() || measured.isEmpty()
        ? DepthOutcome.none()
        : depths.tree(
            problem(ProblemCoordinates.of(trial.cell())),
            trial,
            best.get(),
            minima(ofCell),
            measured);
  }

  private static List<Record> minima(List<Record> ofCell) {
    return ofCell.stream().filter(NetworkTrialRunner::isMinimum).toList();
  }

  @Override
  public List<Record> suprema(SupremumPlace place) {
    return new SupremumStage(spec, tables)
        .rows(problem(new ProblemCoordinates(place.problem(), place.inputDimension())), place);
  }

  @Override
  public double predictedOperations(CellCoordinates cell) {
    return PredictedOperations.ofMinimum(spec, cell);
  }

  @Override
  public double predictedDepthOperations(CellCoordinates cell) {
    return PredictedOperations.ofDepths(spec, cell);
  }

  @Override
  public double predictedReferenceOperations(
      ProblemCoordinates problem, List<Integer> widths, List<Integer> known) {
    return ReferenceOperations.of(spec, problem, widths, known);
  }

  @Override
  public double predictedSupremumOperations(SupremumPlace place) {
    return SupremumOperations.of(spec, place);
  }

  private static boolean isMinimum(Record row) {
    return MinimumKind.of(row.get(MinimaTable.MINIMUM_KIND)).isMinimum();
  }

  private TrialProblem problem(ProblemCoordinates coordinates) {
    if (last.isEmpty() || !last.get().coordinates().equals(coordinates)) {
      last = Optional.of(new TrialProblem(spec, tables, coordinates));
    }
    return last.get();
  }
}
