package io.shallows.depth.layers;

import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import io.shallows.network.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The dense layers whose outputs reach a network's output through sums alone, with the nodes that
 * they read. The loss is convex in all of them together. Empty if some part of the output has no
 * such layer (a fixed head).
 */
record LinearHeads(List<DenseLayer> layers, List<Integer> sources) {

  LinearHeads {
    layers = List.copyOf(layers);
    sources = List.copyOf(sources);
  }

  static LinearHeads of(Network network) {
    List<Node> nodes = network.nodes();
    boolean[] linear = network.summedIntoOutput();
    List<DenseLayer> layers = new ArrayList<>();
    List<Integer> sources = new ArrayList<>();
    for (int v = nodes.size() - 1; v >= 0; v--) {
      if (!linear[v] || !nodes.get(v).terms().isEmpty()) {
        continue;
      }
      Optional<Node.Dense> dense = nodes.get(v).dense();
      if (dense.isEmpty()) {
        return new LinearHeads(List.of(), List.of());
      }
      layers.add(dense.get().layer());
      sources.add(dense.get().source());
    }
    return new LinearHeads(layers, sources);
  }

  boolean isEmpty() {
    return layers.isEmpty();
  }

  /** The weights, in the order of the layers. */
  double[] weights(double[] theta) {
    double[] weights = new double[layers.stream().mapToInt(DenseLayer::size).sum()];
    int to = 0;
    for (DenseLayer layer : layers) {
      System.arraycopy(theta, layer.offset(), weights, to, layer.size());
      to += layer.size();
    }
    return weights;
  }

  /** Writes weights into {@code theta}. */
  void set(double[] theta, double[] weights) {
    int from = 0;
    for (DenseLayer layer : layers) {
      System.arraycopy(weights, from, theta, layer.offset(), layer.size());
      from += layer.size();
    }
  }
}
