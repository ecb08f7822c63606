package io.shallows.network;

import java.util.ArrayList;
import java.util.List;

/** Builds a graph node by node; every method returns the index of the node that it added. */
public final class NetworkBuilder {

  private final String family;
  private final NetworkShape shape;
  private final List<Node> nodes = new ArrayList<>();
  private int parameters;

  /** Begins a network whose node 0 is the input. */
  public NetworkBuilder(String family, NetworkShape shape) {
    this.family = family;
    this.shape = shape;
    add(new Node.Input(shape.inputs()));
  }

  /** The input node. */
  public int input() {
    return 0;
  }

  /** Width of a node. */
  public int width(int node) {
    return nodes.get(node).width();
  }

  /** A new constant 1. */
  public int one() {
    return add(new Node.One());
  }

  /** A dense layer whose parameters follow those of the layers before it. */
  public int dense(String name, DenseLayer.Role role, int source, int outputs) {
    DenseLayer layer = new DenseLayer(name, role, nodes.get(source).width(), outputs, parameters);
    parameters = Math.addExact(parameters, layer.size());
    return add(new Node.Dense(source, layer));
  }

  /** A relu of a node. */
  public int relu(int source) {
    return add(new Node.Relu(source, nodes.get(source).width()));
  }

  /** The dense layer {@code name} and its relu. */
  public int hidden(String name, int source, int outputs) {
    return relu(dense(name, DenseLayer.Role.HIDDEN, source, outputs));
  }

  /** The head {@code name}: learned, or all ones in a committee. */
  public int head(String name, int source) {
    if (shape.committee()) {
      return fixed(name, source, FixedMatrix.ones(nodes.get(source).width(), shape.outputs()));
    }
    return dense(name, DenseLayer.Role.HEAD, source, shape.outputs());
  }

  /** A sum of nodes of equal width. */
  public int sum(Integer... sources) {
    int width = nodes.get(sources[0]).width();
    for (int source : sources) {
      if (nodes.get(source).width() != width) {
        throw new IllegalArgumentException(
            "sum: width " + nodes.get(source).width() + " is not " + width);
      }
    }
    return add(new Node.Sum(List.of(sources), width));
  }

  /** A constant linear map of a node that the definition writes out. */
  public int fixed(int source, FixedMatrix matrix) {
    return fixed("", source, matrix);
  }

  /** The constant linear map {@code name} of a node. */
  public int fixed(String name, int source, FixedMatrix matrix) {
    if (matrix.rows() != nodes.get(source).width()) {
      throw new IllegalArgumentException(
          "fixed: " + matrix.rows() + " rows do not read width " + nodes.get(source).width());
    }
    return add(new Node.Fixed(source, name, matrix));
  }

  /** The network whose output is {@code output}, which must be the node added last. */
  public Network build(int output) {
    if (output != nodes.size() - 1 || nodes.get(output).width() != shape.outputs()) {
      throw new IllegalArgumentException(
          "output: node " + output + " is not the last node with " + shape.outputs() + " outputs");
    }
    return new Network(family, shape, nodes);
  }

  private int add(Node node) {
    nodes.add(node);
    return nodes.size() - 1;
  }
}
