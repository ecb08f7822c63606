package io.shallows.survey;

import io.shallows.array.NumpyArchive;
import io.shallows.array.RowMajor;
import io.shallows.loss.OutputLoss;
import io.shallows.network.DenseLayer;
import io.shallows.network.NamedWeights;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkFamily;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The names of a family's definition, each matrix inputs x outputs: what {@code export --format npz
 * --trial} writes. Depth and width are those of the matrices; a network without {@code A} is a
 * committee, whose head is fixed to ones.
 */
final class NamedLayout implements NetworkLayout {

  private static final Pattern LAYER = Pattern.compile("[WU](0|[1-9][0-9]{0,3})");

  /** Beside weights: samples, what an export says of its trial. */
  private static final Set<String> BESIDE =
      Set.of(
          "x",
          "y",
          "teacher",
          "parameters",
          "path",
          "path_loss",
          "path_max",
          "loss",
          "kind",
          "family",
          "network_depth",
          "output_loss",
          NetworkLayouts.PENALTY,
          "trial_id",
          "problem_id");

  @Override
  public String name() {
    return "named";
  }

  @Override
  public String definition() {
    return "W0, W1, ..., A as in the definition of the family, inputs x outputs";
  }

  @Override
  public boolean recognises(NumpyArchive weights) {
    return weights.has("W0");
  }

  @Override
  public Optional<String> cost(NumpyArchive weights) {
    return weights.has("output_loss") ? Optional.of(weights.text("output_loss")) : Optional.empty();
  }

  @Override
  public GivenNetwork read(
      NumpyArchive weights, Samples samples, Optional<String> family, OutputLoss cost) {
    INDArray first = weights.array("W0");
    if (first.rank() != 2) {
      throw new IllegalArgumentException(
          "W0: shape " + RowMajor.shape(first) + " is not (inputs, width)");
    }
    NetworkFamily chosen =
        NetworkFamilies.named(
            family
                .or(
                    () ->
                        weights.has("family")
                            ? Optional.of(weights.text("family"))
                            : Optional.empty())
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "family: the archive does not say which it is; choose one of "
                                + String.join(", ", NetworkFamilies.names()))));
    int inputs = Math.toIntExact(first.size(0));
    int width = Math.toIntExact(first.size(1));
    Network network =
        chosen.build(
            new NetworkShape(width, depth(weights), inputs, samples.outputs(), !weights.has("A")));
    Map<String, INDArray> named = new LinkedHashMap<>();
    Set<String> known = new TreeSet<>(BESIDE);
    for (DenseLayer layer : network.layers()) {
      known.add(layer.name());
      if (weights.has(layer.name())) {
        named.put(layer.name(), weights.array(layer.name()));
      }
    }
    requireFixed(network, weights, known);
    List<String> unknown = weights.names().stream().filter(name -> !known.contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          String.join(", ", unknown)
              + ": no weights of "
              + network
              + "; leave them out, or name the family that has them");
    }
    double[] theta = NamedWeights.parameters(network, named);
    return new GivenNetwork(
        chosen, network, theta, data(samples, inputs), cost, "weights by name: " + network);
  }

  /** The largest number of a hidden layer. */
  private static int depth(NumpyArchive weights) {
    int depth = 0;
    for (String name : weights.names()) {
      Matcher layer = LAYER.matcher(name);
      if (layer.matches()) {
        depth = Math.max(depth, Integer.parseInt(layer.group(1)));
      }
    }
    return depth;
  }

  private static Dataset data(Samples samples, int inputs) {
    if (samples.columns() == inputs) {
      return samples.plain();
    }
    if (samples.columns() == inputs - 1) {
      return samples.withConstant();
    }
    throw new IllegalArgumentException(
        "x: "
            + samples.columns()
            + " columns, W0 reads "
            + inputs
            + " inputs; x may leave out the last one, the constant 1 of the biases");
  }

  /** Matrices that belong to the family must be the family's, or the network is another one. */
  private static void requireFixed(Network network, NumpyArchive weights, Set<String> known) {
    for (Map.Entry<String, INDArray> fixed : NamedWeights.fixed(network).entrySet()) {
      known.add(fixed.getKey());
      if (weights.has(fixed.getKey())
          && !Arrays.equals(
              RowMajor.values(fixed.getValue()), RowMajor.values(weights.array(fixed.getKey())))) {
        throw new IllegalArgumentException(
            fixed.getKey()
                + ": is not the fixed matrix of "
                + network
                + "; networks with other ones are of another family");
      }
    }
  }
}
