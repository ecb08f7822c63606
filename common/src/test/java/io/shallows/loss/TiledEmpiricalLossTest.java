package io.shallows.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.linalg.Kernels;
import io.shallows.linalg.ReferenceKernels;
import io.shallows.network.Initializations;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fast loss against the reference loss, over families and sizes that leave every remainder. */
class TiledEmpiricalLossTest {
  private static final long SEED = 71;

  record Case(String family, NetworkShape shape, int samples) {
    Network network() {
      return NetworkFamilies.named(family).build(shape);
    }

    Dataset data() {
      double[] x = vector(samples * shape.inputs(), SEED);
      double[] y = vector(samples * shape.outputs(), SEED + 1);
      return new Dataset(samples, shape.inputs(), shape.outputs(), x, y);
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (String family : NetworkFamilies.names()) {
      cases.add(new Case(family, new NetworkShape(1, 1, 2, 1), 3));
      cases.add(new Case(family, new NetworkShape(4, 0, 3, 1), 17));
      cases.add(new Case(family, new NetworkShape(7, 0, 5, 3), 65));
      cases.add(new Case(family, new NetworkShape(10, 0, 9, 1), 45));
      cases.add(new Case(family, new NetworkShape(9, 2, 5, 1), 70));
      cases.add(new Case(family, new NetworkShape(16, 2, 5, 1), 130));
      cases.add(new Case(family, new NetworkShape(11, 3, 1, 2), 67));
      cases.add(new Case(family, new NetworkShape(8, 1, 3, 1, true), 66));
    }
    cases.add(new Case("residual", new NetworkShape(257, 1, 4, 1), 20));
    cases.add(new Case("plain", new NetworkShape(2100, 0, 2, 1), 70));
    return cases;
  }

  private static double[] vector(int length, long seed) {
    return RandomSource.XO_RO_SHI_RO_128_PP.create(seed).doubles(length, -1, 1).toArray();
  }

  private static double[] start(Network network) {
    double[] theta =
        Initializations.named("glorot").draw(network, RandomSource.XO_RO_SHI_RO_128_PP.create(5));
    double[] noise = vector(theta.length, SEED + 2);
    for (int i = 0; i < theta.length; i++) {
      theta[i] += 0.1 * noise[i];
    }
    return theta;
  }

