package io.shallows.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.LossSurface;
import io.shallows.network.DenseLayer;
import io.shallows.network.Initializations;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.random.RandomStreams;
import java.util.List;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HessianSpectrumTest {

  private static final RandomStreams STREAMS = new RandomStreams(20071);

  private static ContinuousSampler normal(String purpose) {
    return STREAMS.gaussian("spectrum", purpose);
  }

  private static double[] draw(int length, String purpose) {
    ContinuousSampler normal = normal(purpose);
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = normal.sample();
    }
    return values;
  }

  /** A network whose targets are its own outputs, so that the residual is 0. */
  private static EmpiricalLoss fitted(Network network, double[] theta, int samples) {
    int n = network.shape().inputs();
    double[] x = draw(samples * n, "x");
    double[] y = new double[samples];
    EmpiricalLoss.of(network, new Dataset(samples, n, 1, x, y)).outputs(theta, y);
    return EmpiricalLoss.of(network, new Dataset(samples, n, 1, x, y));
  }

  /**
   * With zero residual the Hessian is (2/N) J^T J. Of m = d + r units with r copies of others, the
   * d distinct ones span n directions each (incoming and outgoing weights together, less the
   * rescaling), a copy spans none: rank d n, of m (n + 1) parameters m rescalings.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void copiesOfUnitsGiveTheClosedFormCount(int copies) {
    int n = 3;
    int distinct = 4;
    int m = distinct + copies;
    Network network = NetworkFamilies.named("plain").build(new NetworkShape(m, 0, n, 1));
    double[] theta = draw(network.parameterCount(), "theta");
    DenseLayer w = network.layer("W0");
    for (int copy = 0; copy < copies; copy++) {
      for (int i = 0; i < n; i++) {
        theta[w.index(i, distinct + copy)] = (copy + 1) * theta[w.index(i, copy % 2)];
      }
    }
    HessianSpectrum spectrum =
        HessianSpectrum.of(fitted(network, theta, 80), network, theta, true, normal("probes"));
    assertTrue(spectrum.isExact());
    assertEquals(m, spectrum.nullity());
    assertEquals(distinct + copies * (n + 1), spectrum.rawDegenerateCount(1e-8).orElseThrow());
    double expected = (double) copies * n / (m * (n + 1) - m);
    assertEquals(expected, spectrum.degenerateShare(1e-8), 1e-12);
    assertEquals(0, spectrum.negativeShare(1e-8));
    assertEquals(0, spectrum.degenerateShareError(1e-8));
    assertEquals(network.layers().size(), spectrum.layerDegenerateShares(1e-8).length);
  }

  @Test
  void aDeadUnitLeavesAllItsDirectionsFlat() {
    Network network = NetworkFamilies.named("plain").build(new NetworkShape(4, 0, 3, 1));
    double[] theta = draw(network.parameterCount(), "theta");
    DenseLayer w = network.layer("W0");
    for (int i = 0; i < 3; i++) {
      theta[w.index(i, 2)] = 0;
    }
    HessianSpectrum spectrum =
        HessianSpectrum.of(fitted(network, theta, 80), network, theta, true, normal("probes"));
    // its 3 incoming and 1 outgoing weights; one of these 4 is the tangent of its rescaling
    assertEquals(3 + 4, spectrum.rawDegenerateCount(1e-8).orElseThrow());
    assertEquals(3.0 / (16 - 4), spectrum.degenerateShare(1e-8), 1e-12);
  }

  /** Units 0 to 5 of both hidden layers in another order, each scaled by a factor of its own. */
  private static double[] moved(Network network, double[] theta, double[] factors) {
    int[] order = {4, 2, 0, 5, 1, 3};
    double[] moved = theta.clone();
    DenseLayer[] layers = {network.layer("W0"), network.layer("W1"), network.layer("A")};
    for (int l = 0; l < 3; l++) {
      for (int i = 0; i < layers[l].inputs(); i++) {
        for (int j = 0; j < layers[l].outputs(); j++) {
          int from = l == 0 ? i : order[i];
          int to = l == 2 ? j : order[j];
          double out = l == 0 ? 1 : factors[i];
          double in = l == 2 ? 1 : factors[j];
          moved[layers[l].index(i, j)] = theta[layers[l].index(from, to)] * in / out;
        }
      }
    }
    return moved;
  }

  @Test
  void permutationsKeepTheSpectrumAndRescalingsItsNullSpace() {
    Network network = NetworkFamilies.named("plain").build(new NetworkShape(6, 1, 3, 1));
    double[] theta = draw(network.parameterCount(), "theta");
    DenseLayer w = network.layer("W0");
    for (int i = 0; i < 3; i++) {
      theta[w.index(i, 5)] = theta[w.index(i, 0)];
    }
    EmpiricalLoss loss = fitted(network, theta, 90);
    HessianSpectrum spectrum = HessianSpectrum.of(loss, network, theta, true, normal("probes"));
    double[] permuted = moved(network, theta, new double[] {1, 1, 1, 1, 1, 1});
    assertEquals(loss.value(theta), loss.value(permuted), 1e-12);
    HessianSpectrum same = HessianSpectrum.of(loss, network, permuted, true, normal("probes"));
    assertEquals(spectrum.radius(), same.radius(), 1e-10 * spectrum.radius());
    for (double tau : HessianSpectrum.TAUS) {
      assertEquals(spectrum.degenerateShare(tau), same.degenerateShare(tau), 1e-12, "tau " + tau);
      assertEquals(spectrum.negativeShare(tau), same.negativeShare(tau), 1e-12, "tau " + tau);
    }
    double[] rescaled = moved(network, theta, new double[] {2, 0.5, 1.5, 1, 0.7, 3});
    HessianSpectrum flat = HessianSpectrum.of(loss, network, rescaled, true, normal("probes"));
    // other eigenvalues change; 1e-12 is above the rounding of zeros and below all of them
    assertEquals(
        spectrum.rawDegenerateCount(1e-12).orElseThrow(),
        flat.rawDegenerateCount(1e-12).orElseThrow());
    assertEquals(spectrum.degenerateShare(1e-12), flat.degenerateShare(1e-12), 1e-12);
    assertTrue(spectrum.degenerateShare(1e-12) > 0);
  }

  @Test
  void awayFromStationarityNothingIsSubtractedThatIsNotFlat() {
    Network network = NetworkFamilies.named("plain").build(new NetworkShape(6, 1, 3, 1));
    double[] theta = draw(network.parameterCount(), "theta");
    EmpiricalLoss loss =
        EmpiricalLoss.of(network, new Dataset(90, 3, 1, draw(270, "x"), draw(90, "y")));
    HessianSpectrum spectrum = HessianSpectrum.of(loss, network, theta, true, normal("probes"));
    assertEquals(12, spectrum.nullity());
    // the rescaling directions are curved here: the raw spectrum has fewer zeros than there are
    assertTrue(spectrum.rawDegenerateCount(1e-8).orElseThrow() < 12);
    assertTrue(spectrum.degenerateShare(1e-8) >= 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "orhan-residual", "long-skip", "hyper-residual"})
  void quadratureSeesWhatTheExactSpectrumSees(String family) {
    Network network = NetworkFamilies.named(family).build(new NetworkShape(8, 2, 4, 1));
    double[] theta = Initializations.named("he").draw(network, STREAMS.uniform("s", "init"));
    for (boolean stationary : new boolean[] {true, false}) {
      EmpiricalLoss loss =
          stationary
              ? fitted(network, theta, 100)
              : EmpiricalLoss.of(network, new Dataset(100, 4, 1, draw(400, "x"), draw(100, "y")));
      HessianSpectrum exact = HessianSpectrum.of(loss, network, theta, true, normal("probes"));
      HessianSpectrum estimated =
          HessianSpectrum.of(
              loss, network, theta, true, normal("probes"), 10, new LanczosQuadrature(60, 192));
      assertEquals(exact.nullity(), estimated.nullity());
      assertEquals(exact.radius(), estimated.radius(), 1e-6 * exact.radius());
      double within = estimated.degenerateShareError(1e-2);
      assertEquals(exact.degenerateShare(1e-2), estimated.degenerateShare(1e-2), 0.05);
      assertEquals(exact.degenerateShare(1e-2), estimated.degenerateShare(1e-2), 4 * within);
      assertEquals(
          exact.rawDegenerateShare(1e-2).orElseThrow(),
          estimated.rawDegenerateShare(1e-2).orElseThrow(),
          0.05);
      assertEquals(exact.negativeShare(1e-2), estimated.negativeShare(1e-2), 0.05);
    }
  }

  @Test
  void theSameStreamGivesTheSameBits() {
    LossSurface surface = new DiagonalSurface(new double[] {3, -1, 0, 0.5, 2, 7, 7, -2});
    LanczosQuadrature few = new LanczosQuadrature(3, 4);
    SymmetricOperator hessian = SymmetricOperator.hessian(surface, new double[8]);
    SpectralDensity a = few.of(hessian, List.of(), normal("probes"));
    SpectralDensity b = few.of(hessian, List.of(), normal("probes"));
    for (double x = -3; x < 8; x += 0.1) {
      assertEquals(a.shareUpTo(x), b.shareUpTo(x));
    }
  }

  /** L = (1/2) sum_i d_i t_i^2. */
  static final class DiagonalSurface implements LossSurface {
    private final double[] d;

    DiagonalSurface(double[] d) {
      this.d = d;
    }

    @Override
    public int dimension() {
      return d.length;
    }

    @Override
    public double value(double[] theta) {
      return valueAndGradient(theta, new double[d.length]);
    }

    @Override
    public double valueAndGradient(double[] theta, double[] gradient) {
      double sum = 0;
      for (int i = 0; i < d.length; i++) {
        gradient[i] = d[i] * theta[i];
        sum += gradient[i] * theta[i] / 2;
      }
      return sum;
    }

    @Override
    public void hessianVectorProduct(double[] theta, double[] direction, double[] product) {
      for (int i = 0; i < d.length; i++) {
        product[i] = d[i] * direction[i];
      }
    }
  }
}
