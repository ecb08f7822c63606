package io.shallows.minimum.kink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Kink;
import io.shallows.loss.OutputLosses;
import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.training.TestProblems;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A layer that is dead on all data: the kinks above it are alike on all samples. */
class CommonKinksTest {

  private static final int SAMPLES = 7;
  private static final int WIDTH = 3;
  private static final double TOLERANCE = 1e-9;

  /** A plain network with three hidden layers under the cross-entropy of two classes. */
  private static EmpiricalLoss loss(long seed) {
    Network network = NetworkFamilies.named("orhan-plain").build(new NetworkShape(WIDTH, 2, 4, 2));
    double[] x = TestProblems.random(seed).doubles(SAMPLES * 4, 0, 1).toArray();
    double[] y = new double[SAMPLES * 2];
    for (int s = 0; s < SAMPLES; s++) {
      y[2 * s + s % 2] = 1;
    }
    return EmpiricalLoss.of(network, new Dataset(SAMPLES, 4, 2, x, y), OutputLosses.CROSS_ENTROPY);
  }

  /** Negative first weights on positive inputs turn the first layer off; biases start at 0. */
  private static double[] dead(EmpiricalLoss loss, long seed) {
    double[] theta = TestProblems.start(loss, "glorot", seed);
    DenseLayer first = loss.network().layers().get(0);
    for (int i = first.offset(); i < first.offset() + first.size(); i++) {
      theta[i] = -1;
    }
    return theta;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void oneKinkPerUnitStandsForAllSamples(long seed) {
    EmpiricalLoss loss = loss(seed);
    double[] theta = dead(loss, seed);
    List<Kink> all = KinkPoint.find(loss, theta, TOLERANCE);
    int layers = loss.network().relus().size() - 1;
    assertEquals(layers * WIDTH * SAMPLES, all.size(), "kinks, seed " + seed);
    KinkPoint point = KinkPoint.together(loss, theta, TOLERANCE);
    assertEquals(layers * WIDTH, point.kinks().size(), "kinks taken together");
    assertArrayEquals(
        KinkPoint.of(loss, theta, all).gradient(), point.gradient(), 0, "gradient with kinks off");
    for (int k = 0; k < point.kinks().size(); k++) {
      double along = 0;
      for (int i = 0; i < theta.length; i++) {
        along += point.gradient()[i] * point.row(k)[i];
      }
      if (point.kinks().get(k).relu() == layers) {
        assertEquals(
            along + point.weight(k) * square(point.row(k)),
            slope(loss, theta, point.row(k), 1e-6),
            1e-6,
            "directional derivative along " + point.kinks().get(k) + ", seed " + seed);
      }
    }
    KinkSlopes slopes = point.slopes();
    assertTrue(slopes.norm() > 1e-6, "not stationary");
    double[] down = slopes.residual().clone();
    for (int i = 0; i < down.length; i++) {
      down[i] /= -slopes.norm();
    }
    assertTrue(
        slope(loss, theta, down, 1e-7) <= -slopes.norm() * (1 - 1e-4),
        "descends as said, seed " + seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void kinksWithRowsOfTheirOwnStayApart(long seed) {
    EmpiricalLoss loss = loss(seed);
    double[] theta = TestProblems.start(loss, "glorot", seed);
    DenseLayer first = loss.network().layers().get(0);
    for (int i = 0; i < first.inputs(); i++) {
      theta[first.index(i, 0)] = 0; // unit 0 has pre-activation 0 and row (x, 1) on each sample
    }
    List<Kink> all = KinkPoint.find(loss, theta, TOLERANCE);
    assertTrue(all.size() >= SAMPLES, all.size() + " kinks, seed " + seed);
    assertEquals(all, KinkPoint.together(loss, theta, TOLERANCE).kinks(), "seed " + seed);
  }

  private static double slope(EmpiricalLoss loss, double[] theta, double[] d, double h) {
    double[] moved = theta.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += h * d[i];
    }
    return (loss.value(moved) - loss.value(theta)) / h;
  }

  private static double square(double[] row) {
    double sum = 0;
    for (double component : row) {
      sum += component * component;
    }
    return sum;
  }
}
