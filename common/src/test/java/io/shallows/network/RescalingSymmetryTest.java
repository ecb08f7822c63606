package io.shallows.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Linearization;
import io.shallows.problem.Dataset;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RescalingSymmetryTest {

  private static final long SEED = 4711;

  static List<String> families() {
    return NetworkFamilies.names();
  }

  private static Network network(String family, int depth, boolean committee) {
    return NetworkFamilies.named(family).build(new NetworkShape(4, depth, 3, 2, committee));
  }

  private static double[] vector(int length, long seed) {
    return RandomSource.XO_RO_SHI_RO_128_PP.create(seed).doubles(length, -1, 1).toArray();
  }

  private static Dataset data() {
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(SEED);
    return new Dataset(
        7, 3, 2, random.doubles(21, -1, 1).toArray(), random.doubles(14, -1, 1).toArray());
  }

  /** m = 4 units per layer; counts by hand from the definitions of the families. */
  @ParameterizedTest
  @CsvSource({
    "plain, 0, 4",
    "plain, 3, 16",
    "linear-skip, 2, 12",
    "long-skip, 2, 12",
    // a stream of 4 tied coordinates and 4 inner units per block
    "residual, 3, 16",
    "orhan-plain, 3, 16",
    "orhan-residual, 3, 4",
    "hyper-residual-identity, 3, 4",
    // a dense matrix ties all coordinates of the stream
    "hyper-residual, 3, 1",
    "hyper-residual, 1, 4",
    "hyper-residual-low-rank, 3, 1"
  })
  void countsFreeClasses(String family, int depth, int expected) {
    assertEquals(expected, RescalingSymmetry.of(network(family, depth, false)).count());
  }

  @Test
  void aFixedHeadTiesItsUnitsToTheOutput() {
    assertEquals(0, RescalingSymmetry.of(network("plain", 0, true)).count());
    assertEquals(4, RescalingSymmetry.of(network("plain", 1, true)).count());
    assertEquals(0, RescalingSymmetry.of(network("orhan-residual", 2, true)).count());
  }

  @ParameterizedTest
  @MethodSource("families")
  void rescalingLeavesEveryOutputUnchanged(String family) {
    for (int depth = 0; depth <= 3; depth++) {
      Network network = network(family, depth, false);
      RescalingSymmetry symmetry = RescalingSymmetry.of(network);
      EmpiricalLoss loss = EmpiricalLoss.of(network, data());
      double[] theta = vector(network.parameterCount(), SEED + depth);
      double[] before = new double[14];
      loss.outputs(theta, before);
      double[] moved = theta.clone();
      for (int c = 0; c < symmetry.count(); c++) {
        symmetry.rescale(c, 0.5 + c, moved);
      }
      double[] after = new double[14];
      loss.outputs(moved, after);
      assertArrayEquals(before, after, 1e-11, family + " at depth " + depth);
      assertFalse(java.util.Arrays.equals(theta, moved));
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void tangentsAreNullVectorsOfTheJacobianAndSpanTheNullity(String family) {
    Network network = network(family, 2, false);
    RescalingSymmetry symmetry = RescalingSymmetry.of(network);
    double[] theta = vector(network.parameterCount(), SEED + 9);
    Linearization at = EmpiricalLoss.of(network, data()).linearize(theta);
    List<double[]> basis = symmetry.basis(theta);
    assertEquals(symmetry.nullity(theta), basis.size());
    assertEquals(symmetry.count(), basis.size());
    double[] product = new double[14];
    for (double[] q : basis) {
      at.multiply(q, product);
      assertArrayEquals(new double[14], product, 1e-12, family);
    }
  }

  @Test
  void aUnitWithoutWeightsHasNoTangent() {
    Network network = network("plain", 0, false);
    RescalingSymmetry symmetry = RescalingSymmetry.of(network);
    double[] theta = vector(network.parameterCount(), SEED);
    symmetry
        .touches(2)
        .forEach(
            touch -> {
              for (int k = 0; k < (touch.side() == RescalingSymmetry.Side.INCOMING ? 3 : 2); k++) {
                theta[
                        touch.side() == RescalingSymmetry.Side.INCOMING
                            ? touch.layer().index(k, touch.unit())
                            : touch.layer().index(touch.unit(), k)] =
                    0;
              }
            });
    assertEquals(3, symmetry.nullity(theta));
    assertEquals(3, symmetry.basis(theta).size());
  }

  @Test
  void saysWhichUnitsMoveAlone() {
    RescalingSymmetry residual = RescalingSymmetry.of(network("residual", 2, false));
    // relu 0 is the first layer (the stream); relus 1 and 2 are inner units of the blocks
    assertTrue(residual.isFree(0, 1));
    assertTrue(residual.isFree(1, 0));
    assertEquals(residual.touches(residual.classOf(1, 0)).size(), 2);
    // W0, U1, V1, U2, V2, A all touch a stream coordinate
    assertEquals(6, residual.touches(residual.classOf(0, 1)).size());
    RescalingSymmetry orhan = RescalingSymmetry.of(network("orhan-residual", 2, false));
    assertFalse(orhan.isFree(0, 1));
    assertEquals(orhan.classOf(0, 1), orhan.classOf(2, 1));
  }
}
