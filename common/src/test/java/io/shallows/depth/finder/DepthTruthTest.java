package io.shallows.depth.finder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.DepthMeter;
import io.shallows.depth.SquaredDepth;
import io.shallows.depth.TrainedMinima;
import io.shallows.depth.construction.ExactZero;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.measurement.TargetKind;
import io.shallows.depth.path.BudgetedSurface;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.Path;
import io.shallows.depth.path.SearchLog;
import io.shallows.depth.problem.NetworkPathProblem;
import io.shallows.depth.problem.PathProblem;
import io.shallows.depth.reference.Reference;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.training.TrainingOutcome;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Depths and barriers that are known by an argument. */
class DepthTruthTest {

  private static final List<String> FINDERS = List.of("constructive", "string");

  /**
   * Yun, Sra, Jadbabaie 2019 (arXiv 1907.03922): x = -1, 0, 1 and y = 1, 0, 1. The constant 2/3 is
   * a spurious minimum for one unit; from width 2 on a unit is unused and the depth to the global
   * minimum is 0.
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 6})
  void threePointsHaveDepthZeroThroughTheUnusedUnit(int width) {
    Network network = NetworkFamilies.named("plain").build(new NetworkShape(width, 0, 2, 1));
    Dataset data = new Dataset(3, 2, 1, new double[] {-1, 1, 0, 1, 1, 1}, new double[] {1, 0, 1});
    EmpiricalLoss loss = EmpiricalLoss.of(network, data);
    double[] theta = new double[network.parameterCount()];
    var first = network.layer("W0");
    for (int u = 0; u < width; u++) {
      theta[first.index(0, u)] = u == 0 ? 0 : 0.3 * u - 0.5;
      theta[first.index(1, u)] = 1;
    }
    theta[network.layers().get(1).index(0, 0)] = 2.0 / 3;
    assertEquals(1.0 / 3, 3 * loss.value(theta) / 2, 1e-15);
    // |x| = relu(x) + relu(-x)
    Network two = NetworkFamilies.named("plain").build(new NetworkShape(2, 0, 2, 1));
    double[] absolute = {1, -1, 0, 0, 1, 1};
    assertEquals(0, EmpiricalLoss.of(two, data).value(absolute));
    Reference best = new Reference(2, 0, absolute, 0, 1, 1, 0, TrainingOutcome.CONVERGED);
    DepthMeasurement measured =
        new DepthMeter(
                new SquaredDepth(
                    loss, NetworkFamilies.named("plain"), new DepthSettings(FINDERS, 1e-3, 20_000)))
            .measure(theta, DepthTarget.reference(best, data));
    assertTrue(measured.covered());
    assertEquals(0, measured.upper().orElseThrow());
    assertEquals(Optional.of(width == 2 ? ExactZero.UNUSED_UNIT : ExactZero.WIDE), measured.zero());
  }

  /**
   * Three units that map three points x_j, 120 degrees apart, to themselves, with two units
   * swapped: the case of Freeman and Bruna 2017 (arXiv 1611.01540) in which no path exists.
   *
   * <p>The features H (3 x 3, row j those of x_j) are not negative. Zero loss needs the columns of
   * H to span those of Y, whose entries sum to 0 in each; a plane spanned by vectors that are not
   * negative is never that of Y, so H has full rank, and swapping columns changes the sign of its
   * determinant. Where it is 0, the columns lie in a plane whose unit normal n has an entry that is
   * not positive (up to its sign), and the loss is at least {@code |Y^T n|^2 / 3 >= 1/6}.
   */
  @Test
  void swappedUnitsAreNotConnectedBelowASixth() {
    Network network = NetworkFamilies.named("plain").build(new NetworkShape(3, 0, 2, 2));
    double half = Math.sqrt(0.75);
    double[] x = {1, 0, -0.5, half, -0.5, -half};
    Dataset data = new Dataset(3, 2, 2, x, x);
    EmpiricalLoss loss = EmpiricalLoss.of(network, data);
    double[] theta = new double[network.parameterCount()];
    var first = network.layer("W0");
    var head = network.layers().get(1);
    for (int u = 0; u < 3; u++) {
      for (int c = 0; c < 2; c++) {
        theta[first.index(c, u)] = x[2 * u + c];
        theta[head.index(u, c)] = x[2 * u + c];
      }
    }
    double[] swapped = theta.clone();
    for (int c = 0; c < 2; c++) {
      for (int u = 0; u < 2; u++) {
        swapped[first.index(c, u)] = theta[first.index(c, 1 - u)];
        swapped[head.index(u, c)] = theta[head.index(1 - u, c)];
      }
    }
    assertEquals(0, loss.value(theta), 1e-30);
    assertEquals(0, loss.value(swapped), 1e-30);
    for (double level : new double[] {1e-3, 0.05, 0.16}) {
      DynamicStringSampling sampling = new DynamicStringSampling(level, 0.8);
      sampling.connect(new BudgetedSurface(loss, 50_000), theta, swapped);
      assertFalse(sampling.connected(), "connected below " + level);
    }
    DepthMeter meter =
        new DepthMeter(
            new SquaredDepth(
                loss, NetworkFamilies.named("plain"), new DepthSettings(FINDERS, 1e-3, 20_000)));
    DepthMeasurement measured =
        meter.measure(theta, DepthTarget.cellBest(network, data, swapped, List.of()));
    assertTrue(measured.upper().isEmpty(), "a depth of " + measured.upper());
    assertTrue(measured.best().isEmpty());
    assertTrue(measured.missing().orElseThrow().contains("not above the level"));
    // from beside the minimum, over the barrier: no certificate may be below the proof
    double[] beside = theta.clone();
    beside[0] *= 1.001;
    NodeValues start = NodeValues.at(network, data, beside);
    DepthTarget target =
        new DepthTarget(
            TargetKind.CELL_BEST,
            loss.value(swapped),
            List.of(),
            Optional.of(new Path(List.of(swapped))));
    int found = 0;
    for (String name : List.of("linear", "bezier", "autoneb")) {
      DepthSettings settings = new DepthSettings(List.of(name), 1e-3, 4000);
      PathProblem problem = new NetworkPathProblem(loss, start, target, settings, new SearchLog());
      Optional<CertifiedPath> path = PathFinders.named(name).find(problem);
      if (path.isPresent()) {
        found++;
        assertTrue(
            path.get().certificate().maximum() >= 1.0 / 6,
            name + " passes at " + path.get().barrier());
      }
    }
    assertTrue(found >= 2, found + " finders cross");
  }

