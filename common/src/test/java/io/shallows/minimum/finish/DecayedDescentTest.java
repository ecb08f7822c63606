package io.shallows.minimum.finish;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.linalg.Kernels;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.OutputLosses;
import io.shallows.problem.Dataset;
import io.shallows.training.TestProblems;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ways down under a decay: what limits their climb, their end and their cost. */
class DecayedDescentTest {

  private static final double SHARE = 1e-2;

  private static EmpiricalLoss loss(String family, int width, int layers) {
    return TestProblems.loss(family, width, layers, TestProblems.teacher(60, 2, 4, 9));
  }

  private static double square(double[] theta) {
    return Kernels.best().dot(theta.length, theta, 0, theta, 0);
  }

  private static double decay(EmpiricalLoss loss, double[] start) {
    return 2 * SHARE * loss.value(start) / square(start);
  }

  /** The second shape has more than 600 parameters, so that its curvature is a product. */
  @ParameterizedTest
  @CsvSource({"plain, 5, 1", "residual, 16, 2", "long-skip, 5, 2", "plain, 6, 0"})
  void theDecayLimitsTheClimb(String family, int width, int layers) {
    EmpiricalLoss loss = loss(family, width, layers);
    double[] start = TestProblems.start(loss, "he", 3);
    double first = loss.value(start);
    double level = 0.2 * first;
    DecayedDescent.Way way = new DecayedDescent(loss).down(start, decay(loss, start), level, 3000);
    List<double[]> points = way.points();
    assertArrayEquals(start, points.get(0));
    assertTrue(way.arrived());
    for (int k = 0; k < points.size(); k++) {
      double value = loss.value(points.get(k));
      assertTrue(value <= (1 + SHARE) * first, k + ": " + value);
      assertEquals(k == points.size() - 1, value <= level, k + ": " + value);
    }
  }

  @Test
  void evaluationsAreALimit() {
    EmpiricalLoss loss = loss("plain", 5, 1);
    double[] start = TestProblems.start(loss, "he", 3);
    for (long most : new long[] {1, 50, 400}) {
      DecayedDescent.Way way = new DecayedDescent(loss).down(start, decay(loss, start), -1, most);
      assertFalse(way.arrived());
      // a step that has begun ends, and every point was looked at once more
      assertTrue(way.evaluations() - way.points().size() <= most + 90, most + "");
    }
  }

  @Test
  void classesAreSearchedInAllParameters() {
    Dataset data = TestProblems.teacher(60, 2, 4, 9);
    double[] classes = new double[2 * 60];
    for (int s = 0; s < 60; s++) {
      classes[2 * s + (data.y(s, 0) > 0 ? 1 : 0)] = 1;
    }
    EmpiricalLoss loss =
        EmpiricalLoss.of(
            TestProblems.loss("plain", 5, 1, new Dataset(60, 3, 2, data.x(), classes)).network(),
            new Dataset(60, 3, 2, data.x(), classes),
            OutputLosses.CROSS_ENTROPY);
    double[] start = TestProblems.start(loss, "he", 3);
    double level = 0.9 * loss.value(start);
    DecayedDescent.Way way = new DecayedDescent(loss).down(start, decay(loss, start), level, 2000);
    assertTrue(way.arrived());
    assertTrue(loss.value(way.points().get(way.points().size() - 1)) <= level);
  }

  @Test
  void equalQuestionsHaveEqualBits() {
    EmpiricalLoss loss = loss("long-skip", 5, 1);
    double[] start = TestProblems.start(loss, "clustered", 4);
    DecayedDescent.Way one = new DecayedDescent(loss).down(start, decay(loss, start), -1, 500);
    DecayedDescent.Way two = new DecayedDescent(loss).down(start, decay(loss, start), -1, 500);
    assertEquals(one.points().size(), two.points().size());
    for (int k = 0; k < one.points().size(); k++) {
      assertArrayEquals(one.points().get(k), two.points().get(k));
    }
  }
}
