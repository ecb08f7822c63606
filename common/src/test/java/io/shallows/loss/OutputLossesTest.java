package io.shallows.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import org.junit.jupiter.api.Test;

class OutputLossesTest {

  private static final OutputLoss ENTROPY = OutputLosses.CROSS_ENTROPY;

  @Test
  void crossEntropyHasItsKnownValues() {
    double[] r = new double[3];
    double equal = ENTROPY.sample(new double[] {5, 5, 5}, 0, new double[] {0, 1, 0}, 0, 3, r);
    assertEquals(Math.log(3), equal, 1e-15);
    assertArrayEquals(new double[] {1 / 6.0, -1 / 3.0, 1 / 6.0}, r, 1e-15);
    // log(1 + e^-2 + e^-5), outputs shifted by 1000: no overflow, same loss
    double expected = Math.log1p(Math.exp(-2) + Math.exp(-5));
    double loss =
        ENTROPY.sample(new double[] {1005, 1003, 1000}, 0, new double[] {1, 0, 0}, 0, 3, r);
    assertEquals(expected, loss, 1e-13);
    assertTrue(
        Double.isFinite(
            ENTROPY.sample(new double[] {1e4, -1e4}, 0, new double[] {0, 1}, 0, 2, new double[2])));
  }

  @Test
  void curvatureOfCrossEntropyIsThatOfTheSoftmax() {
    double[] f = {0.3, -1, 2};
    double sum = Math.exp(0.3) + Math.exp(-1) + Math.exp(2);
    double[] s = {Math.exp(0.3) / sum, Math.exp(-1) / sum, Math.exp(2) / sum};
    for (int k = 0; k < 3; k++) {
      double[] tangent = new double[3];
      tangent[k] = 1;
      ENTROPY.curve(f, 0, 3, tangent, 0);
      for (int j = 0; j < 3; j++) {
        double expected = 0.5 * ((j == k ? s[k] : 0) - s[k] * s[j]);
        assertEquals(expected, tangent[j], 1e-15);
      }
    }
  }

  @Test
  void constantsAreThoseOfTheBestConstantPredictor() {
    double[] y = {1, 0, 1, 0, 1, 0, 0, 1};
    Dataset data = new Dataset(4, 1, 2, new double[4], y);
    double entropy = -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25));
    assertEquals(entropy, ENTROPY.constant(data), 1e-15);
    assertEquals(2 * 0.75 * 0.25, OutputLosses.SQUARED.constant(data), 1e-15);
  }

  @Test
  void targetsThatAreNoDistributionAreRefused() {
    Network network = NetworkFamilies.named("plain").build(new NetworkShape(2, 0, 1, 2));
    Dataset data = new Dataset(1, 1, 2, new double[] {1}, new double[] {0.5, 0.4});
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class, () -> EmpiricalLoss.of(network, data, ENTROPY));
    assertTrue(thrown.getMessage().contains("0.9"), thrown.getMessage());
  }
}
