package io.shallows.depth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.Images;
import io.shallows.depth.verification.PathVerification;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.OutputLosses;
import io.shallows.network.Initializations;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.training.Deadline;
import io.shallows.training.Optimizers;
import io.shallows.training.TrainingLimits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Depths of runs on classes with random labels, which have no loss of 0. */
class CrossEntropyDepthTest {

  private static final double TOLERANCE = 1e-3;

  private final UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(99);

  private Dataset classes(int samples) {
    double[] x = random.doubles(3L * samples, -1, 1).toArray();
    double[] y = new double[2 * samples];
    for (int s = 0; s < samples; s++) {
      x[3 * s + 2] = 1;
      y[2 * s + random.nextInt(2)] = 1;
    }
    return new Dataset(samples, 3, 2, x, y);
  }

  @ParameterizedTest
  @CsvSource({"plain, 0", "long-skip, 1", "residual, 1"})
  void barriersAreCertifiedAndVerified(String family, int layers) {
    Dataset data = classes(40);
    Network network = NetworkFamilies.named(family).build(new NetworkShape(3, layers, 3, 2));
    EmpiricalLoss loss = EmpiricalLoss.of(network, data, OutputLosses.CROSS_ENTROPY);
    List<double[]> ends = new ArrayList<>();
    for (int k = 0; k < 2; k++) {
      double[] start = Initializations.named("he").draw(network, random);
      ends.add(
          Optimizers.named("lbfgs")
              .minimize(loss, start, TrainingLimits.of(1e-6, 300), Deadline.never())
              .theta());
    }
    ends.sort(Comparator.comparingDouble(loss::value));
    CrossEntropyDepth depth =
        new CrossEntropyDepth(
            loss, new DepthSettings(List.of("linear", "string"), TOLERANCE, 1000));

    DepthMeasurement measured =
        new DepthMeter(depth).measure(ends.get(1), depth.cellBest(ends.get(0)));

    assertTrue(measured.covered());
    assertFalse(measured.theory().applies());
    CertifiedPath path = measured.best().orElseThrow();
    assertEquals("interval", measured.certificate().orElseThrow());
    double sampled = 0;
    for (int k = 1; k < path.path().size(); k++) {
      for (int q = 0; q <= 200; q++) {
        double[] point = Images.between(path.path().at(k - 1), path.path().at(k), q / 200.0);
        sampled = Math.max(sampled, loss.value(point));
      }
    }
    double maximum = path.certificate().maximum();
    assertTrue(sampled <= maximum, sampled + " above " + maximum);
    assertTrue(maximum <= sampled * (1 + 2 * TOLERANCE), maximum + " far above " + sampled);
    List<Double> stored = new ArrayList<>(path.certificate().segmentMaxima());
    assertEquals(
        List.of(),
        PathVerification.crossEntropyDifferences(network, data, path.path(), stored, TOLERANCE));
    stored.set(0, stored.get(0) * 0.99);
    assertEquals(
        1,
        PathVerification.crossEntropyDifferences(network, data, path.path(), stored, TOLERANCE)
            .size());
  }

  @ParameterizedTest
  @CsvSource({"0.3, 0.1", "2, -1"})
  void twoStartsOfOneMinimumAreNotCovered(double first, double second) {
    Dataset data = classes(12);
    Network network = NetworkFamilies.named("plain").build(new NetworkShape(2, 0, 3, 2));
    EmpiricalLoss loss = EmpiricalLoss.of(network, data, OutputLosses.CROSS_ENTROPY);
    double[] theta = Initializations.named("he").draw(network, random);
    theta[0] = first;
    theta[1] = second;
    CrossEntropyDepth depth =
        new CrossEntropyDepth(loss, new DepthSettings(List.of("linear"), TOLERANCE, 100));

    DepthMeasurement measured = new DepthMeter(depth).measure(theta, depth.cellBest(theta));

    assertFalse(measured.covered());
    assertTrue(measured.best().isEmpty());
  }

  @Test
  void minimaAreJoinedByATreeOfVerifiedPaths() {
    Dataset data = classes(40);
    Network network = NetworkFamilies.named("plain").build(new NetworkShape(3, 1, 3, 2));
    EmpiricalLoss loss = EmpiricalLoss.of(network, data, OutputLosses.CROSS_ENTROPY);
    List<double[]> ends = new ArrayList<>();
    for (int k = 0; k < 4; k++) {
      double[] start = Initializations.named("he").draw(network, random);
      ends.add(
          Optimizers.named("lbfgs")
              .minimize(loss, start, TrainingLimits.of(1e-6, 300), Deadline.never())
              .theta());
    }
    ends.sort(Comparator.comparingDouble(loss::value));
    double[] losses = ends.stream().mapToDouble(loss::value).toArray();
    DepthSettings settings = new DepthSettings(List.of("linear", "aligned"), TOLERANCE, 200);
    CrossEntropyDepth depth = new CrossEntropyDepth(loss, settings);
    CellTree tree = new CellTree(depth);
    List<TreeWay> ways = new ArrayList<>();
    List<Double> direct = new ArrayList<>(List.of(0.0));
    for (int i = 1; i < losses.length; i++) {
      DepthMeasurement toBest =
          new DepthMeter(depth).measure(ends.get(i), depth.cellBest(ends.get(0)));
      direct.add(toBest.upper().orElseThrow());
      ways.addAll(TreeWay.toBest(i, 0, toBest, loss.dimension()).stream().toList());
      ways.addAll(tree.ways(i, ends, losses, 0));
    }
    List<CellTree.Bar> bars = tree.bars(ends, losses, 0, ways);
    assertEquals(losses.length - 1, bars.size());
    for (CellTree.Bar bar : bars) {
      CertifiedPath path = bar.measured().best().orElseThrow();
      assertTrue(path.barrier() <= direct.get(bar.minimum()) * (1 + 2 * TOLERANCE));
      assertEquals(
          List.of(),
          PathVerification.crossEntropyDifferences(
              network, data, path.path(), path.certificate().segmentMaxima(), TOLERANCE));
    }
  }
}
