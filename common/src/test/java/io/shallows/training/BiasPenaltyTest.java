package io.shallows.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shallows.loss.LossSurface;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class BiasPenaltyTest {

  /** (theta_0 - 1)^2 + (theta_1 - 2)^2. */
  private static final LossSurface BOWL =
      new LossSurface() {
        @Override
        public int dimension() {
          return 2;
        }

        @Override
        public double value(double[] theta) {
          return valueAndGradient(theta, new double[2]);
        }

        @Override
        public double valueAndGradient(double[] theta, double[] gradient) {
          gradient[0] = 2 * (theta[0] - 1);
          gradient[1] = 2 * (theta[1] - 2);
          return (gradient[0] * gradient[0] + gradient[1] * gradient[1]) / 4;
        }

        @Override
        public void hessianVectorProduct(double[] theta, double[] direction, double[] product) {
          product[0] = 2 * direction[0];
          product[1] = 2 * direction[1];
        }
      };

  private static final BiasPenalty PENALTY = new BiasPenalty(3, new int[] {1}, new double[] {-2});

  @Test
  void theGradientIsThatOfTheValue() {
    double[] theta = {0.3, 0.7};
    double[] gradient = {0, 0};
    PENALTY.addGradient(theta, gradient);
    double h = 1e-6;
    double up = PENALTY.value(new double[] {0.3, 0.7 + h});
    double down = PENALTY.value(new double[] {0.3, 0.7 - h});
    assertEquals((up - down) / (2 * h), gradient[1], 1e-7);
    assertEquals(0, gradient[0]);
  }

  @Test
  void descentEndsWhereLossAndPenaltyBalanceAndReportsTheLossAlone() {
    TrainingResult end =
        new GradientDescent(0.05, PENALTY)
            .minimize(BOWL, new double[2], TrainingLimits.of(1e-12, 10_000), Deadline.never());
    // 2 (b - 2) + 6 (b + 2) = 0 at b = -1, where the loss is 9
    assertArrayEquals(new double[] {1, -1}, end.theta(), 1e-10);
    assertEquals(9, end.loss(), 1e-9);
    TrainingResult adam =
        new Adam(0.01, 0, 0, PENALTY)
            .minimize(BOWL, new double[2], TrainingLimits.of(1e-6, 100_000), Deadline.never());
    assertArrayEquals(new double[] {1, -1}, adam.theta(), 1e-5);
  }

  @Test
  void trajectoriesKeepLevelsAndEvenlySpacedSteps() {
    TrajectoryPoints points = new TrajectoryPoints(5, true, 4, 100);
    points.moved(0, 0, 5, new double[] {0, 0});
    new GradientDescent(0.05)
        .minimize(BOWL, new double[2], TrainingLimits.of(0, 100), Deadline.never(), points);
    // the loss is 5 * .9^(2 k): below .9 after 1 step, .5 after 4, .2 after 8, .1 after 11, .01
    // after 22
    assertEquals(
        List.of(0, 1, 1, 4, 8, 10, 11, 22, 100),
        points.points().stream().map(TrajectoryPoints.Point::step).toList());
    assertEquals(
        List.of(0.9, 0.5, 0.2, 0.1, 0.01),
        points.points().stream()
            .map(TrajectoryPoints.Point::level)
            .filter(OptionalDouble::isPresent)
            .map(OptionalDouble::getAsDouble)
            .toList());
    TrajectoryPoints.Point last = points.points().get(8);
    assertEquals(BOWL.value(last.theta()), last.loss());
  }
}
