package io.shallows.minimum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.linalg.OrthonormalRows;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.GaussianTeacherLoss;
import io.shallows.loss.GaussianTeacherLoss.Skip;
import io.shallows.loss.LossSurface;
import io.shallows.network.DenseLayer;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.network.RescalingSymmetry;
import io.shallows.problem.Dataset;
import io.shallows.training.Deadline;
import io.shallows.training.LevenbergMarquardt;
import io.shallows.training.TestProblems;
import io.shallows.training.TrainingLimits;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What must be true of kinds whatever the loss: they belong to the function, not to its weights.
 */
class ClassificationLawsTest {

  private static final MinimumTolerances TOLERANCES =
      new MinimumTolerances(1e-8, 1e-9, 1e-7, 1e-10);

  private static final MinimumSearch SEARCH =
      new MinimumSearch(new LevenbergMarquardt(), TrainingLimits.of(1e-8, 2000), TOLERANCES);

  /**
   * Unit j of the first hidden layer takes the place of unit order[j]; all layers that touch it.
   */
  private static double[] permuted(EmpiricalLoss loss, double[] theta, int[] order) {
    double[] moved = theta.clone();
    for (DenseLayer layer : loss.network().layers()) {
      boolean reads = layer.inputs() == order.length && !layer.name().equals("W0");
      boolean writes = layer.name().equals("W0");
      for (int i = 0; i < layer.inputs(); i++) {
        for (int j = 0; j < layer.outputs(); j++) {
          int to = layer.index(reads ? order[i] : i, writes ? order[j] : j);
          moved[to] = theta[layer.index(i, j)];
        }
      }
    }
    return moved;
  }

  private static double[] rescaled(
      EmpiricalLoss loss, double[] theta, UniformRandomProvider random) {
    double[] moved = theta.clone();
    RescalingSymmetry symmetry = RescalingSymmetry.of(loss.network());
    for (int c = 0; c < symmetry.count(); c++) {
      symmetry.rescale(c, Math.pow(2, random.nextDouble() * 4 - 2), moved);
    }
    return moved;
  }

  /** End points searched again after a permutation and a rescaling of their units. */
  @ParameterizedTest
  @CsvSource({"plain, 3, 0", "plain, 5, 0", "linear-skip, 4, 0", "plain, 3, 1"})
  void permutedAndRescaledMinimaAreOfTheSameKind(String family, int width, int depth) {
    Map<MinimumKind, Integer> seen = new EnumMap<>(MinimumKind.class);
    for (long seed = 1; seed <= 10; seed++) {
      EmpiricalLoss loss =
          TestProblems.loss(family, width, depth, TestProblems.teacher(48, 2, 6, 60 + seed));
      Minimum found = SEARCH.search(loss, TestProblems.start(loss, "he", seed), Deadline.never());
      if (!found.kind().isMinimum() || found.kind() == MinimumKind.GLOBAL) {
        continue;
      }
      seen.merge(found.kind(), 1, Integer::sum);
      UniformRandomProvider random = TestProblems.random(seed);
      int[] order = new int[width];
      for (int j = 0; j < width; j++) {
        order[j] = (j + 1) % width;
      }
      double[] theta = found.theta();
      double[] moved =
          depth == 0
              ? rescaled(loss, permuted(loss, theta, order), random)
              : rescaled(loss, theta, random);
      String where = family + " width " + width + " seed " + seed;
      assertEquals(found.loss(), loss.value(moved), 1e-12 * (1 + found.loss()), where);
      Minimum again = SEARCH.search(loss, moved, Deadline.never());
      assertEquals(found.kind(), again.kind(), where);
      assertEquals(found.kinks(), again.kinks(), where);
      assertEquals(found.loss(), again.loss(), 1e-9 * (1 + found.loss()), where);
      // the balanced scale is the same up to its own tolerance of 1e-3
      assertEquals(
          found.hessianMin(), again.hessianMin(), 1e-2 * Math.abs(found.hessianMax()), where);
    }
    assertTrue(seen.values().stream().mapToInt(Integer::intValue).sum() >= 4, "minima: " + seen);
  }

