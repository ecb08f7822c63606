package io.shallows.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shallows.loss.GaussianTeacherLoss.Skip;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GaussianTeacherLossTest {

  record Case(int dimension, int width, int teachers, boolean committee, Skip skip) {
    GaussianTeacherLoss loss() {
      UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(5);
      return new GaussianTeacherLoss(
          dimension,
          width,
          random.doubles((long) teachers * dimension, -1, 1).toArray(),
          random.doubles(teachers, -1, 1).toArray(),
          committee,
          skip);
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Skip skip : Skip.values()) {
      for (boolean committee : new boolean[] {true, false}) {
        cases.add(new Case(2, 1, 1, committee, skip));
        cases.add(new Case(3, 4, 2, committee, skip));
        cases.add(new Case(6, 5, 7, committee, skip));
      }
    }
    return cases;
  }

  private static double[] vector(int length, long seed) {
    return RandomSource.XO_RO_SHI_RO_128_PP.create(seed).doubles(length, -1, 1).toArray();
  }

  private static double[] shifted(double[] theta, double[] direction, double step) {
    double[] moved = theta.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += step * direction[i];
    }
    return moved;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientAndHessianEqualDifferences(Case shape) {
    GaussianTeacherLoss loss = shape.loss();
    int p = loss.dimension();
    double[] theta = vector(p, 1);
    double[] d = vector(p, 2);
    double[] gradient = new double[p];
    assertEquals(loss.value(theta), loss.valueAndGradient(theta, gradient), 1e-15);
    double h = 1e-5;
    double slope = 0;
    for (int i = 0; i < p; i++) {
      slope += gradient[i] * d[i];
    }
    double difference =
        (loss.value(shifted(theta, d, h)) - loss.value(shifted(theta, d, -h))) / (2 * h);
    assertEquals(difference, slope, 1e-8);
    double[] product = new double[p];
    loss.hessianVectorProduct(theta, d, product);
    double[] above = new double[p];
    double[] below = new double[p];
    loss.valueAndGradient(shifted(theta, d, h), above);
    loss.valueAndGradient(shifted(theta, d, -h), below);
    for (int i = 0; i < p; i++) {
      assertEquals((above[i] - below[i]) / (2 * h), product[i], 1e-7, shape + " entry " + i);
    }
  }

  /**
   * Products at a point do not depend on what was evaluated before, nor on the size of the cache.
   */
  @Test
  void hessiansAreSymmetricAtAnySize() {
    for (int d : new int[] {4, 150}) {
      GaussianTeacherLoss loss = GaussianTeacherLoss.orthonormal(d, d, d, true, Skip.NONE);
      int p = loss.dimension();
      double[] theta = vector(p, 21);
      double[] u = vector(p, 22);
      double[] v = vector(p, 23);
      double[] first = new double[p];
      loss.hessianVectorProduct(theta, u, first);
      loss.hessianVectorProduct(shifted(theta, v, 0.1), u, new double[p]);
      loss.valueAndGradient(shifted(theta, u, 0.1), new double[p]);
      double[] again = new double[p];
      loss.hessianVectorProduct(theta, u, again);
      assertArrayEquals(first, again, "dimension " + d);
      double[] other = new double[p];
      loss.hessianVectorProduct(theta, v, other);
      double there = 0;
      double back = 0;
      for (int i = 0; i < p; i++) {
        there += first[i] * v[i];
        back += other[i] * u[i];
      }
      assertEquals(there, back, 1e-12 * p, "dimension " + d);
    }
  }

  /** The definition itself, by Monte Carlo: half of the mean squared error on normal inputs. */
  @Test
  void equalsTheExpectationThatItStandsFor() {
    Case shape = new Case(3, 4, 2, false, Skip.LEARNED);
    GaussianTeacherLoss loss = shape.loss();
    double[] theta = vector(loss.dimension(), 3);
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(5);
    double[] v = random.doubles(6, -1, 1).toArray();
    double[] b = random.doubles(2, -1, 1).toArray();
    var normal = ZigguratSampler.NormalizedGaussian.of(RandomSource.XO_RO_SHI_RO_128_PP.create(9));
    int samples = 400_000;
    double mean = 0;
    double square = 0;
    double[] x = new double[3];
    for (int s = 0; s < samples; s++) {
      double out = 0;
      for (int c = 0; c < 3; c++) {
        x[c] = normal.sample();
        out += theta[16 + c] * x[c];
      }
      for (int i = 0; i < 4; i++) {
        double z = 0;
        for (int c = 0; c < 3; c++) {
          z += theta[c * 4 + i] * x[c];
        }
        out += theta[12 + i] * Math.max(z, 0);
      }
      for (int j = 0; j < 2; j++) {
        double z = 0;
        for (int c = 0; c < 3; c++) {
          z += v[j * 3 + c] * x[c];
        }
        out -= b[j] * Math.max(z, 0);
      }
      double half = 0.5 * out * out;
      mean += half / samples;
      square += half * half / samples;
    }
    double error = Math.sqrt((square - mean * mean) / samples);
    assertEquals(mean, loss.value(theta), 5 * error);
  }

  @Test
  void equalAndOppositeUnitsAreExact() {
    GaussianTeacherLoss loss = GaussianTeacherLoss.orthonormal(4, 4, 4, true, Skip.NONE);
    double[] theta = new double[16];
    for (int i = 0; i < 4; i++) {
      theta[i * 4 + i] = 1;
    }
    double[] gradient = new double[16];
    assertEquals(0, loss.valueAndGradient(theta, gradient), 1e-15);
    for (double g : gradient) {
      assertEquals(0, g, 1e-15);
    }
    // 1/2 |relu(x) - relu(-x)|^2 has mean E x^2 / 2 = 1/2
    GaussianTeacherLoss one = GaussianTeacherLoss.orthonormal(1, 1, 1, true, Skip.NONE);
    assertEquals(0.5, one.value(new double[] {-1}), 1e-15);
  }

  @Test
  void arcCosineIsThatOfTheLibrary() {
    for (int i = -100_000; i <= 100_000; i++) {
      double c = i / 100_000.0;
      assertEquals(StrictMath.acos(c), ArcCosine.of(c), 1e-15, "cosine " + c);
    }
    assertEquals(0, ArcCosine.of(1.0000000000000002));
    assertEquals(Math.PI, ArcCosine.of(-1.0000000000000002));
    assertEquals(StrictMath.acos(1 - 1e-14), ArcCosine.of(1 - 1e-14), 1e-22);
  }
}
