package io.shallows.spark.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shallows.grid.Grid;
import io.shallows.trial.SweepVocabulary;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CostSampleTest {

  private static Grid grid(String initialization, int seeds) {
    return new Grid(
        SweepVocabulary.reader()
            .read(
                """
                apiVersion: shallows/v1
                grid:
                  family: [plain, long-skip]
                  width: [4, 8, 16]
                  networkDepth: [0, 1]
                  inputDimension: [2]
                  initialization: %s
                  seed: {count: %d, root: 1}
                """
                    .formatted(initialization, seeds),
                "spec.yaml"));
  }

  private static Map<String, Integer> trialsByShape(Grid grid) {
    Map<String, Integer> counts = new TreeMap<>();
    new CostSample(grid)
        .trials(2, 8)
        .forEach(
            index -> counts.merge(MeasuredCosts.shape(grid.at(index).cell()), 1, Integer::sum));
    return counts;
  }

  @Test
  void everyShapeHasTwoTrialsOfDifferentDrawsIfThereAreTwo() {
    Grid grid = grid("[he, clustered]", 8);
    Map<String, Integer> counts = trialsByShape(grid);
    assertEquals(12, counts.size());
    counts.values().forEach(count -> assertEquals(2, count));
    long clustered =
        new CostSample(grid)
            .trials(2, 8).ranges().stream()
                .filter(range -> grid.at(range.first()).cell().initialization().equals("clustered"))
                .count();
    assertEquals(12, clustered);
  }

  @Test
  void oneDrawGivesTwoSeedsAndFewTrialsNoSample() {
    Map<String, Integer> counts = trialsByShape(grid("[he]", 16));
    assertEquals(12, counts.size());
    counts.values().forEach(count -> assertEquals(2, count));
    assertEquals(0, trialsByShape(grid("[he, clustered]", 7)).size());
  }
}
