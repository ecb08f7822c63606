package io.shallows.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A network's graph: nodes in topological order, the last of which is the output. */
public final class Network {

  private final String family;
  private final NetworkShape shape;
  private final List<Node> nodes;
  private final List<DenseLayer> layers;
  private final List<Integer> relus;
  private final int parameterCount;

  Network(String family, NetworkShape shape, List<Node> nodes) {
    this.family = Objects.requireNonNull(family, "family");
    this.shape = Objects.requireNonNull(shape, "shape");
    this.nodes = List.copyOf(nodes);
    List<DenseLayer> dense = new ArrayList<>();
    List<Integer> rectified = new ArrayList<>();
    int count = 0;
    for (int i = 0; i < this.nodes.size(); i++) {
      Node node = this.nodes.get(i);
      if (node instanceof Node.Dense layer) {
        dense.add(layer.layer());
        count += layer.layer().size();
      } else if (node instanceof Node.Relu) {
        rectified.add(i);
      }
    }
    this.layers = List.copyOf(dense);
    this.relus = List.copyOf(rectified);
    this.parameterCount = count;
  }

  public String family() {
    return family;
  }

  public NetworkShape shape() {
    return shape;
  }

  /** Nodes in topological order; the last one is the output. */
  public List<Node> nodes() {
    return nodes;
  }

  /** Dense layers in the order of their parameters. */
  public List<DenseLayer> layers() {
    return layers;
  }

  /** Indices of the relu nodes; the first one is the first hidden layer. */
  public List<Integer> relus() {
    return relus;
  }

  /** Number of parameters p. */
  public int parameterCount() {
    return parameterCount;
  }

  /** The fixed matrices that have names, by name, in topological order. */
  public Map<String, FixedMatrix> fixedMatrices() {
    Map<String, FixedMatrix> named = new LinkedHashMap<>();
    for (Node node : nodes) {
      if (node instanceof Node.Fixed fixed && !fixed.name().isEmpty()) {
        named.put(fixed.name(), fixed.matrix());
      }
    }
    return named;
  }

  /** The layer of this name. */
  public DenseLayer layer(String name) {
    for (DenseLayer layer : layers) {
      if (layer.name().equals(name)) {
        return layer;
      }
    }
    throw new IllegalArgumentException("layer: " + name + " is not one of " + layers);
  }

  @Override
  public String toString() {
    return family
        + (shape.committee() ? ", a committee of m = " : " with m = ")
        + shape.width()
        + ", L = "
        + shape.networkDepth()
        + ", "
        + shape.inputs()
        + (shape.inputs() == 1 ? " input and " : " inputs and ")
        + shape.outputs()
        + (shape.outputs() == 1 ? " output" : " outputs");
  }
}
