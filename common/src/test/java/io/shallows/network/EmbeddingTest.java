package io.shallows.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.path.NodeValues;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.problem.Dataset;
import io.shallows.random.RandomStreams;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EmbeddingTest {

  private static final int SAMPLES = 23;

  private static final RandomStreams STREAMS = new RandomStreams(11);

  private static double[] normal(int length, String id, String purpose) {
    ContinuousSampler normal = STREAMS.gaussian(id, purpose);
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = normal.sample();
    }
    return values;
  }

  private static Dataset data(NetworkShape shape, String id) {
    double[] x = normal(SAMPLES * shape.inputs(), id, "x");
    for (int s = 0; s < SAMPLES; s++) {
      x[s * shape.inputs() + shape.inputs() - 1] = 1;
    }
    return new Dataset(
        SAMPLES, shape.inputs(), shape.outputs(), x, normal(SAMPLES * shape.outputs(), id, "y"));
  }

  /** Every family that has the plain network of a shape within it, of many shapes. */
  private record Case(NetworkFamily family, NetworkShape plain) {
    @Override
    public String toString() {
      return family.name() + " of " + plain;
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (String name : NetworkFamilies.embedding()) {
      for (int depth = 0; depth <= 2; depth++) {
        for (int width : new int[] {1, 3, 8}) {
          for (int outputs = 1; outputs <= 3; outputs += 2) {
            NetworkShape shape = new NetworkShape(width, depth, 1 + outputs, outputs);
            if (NetworkFamilies.named(name).embedding(shape).isPresent()) {
              cases.add(new Case(NetworkFamilies.named(name), shape));
            }
          }
        }
      }
    }
    return cases;
  }

  /** The same bits of outputs and loss, whatever free layers hold, and also along a line. */
  @ParameterizedTest
  @MethodSource("cases")
  void theEmbeddedNetworkComputesTheSame(Case of) {
    Network plain = NetworkFamilies.named("plain").build(of.plain());
    Embedding embedding = Embedding.in(of.family(), of.plain());
    Network larger = embedding.network();
    assertEquals(of.family().name(), larger.family());
    assertEquals(of.plain().width(), larger.shape().width());
    assertTrue(larger.parameterCount() > plain.parameterCount(), "it can do more");
    Dataset data = data(of.plain(), of.toString());
    double[] base = normal(larger.parameterCount(), of.toString(), "base");
    double[] a = normal(plain.parameterCount(), of.toString(), "a");
    double[] b = normal(plain.parameterCount(), of.toString(), "b");
    for (double t : new double[] {0, 0.3, 1}) {
      double[] theta = new double[a.length];
      for (int i = 0; i < a.length; i++) {
        theta[i] = (1 - t) * a[i] + t * b[i];
      }
      double[] point = embedding.point(theta, base);
      NodeValues here = NodeValues.at(plain, data, theta);
      NodeValues there = NodeValues.at(larger, data, point);
      assertArrayEquals(
          here.of(plain.nodes().size() - 1), there.of(larger.nodes().size() - 1), 0.0);
      assertEquals(here.loss(), there.loss());
      double trained = EmpiricalLoss.of(plain, data).value(theta);
      assertEquals(
          trained, EmpiricalLoss.of(larger, data).value(point), 1e-13 * trained, "by kernels");
      double[] others = normal(larger.parameterCount(), of.toString(), "others");
      assertEquals(here.loss(), NodeValues.at(larger, data, embedding.point(theta, others)).loss());
    }
  }

  /** The image of a straight line is one, so that a path's image has the path's losses. */
  @ParameterizedTest
  @MethodSource("cases")
  void theMapIsAffine(Case of) {
    Embedding embedding = Embedding.in(of.family(), of.plain());
    int from = NetworkFamilies.named("plain").build(of.plain()).parameterCount();
    double[] base = normal(embedding.network().parameterCount(), of.toString(), "base");
    double[] a = normal(from, of.toString(), "a");
    double[] b = normal(from, of.toString(), "b");
    double[] middle = new double[from];
    for (int i = 0; i < from; i++) {
      middle[i] = 0.5 * a[i] + 0.5 * b[i];
    }
    double[] first = embedding.point(a, base);
    double[] last = embedding.point(b, base);
    double[] image = embedding.point(middle, base);
    for (int i = 0; i < image.length; i++) {
      assertEquals(0.5 * first[i] + 0.5 * last[i], image[i]);
    }
  }

  static List<Case> lifted() {
    List<Case> cases = new ArrayList<>();
    for (String name : NetworkFamilies.names()) {
      for (int depth = 0; depth <= 3; depth++) {
        NetworkShape shape = new NetworkShape(3, depth, 2, 1);
        if (NetworkFamilies.named(name).lift(shape).isPresent()) {
          cases.add(new Case(NetworkFamilies.named(name), shape));
        }
      }
    }
    return cases;
  }

  /** Further layers that do nothing: the same bits for any number of them. */
  @ParameterizedTest
  @MethodSource("lifted")
  void theLiftedNetworkComputesTheSame(Case of) {
    Embedding lift = of.family().lift(of.plain()).orElseThrow();
    Network larger = lift.network();
    assertEquals(of.plain(), larger.shape());
    assertEquals(0, lift.plain().shape().networkDepth());
    assertEquals("plain", lift.plain().family());
    Dataset data = data(of.plain(), "lift " + of);
    double[] theta = normal(lift.plain().parameterCount(), "lift " + of, "theta");
    double[] base = normal(larger.parameterCount(), "lift " + of, "base");
    NodeValues here = NodeValues.at(lift.plain(), data, theta);
    NodeValues there = NodeValues.at(larger, data, lift.point(theta, base));
    assertArrayEquals(
        here.of(lift.plain().nodes().size() - 1), there.of(larger.nodes().size() - 1), 0.0);
    assertEquals(here.loss(), there.loss());
    double[] others = normal(larger.parameterCount(), "lift " + of, "others");
    assertEquals(here.loss(), NodeValues.at(larger, data, lift.point(theta, others)).loss());
  }

  @Test
  void fourFamiliesAreLifted() {
    assertEquals(
        List.of("plain", "residual", "long-skip", "linear-skip"),
        lifted().stream().map(of -> of.family().name()).distinct().toList());
    NetworkShape fixed = new NetworkShape(3, 1, 2, 1, true);
    assertTrue(NetworkFamilies.named("long-skip").lift(fixed).isEmpty(), "a fixed head reads it");
    assertTrue(NetworkFamilies.named("plain").lift(fixed).isPresent());
  }

  @Test
  void theNetworkIsTheLeastThatCanDoMore() {
    NetworkShape two = new NetworkShape(4, 0, 3, 1);
    NetworkShape three = new NetworkShape(4, 1, 3, 1);
    assertEquals(
        0,
        Embedding.in(NetworkFamilies.named("linear-skip"), two).network().shape().networkDepth());
    for (String name : List.of("long-skip", "residual")) {
      NetworkFamily family = NetworkFamilies.named(name);
      assertEquals(1, Embedding.in(family, two).network().shape().networkDepth(), name);
      assertTrue(Embedding.in(family, two).hasFreeLayers(), name);
      assertNotEquals(
          family.build(two).parameterCount(),
          Embedding.in(family, two).network().parameterCount(),
          "at L = 0 the families are the plain network itself");
    }
    Embedding branch = Embedding.in(NetworkFamilies.named("long-skip"), three);
    assertEquals(1, branch.network().shape().networkDepth());
    assertTrue(!branch.hasFreeLayers());
  }

  @Test
  void aFamilyWithoutSuchANetworkIsRefusedWithASentence() {
    NetworkShape three = new NetworkShape(4, 1, 3, 1);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> Embedding.in(NetworkFamilies.named("residual"), three))
            .getMessage();
    assertEquals(
        "family: no network of residual is known that has the plain network of width 4 and"
            + " networkDepth 1 within it and can do more",
        message);
    for (String name : List.of("plain", "orhan-residual")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> Embedding.in(NetworkFamilies.named(name), new NetworkShape(4, 0, 3, 1)));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> Embedding.in(NetworkFamilies.named("long-skip"), new NetworkShape(4, 1, 3, 1, true)));
    Embedding embedding = Embedding.in(NetworkFamilies.named("linear-skip"), three);
    assertThrows(
        IllegalArgumentException.class,
        () -> embedding.point(new double[3], new double[embedding.network().parameterCount()]));
  }
}
