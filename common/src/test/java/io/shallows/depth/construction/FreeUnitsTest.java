package io.shallows.depth.construction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.DepthMeter;
import io.shallows.depth.SquaredDepth;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.Path;
import io.shallows.depth.problem.CellDepth;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Units that can leave a network, and the depths that are 0 because of them. */
class FreeUnitsTest {

  private static final double[] X = {-2, -1, -0.5, 0.5, 1, 2, 3};
  private static final double[] Y = {1, 0.2, 0.4, -0.3, 0.8, 0.1, 1.5};

  private static Dataset data() {
    double[] inputs = new double[2 * X.length];
    for (int i = 0; i < X.length; i++) {
      inputs[2 * i] = X[i];
      inputs[2 * i + 1] = 1;
    }
    return new Dataset(X.length, 2, 1, inputs, Y);
  }

  private static Network network(String family, int width) {
    return NetworkFamilies.named(family).build(new NetworkShape(width, 0, 2, 1));
  }

  /** Units as slope, offset and head. */
  private static double[] theta(Network network, double[][] units) {
    double[] theta = new double[network.parameterCount()];
    DenseLayer first = network.layer("W0");
    for (int k = 0; k < units.length; k++) {
      theta[first.index(0, k)] = units[k][0];
      theta[first.index(1, k)] = units[k][1];
      theta[network.layer("A").index(k, 0)] = units[k][2];
    }
    return theta;
  }

  private static FreeUnits free(String family, double[][] units) {
    Network network = network(family, units.length);
    return FreeUnits.of(network, data(), theta(network, units)).orElseThrow();
  }

  private static void assertOne(ExactZero reason, String family, double[][] units) {
    FreeUnits free = free(family, units);
    assertEquals(1, free.count());
    assertEquals(Optional.of(reason), free.reason());
    Network network = network(family, units.length);
    double[] theta = theta(network, units);
    NodeValues start = NodeValues.at(network, data(), theta);
    for (double[] point : free.without()) {
      NodeValues next = start.moved(point);
      assertEquals(start.loss(), next.loss(), 1e-14);
      start = next;
    }
    assertEquals(0, start.theta()[network.layer("A").index(free.first(), 0)]);
  }

  @Test
  void aUnitThatIsOffOnAllSamplesCanLeave() {
    assertOne(ExactZero.IDLE_UNIT, "plain", new double[][] {{1, 0.2, 0.7}, {1, -3, 0.4}});
    assertOne(ExactZero.UNUSED_UNIT, "plain", new double[][] {{1, 0.2, 0.7}, {1, -2.5, 0}});
  }

  @Test
  void twoUnitsOnTheSameSidesAreOne() {
    assertOne(ExactZero.JOINED, "plain", new double[][] {{1, 0.2, 0.7}, {2, -0.6, 1.3}});
    assertEquals(0, free("plain", new double[][] {{1, 0.2, 0.7}, {2, -0.6, -1.3}}).count());
    assertEquals(0, free("plain", new double[][] {{1, 0.2, 0.7}, {2, -1.2, 1.3}}).count());
  }

  /** On a plane a unit is on both sides, but those that join it may not disagree. */
  @Test
  void whatAUnitOnAPlaneCarriesDecidesItsSide() {
    double[] onPlane = {1, -1, 1};
    double[] above = {1, -0.75, 1};
    double[] below = {1, -1.25, 1};
    assertEquals(1, free("plain", new double[][] {onPlane, above}).count());
    assertEquals(1, free("plain", new double[][] {onPlane, below}).count());
    assertEquals(1, free("plain", new double[][] {onPlane, above, below}).count());
  }

  @Test
  void aLearnedSkipTakesAUnitThatIsOnEverywhere() {
    double[][] units = {{1, 0.2, 0.7}, {0.25, 3, -0.9}};
    assertOne(ExactZero.ABSORBED, "linear-skip", units);
    assertEquals(0, free("plain", units).count());
  }

  /** 3 w0 + w1 rounds to 0 and is 2^-54 above it: the unit acts, however little. */
  @Test
  void sidesAreThoseOfRealNumbers() {
    double slope = 1.0 / 3;
    double offset = -3 * slope;
    assertEquals(0, 3 * slope + offset);
    FreeUnits here = free("plain", new double[][] {{-1, 0.2, 0.7}, {slope, offset, 0.4}});
    assertEquals(1, here.count());
    FreeUnits above =
        free("plain", new double[][] {{-1, 0.2, 0.7}, {Math.nextUp(slope), offset, 0.4}});
    assertEquals(0, 3 * Math.nextUp(slope) + offset, 1e-15);
    assertEquals(0, above.count());
  }

  /** The search over cells agrees, which rounding leaves in doubt. */
  @Test
  void depthIsZeroByArgument() {
    double[][][] cases = {
      {{1, 0.2, 0.7}, {1, -3, 0.4}, {-1, 0.3, -0.2}},
      {{1, 0.2, 0.3}, {2, -0.6, 0.2}, {-1, 0.3, -0.2}},
    };
    for (double[][] units : cases) {
      Network network = network("plain", 3);
      EmpiricalLoss loss = EmpiricalLoss.of(network, data());
      double[] theta = theta(network, units);
      double level = 0.97 * loss.value(theta);
      assertTrue(
          CellDepth.of(loss)
              .orElseThrow()
              .own(theta, 0.03, 2000)
              .path()
              .orElseThrow()
              .certificate()
              .isHidden());
      DepthMeasurement measured =
          new DepthMeter(
                  new SquaredDepth(
                      loss,
                      NetworkFamilies.named("plain"),
                      new DepthSettings(List.of("constructive", "cell-flood"), 1e-3, 1000)))
              .measure(theta, DepthTarget.own(level, List.of()));
      assertEquals(0, measured.upper().orElseThrow());
      assertTrue(measured.isExact());
      assertEquals(FreeUnits.of(network, data(), theta).orElseThrow().reason(), measured.zero());
      Path way = measured.best().orElseThrow().path();
      assertTrue(measured.best().get().certificate().isHidden());
      assertTrue(NodeValues.at(network, data(), way.at(way.size() - 1)).loss() <= level * 1.000001);
    }
  }

  @Test
  void asManyFreeUnitsAsALevelHasLeaveNoDepth() {
    Network network = network("plain", 3);
    double[] theta = theta(network, new double[][] {{1, 0.2, 0.7}, {1, -3, 0.4}, {1, -4, -1}});
    assertTrue(ExactZero.freed(network, data(), theta, 2));
    assertFalse(ExactZero.freed(network, data(), theta, 3));
  }
}
