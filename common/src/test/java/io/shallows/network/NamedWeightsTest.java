package io.shallows.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.array.RowMajor;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.problem.Dataset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

class NamedWeightsTest {

  private static double[] drawn(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[count];
    Arrays.setAll(values, i -> 2 * random.nextDouble() - 1);
    return values;
  }

  static List<String> families() {
    return NetworkFamilies.names();
  }

  @ParameterizedTest
  @MethodSource("families")
  void weightsOfEveryFamilyComeBackWithTheirBits(String family) {
    Network network = NetworkFamilies.named(family).build(new NetworkShape(5, 2, 3, 2));
    double[] theta = drawn(1, network.parameterCount());
    Map<String, INDArray> weights = new LinkedHashMap<>(NamedWeights.of(network, theta));
    assertEquals(network.layers().size(), weights.size());
    weights.putAll(NamedWeights.fixed(network));
    assertArrayEquals(theta, NamedWeights.parameters(network, weights));
    // Fortran's order is no other matrix.
    weights.replaceAll((name, array) -> array.dup('f'));
    assertArrayEquals(theta, NamedWeights.parameters(network, weights));
  }

  /** The loss by ND4J's products alone: an implementation that shares nothing with the kernels. */
  @ParameterizedTest
  @MethodSource("families")
  void lossByProductsOfNd4jIsTheLossOfTheKernels(String family) {
    for (int samples : new int[] {1, 7, 64}) {
      Network network = NetworkFamilies.named(family).build(new NetworkShape(9, 2, 4, 3));
      Dataset data = new Dataset(samples, 4, 3, drawn(2, 4 * samples), drawn(3, 3 * samples));
      double[] theta = drawn(4, network.parameterCount());
      INDArray output = forward(network, NamedWeights.of(network, theta), data.inputArray());
      INDArray residual = output.sub(data.targetArray());
      double expected = residual.mul(residual).sumNumber().doubleValue() / samples;
      double loss = EmpiricalLoss.of(network, data).value(theta);
      assertEquals(expected, loss, 1e-13 * expected);
    }
  }

  private static INDArray forward(Network network, Map<String, INDArray> weights, INDArray x) {
    Map<Integer, INDArray> values = new HashMap<>();
    for (int i = 0; i < network.nodes().size(); i++) {
      Node node = network.nodes().get(i);
      INDArray value = null;
      if (node instanceof Node.Input) {
        value = x;
      } else if (node instanceof Node.One) {
        value = Nd4j.ones(x.dataType(), x.size(0), 1);
      } else if (node instanceof Node.Dense dense) {
        value = values.get(dense.source()).mmul(weights.get(dense.layer().name()));
      } else if (node instanceof Node.Relu relu) {
        value = Transforms.relu(values.get(relu.source()), true);
      } else if (node instanceof Node.Sum sum) {
        value = values.get(sum.sources().get(0)).dup();
        for (int source : sum.sources().subList(1, sum.sources().size())) {
          value = value.add(values.get(source));
        }
      } else if (node instanceof Node.Fixed fixed) {
        FixedMatrix matrix = fixed.matrix();
        value =
            values
                .get(fixed.source())
                .mmul(RowMajor.matrix(matrix.rows(), matrix.columns(), matrix.values()));
      }
      values.put(i, value);
    }
    return values.get(network.nodes().size() - 1);
  }

  @Test
  void wrongShapesAndMissingWeightsAreNamed() {
    Network network = NetworkFamilies.named("plain").build(new NetworkShape(5, 0, 3, 2));
    Map<String, INDArray> weights = NamedWeights.of(network, drawn(1, network.parameterCount()));
    weights.put("W0", weights.get("W0").transpose());
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> NamedWeights.parameters(network, weights))
            .getMessage();
    assertEquals("W0: shape (5, 3) is not (3, 5)", message);
    weights.remove("W0");
    message =
        assertThrows(
                IllegalArgumentException.class, () -> NamedWeights.parameters(network, weights))
            .getMessage();
    assertTrue(message.startsWith("W0: is missing; "), message);
    assertThrows(
        IllegalArgumentException.class, () -> NamedWeights.of(network, new double[] {1, 2}));
  }

  @Test
  void dataComeFromArraysAndGoBack() {
    INDArray x = RowMajor.matrix(3, 2, drawn(5, 6));
    Dataset data = Dataset.of(x.dup('f'), RowMajor.vector(new double[] {1, 2, 3}));
    assertEquals(1, data.outputs());
    assertArrayEquals(RowMajor.values(x), data.x());
    assertArrayEquals(data.x(), RowMajor.values(data.inputArray()));
    assertArrayEquals(new double[] {1, 2, 3}, RowMajor.values(data.targetArray()));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> Dataset.of(x, RowMajor.vector(new double[] {1, 2})))
            .getMessage();
    assertEquals(
        "data set: x of shape (3, 2) and y of shape (2,) are not (N, inputs) and (N, outputs)",
        message);
  }
}
