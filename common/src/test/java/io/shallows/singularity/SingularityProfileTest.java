package io.shallows.singularity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.network.RescalingSymmetry;
import io.shallows.problem.Dataset;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SingularityProfileTest {

  private static final long SEED = 20070;
  private static final int M = 5;

  static List<String> families() {
    return NetworkFamilies.names();
  }

  private static EmpiricalLoss loss(String family, int depth) {
    Network network = NetworkFamilies.named(family).build(new NetworkShape(M, depth, 3, 2));
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(SEED);
    return EmpiricalLoss.of(
        network,
        new Dataset(
            13, 3, 2, random.doubles(39, -1, 1).toArray(), random.doubles(26, -1, 1).toArray()));
  }

  private static double[] point(EmpiricalLoss loss) {
    return RandomSource.XO_RO_SHI_RO_128_PP
        .create(SEED + 1)
        .doubles(loss.dimension(), -1, 1)
        .toArray();
  }

  private static double layer(SingularityProfile profile, String name, int layer) {
    int cut = name.indexOf('_');
    return profile.layers(name.substring(0, cut), name.substring(cut + 1)).orElseThrow()[layer];
  }

  @Test
  void aDuplicatedAndADeadUnitAreSeenAndTheirDirectionsAreFlat() {
    EmpiricalLoss loss = loss("plain", 0);
    double[] theta = point(loss);
    DenseLayer w = loss.network().layer("W0");
    DenseLayer a = loss.network().layer("A");
    for (int i = 0; i < 3; i++) {
      theta[w.index(i, 1)] = 2 * theta[w.index(i, 0)];
      theta[w.index(i, 4)] = 0;
    }
    SingularityProfile profile = SingularityProfile.of(loss, theta);
    assertEquals(1, layer(profile, "overlap_pairs", 0));
    assertEquals(0, layer(profile, "elimination_incoming_min", 0));
    assertTrue(layer(profile, "elimination_dead_share", 0) >= 0.2);
    assertEquals(M - 2, layer(profile, "dependence_rank", 0));
    assertEquals(0, layer(profile, "dependence_condition", 0), 1e-15);
    // h_1 = 2 h_0, so a_0 up by 2t and a_1 down by t is flat; a_4 reads 0 and is flat too
    double[] before = new double[26];
    loss.outputs(theta, before);
    double[] moved = theta.clone();
    moved[a.index(0, 1)] += 2 * 0.25;
    moved[a.index(1, 1)] -= 0.25;
    moved[a.index(4, 0)] += 1e6;
    double[] after = new double[26];
    loss.outputs(moved, after);
    assertArrayEquals(before, after, 1e-15);
    double[] flat = new double[theta.length];
    flat[a.index(0, 1)] = 2;
    flat[a.index(1, 1)] = -1;
    loss.linearize(theta).multiply(flat, after);
    assertArrayEquals(new double[26], after, 1e-15);
    double[] product = new double[theta.length];
    loss.hessianVectorProduct(theta, flat, product);
    for (int k = 0; k < 2; k++) {
      for (int j = 0; j < M; j++) {
        assertEquals(0, product[a.index(j, k)], 1e-15);
      }
    }
  }

  @Test
  void overlapIsThatOfKnownAngles() {
    EmpiricalLoss loss = loss("plain", 0);
    double[] theta = point(loss);
    DenseLayer w = loss.network().layer("W0");
    double[][] units = {{1, 0, 0}, {1, 1, 0}, {0, 0, 5}, {-3, 0, 0}, {0, 0, 0}};
    for (int j = 0; j < M; j++) {
      for (int i = 0; i < 3; i++) {
        theta[w.index(i, j)] = units[j][i];
      }
    }
    SingularityProfile profile = SingularityProfile.of(loss.network(), theta);
    double diagonal = Math.sqrt(0.5);
    assertEquals((1 + diagonal + 0 + 1 + 0) / 5, layer(profile, "overlap_mean_max", 0), 1e-15);
    assertEquals((1 + 2 * diagonal) / 10, layer(profile, "overlap_mean", 0), 1e-15);
    assertEquals(1, layer(profile, "overlap_pairs", 0));
    assertTrue(profile.network("dependence", "rank").isEmpty());
    assertTrue(profile.network("elimination", "dead_share").isEmpty());
    assertEquals(0, profile.network("elimination", "incoming_min").orElseThrow());
  }

  @Test
  void theBiasIsPartOfTheIncomingWeights() {
    EmpiricalLoss loss = loss("orhan-residual", 1);
    double[] theta = new double[loss.dimension()];
    theta[loss.network().layer("b1").index(0, 2)] = 7;
    SingularityProfile profile = SingularityProfile.of(loss, theta);
    assertEquals(7.0 / M, layer(profile, "elimination_incoming_mean", 1), 1e-15);
    assertEquals((1 + 0.8) / 2, profile.network("elimination", "dead_share").orElseThrow(), 1e-15);
  }

  @Test
  void anIdentitySkipKeepsTheOutputsOfALayerIndependentWhenItsUnitsAreDead() {
    for (String family : List.of("orhan-plain", "orhan-residual")) {
      boolean plain = family.equals("orhan-plain");
      EmpiricalLoss loss = loss(family, 1);
      double[] theta = point(loss);
      for (String name : List.of("W1", "b1")) {
        DenseLayer layer = loss.network().layer(name);
        Arrays.fill(theta, layer.offset(), layer.offset() + layer.size(), 0);
      }
      SingularityProfile profile = SingularityProfile.of(loss, theta);
      assertEquals(1, layer(profile, "elimination_dead_share", 1), family);
      double first = layer(profile, "dependence_rank", 0);
      assertTrue(first > 0);
      assertEquals(plain ? 0 : first, layer(profile, "dependence_rank", 1), family);
      // along the skip the head reads the first layer too
      assertEquals(plain, layer(profile, "elimination_outgoing_min", 0) == 0, family);
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void permutingUnitsOfTheFirstLayerChangesNothing(String family) {
    EmpiricalLoss loss = loss(family, 0);
    double[] theta = point(loss);
    DenseLayer w = loss.network().layer("W0");
    DenseLayer a = loss.network().layer("A");
    double[] permuted = theta.clone();
    int[] order = {3, 0, 4, 1, 2};
    for (int j = 0; j < M; j++) {
      for (int i = 0; i < 3; i++) {
        permuted[w.index(i, j)] = theta[w.index(i, order[j])];
      }
      for (int k = 0; k < 2; k++) {
        permuted[a.index(j, k)] = theta[a.index(order[j], k)];
      }
    }
    assertSame(
        SingularityProfile.of(loss, theta), SingularityProfile.of(loss, permuted), List.of());
  }

  @Test
  void rescalingUnitsChangesNormsAndConditionOnly() {
    EmpiricalLoss loss = loss("plain", 0);
    double[] theta = point(loss);
    double[] moved = theta.clone();
    RescalingSymmetry symmetry = RescalingSymmetry.of(loss.network());
    for (int c = 0; c < symmetry.count(); c++) {
      symmetry.rescale(c, 0.3 + c, moved);
    }
    assertSame(
        SingularityProfile.of(loss, theta),
        SingularityProfile.of(loss, moved),
        List.of(
            "incoming_min",
            "incoming_mean",
            "outgoing_min",
            "outgoing_mean",
            "participation",
            "condition"));
  }

  @ParameterizedTest
  @MethodSource("families")
  void everyFamilyHasFiniteValuesForEveryLayer(String family) {
    EmpiricalLoss loss = loss(family, 2);
    SingularityProfile profile = SingularityProfile.of(loss, point(loss));
    for (SingularityMetric metric : SingularityMetrics.all()) {
      for (Quantity quantity : metric.quantities()) {
        double[] layers = profile.layers(metric.name(), quantity.name()).orElseThrow();
        assertEquals(3, layers.length);
        for (double value : layers) {
          assertTrue(Double.isFinite(value), metric.name() + "_" + quantity.name());
        }
      }
    }
    assertTrue(layer(profile, "elimination_outgoing_min", 2) > 0);
  }

  private static void assertSame(SingularityProfile a, SingularityProfile b, List<String> except) {
    for (SingularityMetric metric : SingularityMetrics.all()) {
      for (Quantity quantity : metric.quantities()) {
        if (!except.contains(quantity.name())) {
          assertArrayEquals(
              a.layers(metric.name(), quantity.name()).orElseThrow(),
              b.layers(metric.name(), quantity.name()).orElseThrow(),
              1e-12,
              metric.name() + "_" + quantity.name());
        }
      }
    }
  }
}
