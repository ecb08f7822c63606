package io.shallows.spark.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shallows.grid.Grid;
import io.shallows.trial.SweepVocabulary;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CostSampleTest {

  private static Grid grid(String initialization, int seeds) {
    return grid(initialization, seeds, 1);
  }

  private static Grid grid(String initialization, int seeds, int problems) {
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
                problem: {kind: teacher, count: %d}
                """
                    .formatted(initialization, seeds, problems),
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
  void everyShapeHasTwoTrials() {
    Map<String, Integer> counts = trialsByShape(grid("[he, clustered]", 16));
    assertEquals(24, counts.size());
    counts.values().forEach(count -> assertEquals(2, count));
  }

  @Test
  void twoProblemsGiveOneSeedEach() {
    Grid grid = grid("[he]", 8, 2);
    Map<String, Integer> counts = trialsByShape(grid);
    assertEquals(12, counts.size());
    counts.values().forEach(count -> assertEquals(2, count));
    long second =
        new CostSample(grid)
            .trials(2, 8).ranges().stream()
                .filter(range -> grid.at(range.first()).cell().problemIndex() == 1)
                .count();
    assertEquals(12, second);
  }

  @Test
  void shapesOfFewTrialsHaveNoSample() {
    assertEquals(0, trialsByShape(grid("[he, clustered]", 15)).size());
  }
}
