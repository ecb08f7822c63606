package io.shallows.spark.plan;

import io.shallows.grid.CellCoordinates;
import io.shallows.grid.Grid;
import io.shallows.spark.store.Stage;
import io.shallows.spec.SweepSpec;
import io.shallows.suprema.SupremumPlace;
import io.shallows.trial.ProblemCoordinates;
import io.shallows.trial.TrialRunner;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Predicted seconds of what is computed once for a problem, whatever its trials: references, and
 * suprema where the spec asks for them.
 */
public final class ProblemCosts {

  /** Of larger grids the first problem stands for all. */
  private static final long MOST_CELLS = 1_000_000;

  private final TrialRunner runner;
  private final Map<Stage, Map<ProblemCoordinates, Double>> seconds = new TreeMap<>();
  private final int times;

  /**
   * The costs of a spec.
   *
   * @param spec resolved
   * @param grid that of the spec
   */
  public ProblemCosts(SweepSpec spec, Grid grid, TrialRunner runner) {
    this.runner = runner;
    boolean whole = grid.cells() <= MOST_CELLS;
    this.times = whole ? 1 : spec.problem().count();
    Map<ProblemCoordinates, Set<Integer>> widths = new LinkedHashMap<>();
    Set<SupremumPlace> places = new LinkedHashSet<>();
    for (long c = 0; c < Math.min(MOST_CELLS, grid.cells()); c++) {
      CellCoordinates cell = grid.cell(c);
      if (!whole && cell.problemIndex() > 0) {
        break;
      }
      widths.computeIfAbsent(ProblemCoordinates.of(cell), at -> new TreeSet<>()).add(cell.width());
      if (cell.networkDepth() == 0) {
        places.add(
            new SupremumPlace(
                cell.problemIndex(), cell.inputDimension(), cell.family(), cell.width()));
      }
    }
    if (spec.measurement().depth().enabled()) {
      seconds.put(Stage.REFERENCES, references(widths));
    }
    if (spec.measurement().suprema()) {
      seconds.put(Stage.SUPREMA, suprema(places));
    }
  }

  private Map<ProblemCoordinates, Double> references(Map<ProblemCoordinates, Set<Integer>> widths) {
    Map<ProblemCoordinates, Double> found = new LinkedHashMap<>();
    Map<String, Double> alike = new HashMap<>();
    widths.forEach(
        (problem, own) ->
            found.put(
                problem,
                alike.computeIfAbsent(
                    problem.inputDimension() + " " + own, key -> ofReferences(problem, own))));
    return found;
  }

  private double ofReferences(ProblemCoordinates problem, Set<Integer> widths) {
    List<Integer> needed = runner.referenceWidths(widths);
    return CostModel.atAssumedSpeed(
        runner.predictedReferenceOperations(problem, needed, List.of()));
  }

  private Map<ProblemCoordinates, Double> suprema(Set<SupremumPlace> places) {
    Map<ProblemCoordinates, Double> found = new LinkedHashMap<>();
    Map<SupremumPlace, Double> alike = new HashMap<>();
    for (SupremumPlace place : places) {
      SupremumPlace shape =
          new SupremumPlace(0, place.inputDimension(), place.family(), place.width());
      double own =
          alike.computeIfAbsent(
              shape, key -> CostModel.atAssumedSpeed(runner.predictedSupremumOperations(key)));
      found.merge(
          new ProblemCoordinates(place.problem(), place.inputDimension()), own, Double::sum);
    }
    return found;
  }

  /** The stages that the spec asks for, in their order. */
  public Set<Stage> stages() {
    return seconds.keySet();
  }

  /** Seconds of each shard of a stage, one per problem and input dimension. */
  public List<Double> shards(Stage stage) {
    List<Double> one = List.copyOf(seconds.get(stage).values());
    return times == 1
        ? one
        : Stream.generate(() -> one).limit(times).flatMap(List::stream).toList();
  }

  /**
   * Seconds of the first problem in all stages, by input dimension.
   *
   * @param factors seconds for each that operations would take, {@link ProblemPrices#factor()}; 1
   *     for stages that are not in it
   */
  public Map<Integer, Double> ofOneProblem(Map<Stage, Double> factors) {
    Map<Integer, Double> all = new TreeMap<>();
    seconds.forEach(
        (stage, problems) -> {
          Map<Integer, Double> first = new TreeMap<>();
          problems.forEach((problem, own) -> first.putIfAbsent(problem.inputDimension(), own));
          first.forEach(
              (n, own) -> all.merge(n, factors.getOrDefault(stage, 1.0) * own, Double::sum));
        });
    return all;
  }
}
