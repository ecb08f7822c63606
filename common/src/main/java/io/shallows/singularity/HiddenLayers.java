package io.shallows.singularity;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import io.shallows.network.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the hidden layers off a network's graph.
 *
 * <p>For the relu of a layer, <em>incoming</em> are the columns of all dense layers that its
 * pre-activation sums. <em>Outgoing</em> are the rows of all dense layers that read the relu,
 * directly or along sums (an identity skip hands a unit on to every later reader of the stream);
 * where there is none, as in a committee, the rows of the fixed matrices. The layer's
 * <em>output</em> is h_l: the relu itself, or, where the relu's only reader is the sum or the
 * branch that ends a residual block, that block's output.
 */
final class HiddenLayers {

  private final Network network;
  private final List<List<Integer>> readers;

  HiddenLayers(Network network) {
    this.network = network;
    this.readers = new ArrayList<>();
    for (int v = 0; v < network.nodes().size(); v++) {
      readers.add(new ArrayList<>());
      for (int source : network.nodes().get(v).sources()) {
        readers.get(source).add(v);
      }
    }
  }

  /** The layers at {@code theta}, with values on the loss's data. */
  static List<HiddenLayer> of(EmpiricalLoss loss, double[] theta) {
    HiddenLayers layers = new HiddenLayers(loss.network());
    List<HiddenLayer> all = new ArrayList<>();
    for (int relu : loss.network().relus()) {
      double[] units = loss.activations(theta, relu);
      int output = layers.output(relu);
      double[] outputs = output == relu ? units : loss.activations(theta, output);
      all.add(layers.layer(relu, theta, loss.data().samples(), units, outputs));
    }
    return all;
  }

  /** The layers at {@code theta}, without data. */
  static List<HiddenLayer> of(Network network, double[] theta) {
    HiddenLayers layers = new HiddenLayers(network);
    List<HiddenLayer> all = new ArrayList<>();
    for (int relu : network.relus()) {
      all.add(layers.layer(relu, theta, 0, new double[0], new double[0]));
    }
    return all;
  }

  private HiddenLayer layer(
      int relu, double[] theta, int samples, double[] units, double[] outputs) {
    int width = network.nodes().get(relu).width();
    List<DenseLayer> into = new ArrayList<>();
    addIncoming(network.nodes().get(relu).sources().get(0), into);
    List<DenseLayer> out = new ArrayList<>();
    List<Node.Fixed> fixed = new ArrayList<>();
    addOutgoing(relu, out, fixed);
    double[][] incoming = new double[width][];
    double[][] outgoing = new double[width][];
    for (int j = 0; j < width; j++) {
      incoming[j] = incoming(into, j, theta);
      outgoing[j] = out.isEmpty() ? fixed(fixed, j) : outgoing(out, j, theta);
    }
    return new HiddenLayer(incoming, outgoing, samples, units, outputs);
  }

  private void addIncoming(int node, List<DenseLayer> into) {
    network
        .nodes()
        .get(node)
        .visit(
            input -> {},
            one -> {},
            dense -> into.add(dense.layer()),
            relu -> {},
            sum -> sum.sources().forEach(source -> addIncoming(source, into)),
            fixed -> {});
  }

  private void addOutgoing(int node, List<DenseLayer> out, List<Node.Fixed> fixed) {
    for (int reader : readers.get(node)) {
      network
          .nodes()
          .get(reader)
          .visit(
              input -> {},
              one -> {},
              dense -> out.add(dense.layer()),
              relu -> {},
              sum -> addOutgoing(reader, out, fixed),
              map -> fixed.add(map));
    }
  }

  /** The node of h_l. */
  private int output(int relu) {
    int node = relu;
    while (readers.get(node).size() == 1) {
      int reader = readers.get(node).get(0);
      boolean inBlock =
          network
              .nodes()
              .get(reader)
              .match(
                  input -> false,
                  one -> false,
                  dense -> dense.layer().role() == DenseLayer.Role.BRANCH,
                  other -> false,
                  sum -> true,
                  fixed -> false);
      if (!inBlock) {
        break;
      }
      node = reader;
    }
    return node;
  }

  private static double[] incoming(List<DenseLayer> into, int unit, double[] theta) {
    double[] weights = new double[into.stream().mapToInt(DenseLayer::inputs).sum()];
    int k = 0;
    for (DenseLayer layer : into) {
      for (int i = 0; i < layer.inputs(); i++) {
        weights[k++] = theta[layer.index(i, unit)];
      }
    }
    return weights;
  }

  private static double[] outgoing(List<DenseLayer> out, int unit, double[] theta) {
    double[] weights = new double[out.stream().mapToInt(DenseLayer::outputs).sum()];
    int k = 0;
    for (DenseLayer layer : out) {
      for (int j = 0; j < layer.outputs(); j++) {
        weights[k++] = theta[layer.index(unit, j)];
      }
    }
    return weights;
  }

  private static double[] fixed(List<Node.Fixed> maps, int unit) {
    double[] weights = new double[maps.stream().mapToInt(Node.Fixed::width).sum()];
    int k = 0;
    for (Node.Fixed map : maps) {
      for (int j = 0; j < map.width(); j++) {
        weights[k++] = map.matrix().get(unit, j);
      }
    }
    return weights;
  }
}
