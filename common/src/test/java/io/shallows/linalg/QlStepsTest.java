package io.shallows.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.GaussianSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QlStepsTest {
  private static final int ORDER = 1000;

  /** Each of a thousand values may be off by some units in the last place of the largest. */
  private static final double TOLERANCE = 1e-12;

  /**
   * What Householder's reduction leaves of a Hessian of low rank: three quarters of the rows are
   * its rounding, from 1e-18 up, the others rise to 1. Steps that asked every element to vanish
   * beside its neighbours did not end on these.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theRoundingOfMatricesOfLowRankConverges(long seed) {
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
    var normal = GaussianSampler.of(ZigguratSampler.NormalizedGaussian.of(random), 0, 1);
    double[] diagonal = new double[ORDER];
    double[] beside = new double[ORDER];
    for (int i = 0; i < ORDER; i++) {
      double at = i / (0.75 * ORDER);
      double size = Math.pow(10, at < 1 ? -18 + 8 * at : -10 + 30 * (at - 1));
      diagonal[i] = (at < 1 ? 0.1 : 1) * size * normal.sample();
      beside[i] = size * normal.sample();
    }
    diagonal[ORDER * 7 / 8] = 2.5;
    double[] values = diagonal.clone();
    QlSteps.run(values, beside.clone(), new double[0]);
    Arrays.sort(values);
    double trace = 0;
    double squares = 0;
    for (int i = 0; i < ORDER; i++) {
      trace += values[i] - diagonal[i];
      squares += values[i] * values[i] - diagonal[i] * diagonal[i];
      squares -= i < ORDER - 1 ? 2 * beside[i] * beside[i] : 0;
    }
    assertEquals(0, trace, TOLERANCE);
    assertEquals(0, squares, TOLERANCE);
    for (int i = 0; i < ORDER; i++) {
      if (Math.abs(values[i]) > TOLERANCE) {
        assertTrue(below(values[i] - TOLERANCE, diagonal, beside) <= i, "value " + values[i]);
        assertTrue(below(values[i] + TOLERANCE, diagonal, beside) > i, "value " + values[i]);
      }
    }
  }

  /** Eigenvalues below a number: the negative pivots of the shifted matrix, by Sylvester's law. */
  private static int below(double shift, double[] diagonal, double[] beside) {
    int count = 0;
    double pivot = 1;
    for (int i = 0; i < ORDER; i++) {
      double before = i == 0 ? 0 : beside[i - 1] * beside[i - 1] / pivot;
      pivot = diagonal[i] - shift - before;
      if (pivot == 0) {
        pivot = Double.MIN_NORMAL;
      }
      count += pivot < 0 ? 1 : 0;
    }
    return count;
  }
}
