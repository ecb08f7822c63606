package io.shallows.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.problem.Dataset;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkFamiliesTest {

  private static final long SEED = 17;

  private static double relu(double z) {
    return Math.max(0, z);
  }

  private static double output(String family, int depth, double[] theta) {
    Network network = NetworkFamilies.named(family).build(new NetworkShape(2, depth, 2, 1));
    assertEquals(network.parameterCount(), theta.length);
    double[] f = new double[1];
    EmpiricalLoss.of(network, new Dataset(1, 2, 1, new double[] {0.5, -2}, new double[] {0}))
        .outputs(theta, f);
    return f[0];
  }

  @ParameterizedTest
  @CsvSource({
    "plain, 0, 6",
    "plain, 2, 14",
    "residual, 0, 6",
    "residual, 2, 22",
    "long-skip, 0, 6",
    "long-skip, 1, 12",
    "linear-skip, 0, 8",
    "linear-skip, 1, 12"
  })
  void countsParameters(String family, int depth, int expected) {
    Network network = NetworkFamilies.named(family).build(new NetworkShape(2, depth, 2, 1));
    assertEquals(expected, network.parameterCount());
    int end = 0;
    for (DenseLayer layer : network.layers()) {
      assertEquals(end, layer.offset(), layer.name());
      end += layer.size();
    }
    assertEquals(expected, end);
  }

  @Test
  void formulasAreThoseOfTheDefinitions() {
    // x = (0.5, -2); W0 = [[1, -1], [0.25, -0.5]] gives z = (0, 0.5), so h_0 = (0, 0.5)
    double[] w0 = {1, -1, 0.25, -0.5};
    double h = relu(0.5 * -1 + -2 * -0.5);
    assertEquals(0.5, h);
    // plain with one further layer: W1 = [[9, 9], [2, -4]], A = (3, 5)
    assertEquals(
        3 * relu(2 * h) + 5 * relu(-4 * h), output("plain", 1, concat(w0, 9, 9, 2, -4, 3, 5)));
    // residual: U = [[9, 9], [2, -4]], V = [[1, -2], [7, 7]]; h_1 = h_0 + relu(U h_0) V
    double inner = relu(2 * h);
    assertEquals(
        3 * (0 + inner * 1) + 5 * (h + inner * -2),
        output("residual", 1, concat(w0, 9, 9, 2, -4, 1, -2, 7, 7, 3, 5)));
    // long skip: W1 as above, A = (3, 5), B = (-1, 6)
    assertEquals(
        3 * 0 + 5 * h - relu(2 * h) + 6 * relu(-4 * h),
        output("long-skip", 1, concat(w0, 9, 9, 2, -4, 3, 5, -1, 6)));
    // linear skip: plain plus C = (10, 0.5)
    assertEquals(
        3 * relu(2 * h) + 5 * relu(-4 * h) + 10 * 0.5 + 0.5 * -2,
        output("linear-skip", 1, concat(w0, 9, 9, 2, -4, 3, 5, 10, 0.5)));
  }

  @Test
  void familiesWithoutLinearSkipCoincideAtDepthZero() {
    double[] theta = {1, -1, 0.25, -0.5, 3, 5};
    assertEquals(output("plain", 0, theta), output("residual", 0, theta));
    assertEquals(output("plain", 0, theta), output("long-skip", 0, theta));
    assertEquals(output("plain", 0, theta), output("linear-skip", 0, concat(theta, 0, 0)));
  }

  @Test
  void committeeHasAFixedHeadOfOnes() {
    Network network = NetworkFamilies.named("plain").build(new NetworkShape(2, 0, 2, 1, true));
    assertEquals(4, network.parameterCount());
    double[] f = new double[1];
    EmpiricalLoss.of(network, new Dataset(1, 2, 1, new double[] {1, 2}, new double[] {0}))
        .outputs(new double[] {1, -3, 1, 2}, f);
    assertEquals(relu(1 + 2) + relu(-3 + 4), f[0]);
  }

  @ParameterizedTest
  @CsvSource({
    "plain, 0, true",
    "plain, 1, false",
    "residual, 1, true",
    "residual, 2, false",
    "long-skip, 3, true",
    "linear-skip, 0, true",
    "linear-skip, 1, false"
  })
  void boundAppliesWhereTheHeadSeesFirstLayerUnits(String family, int depth, boolean applies) {
    NetworkFamily rule = NetworkFamilies.named(family);
    assertEquals(applies, rule.mergeLemmaApplies(new NetworkShape(4, depth, 2, 1)));
    assertFalse(rule.mergeLemmaApplies(new NetworkShape(4, depth, 2, 1, true)));
  }

  /** One block is the long skip with B = A V; with several outputs A V is not every B. */
  @Test
  void theBoundOfOneBlockIsThatOfOneOutput() {
    NetworkFamily residual = NetworkFamilies.named("residual");
    assertTrue(residual.mergeLemmaApplies(new NetworkShape(4, 1, 2, 1)));
    assertFalse(residual.mergeLemmaApplies(new NetworkShape(4, 1, 2, 2)));
    assertFalse(residual.mergeLemmaApplies(new NetworkShape(4, 1, 2, 6)));
    assertTrue(residual.mergeLemmaApplies(new NetworkShape(4, 0, 2, 6)));
    assertTrue(NetworkFamilies.named("long-skip").mergeLemmaApplies(new NetworkShape(4, 1, 2, 6)));
  }

  @Test
  void unknownNamesAreRefusedWithTheKnownOnes() {
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> NetworkFamilies.named("plane"));
    assertTrue(thrown.getMessage().contains("plane") && thrown.getMessage().contains("plain"));
    assertThrows(IllegalArgumentException.class, () -> new NetworkShape(0, 0, 1, 1));
  }

  @Test
  void initializationsHaveTheirStatedScales() {
    Network network = NetworkFamilies.named("residual").build(new NetworkShape(200, 1, 50, 1));
    for (String name : Initializations.names()) {
      double[] theta =
          Initializations.named(name).draw(network, RandomSource.XO_RO_SHI_RO_128_PP.create(SEED));
      double[] again =
          Initializations.named(name).draw(network, RandomSource.XO_RO_SHI_RO_128_PP.create(SEED));
      assertArrayEquals(theta, again, name);
      assertTrue(deviation(theta, network.layer("A")) > 0, name);
    }
    double[] he = draw("he", network);
    assertEquals(Math.sqrt(2.0 / 50), deviation(he, network.layer("W0")), 0.005);
    assertEquals(Math.sqrt(2.0 / 200), deviation(he, network.layer("U1")), 0.005);
    assertEquals(Math.sqrt(0.01 / 200), deviation(he, network.layer("V1")), 0.0005);
    double[] glorot = draw("glorot", network);
    assertEquals(Math.sqrt(2.0 / 250), deviation(glorot, network.layer("W0")), 0.003);
    double[] small = draw("small", network);
    double[] minus = draw("identity-subtracted", network);
    for (int i = 0; i < he.length; i++) {
      assertEquals(0.01 * he[i], small[i], 1e-17);
    }
    DenseLayer inner = network.layer("U1");
    assertEquals(he[inner.index(3, 3)] - 1, minus[inner.index(3, 3)], 1e-15);
    assertEquals(he[inner.index(3, 4)], minus[inner.index(3, 4)]);
  }

  @Test
  void clusteredUnitsScatterAroundTwoDirections() {
    Network network = NetworkFamilies.named("plain").build(new NetworkShape(64, 0, 20, 1));
    double[] theta = draw("clustered", network);
    DenseLayer first = network.layers().get(0);
    assertTrue(cosine(theta, first, 0, 2) > 0.98);
    assertTrue(cosine(theta, first, 1, 63) > 0.98);
    assertTrue(Math.abs(cosine(theta, first, 0, 1)) < 0.9);
  }

  private static double[] draw(String name, Network network) {
    return Initializations.named(name).draw(network, RandomSource.XO_RO_SHI_RO_128_PP.create(SEED));
  }

  private static double cosine(double[] theta, DenseLayer layer, int a, int b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < layer.inputs(); i++) {
      double u = theta[layer.index(i, a)];
      double v = theta[layer.index(i, b)];
      ab += u * v;
      aa += u * u;
      bb += v * v;
    }
    return ab / Math.sqrt(aa * bb);
  }

  private static double deviation(double[] theta, DenseLayer layer) {
    double square = 0;
    for (int i = 0; i < layer.size(); i++) {
      square += theta[layer.offset() + i] * theta[layer.offset() + i];
    }
    return Math.sqrt(square / layer.size());
  }

  private static double[] concat(double[] head, double... tail) {
    double[] all = new double[head.length + tail.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(tail, 0, all, head.length, tail.length);
    return all;
  }
}
