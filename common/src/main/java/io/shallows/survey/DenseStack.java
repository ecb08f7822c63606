package io.shallows.survey;

import io.shallows.array.RowMajor;
import io.shallows.landscape.Landscapes;
import io.shallows.loss.OutputLoss;
import io.shallows.network.NamedWeights;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Layers {@code x W + b} in a row with relu between them, as libraries of machine learning keep
 * them.
 *
 * <p>Biases of the first layer become the last row of W0, which reads the constant. With biases in
 * later hidden layers the network is {@code orhan-plain}, else {@code plain}. Those of the last
 * layer belong to no family here: they are held fixed, by taking them off the targets, which leaves
 * every squared loss as it is.
 *
 * @param names of the weights, for messages
 * @param weights one matrix per layer, inputs x outputs
 * @param biases one per layer, where it has one
 */
record DenseStack(List<String> names, List<INDArray> weights, List<Optional<INDArray>> biases) {

  DenseStack {
    names = List.copyOf(names);
    weights = List.copyOf(weights);
    biases = List.copyOf(biases);
    if (weights.size() < 2) {
      throw new IllegalArgumentException(
          "weights: "
              + weights.size()
              + " layer, which is linear; a network has two or more, with relu between them");
    }
    for (int l = 0; l < weights.size(); l++) {
      INDArray matrix = weights.get(l);
      if (matrix.rank() != 2) {
        throw new IllegalArgumentException(
            names.get(l) + ": shape " + RowMajor.shape(matrix) + " is no matrix");
      }
      if (l > 0 && matrix.size(0) != weights.get(l - 1).size(1)) {
        throw new IllegalArgumentException(
            names.get(l)
                + ": reads "
                + matrix.size(0)
                + " units, "
                + names.get(l - 1)
                + " gives "
                + weights.get(l - 1).size(1));
      }
      if (l > 0 && l < weights.size() - 1 && matrix.size(1) != weights.get(0).size(1)) {
        throw new IllegalArgumentException(
            names.get(l)
                + ": "
                + matrix.size(1)
                + " units, the first hidden layer has "
                + weights.get(0).size(1)
                + "; hidden layers of one width are measured");
      }
    }
  }

  /** The network on these samples. */
  GivenNetwork network(String from, Samples samples, Optional<String> family, OutputLoss cost) {
    if (!Landscapes.isLeastSquares(cost)) {
      throw new IllegalArgumentException(
          "loss: "
              + cost.name()
              + " of weights from "
              + from
              + " is not measured, as the last biases cannot be taken off classes; use squared");
    }
    int last = weights.size() - 1;
    int width = Math.toIntExact(weights.get(0).size(1));
    int n = Math.toIntExact(weights.get(0).size(0));
    if (samples.columns() != n) {
      throw new IllegalArgumentException(
          "x: " + samples.columns() + " columns, " + names.get(0) + " reads " + n);
    }
    String name = familyName();
    if (family.isPresent() && !family.get().equals(name)) {
      throw new IllegalArgumentException(
          "family: "
              + family.get()
              + ", but weights from "
              + from
              + " are a chain of layers, which is "
              + name
              + "; for a network with skips save the weights by the names of its family");
    }
    Samples targets = samples.less(head(last));
    boolean constant = biases.get(0).isPresent();
    Dataset data = constant ? targets.withConstant() : targets.plain();
    Network network =
        NetworkFamilies.named(name)
            .build(new NetworkShape(width, last - 1, data.inputs(), data.outputs()));
    Map<String, INDArray> named = new LinkedHashMap<>();
    named.put("W0", constant ? stacked(0) : weights.get(0));
    for (int l = 1; l < last; l++) {
      named.put("W" + l, weights.get(l));
      if (name.equals(BIASED)) {
        named.put("b" + l, RowMajor.matrix(1, width, bias(l, width)));
      }
    }
    named.put("A", weights.get(last));
    String held = biases.get(last).isPresent() ? "; the last layer's biases are held fixed" : "";
    return new GivenNetwork(
        NetworkFamilies.named(name),
        network,
        NamedWeights.parameters(network, named),
        data,
        cost,
        "weights of " + from + ": " + network + held);
  }

  private static final String BIASED = "orhan-plain";

  private String familyName() {
    List<Optional<INDArray>> later = biases.subList(1, biases.size() - 1);
    if (later.stream().noneMatch(Optional::isPresent)) {
      return "plain";
    }
    if (later.stream().allMatch(Optional::isPresent)) {
      return BIASED;
    }
    throw new IllegalArgumentException(
        "biases: some hidden layers after the first have them and some have none; save all (zeros"
            + " are trained too) or none");
  }

  private double[] head(int last) {
    int outputs = Math.toIntExact(weights.get(last).size(1));
    return biases.get(last).isPresent() ? bias(last, outputs) : new double[outputs];
  }

  private double[] bias(int l, int units) {
    INDArray bias = biases.get(l).orElseThrow();
    if (bias.length() != units) {
      throw new IllegalArgumentException(
          names.get(l)
              + ": gives "
              + units
              + " units, its biases have shape "
              + RowMajor.shape(bias));
    }
    return RowMajor.values(bias);
  }

  /** The weights of a layer with its biases as the last row. */
  private INDArray stacked(int l) {
    int rows = Math.toIntExact(weights.get(l).size(0));
    int columns = Math.toIntExact(weights.get(l).size(1));
    double[] all = java.util.Arrays.copyOf(RowMajor.values(weights.get(l)), (rows + 1) * columns);
    System.arraycopy(bias(l, columns), 0, all, rows * columns, columns);
    return RowMajor.matrix(rows + 1, columns, all);
  }
}
