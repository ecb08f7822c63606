package io.shallows.depth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.construction.ExactZero;
import io.shallows.depth.exact.PathCertifier;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.Path;
import io.shallows.depth.path.PathCertificate;
import io.shallows.depth.reference.Reference;
import io.shallows.depth.reference.ReferenceSearch;
import io.shallows.depth.verification.PathVerification;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The bound holds on trained networks, paths are what they claim, and depths that are 0 are found
 * to be 0.
 */
class ConstructiveDepthTest {

  private static final List<Integer> WIDTHS = List.of(4, 7, 12);
  private static TrainedMinima flat;
  private static TrainedMinima solid;

  @BeforeAll
  static void problems() {
    flat = new TrainedMinima(1, 48, 4, List.of(7));
    solid = new TrainedMinima(3, 64, 4, List.of(7));
  }

  @ParameterizedTest
  @CsvSource({
    "plain, 0",
    "linear-skip, 0",
    "long-skip, 1",
    "long-skip, 2",
    "residual, 1",
    "plain, 1",
    "plain, 2",
    "residual, 2",
    "linear-skip, 1"
  })
  void boundHoldsAndPathsReachTheLevel(String family, int depth) {
    int covered = 0;
    Set<String> kinds = new TreeSet<>();
    for (TrainedMinima problem : List.of(flat, solid)) {
      for (int width : WIDTHS) {
        EmpiricalLoss loss = problem.loss(family, width, depth);
        ConstructiveDepth measure = new ConstructiveDepth(loss, NetworkFamilies.named(family));
        boolean merges = NetworkFamilies.named(family).mergeLemmaApplies(loss.network().shape());
        for (String initialization : List.of("he", "clustered")) {
          for (int seed = 0; seed < 4; seed++) {
            double[] theta = problem.minimum(loss, initialization, seed);
            for (double eta : new double[] {0.25, 0.5, 0.75}) {
              Reference reference = problem.reference(ReferenceSearch.width(width, eta));
              DepthMeasurement depthOf =
                  measure.measure(theta, DepthTarget.reference(reference, problem.data));
              if (depthOf.covered()) {
                covered++;
                String which = loss.network() + " " + initialization + " " + seed + " eta " + eta;
                assertTrue(depthOf.theory().applies(), which);
                assertEquals(merges, depthOf.theory().merge().isPresent(), which);
                kinds.add(depthOf.bound().orElseThrow().kind());
                check(depthOf, which, loss, reference);
              }
            }
          }
        }
      }
    }
    assertTrue(covered >= 10, "only " + covered + " covered trials");
    assertTrue(kinds.contains("path-norm") || kinds.contains("sampling"), kinds.toString());
  }

  private static void check(
      DepthMeasurement depth, String which, EmpiricalLoss loss, Reference reference) {
    assertTrue(depth.best().isPresent(), which + ": no path to the level");
    double bound = depth.bound().orElseThrow().value();
    assertTrue(depth.theory().constructive().getAsDouble() <= bound + depth.floor(), which);
    CertifiedPath best = depth.best().get();
    PathCertificate certificate = best.certificate();
    double free = loss.value(new double[loss.dimension()]);
    assertTrue(
        best.barrier() <= Math.max(0, free - certificate.start()) + certificate.floor(),
        which + ": a barrier of " + best.barrier() + ", though all units can be freed at " + free);
    assertTrue(
        certificate.end() <= reference.loss() + certificate.rounding(),
        which + ": the path ends above");
    assertEquals(
        List.of(),
        PathVerification.differences(
            loss.network(), loss.data(), best.path(), certificate.segmentMaxima()),
        which);
  }

  @Test
  void cellBestOfTwoLayersIsReachedThroughItsUnits() {
    EmpiricalLoss loss = solid.loss("linear-skip", 7, 0);
    ConstructiveDepth measure = new ConstructiveDepth(loss, NetworkFamilies.named("linear-skip"));
    List<double[]> minima = new ArrayList<>();
    for (int seed = 0; seed < 6; seed++) {
      minima.add(solid.minimum(loss, "clustered", seed));
    }
    minima.sort(java.util.Comparator.comparingDouble(loss::value));
    DepthTarget target = DepthTarget.cellBest(loss.network(), solid.data, minima.get(0), List.of());
    for (double[] theta : minima.subList(1, minima.size())) {
      DepthMeasurement depth = measure.measure(theta, target);
      assertTrue(depth.upper().isPresent() || !depth.covered());
    }
  }

  @Test
  void asWideAsTheDataHasDepthZero() {
    EmpiricalLoss loss = flat.loss("plain", 48, 0);
    ConstructiveDepth measure = new ConstructiveDepth(loss, NetworkFamilies.named("plain"));
    double[] theta = new double[loss.dimension()];
    DepthMeasurement depth =
        measure.measure(theta, DepthTarget.reference(flat.reference(4), flat.data));
    assertEquals(0, depth.upper().getAsDouble());
    assertEquals(Optional.of(ExactZero.WIDE), depth.zero());
  }

  /**
   * Yun, Sra, Jadbabaie 2019 (arXiv 1907.03922): x = -1, 0, 1 and y = 1, 0, 1; the linear fit 2/3
   * is a spurious minimum, and from width 2 on a second unit is unused.
   */
  @Test
  void threePointsHaveAnUnusedUnit() {
    Network network = NetworkFamilies.named("plain").build(new NetworkShape(2, 0, 2, 1));
    Dataset data = new Dataset(3, 2, 1, new double[] {-1, 1, 0, 1, 1, 1}, new double[] {1, 0, 1});
    double[] theta = {0, 0, 1, 1, 2.0 / 3, 0};
    EmpiricalLoss loss = EmpiricalLoss.of(network, data);
    assertEquals(1.0 / 3, 3 * loss.value(theta) / 2, 1e-15);
    assertEquals(Optional.of(ExactZero.UNUSED_UNIT), ExactZero.belowItself(network, data, theta));
    double[] duplicate = {0, 0, 1, 1, 1.0 / 3, 1.0 / 3};
    assertEquals(Optional.of(ExactZero.DUPLICATE), ExactZero.belowItself(network, data, duplicate));
  }

  @Test
  void aWrongMaximumIsFound() {
    EmpiricalLoss loss = flat.loss("plain", 4, 0);
    double[] theta = flat.minimum(loss, "he", 0);
    double[] other = theta.clone();
    other[0] += 1;
    Path path = new Path(List.of(theta, other));
    PathCertificate certificate = new PathCertifier(loss).certify(path);
    List<Double> wrong = List.of(certificate.segmentMaxima().get(0) * 1.001);
    assertEquals(1, PathVerification.differences(loss.network(), flat.data, path, wrong).size());
  }
}
