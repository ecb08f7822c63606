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
  private final List<DenseNode> dense;
  private final List<DenseLayer> layers;
  private final List<Integer> relus;
  private final int parameterCount;

  /**
   * A dense layer in its place.
   *
   * @param node the node that holds its outputs
   * @param source the node that it reads
   */
  public record DenseNode(int node, int source, DenseLayer layer) {}

  Network(String family, NetworkShape shape, List<Node> nodes) {
    this.family = Objects.requireNonNull(family, "family");
    this.shape = Objects.requireNonNull(shape, "shape");
    this.nodes = List.copyOf(nodes);
    List<DenseNode> placed = new ArrayList<>();
    List<Integer> rectified = new ArrayList<>();
    for (int i = 0; i < this.nodes.size(); i++) {
      int node = i;
      this.nodes
          .get(i)
          .dense()
          .ifPresent(of -> placed.add(new DenseNode(node, of.source(), of.layer())));
      if (this.nodes.get(i).relu().isPresent()) {
        rectified.add(i);
      }
    }
    this.dense = List.copyOf(placed);
    this.layers = dense.stream().map(DenseNode::layer).toList();
    this.relus = List.copyOf(rectified);
    this.parameterCount = layers.stream().mapToInt(DenseLayer::size).sum();
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

  /** The dense layers in their places, in the order of their parameters. */
  public List<DenseNode> dense() {
    return dense;
  }

  /** The node that the relu at this position of {@link #relus()} rectifies. */
  public int rectified(int relu) {
    return nodes.get(relus.get(relu)).sources().get(0);
  }

  /** Per node: whether it reaches the output through sums alone; the output itself does. */
  public boolean[] summedIntoOutput() {
    boolean[] summed = new boolean[nodes.size()];
    summed[nodes.size() - 1] = true;
    for (int v = nodes.size() - 1; v >= 0; v--) {
      for (int term : summed[v] ? nodes.get(v).terms() : List.<Integer>of()) {
        summed[term] = true;
      }
    }
    return summed;
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
      node.fixed()
          .filter(fixed -> !fixed.name().isEmpty())
          .ifPresent(fixed -> named.put(fixed.name(), fixed.matrix()));
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
