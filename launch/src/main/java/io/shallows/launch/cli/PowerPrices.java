package io.shallows.launch.cli;

import io.shallows.grid.CellCoordinates;
import io.shallows.grid.Grid;
import io.shallows.spark.drive.StoredPilot;
import io.shallows.spark.plan.ProblemCosts;
import io.shallows.spec.SweepSpec;
import io.shallows.statistics.FitGroup;
import io.shallows.trial.TrialRunner;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Core-hours of one more problem: its trials, by family, L and n, and what it needs once for an
 * input dimension, whatever its families: references, and suprema where the spec asks for them.
 */
final class PowerPrices {

  private final Map<String, Double> trials = new TreeMap<>();
  private final Map<Integer, Double> shared = new TreeMap<>();

  PowerPrices(SweepSpec spec, Grid grid, StoredPilot pilot) {
    ToDoubleFunction<CellCoordinates> seconds = seconds(spec, pilot);
    for (long c = 0; c < grid.cells(); c++) {
      CellCoordinates cell = grid.cell(c);
      if (cell.problemIndex() > 0) {
        break; // problems are slowest, and cost alike
      }
      trials.merge(
          key(cell.family(), cell.networkDepth(), cell.inputDimension()),
          seconds.applyAsDouble(cell) * grid.seeds() / 3600,
          Double::sum);
    }
    new ProblemCosts(spec, grid, TrialRunner.of(spec))
        .ofOneProblem(pilot.problemFactors())
        .forEach((n, own) -> shared.put(n, own / 3600));
  }

  /** Of one trial on one core, training and depths. */
  private static ToDoubleFunction<CellCoordinates> seconds(SweepSpec spec, StoredPilot pilot) {
    if (!pilot.knowsCosts()) {
      return new PredictedCost(spec)::seconds;
    }
    return pilot.depthSeconds() == null
        ? pilot.minimumSeconds()
        : cell ->
            pilot.minimumSeconds().applyAsDouble(cell) + pilot.depthSeconds().applyAsDouble(cell);
  }

  static String key(String family, int networkDepth, int inputDimension) {
    return family + ' ' + networkDepth + ' ' + inputDimension;
  }

  static String key(String family, FitGroup group) {
    return key(family, group.networkDepth(), group.inputDimension());
  }

  /** Whether the sweep has such networks. */
  boolean has(String key) {
    return trials.containsKey(key);
  }

  /** The trials of one problem. */
  double ofTrials(String key) {
    return trials.getOrDefault(key, 0.0);
  }

  /** The trials of one problem of every dimension, of one family. */
  double ofFamily(String family) {
    return trials.entrySet().stream()
        .filter(price -> price.getKey().startsWith(family + ' '))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  /** What one problem needs once in an input dimension. */
  double shared(int inputDimension) {
    return shared.getOrDefault(inputDimension, 0.0);
  }

  /** The same by input dimension. */
  Map<Integer, Double> shared() {
    return shared;
  }
}
