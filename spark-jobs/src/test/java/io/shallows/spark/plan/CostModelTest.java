package io.shallows.spark.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.CellCoordinates;
import io.shallows.spark.stage.SweepStages;
import io.shallows.spark.store.Stage;
import io.shallows.trial.SweepVocabulary;
import io.shallows.trial.TrialRunner;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CostModelTest {

  private static final StagePlan TRAINING = SweepStages.ALL.training();

  private static final TrialRunner RUNNER =
      TrialRunner.of(SweepVocabulary.reader().read("apiVersion: shallows/v1\n", "spec.yaml"));

  private static CellCoordinates cell(int width, int networkDepth) {
    return cell(width, networkDepth, "he");
  }

  private static CellCoordinates cell(int width, int networkDepth, String initialization) {
    return new CellCoordinates(0, "plain", width, networkDepth, 2, initialization);
  }

  /** Narrow networks that take a hundred times what their operations say. */
  private static double truth(CellCoordinates cell) {
    double assumed = RUNNER.predictedOperations(cell) / CostModel.OPERATIONS_PER_SECOND;
    return assumed * 400 / cell.width() * (1 + cell.networkDepth());
  }

  @Test
  void withoutMeasurementsOperationsCount() {
    CostModel model = CostModel.fit(RUNNER::predictedOperations, TRAINING, new MeasuredCosts());
    assertEquals(
        RUNNER.predictedOperations(cell(64, 1)) / CostModel.OPERATIONS_PER_SECOND,
        model.seconds(cell(64, 1)),
        1e-12);
  }

  @Test
  void oneTrialOfSomeShapesTeachesTheOthers() {
    MeasuredCosts costs = new MeasuredCosts();
    Random random = new Random(3);
    for (int width : new int[] {4, 16, 64}) {
      for (int depth = 0; depth <= 2; depth++) {
        for (int trial = 0; trial < 4; trial++) {
          CellCoordinates cell = cell(width, depth);
          double scatter = Math.exp(0.7 * random.nextGaussian());
          costs.add(Stage.MINIMA, cell, RUNNER.predictedOperations(cell), scatter * truth(cell));
        }
      }
    }
    CostModel model = CostModel.fit(RUNNER::predictedOperations, TRAINING, costs);
    double[] errors = new double[6];
    int next = 0;
    for (int width : new int[] {8, 32}) {
      for (int depth = 0; depth <= 2; depth++) {
        CellCoordinates cell = cell(width, depth);
        errors[next++] = Math.abs(model.seconds(cell) / truth(cell) / Math.exp(0.245) - 1);
      }
    }
    Arrays.sort(errors);
    assertTrue(errors[3] < 0.5, Arrays.toString(errors));
  }

  @Test
  void startsAreToldApartEvenWhereOneWasNotMeasured() {
    MeasuredCosts costs = new MeasuredCosts();
    for (int width : new int[] {4, 16, 32, 64}) {
      for (int trial = 0; trial < 20; trial++) {
        double operations = RUNNER.predictedOperations(cell(width, 1));
        costs.add(Stage.MINIMA, cell(width, 1, "he"), operations, 0.1 * truth(cell(width, 1)));
        if (width != 16) {
          CellCoordinates slow = cell(width, 1, "clustered");
          costs.add(Stage.MINIMA, slow, operations, 10 * truth(slow));
        }
      }
    }
    CostModel model = CostModel.fit(RUNNER::predictedOperations, TRAINING, costs);
    CellCoordinates unseen = cell(16, 1, "clustered");
    assertEquals(10, model.seconds(unseen) / truth(unseen), 1);
    assertEquals(0.1, model.seconds(cell(16, 1, "he")) / truth(cell(16, 1)), 0.02);
  }

  @Test
  void costsOnAnotherScaleAreMeasuredAgain() {
    String old =
        "{\"minima plain 8 1 2\": {\"width\": 8, \"networkDepth\": 1, \"inputDimension\": 2,"
            + " \"operations\": 2e9, \"trials\": 10, \"seconds\": 40}}";
    assertThrows(IllegalArgumentException.class, () -> MeasuredCosts.parse(old));
    String present = new MeasuredCosts().toJson();
    assertEquals(0, MeasuredCosts.parse(present).seconds());
    String before = present.replaceFirst("[0-9]+", "1");
    assertThrows(IllegalArgumentException.class, () -> MeasuredCosts.parse(before));
    assertThrows(IllegalArgumentException.class, () -> MeasuredCosts.parse("{}"));
  }

  @Test
  void aShapeThatWasMeasuredOftenIsPredictedByItsMean() {
    MeasuredCosts costs = new MeasuredCosts();
    for (int i = 0; i < 100; i++) {
      costs.add(Stage.MINIMA, cell(8, 1), RUNNER.predictedOperations(cell(8, 1)), 3);
      costs.add(Stage.MINIMA, cell(64, 1), RUNNER.predictedOperations(cell(64, 1)), 1);
    }
    CostModel model =
        CostModel.fit(RUNNER::predictedOperations, TRAINING, MeasuredCosts.parse(costs.toJson()));
    assertEquals(3, model.seconds(cell(8, 1)), 0.1);
    assertEquals(1, model.seconds(cell(64, 1)), 0.1);
  }
}
