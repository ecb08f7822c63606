package io.shallows.spark.plan;

import io.shallows.grid.Grid;
import io.shallows.spark.store.IndexRanges;
import java.util.HashMap;
import java.util.Map;

/** A few trials of every shape of a grid, enough to learn what shapes cost. */
final class CostSample {

  private final Grid grid;

  CostSample(Grid grid) {
    this.grid = grid;
  }

  /**
   * Indices of {@code each} trials of every shape that has at least {@code share} times as many; of
   * different cells if the shape has them.
   */
  IndexRanges trials(int each, int share) {
    Map<String, Integer> cells = new HashMap<>();
    for (long c = 0; c < grid.cells(); c++) {
      String shape = MeasuredCosts.shape(grid.cell(c));
      if (cells.size() < MeasuredCosts.MOST_SHAPES || cells.containsKey(shape)) {
        cells.merge(shape, 1, Integer::sum);
      }
    }
    Map<String, Integer> taken = new HashMap<>();
    IndexRanges.Builder sample = new IndexRanges.Builder();
    for (long c = 0; c < grid.cells(); c++) {
      String shape = MeasuredCosts.shape(grid.cell(c));
      int have = cells.getOrDefault(shape, 0);
      int missing = each - taken.getOrDefault(shape, 0);
      if (missing > 0 && have * grid.seeds() >= (long) each * share) {
        long seeds = Math.min(grid.seeds(), Math.min(missing, (each + have - 1) / have));
        sample.add(c * grid.seeds(), c * grid.seeds() + seeds - 1);
        taken.merge(shape, (int) seeds, Integer::sum);
      }
    }
    return sample.build();
  }
}
