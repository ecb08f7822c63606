package io.shallows.minimum.kink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.minimum.Minimum;
import io.shallows.minimum.MinimumKind;
import io.shallows.minimum.MinimumSearch;
import io.shallows.minimum.MinimumTolerances;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.training.Deadline;
import io.shallows.training.LevenbergMarquardt;
import io.shallows.training.TestProblems;
import io.shallows.training.TrainingLimits;
import org.junit.jupiter.api.Test;

/** Stationarity at kinks whose rows depend on each other, and below others. */
class KinkSlopesTest {

  /**
   * One unit a relu(w x) at w = 0, a = 1 on x = 1, 2, -1: all three samples are at its kink. The
   * loss grows by {@code sum_i (2/3) (-y_i) max(0, x_i d)} when w moves along d.
   */
  private static KinkSlopes atZero(double... y) {
    Network network = NetworkFamilies.named("plain").build(new NetworkShape(1, 0, 1, 1));
    Dataset data = new Dataset(3, 1, 1, new double[] {1, 2, -1}, y);
    EmpiricalLoss loss = EmpiricalLoss.of(network, data);
    double[] theta = new double[2];
    theta[network.layers().get(1).offset()] = 1;
    KinkPoint point = KinkPoint.of(loss, theta, KinkPoint.find(loss, theta, 1e-9));
    assertEquals(3, point.kinks().size(), "kinks");
    return point.slopes();
  }

  @Test
  void aNegativeWeightThatOthersOutweighIsNoRidge() {
    assertEquals(0, atZero(1, -1, -1).norm(), 1e-15);
  }

  @Test
  void aRidgeDescendsAtTheRateOfItsSide() {
    KinkSlopes slopes = atZero(3, -1, -1);
    assertEquals(2.0 / 3 * (3 - 2), slopes.norm(), 1e-15, "slope upwards");
    assertEquals(1.0, atZero(-1, -1, 1.5).norm(), 1e-15, "slope downwards");
  }

  @Test
  void noRandomStepFromAKinkDescends() {
    int kinks = 0;
    for (int seed = 0; seed < 8; seed++) {
      EmpiricalLoss loss = TestProblems.loss("plain", 4, 2, TestProblems.teacher(64, 2, 6, seed));
      Minimum found =
          new MinimumSearch(
                  new LevenbergMarquardt(),
                  TrainingLimits.of(1e-8, 2000),
                  new MinimumTolerances(1e-8, 1e-9, 1e-8, 1e-10))
              .search(loss, TestProblems.start(loss, "he", seed), Deadline.never());
      if (found.kind() != MinimumKind.KINK) {
        continue;
      }
      kinks++;
      double[] theta = found.theta();
      double value = loss.value(theta);
      double h = 1e-6;
      for (int trial = 0; trial < 1000; trial++) {
        double[] d =
            TestProblems.random(1000L * seed + trial).doubles(theta.length, -1, 1).toArray();
        double length = 0;
        for (double component : d) {
          length += component * component;
        }
        double[] moved = theta.clone();
        for (int i = 0; i < d.length; i++) {
          moved[i] += h * d[i] / Math.sqrt(length);
        }
        assertTrue(
            loss.value(moved) >= value - h * found.stationarity() - 1e-14 * value,
            "seed " + seed + ", direction " + trial);
      }
    }
    assertTrue(kinks >= 3, "only " + kinks + " of 8 runs ended at kinks");
  }
}