  private static void assertClose(double[] expected, double[] actual, String what) {
    double scale = 0;
    for (double e : expected) {
      scale = Math.max(scale, Math.abs(e));
    }
    assertArrayEquals(expected, actual, 1e-13 * (1 + scale), what);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithTheReference(Case c) {
    Network network = c.network();
    Dataset data = c.data();
    EmpiricalLoss reference = new ReferenceEmpiricalLoss(network, data);
    EmpiricalLoss fast = EmpiricalLoss.of(network, data);
    double[] theta = start(network);
    int p = theta.length;
    double[] expected = new double[p];
    double[] actual = vector(p, 9);
    double value = reference.valueAndGradient(theta, expected);
    assertEquals(value, fast.valueAndGradient(theta, actual), 1e-13 * (1 + value));
    assertClose(expected, actual, "gradient");
    assertEquals(fast.value(theta), fast.valueAndGradient(theta, actual), 0.0);

    int rows = data.samples() * data.outputs();
    double[] outputs = new double[rows];
    double[] expectedOutputs = new double[rows];
    fast.outputs(theta, outputs);
    reference.outputs(theta, expectedOutputs);
    assertClose(expectedOutputs, outputs, "outputs");
    for (int v = 0; v < network.nodes().size(); v++) {
      assertClose(reference.activations(theta, v), fast.activations(theta, v), "node " + v);
    }

    double[] direction = vector(p, SEED + 4);
    reference.hessianVectorProduct(theta, direction, expected);
    fast.hessianVectorProduct(theta, direction, actual);
    assertClose(expected, actual, "Hessian product");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void linearizationAgreesWithTheReference(Case c) {
    Network network = c.network();
    Dataset data = c.data();
    EmpiricalLoss fast = EmpiricalLoss.of(network, data);
    double[] theta = start(network);
    int p = theta.length;
    int rows = data.samples() * data.outputs();
    List<Kink> kinks = new ArrayList<>();
    kinks.add(new Kink(0, data.samples() - 1, 0));
    kinks.add(new Kink(network.relus().size() - 1, 1, c.shape().width() - 1));
    for (List<Kink> off : List.of(List.<Kink>of(), kinks)) {
      for (long seed = SEED + 20; seed < SEED + 22; seed++) {
        double[] along = vector(p, seed);
        double[] product = new double[p];
        double[] actualProduct = new double[p];
        new ReferenceEmpiricalLoss(network, data).hessianVectorProduct(theta, off, along, product);
        fast.hessianVectorProduct(theta, off, along, actualProduct);
        assertClose(product, actualProduct, "Hessian product with kinks " + off);
      }
      Linearization reference = new ReferenceEmpiricalLoss(network, data).linearize(theta, off);
      Linearization at = fast.linearize(theta, off);
      assertEquals(reference.loss(), at.loss(), 1e-13 * (1 + reference.loss()));
      if (off.isEmpty()) {
        assertEquals(fast.value(theta), at.loss(), 0.0, "value and linearization");
      }
      assertClose(reference.residual(), at.residual(), "residual");
      double[] expected = new double[p];
      double[] actual = vector(p, 10);
      reference.gradient(expected);
      at.gradient(actual);
      assertClose(expected, actual, "gradient");
      double[] u = vector(rows, SEED + 5);
      reference.multiplyTransposed(u, expected);
      at.multiplyTransposed(u, actual);
      assertClose(expected, actual, "J^T u");
      double[] v = vector(p, SEED + 6);
      double[] expectedProduct = new double[rows];
      double[] product = new double[rows];
      reference.multiply(v, expectedProduct);
      at.multiply(v, product);
      assertClose(expectedProduct, product, "J v");
      for (int r = 0; r < network.relus().size(); r++) {
        assertClose(reference.preActivations(r), at.preActivations(r), "pre-activations " + r);
        assertClose(reference.reluAdjoints(r), at.reluAdjoints(r), "adjoints " + r);
        Kink kink = new Kink(r, data.samples() / 2, c.shape().width() / 2);
        reference.preActivationGradient(kink, expected);
        at.preActivationGradient(kink, actual);
        assertClose(expected, actual, "pre-activation gradient " + r);
      }
      if (rows <= 70) {
        double[] expectedGram = new double[rows * rows];
        double[] gram = new double[rows * rows];
        reference.gram(expectedGram);
        at.gram(gram);
        assertClose(expectedGram, gram, "Gram matrix");
      }
      if (p <= 150) {
        double[] expectedNormal = new double[p * p];
        double[] normal = new double[p * p];
        reference.normal(expectedNormal);
        at.normal(normal);
        assertClose(expectedNormal, normal, "normal matrix");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void bitsDoNotDependOnTheKernels(Case c) {
    Network network = c.network();
    double[] theta = start(network);
    EmpiricalLoss slow = new TiledEmpiricalLoss(network, c.data(), new ReferenceKernels());
    EmpiricalLoss fast = new TiledEmpiricalLoss(network, c.data(), Kernels.best());
    double[] expected = new double[theta.length];
    double[] actual = new double[theta.length];
    assertEquals(slow.valueAndGradient(theta, expected), fast.valueAndGradient(theta, actual), 0.0);
    assertArrayEquals(expected, actual);
    double[] direction = vector(theta.length, SEED + 7);
    slow.hessianVectorProduct(theta, direction, expected);
    fast.hessianVectorProduct(theta, direction, actual);
    assertArrayEquals(expected, actual);
  }

  @Test
  void aLinearizationRefusesToAnswerForAnotherPoint() {
    Case c = cases().get(1);
    EmpiricalLoss loss = EmpiricalLoss.of(c.network(), c.data());
    double[] theta = start(c.network());
    Linearization old = loss.linearize(theta);
    loss.value(new double[theta.length]);
    assertTrue(old.loss() > 0);
    loss.linearize(new double[theta.length]);
    assertThrows(IllegalStateException.class, old::loss);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void hessianWithKinksAgreesWithItsProducts(Case c) {
    Network network = c.network();
    org.junit.jupiter.api.Assumptions.assumeTrue(
        network.parameterCount() <= 200, "the reference takes p products");
    Dataset data = c.data();
    EmpiricalLoss fast = new TiledEmpiricalLoss(network, data, Kernels.best());
    EmpiricalLoss slow = new ReferenceEmpiricalLoss(network, data);
    double[] theta = start(network);
    List<Kink> kinks = new ArrayList<>();
    for (int r = 0; r < network.relus().size(); r++) {
      int width = network.nodes().get(network.relus().get(r)).width();
      kinks.add(new Kink(r, r % data.samples(), width - 1));
      kinks.add(new Kink(r, data.samples() - 1, 0));
    }
    kinks = kinks.stream().distinct().sorted().toList();
    double[] multipliers = vector(kinks.size(), SEED + 3);
    int p = theta.length;
    double[] expected = new double[p * p];
    double[] actual = new double[p * p];
    slow.hessian(theta, kinks, multipliers, expected);
    fast.hessian(theta, kinks, multipliers, actual);
    double scale = 0;
    for (double e : expected) {
      scale = Math.max(scale, Math.abs(e));
    }
    // the reference differentiates pre-activations by differences
    assertArrayEquals(expected, actual, 1e-8 * (1 + scale), c.toString());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sensitivitiesAgreeWithTheReference(Case c) {
    Network network = c.network();
    Dataset data = c.data();
    double[] theta = start(network);
    Linearization fast = new TiledEmpiricalLoss(network, data, Kernels.best()).linearize(theta);
    Linearization slow = new ReferenceEmpiricalLoss(network, data).linearize(theta);
    for (int r = 0; r < network.relus().size(); r++) {
      Kink kink = new Kink(r, data.samples() - 1, 0);
      for (int below = 0; below < network.relus().size(); below++) {
        assertClose(
            slow.preActivationSensitivity(kink, below),
            fast.preActivationSensitivity(kink, below),
            c + " of " + kink + " by " + below);
      }
    }
  }
}
