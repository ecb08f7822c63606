package io.shallows.network;

import io.shallows.array.RowMajor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network's parameters as arrays with the names of its definition: {@code W0}, {@code A}, ...,
 * each of inputs x outputs, so that a layer's pre-activations are {@code H W}.
 *
 * <p>Matrices that belong to the architecture and are not trained have the names that {@link
 * Network#fixedMatrices} gives them.
 */
public final class NamedWeights {

  private NamedWeights() {}

  /**
   * Copies of the weights, in the order of the parameters.
   *
   * @param theta all parameters
   */
  public static Map<String, INDArray> of(Network network, double[] theta) {
    if (theta.length != network.parameterCount()) {
      throw new IllegalArgumentException(
          network + ": " + theta.length + " parameters are not " + network.parameterCount());
    }
    Map<String, INDArray> weights = new LinkedHashMap<>();
    for (DenseLayer layer : network.layers()) {
      double[] values =
          java.util.Arrays.copyOfRange(theta, layer.offset(), layer.offset() + layer.size());
      weights.put(layer.name(), RowMajor.matrix(layer.inputs(), layer.outputs(), values));
    }
    return weights;
  }

  /** Copies of the matrices that are not trained, in the order of the graph. */
  public static Map<String, INDArray> fixed(Network network) {
    Map<String, INDArray> matrices = new LinkedHashMap<>();
    network
        .fixedMatrices()
        .forEach(
            (name, matrix) ->
                matrices.put(
                    name, RowMajor.matrix(matrix.rows(), matrix.columns(), matrix.values())));
    return matrices;
  }

  /**
   * The parameters of a network whose weights have these names.
   *
   * @param weights one array per layer; others, such as fixed matrices, are not read
   * @throws IllegalArgumentException if one is missing or of another shape
   */
  public static double[] parameters(Network network, Map<String, INDArray> weights) {
    double[] theta = new double[network.parameterCount()];
    for (DenseLayer layer : network.layers()) {
      INDArray array = weights.get(layer.name());
      if (array == null) {
        List<String> needed = new ArrayList<>();
        network
            .layers()
            .forEach(
                each ->
                    needed.add(each.name() + " (" + each.inputs() + ", " + each.outputs() + ")"));
        throw new IllegalArgumentException(
            layer.name() + ": is missing; " + network + " has " + String.join(", ", needed));
      }
      double[] values = RowMajor.values(layer.name(), array, layer.inputs(), layer.outputs());
      System.arraycopy(values, 0, theta, layer.offset(), values.length);
    }
    return theta;
  }
}
