package io.shallows.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The dense layers whose outputs reach a network's output through sums alone, with the nodes that
 * they read. The loss is convex in all of them together. Empty if some part of the output has no
 * such layer (a fixed head).
 *
 * @param layers the heads
 * @param sources the node that each of them reads
 */
public record LinearHeads(List<DenseLayer> layers, List<Integer> sources) {

  public LinearHeads {
    layers = List.copyOf(layers);
    sources = List.copyOf(sources);
  }

  /** Those of a network. */
  public static LinearHeads of(Network network) {
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

  /** Whether there are none that make all of the output. */
  public boolean isEmpty() {
    return layers.isEmpty();
  }

  /** The weights, in the order of the layers. */
  public double[] weights(double[] theta) {
    double[] weights = new double[layers.stream().mapToInt(DenseLayer::size).sum()];
    int to = 0;
    for (DenseLayer layer : layers) {
      System.arraycopy(theta, layer.offset(), weights, to, layer.size());
      to += layer.size();
    }
    return weights;
  }

  /** Writes weights into {@code theta}. */
  public void set(double[] theta, double[] weights) {
    int from = 0;
    for (DenseLayer layer : layers) {
      System.arraycopy(weights, from, theta, layer.offset(), layer.size());
      from += layer.size();
    }
  }
}
