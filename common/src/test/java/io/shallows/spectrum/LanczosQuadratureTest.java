package io.shallows.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.Initializations;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.random.RandomStreams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LanczosQuadratureTest {

  private static final RandomStreams STREAMS = new RandomStreams(20072);

  /** A symmetric matrix as an operator. */
  private static SymmetricOperator matrix(int p, double[] a) {
    return new SymmetricOperator() {
      @Override
      public int dimension() {
        return p;
      }

      @Override
      public void apply(double[] vector, double[] product) {
        for (int i = 0; i < p; i++) {
          double[] row = Arrays.copyOfRange(a, i * p, (i + 1) * p);
          product[i] = Orthogonal.dot(row, vector);
        }
      }
    };
  }

  private static SymmetricOperator diagonal(double... d) {
    return SymmetricOperator.hessian(
        new HessianSpectrumTest.DiagonalSurface(d), new double[d.length]);
  }

  private static ContinuousSampler normal(String purpose) {
    return STREAMS.gaussian("quadrature", purpose);
  }

  /** Family, width, depth, steps of descent: 20 networks of 420 to 700 parameters. */
  static List<Object[]> networks() {
    List<Object[]> all = new ArrayList<>();
    String[] families = {"plain", "residual", "long-skip", "orhan-residual", "hyper-residual"};
    for (String family : families) {
      for (int descent : new int[] {0, 200}) {
        all.add(new Object[] {family, family.equals("residual") ? 13 : 18, 1, descent});
        all.add(new Object[] {family, family.equals("residual") ? 8 : 11, 4, descent});
      }
    }
    return all;
  }

  /** One of each family, both depths, before and after descent. */
  static List<Object[]> someNetworks() {
    List<Object[]> all = networks();
    return List.of(all.get(0), all.get(5), all.get(10), all.get(15), all.get(19));
  }

  @ParameterizedTest
  @MethodSource("someNetworks")
  void defaultBudgetIsNearTheExactSpectrum(String family, int width, int depth, int descent) {
    requireNear(family, width, depth, descent);
  }

  @ParameterizedTest
  @MethodSource("networks")
  @Tag("campaign")
  void soItIsOfAllTwenty(String family, int width, int depth, int descent) {
    requireNear(family, width, depth, descent);
  }

  private static void requireNear(String family, int width, int depth, int descent) {
    int n = 6;
    Network network = NetworkFamilies.named(family).build(new NetworkShape(width, depth, n, 1));
    ContinuousSampler data = normal("data");
    double[] x = new double[150 * n];
    double[] y = new double[150];
    for (int i = 0; i < x.length; i++) {
      x[i] = data.sample();
    }
    for (int i = 0; i < y.length; i++) {
      y[i] = data.sample();
    }
    EmpiricalLoss loss = EmpiricalLoss.of(network, new Dataset(150, n, 1, x, y));
    double[] theta =
        Initializations.named("glorot").draw(network, STREAMS.uniform(family, "init" + depth));
    double[] gradient = new double[theta.length];
    for (int step = 0; step < descent; step++) {
      loss.valueAndGradient(theta, gradient);
      for (int i = 0; i < theta.length; i++) {
        theta[i] -= 0.005 * gradient[i];
      }
    }
    int p = theta.length;
    double[] hessian = new double[p * p];
    double[] unit = new double[p];
    double[] column = new double[p];
    for (int i = 0; i < p; i++) {
      unit[i] = 1;
      loss.hessianVectorProduct(theta, unit, column);
      unit[i] = 0;
      System.arraycopy(column, 0, hessian, i * p, p);
    }
    SymmetricOperator operator = matrix(p, hessian);
    SpectralDensity exact = DenseSpectrum.of(operator).density();
    SpectralDensity estimated =
        LanczosQuadrature.DEFAULT.of(operator, List.of(), normal("probes" + family + depth));
    double distance = estimated.kolmogorov(exact, 1e-3 * exact.radius());
    assertTrue(distance < 0.02, "distance " + distance + " at p = " + p);
    assertEquals(exact.largest(), estimated.largest(), 1e-9 * exact.radius());
    // moments: standard errors of Hutchinson's estimates with 16 probes, times 5
    for (int k = 1; k <= 2; k++) {
      double error = 5 * Math.sqrt(2 * exact.moment(2 * k) / p / 16);
      assertEquals(exact.moment(k), estimated.moment(k), error, "moment " + k);
    }
    double shareError = estimated.error(1e-4 * exact.radius());
    assertEquals(
        exact.shareWithin(1e-4 * exact.radius()),
        estimated.shareWithin(1e-4 * exact.radius()),
        3 * shareError);
  }

  @Test
  void momentsAreHutchinsonsEstimatesOfTheSameProbes() {
    double[] d = {4, -3, 1, 0.25, 0, 7, -1, 2, 2, 5};
    SymmetricOperator operator = diagonal(d);
    SpectralDensity density = new LanczosQuadrature(7, 4).of(operator, List.of(), normal("same"));
    ContinuousSampler normal = normal("same");
    double[] moments = new double[4];
    for (int probe = 0; probe < 7; probe++) {
      double[] v = new double[d.length];
      double square = 0;
      for (int i = 0; i < v.length; i++) {
        v[i] = normal.sample();
        square += v[i] * v[i];
      }
      for (int k = 1; k < 4; k++) {
        for (int i = 0; i < v.length; i++) {
          moments[k] += v[i] * v[i] * Math.pow(d[i], k) / square / 7;
        }
      }
    }
    for (int k = 1; k < 4; k++) {
      assertEquals(moments[k], density.moment(k), 1e-11, "moment " + k);
    }
  }

  @Test
  void aRunThatMeetsAnInvariantSubspaceIsExact() {
    // three distinct eigenvalues: three steps see all of each probe's measure
    double[] d = new double[300];
    Arrays.fill(d, 0, 150, 0);
    Arrays.fill(d, 150, 270, 1);
    Arrays.fill(d, 270, 300, -2);
    SpectralDensity density =
        new LanczosQuadrature(64, 20).of(diagonal(d), List.of(), normal("invariant"));
    assertEquals(-2, density.least(), 1e-12);
    assertEquals(0.5, density.shareWithin(1e-10), 0.01);
    assertEquals(0.1, density.shareBelow(1e-10), 0.01);
    assertTrue(density.error(1e-10) < 0.006, "only the probes' error is left");
  }

  @Test
  void directionsThatAreTakenOutLeaveNoTrace() {
    double[] d = {9, 0, 0, 1, 2, 3};
    double[] first = {0, 0, 1, 0, 0, 0};
    double[] second = {1, 0, 0, 0, 0, 0};
    List<double[]> out = List.of(first, second);
    SymmetricOperator operator = diagonal(d);
    SpectralDensity density =
        new LanczosQuadrature(400, 10).of(operator.without(out), out, normal("out"));
    assertEquals(3, density.largest(), 1e-12);
    assertEquals(0.25, density.shareWithin(1e-9), 0.03);
    SpectralDensity exact = DenseSpectrum.of(operator).density(out);
    assertEquals(0.25, exact.shareWithin(1e-9), 1e-12);
    assertEquals(1.5, exact.moment(1), 1e-12);
  }

  @Test
  void kolmogorovDistanceIsThatOfTheSpreadDistributions() {
    SpectralDensity a = SpectralDensity.of(new double[] {0, 1});
    SpectralDensity b = SpectralDensity.of(new double[] {1e-15, 1});
    SpectralDensity c = SpectralDensity.of(new double[] {0.5, 1});
    assertEquals(0, a.kolmogorov(b, 1e-6), 1e-9);
    assertEquals(0.5, a.kolmogorov(c, 1e-6), 1e-12);
    // windows of half-width 0.5 on 0 and 0.5: at x = 0.25 they hold .75 and .25 of half the weight
    assertEquals(0.25, a.kolmogorov(c, 0.5), 1e-12);
  }
}
