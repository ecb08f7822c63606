package io.shallows.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.CellCoordinates;
import io.shallows.spec.SpecException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictedOperationsTest {

  private static double of(String family, int width, int depth, String... overrides) {
    return PredictedOperations.of(
        SweepVocabulary.reader().read("apiVersion: shallows/v1\n", "spec.yaml", List.of(overrides)),
        new CellCoordinates(0, family, width, depth, 2, "he"));
  }

  /**
   * plain, m = 4, L = 0, n = 2 with bias: p = 3 * 4 + 4 = 16 parameters, fans 3 + 4 + 4 + 1. Depth
   * has three targets: own, one eta, and the best of the cell.
   */
  @Test
  void countsByTheFormula() {
    double n = 100;
    double p = 16;
    double g = 6 * n * p;
    double system = n * p * p + p * p * p / 3;
    double expected = 150 * (2 * g + system) + 2.5 * g * p + 9 * p * p * p + 3 * (25 + 5000) * g;
    assertEquals(
        expected,
        of("plain", 4, 0, "problem.samples=100", "measurement.depth.eta=[0.5]"),
        1e-9 * expected);
    double fewer = of("plain", 4, 0, "problem.samples=100", "measurement.depth.enabled=false");
    assertEquals(expected - 3 * 5025 * g, fewer, 1e-9 * expected);
    assertEquals(
        fewer - (9 - 1.0 / 3) * p * p * p,
        of(
            "plain",
            4,
            0,
            "problem.samples=100",
            "measurement.depth.enabled=false",
            "measurement.spectrum=false"),
        1e-9 * expected);
    String[] paths = {
      "problem.samples=100",
      "measurement.depth.eta=[0.25, 0.5, 0.75]",
      "measurement.depth.finders=[constructive]"
    };
    assertEquals(fewer + 25 * g * 5, of("plain", 4, 0, paths), 1e-9 * expected);
  }

  /** A lifted start is searched for first, and where it cannot be, nothing is spent. */
  @Test
  void countsTheSearchOfALiftedStart() {
    assertEquals(lifted(3, "he", 9), lifted(3, "clustered", 9));
    double search = lifted(3, "lifted", 9) - lifted(3, "he", 9);
    assertTrue(search > 0 && search < lifted(3, "lifted", 18) - lifted(3, "he", 18), "" + search);
    assertEquals(lifted(3, "he", 5000), lifted(3, "lifted", 5000), "too many rays");
  }

  private static double lifted(int width, String initialization, int samples) {
    return PredictedOperations.ofMinimum(
        SweepVocabulary.reader()
            .read("apiVersion: shallows/v1\n", "spec.yaml", List.of("problem.samples=" + samples)),
        new CellCoordinates(0, "plain", width, 1, 1, initialization));
  }

  /** With more parameters than residuals the system is of the size of the residuals. */
  @Test
  void usesTheGramFormWhereItIsSmaller() {
    double n = 10;
    double p = 3 * 20 + 20;
    double g = 6 * n * p;
    double system = 2 * n * n * (3 + 20 + 20 + 1) + n * n * n / 3;
    double expected = 150 * (2 * g + system) + 2.5 * g * p + 9 * p * p * p + 3 * (25 + 5000) * g;
    assertEquals(
        expected,
        of("plain", 20, 0, "problem.samples=10", "measurement.depth.eta=[0.5]"),
        1e-9 * expected);
  }

  /** With r = 100 residuals 2000 iterations of the finish along kinks, within the deadline. */
  @Test
  void tablesTakeThousandsOfSmallSteps() {
    String[] table = {
      "problem.kind=table",
      "problem.uri=t.csv",
      "problem.format=csv",
      "problem.targets=values",
      "problem.samples=100",
      "measurement.depth.eta=[0.5]",
      "measurement.spectrum=false",
      "training.deadlineSeconds=600"
    };
    double n = 100;
    double p = 16;
    double g = 6 * n * p;
    double system = n * p * p + p * p * p / 3;
    double curvature = 2.5 * g * p + p * p * p / 3;
    double depth = 3 * (25 + 5000) * g;
    double expected = 2000 * (8e5 + (2 * g + system) / 4) + curvature + depth;
    assertEquals(expected, of("plain", 4, 0, table), 1e-9 * expected);
    table[7] = "training.deadlineSeconds=0.5";
    assertEquals(0.5 * 2e9 + curvature + depth, of("plain", 4, 0, table), 1e-9 * expected);
  }

  @Test
  void firstOrderOptimizersUseAllTheirSteps() {
    String[] adam = {"training.optimizer=adam", "training.maxIterations=1000"};
    double few = of("plain", 4, 0, adam);
    adam[1] = "training.maxIterations=2000";
    double many = of("plain", 4, 0, adam);
    assertEquals(1000 * 6 * 256 * 16.0, many - few, 1e-6 * many);
    double batches = of("plain", 4, 0, adam[0], adam[1], "training.batchSize=64");
    assertEquals(2000 * 6 * 192 * 16.0, many - batches, 1e-6 * many);
  }

  @Test
  void wideAndDeepNetworksAreDearer() {
    assertTrue(of("residual", 8, 1) < of("residual", 16, 1));
    assertTrue(of("residual", 16, 1) < of("residual", 16, 3));
    // above 3000 parameters no dense Hessian is counted
    assertTrue(of("plain", 50, 1) * 1e3 > of("plain", 60, 1));
  }

  @Test
  void aNetworkThatNoArrayHoldsIsAMistakeOfTheSpec() {
    SpecException refused =
        assertThrows(SpecException.class, () -> of("plain", 60_000, 1, "grid.width=60000"));
    assertEquals(
        "grid.width: 60000 with networkDepth 1 has more parameters than one array holds; use"
            + " smaller widths",
        refused.getMessage());
  }
}
