package io.shallows.survey;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.array.NumpyArchive;
import io.shallows.array.RowMajor;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.Initializations;
import io.shallows.network.NamedWeights;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkFamily;
import io.shallows.network.NetworkShape;
import io.shallows.random.RandomStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class NetworkLayoutsTest {

  private static final int N = 7;
  private static final int INPUTS = 3;

  private final Random random = new Random(20261);

  private double[] draw(int length) {
    return random.doubles(length, -1, 1).toArray();
  }

  private INDArray matrix(int rows, int columns) {
    return RowMajor.matrix(rows, columns, draw(rows * columns));
  }

  private static GivenNetwork read(NumpyArchive archive, Samples samples) {
    return NetworkLayouts.read("w.npz", archive, samples, Optional.empty(), Optional.empty());
  }

  private static double loss(GivenNetwork given) {
    return EmpiricalLoss.of(given.network(), given.data(), given.cost()).value(given.theta());
  }

  static List<String> families() {
    return NetworkFamilies.names();
  }

  @ParameterizedTest
  @MethodSource("families")
  void weightsByNameComeBackBitForBitInEveryFamily(String name) {
    NetworkFamily family = NetworkFamilies.named(name);
    for (int depth = 0; depth <= 3; depth++) {
      Network network = family.build(new NetworkShape(4, depth, INPUTS + 1, 2));
      double[] theta =
          Initializations.named("he").draw(network, new RandomStreams(7).uniform(name, "start"));
      NumpyArchive archive = NumpyArchive.empty().with("family", name);
      for (Map.Entry<String, INDArray> weight : NamedWeights.of(network, theta).entrySet()) {
        archive = archive.with(weight.getKey(), weight.getValue());
      }
      for (Map.Entry<String, INDArray> fixed : NamedWeights.fixed(network).entrySet()) {
        archive = archive.with(fixed.getKey(), fixed.getValue());
      }
      Samples bare = new Samples(matrix(N, INPUTS), matrix(N, 2));
      GivenNetwork given = read(archive, bare);
      assertArrayEquals(theta, given.theta(), name + " " + depth);
      assertEquals(network.shape(), given.network().shape());
      for (int s = 0; s < N; s++) {
        assertEquals(1, given.data().x(s, INPUTS));
      }
      Samples complete = new Samples(given.data().inputArray(), bare.y());
      assertEquals(loss(given), loss(read(archive, complete)));
    }
  }

  /** The outputs of layers in a row, by the plainest loops. */
  private static double[][] chain(double[][] x, List<double[][]> weights, List<double[]> biases) {
    double[][] h = x;
    for (int l = 0; l < weights.size(); l++) {
      double[][] next = new double[h.length][weights.get(l)[0].length];
      for (int s = 0; s < h.length; s++) {
        for (int k = 0; k < next[s].length; k++) {
          double z = biases.isEmpty() ? 0 : biases.get(l)[k];
          for (int i = 0; i < h[s].length; i++) {
            z += h[s][i] * weights.get(l)[i][k];
          }
          next[s][k] = l < weights.size() - 1 ? Math.max(0, z) : z;
        }
      }
      h = next;
    }
    return h;
  }

  private static double[][] rows(INDArray array) {
    return array.toDoubleMatrix();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, true, plain",
    "2, 1, true, orhan-plain",
    "3, 2, true, orhan-plain",
    "1, 2, false, plain",
    "3, 1, false, plain"
  })
  void chainsOfLayersHaveTheLossOfTheirLibrary(
      int hidden, int outputs, boolean biased, String family) {
    int m = 5;
    INDArray x = matrix(N, INPUTS);
    INDArray y = matrix(N, outputs);
    NumpyArchive scikit = NumpyArchive.empty();
    Map<String, INDArray> torch = new java.util.LinkedHashMap<>();
    List<double[][]> weights = new ArrayList<>();
    List<double[]> biases = new ArrayList<>();
    for (int l = 0; l <= hidden; l++) {
      INDArray w = matrix(l == 0 ? INPUTS : m, l == hidden ? outputs : m);
      double[] b = draw(l == hidden ? outputs : m);
      weights.add(rows(w));
      scikit = scikit.with("coefs_" + l, w);
      torch.put(2 * l + ".weight", w.transpose().dup('c'));
      if (biased) {
        biases.add(b);
        scikit = scikit.with("intercepts_" + l, RowMajor.vector(b));
        torch.put(2 * l + ".bias", RowMajor.vector(b));
      }
    }
    double expected = 0;
    double[][] f = chain(rows(x), weights, biases);
    for (int s = 0; s < N; s++) {
      for (int k = 0; k < outputs; k++) {
        expected += Math.pow(f[s][k] - rows(y)[s][k], 2) / N;
      }
    }
    List<NumpyArchive> archives = new ArrayList<>(List.of(TorchArchive.of(torch)));
    if (biased) {
      archives.add(scikit);
    }
    for (NumpyArchive archive : archives) {
      GivenNetwork given = read(archive, new Samples(x, y));
      assertEquals(family, given.family().name());
      assertEquals(expected, loss(given), 1e-12 * expected);
      assertEquals(biased, given.understood().endsWith("the last layer's biases are held fixed"));
    }
  }

  private Samples samples() {
    return new Samples(matrix(N, INPUTS), matrix(N, 1));
  }

  private static void assertRefused(String message, Runnable read) {
    String said = assertThrows(IllegalArgumentException.class, read::run).getMessage();
    assertTrue(said.contains(message), said);
  }

  @Test
  void whatDoesNotFitIsRefusedByName() {
    NumpyArchive plain = NumpyArchive.empty().with("W0", matrix(INPUTS, 4)).with("family", "plain");
    assertRefused("W1: is missing", () -> read(plain.with("W2", matrix(4, 4)), samples()));
    assertRefused(
        "A: shape (5, 1) is not (4, 1)", () -> read(plain.with("A", matrix(5, 1)), samples()));
    assertRefused(
        "B: no weights of plain with m = 4",
        () -> read(plain.with("A", matrix(4, 1)).with("B", matrix(4, 1)), samples()));
    assertRefused(
        "x: 3 columns, W0 reads 6 inputs",
        () ->
            read(
                NumpyArchive.empty()
                    .with("W0", matrix(6, 4))
                    .with("A", matrix(4, 1))
                    .with("family", "plain"),
                samples()));
    assertRefused(
        "family: the archive does not say",
        () -> read(NumpyArchive.empty().with("W0", matrix(INPUTS, 4)), samples()));
    assertRefused(
        "none of named", () -> read(NumpyArchive.empty().with("theta", matrix(2, 2)), samples()));
    assertRefused(
        "y: is not in d.npz, which has x",
        () -> Samples.of("d.npz", NumpyArchive.empty().with("x", matrix(2, 2))));
  }

  @Test
  void chainsOfOtherShapesAreRefusedByName() {
    assertRefused(
        "coefs_1: 5 units, the first hidden layer has 4", () -> read(chain(4, 5), samples()));
    assertRefused(
        "family: long-skip, but weights from MLPRegressor are a chain",
        () ->
            NetworkLayouts.read(
                "w.npz", chain(4, 4), samples(), Optional.of("long-skip"), Optional.empty()));
    assertRefused(
        "cross-entropy of weights from MLPRegressor",
        () ->
            NetworkLayouts.read(
                "w.npz", chain(4, 4), samples(), Optional.empty(), Optional.of("cross-entropy")));
    assertRefused(
        "1 layer, which is linear",
        () ->
            read(
                NumpyArchive.empty()
                    .with("coefs_0", matrix(INPUTS, 1))
                    .with("intercepts_0", RowMajor.vector(draw(1))),
                samples()));
    assertRefused(
        "Infinity is among them",
        () ->
            read(
                NumpyArchive.empty()
                    .with("W0", matrix(INPUTS, 1))
                    .with("A", RowMajor.matrix(1, 1, new double[] {Double.POSITIVE_INFINITY}))
                    .with("family", "plain"),
                samples()));
  }

  private NumpyArchive chain(int first, int second) {
    return NumpyArchive.empty()
        .with("coefs_0", matrix(INPUTS, first))
        .with("intercepts_0", RowMajor.vector(draw(first)))
        .with("coefs_1", matrix(first, second))
        .with("intercepts_1", RowMajor.vector(draw(second)))
        .with("coefs_2", matrix(second, 1))
        .with("intercepts_2", RowMajor.vector(draw(1)));
  }
}
