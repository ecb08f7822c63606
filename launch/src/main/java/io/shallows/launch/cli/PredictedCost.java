package io.shallows.launch.cli;

import io.shallows.grid.CellCoordinates;
import io.shallows.grid.Grid;
import io.shallows.spark.plan.CostModel;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.TrialRunner;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Predicted seconds of trials before anything was measured; cells that differ only in their draw
 * share a prediction.
 */
final class PredictedCost {
  /** Grids of more cells are estimated from this many, evenly spread. */
  static final long SAMPLED_CELLS = 20_000;

  private record Shape(String family, int width, int networkDepth, int inputDimension) {}

  private final TrialRunner runner;
  private final Map<Shape, Double> training = new HashMap<>();
  private final Map<Shape, Double> measuring = new HashMap<>();

  PredictedCost(SweepSpec spec) {
    this.runner = TrialRunner.of(spec);
  }

  /** Seconds of one trial of a cell on one core, training and depths. */
  double seconds(CellCoordinates cell) {
    return minimumSeconds(cell) + depthSeconds(cell);
  }

  /** Seconds of training one trial of a cell. */
  double minimumSeconds(CellCoordinates cell) {
    return training.computeIfAbsent(
        shape(cell), key -> runner.predictedOperations(cell) / CostModel.OPERATIONS_PER_SECOND);
  }

  /** Seconds of measuring the depths of one trial of a cell. */
  double depthSeconds(CellCoordinates cell) {
    return measuring.computeIfAbsent(
        shape(cell),
        key -> runner.predictedDepthOperations(cell) / CostModel.OPERATIONS_PER_SECOND);
  }

  private static Shape shape(CellCoordinates cell) {
    return new Shape(cell.family(), cell.width(), cell.networkDepth(), cell.inputDimension());
  }

  /** Core-seconds of a whole grid whose trials take these. */
  static double total(Grid grid, ToDoubleFunction<CellCoordinates> seconds) {
    long stride = Math.max(1, grid.cells() / SAMPLED_CELLS);
    double sum = 0;
    long seen = 0;
    for (long cell = 0; cell < grid.cells(); cell += stride) {
      sum += seconds.applyAsDouble(grid.cell(cell));
      seen++;
    }
    return sum / seen * grid.cells() * grid.seeds();
  }
}
