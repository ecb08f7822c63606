package io.shallows.depth.exact;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Where targets are far from outputs, the rounding of residuals and their sum is the larger one.
 */
class SegmentMaximumRoundingTest {

  private static final int N = 256;

  @Test
  void noBoundLiesBelowTheExactLossAtAnEnd() {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      double[] x = new double[2 * N];
      double[] y = new double[N];
      for (int s = 0; s < N; s++) {
        x[2 * s] = random.nextGaussian();
        x[2 * s + 1] = 1;
        y[s] = 1e4 + random.nextGaussian();
      }
      Dataset data = new Dataset(N, 2, 1, x, y);
      Network network = NetworkFamilies.named("plain").build(new NetworkShape(2, 0, 2, 1));
      double[] from = random.doubles(network.parameterCount(), -1, 1).toArray();
      double[] to = from.clone();
      DenseLayer head = network.layers().get(1);
      for (int i = head.offset(); i < head.offset() + head.size(); i++) {
        to[i] += random.nextGaussian();
      }
      SegmentBound bound = new SegmentMaximum(network, data).between(from, to);
      BigDecimal exact = exact(network, data, from).max(exact(network, data, to));
      assertTrue(new BigDecimal(bound.upper()).compareTo(exact) >= 0, "seed " + seed);
    }
  }

  /** The loss of two units, in decimal fractions. */
  private static BigDecimal exact(Network network, Dataset data, double[] theta) {
    DenseLayer first = network.layers().get(0);
    DenseLayer head = network.layers().get(1);
    double[] x = data.x();
    BigDecimal sum = BigDecimal.ZERO;
    for (int s = 0; s < N; s++) {
      BigDecimal residual = new BigDecimal(data.y(s, 0)).negate();
      for (int k = 0; k < 2; k++) {
        BigDecimal z =
            product(x[2 * s], theta[first.index(0, k)])
                .add(product(x[2 * s + 1], theta[first.index(1, k)]));
        if (z.signum() > 0) {
          residual = residual.add(z.multiply(new BigDecimal(theta[head.index(k, 0)])));
        }
      }
      sum = sum.add(residual.multiply(residual));
    }
    return sum.divide(new BigDecimal(N), MathContext.DECIMAL128);
  }

  private static BigDecimal product(double a, double b) {
    return new BigDecimal(a).multiply(new BigDecimal(b));
  }
}