  /** As many units as samples, a bias, two layers: depth 0 wherever training ends. */
  @ParameterizedTest
  @ValueSource(ints = {6, 9})
  void asWideAsTheDataIsDepthZero(int width) {
    TrainedMinima few = new TrainedMinima(2, 6, 3, List.of(2));
    EmpiricalLoss loss = few.loss("plain", width, 0);
    DepthMeter meter =
        new DepthMeter(
            new SquaredDepth(
                loss, NetworkFamilies.named("plain"), new DepthSettings(FINDERS, 1e-3, 2000)));
    int covered = 0;
    for (int seed = 0; seed < 12; seed++) {
      double[] theta = few.minimum(loss, seed % 2 == 0 ? "he" : "clustered", seed);
      if (seed >= 8) {
        // as bad a point as there is: all units off
        Arrays.fill(theta, 0);
        theta[seed] = -1;
      }
      DepthTarget level = new DepthTarget(TargetKind.CELL_BEST, 0, List.of(), Optional.empty());
      DepthMeasurement measured = meter.measure(theta, level);
      if (measured.covered()) {
        covered++;
        assertEquals(0, measured.upper().orElseThrow(), "seed " + seed);
        assertEquals(Optional.of(ExactZero.WIDE), measured.zero(), "seed " + seed);
      }
    }
    assertTrue(covered >= 4, covered + " covered");
  }
}
