package io.shallows.depth.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.path.Images;
import io.shallows.depth.path.Path;
import io.shallows.depth.path.PathCertificate;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.OutputLosses;
import io.shallows.network.DenseLayer;
import io.shallows.network.Initializations;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bound of cross-entropy on one-layer moves against dense sampling. */
class CrossEntropyMaximumTest {

  private static final double TOLERANCE = 1e-9;

  private final UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(4711);

  private Dataset classes(int samples, int inputs, int classes) {
    double[] x = random.doubles((long) samples * inputs, -1, 1).toArray();
    double[] y = new double[samples * classes];
    for (int s = 0; s < samples; s++) {
      y[s * classes + random.nextInt(classes)] = 1;
    }
    return new Dataset(samples, inputs, classes, x, y);
  }

  @ParameterizedTest
  @CsvSource({"plain, 0", "plain, 2", "residual, 2", "long-skip, 1", "linear-skip, 1"})
  void boundIsNeverBelowDenseSampling(String family, int depth) {
    Network network = NetworkFamilies.named(family).build(new NetworkShape(6, depth, 3, 3));
    Dataset data = classes(19, 3, 3);
    EmpiricalLoss loss = EmpiricalLoss.of(network, data, OutputLosses.CROSS_ENTROPY);
    CrossEntropyMaximum maximum = new CrossEntropyMaximum(network, data, TOLERANCE);
    for (DenseLayer layer : network.layers()) {
      double[] from = Initializations.named("glorot").draw(network, random);
      double[] to = from.clone();
      for (int i = layer.offset(); i < layer.offset() + layer.size(); i++) {
        to[i] += 8 * random.nextDouble() - 4;
      }
      SegmentBound segment = maximum.between(from, to);
      double sampled = 0;
      for (int q = 0; q <= 20_000; q++) {
        sampled = Math.max(sampled, loss.value(Images.between(from, to, q / 2e4)));
      }
      String where = network + " moving " + layer.name();
      assertTrue(sampled <= segment.upper(), where + ": " + sampled + " > " + segment.upper());
      assertEquals(sampled, segment.upper(), 1e-6 * sampled, where);
      assertTrue(
          segment.upper() - segment.evaluated()
              <= TOLERANCE * segment.upper() + 4 * segment.rounding(),
          where);
      assertEquals(
          segment.evaluated(), loss.value(Images.between(from, to, segment.time())), 1e-12, where);
      assertTrue(
          segment.rounding() <= 1e-11 * (1 + sampled), where + ": rounding " + segment.rounding());
    }
  }

  @Test
  void pathsAreCertifiedSegmentBySegment() {
    Network network = NetworkFamilies.named("plain").build(new NetworkShape(5, 1, 3, 2));
    Dataset data = classes(23, 3, 2);
    EmpiricalLoss loss = EmpiricalLoss.of(network, data, OutputLosses.CROSS_ENTROPY);
    CrossEntropyMaximum maximum = new CrossEntropyMaximum(network, data, TOLERANCE);
    double[] a = Initializations.named("he").draw(network, random);
    double[] b = a.clone();
    DenseLayer first = network.layers().get(0);
    for (int i = first.offset(); i < first.offset() + first.size(); i++) {
      b[i] = -b[i];
    }
    double[] c = b.clone();
    DenseLayer last = network.layers().get(network.layers().size() - 1);
    for (int i = last.offset(); i < last.offset() + last.size(); i++) {
      c[i] *= 0.5;
    }
    PathCertificate certificate = maximum.certify(new Path(List.of(a, b, c)));
    assertEquals(PathCertificate.Kind.INTERVAL, certificate.kind());
    assertEquals(loss.value(a), certificate.start(), 1e-13);
    assertEquals(loss.value(c), certificate.end(), 1e-13);
    for (double[][] segment : new double[][][] {{a, b}, {b, c}}) {
      for (int q = 0; q <= 2000; q++) {
        double value = loss.value(Images.between(segment[0], segment[1], q / 2e3));
        assertTrue(value <= certificate.maximum());
      }
    }
    assertThrows(IllegalArgumentException.class, () -> maximum.between(a, c));
  }
}
