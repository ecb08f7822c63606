package io.shallows.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.LossSurface;
import io.shallows.problem.Dataset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizersTest {

  /** A convex quadratic with condition number 30. */
  private static final class Bowl implements LossSurface {

    private final int p;

    Bowl(int p) {
      this.p = p;
    }

    private double curvature(int i) {
      return 0.1 + 2.9 * i / (p - 1);
    }

    @Override
    public int dimension() {
      return p;
    }

    @Override
    public double value(double[] theta) {
      double sum = 0;
      for (int i = 0; i < p; i++) {
        sum += 0.5 * curvature(i) * (theta[i] - i) * (theta[i] - i);
      }
      return sum;
    }

    @Override
    public double valueAndGradient(double[] theta, double[] gradient) {
      for (int i = 0; i < p; i++) {
        gradient[i] = curvature(i) * (theta[i] - i);
      }
      return value(theta);
    }

    @Override
    public void hessianVectorProduct(double[] theta, double[] direction, double[] product) {
      for (int i = 0; i < p; i++) {
        product[i] = curvature(i) * direction[i];
      }
    }
  }

  /** A loss that is not a number outside a ball. */
  private static final class Cliff implements LossSurface {

    @Override
    public int dimension() {
      return 1;
    }

    @Override
    public double value(double[] theta) {
      return Double.NaN;
    }

    @Override
    public double valueAndGradient(double[] theta, double[] gradient) {
      gradient[0] = 1;
      return Double.NaN;
    }

    @Override
    public void hessianVectorProduct(double[] theta, double[] direction, double[] product) {
      product[0] = Double.NaN;
    }
  }

  static java.util.List<Optimizer> optimizers() {
    return Optimizers.all();
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void findTheBottomOfABowl(Optimizer optimizer) {
    double[] start = new double[4];
    TrainingResult result =
        optimizer.minimize(new Bowl(4), start, TrainingLimits.of(1e-7, 100_000), Deadline.never());
    assertEquals(TrainingOutcome.CONVERGED, result.outcome());
    assertTrue(result.gradientNorm() <= 1e-7);
    assertArrayEquals(new double[] {0, 1, 2, 3}, result.theta(), 1e-5);
    assertArrayEquals(new double[4], start, "the start must not change");
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void notANumberIsDivergence(Optimizer optimizer) {
    TrainingResult result =
        optimizer.minimize(
            new Cliff(), new double[1], TrainingLimits.of(1e-8, 100), Deadline.never());
    assertEquals(TrainingOutcome.DIVERGED, result.outcome());
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void respectIterationsEvaluationsAndDeadline(Optimizer optimizer) {
    EmpiricalLoss loss = TestProblems.loss("residual", 6, 1, TestProblems.teacher(64, 2, 8, 3));
    double[] start = TestProblems.start(loss, "he", 5);
    TrainingResult few =
        optimizer.minimize(loss, start, TrainingLimits.of(1e-14, 5), Deadline.never());
    assertEquals(TrainingOutcome.BUDGET, few.outcome());
    assertEquals(5, few.iterations());
    TrainingResult evaluations =
        optimizer.minimize(loss, start, new TrainingLimits(1e-14, -1, 1000, 9), Deadline.never());
    assertEquals(TrainingOutcome.BUDGET, evaluations.outcome());
    assertTrue(evaluations.gradientEvaluations() <= 9 + 50, "line searches end what they began");
    AtomicInteger asked = new AtomicInteger();
    Deadline third =
        new Deadline() {
          @Override
          public boolean expired() {
            return asked.incrementAndGet() >= 3;
          }

          @Override
          public double elapsedSeconds() {
            return asked.get();
          }
        };
    TrainingResult late = optimizer.minimize(loss, start, TrainingLimits.of(1e-14, 1000), third);
    assertEquals(TrainingOutcome.TIMED_OUT, late.outcome());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void levenbergMarquardtFitsAWideNetworkInTensOfIterations(int depth) {
    // more parameters than residuals at depths 1 and 2: the Gram form; fewer at 0: normal equations
    Dataset data = TestProblems.teacher(48, 2, 4, 11);
    EmpiricalLoss loss = TestProblems.loss("residual", depth == 0 ? 9 : 24, depth, data);
    TrainingResult result =
        new LevenbergMarquardt()
            .minimize(
                loss,
                TestProblems.start(loss, "he", 1),
                TrainingLimits.of(1e-8, 500),
                Deadline.never());
    if (depth > 0) {
      assertEquals(TrainingOutcome.CONVERGED, result.outcome());
      assertTrue(result.loss() < 1e-12, "loss " + result.loss());
    }
    assertEquals(loss.value(result.theta()), result.loss(), 1e-15);
  }

  @Test
  void gramFormAndNormalEquationsGiveTheSameStep() {
    EmpiricalLoss loss = TestProblems.loss("plain", 5, 1, TestProblems.teacher(40, 2, 8, 1));
    double[] theta = TestProblems.start(loss, "he", 9);
    double[] gradient = new double[theta.length];
    loss.valueAndGradient(theta, gradient);
    var removed = new io.shallows.linalg.OrthonormalRows(theta.length);
    for (int i = 0; i < 3; i++) {
      removed.add(TestProblems.random(50 + i).doubles(theta.length, -1, 1).toArray());
    }
    removed.project(gradient);
    double[] primal = new double[theta.length];
    double[] dual = new double[theta.length];
    QuadraticModel normal = new NormalModel(loss);
    normal.build(theta, java.util.List.of(), removed);
    assertTrue(normal.solve(1e-2, gradient, primal));
    QuadraticModel gram = new GramModel(loss);
    gram.build(theta, java.util.List.of(), removed);
    assertTrue(gram.solve(1e-2, gradient, dual));
    assertArrayEquals(primal, dual, 1e-9);
    double[] projected = primal.clone();
    removed.project(projected);
    assertArrayEquals(projected, primal, 1e-13, "steps stay on the subspace");
  }

  @Test
  void unknownNameListsTheKnownOnes() {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> Optimizers.named("sgd"));
    assertTrue(error.getMessage().contains("levenberg-marquardt"), error.getMessage());
  }
}