  /**
   * One unit, on for both samples, and two outputs: the network is a matrix of rank one. The pair
   * of the second singular value is stationary, and mixing in the first one goes down.
   */
  @ParameterizedTest
  @ValueSource(doubles = {1.1, 2, 10})
  void theSecondSingularPairIsASaddleThatIsLeft(double first) {
    double h = Math.sqrt(0.5);
    // targets: first u1 v1^T + u2 v2^T with v1 = (1, -1) h, v2 = (1, 1) h
    Dataset data =
        new Dataset(2, 2, 2, new double[] {1, 0, 0, 1}, new double[] {first * h, h, -first * h, h});
    EmpiricalLoss loss = TestProblems.loss("plain", 1, 0, data);
    double[] theta = new double[loss.dimension()];
    DenseLayer layer = loss.network().layer("W0");
    DenseLayer head = loss.network().layer("A");
    theta[layer.index(0, 0)] = h;
    theta[layer.index(1, 0)] = h;
    theta[head.index(0, 1)] = 1;
    checkLeft(loss, RescalingSymmetry.of(loss.network()), theta);
    Minimum end = SEARCH.search(loss, theta, Deadline.never());
    assertTrue(end.saddlesLeft() >= 1, "left no saddle");
    assertTrue(end.loss() < loss.value(theta) - 1e-3, "ended at " + end.loss());
    assertTrue(end.kind() != MinimumKind.SADDLE);
  }

  /** Equal students of an orthonormal teacher: a saddle by symmetry, at the best common length. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void equalUnitsOfACommitteeAreParted(int k) {
    GaussianTeacherLoss loss = GaussianTeacherLoss.orthonormal(k, k, k, true, Skip.NONE);
    double low = 0.01;
    double high = 2;
    double[] theta = new double[k * k];
    double[] gradient = new double[k * k];
    for (int i = 0; i < 60; i++) {
      double middle = 0.5 * (low + high);
      Arrays.fill(theta, middle);
      loss.valueAndGradient(theta, gradient);
      if (gradient[0] < 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    RescalingSymmetry symmetry =
        RescalingSymmetry.of(
            NetworkFamilies.named("plain").build(new NetworkShape(k, 0, k, 1, true)));
    checkLeft(loss, symmetry, theta);
    Minimum end = SEARCH.search(loss, loss.constantLoss(), symmetry, theta, Deadline.never());
    assertTrue(end.saddlesLeft() >= 1, "left no saddle");
    assertEquals(MinimumKind.GLOBAL, end.kind());
  }

  /** The point is stationary, and the direction of least curvature goes down. */
  private static void checkLeft(LossSurface loss, RescalingSymmetry symmetry, double[] theta) {
    double[] gradient = new double[theta.length];
    double value = loss.valueAndGradient(theta, gradient);
    for (double g : gradient) {
      assertEquals(0, g, 1e-12);
    }
    OrthonormalRows removed = new OrthonormalRows(theta.length);
    symmetry.basis(theta).forEach(removed::add);
    TangentHessian curvature =
        TangentHessian.of((v, product) -> loss.hessianVectorProduct(theta, v, product), removed);
    assertTrue(curvature.min() < -1e-3 * curvature.max(), "curvature " + curvature.min());
    double least = Double.POSITIVE_INFINITY;
    for (double t = 1e-3; t < 0.1; t *= 2) {
      for (int sign = -1; sign <= 1; sign += 2) {
        double[] moved = theta.clone();
        for (int i = 0; i < moved.length; i++) {
          moved[i] += sign * t * curvature.direction()[i];
        }
        least = Math.min(least, loss.value(moved));
      }
    }
    assertTrue(least < value, "no point on the direction is lower");
  }
}
