package io.shallows.depth.exact;

import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import io.shallows.network.Node;

/**
 * Which nodes of a network a move between two parameter vectors changes, and whether it moves one
 * layer set.
 */
public final class LayerSet {

  /** Per node: whether its own weights move. */
  private final boolean[] moves;

  /** Per node: whether its values may change. */
  private final boolean[] affected;

  private final boolean single;

  public LayerSet(Network network, double[] from, double[] to) {
    int count = network.nodes().size();
    moves = new boolean[count];
    affected = new boolean[count];
    boolean apart = true;
    for (int v = 0; v < count; v++) {
      Node node = network.nodes().get(v);
      if (node instanceof Node.Dense dense) {
        moves[v] = differs(dense.layer(), from, to);
        affected[v] = moves[v] || affected[dense.source()];
        apart &= !(moves[v] && affected[dense.source()]);
      } else if (node instanceof Node.Relu relu) {
        affected[v] = affected[relu.source()];
      } else if (node instanceof Node.Fixed fixed) {
        affected[v] = affected[fixed.source()];
      } else if (node instanceof Node.Sum sum) {
        for (int source : sum.sources()) {
          affected[v] |= affected[source];
        }
      }
    }
    single = apart;
  }

  private static boolean differs(DenseLayer layer, double[] from, double[] to) {
    for (int i = layer.offset(); i < layer.offset() + layer.size(); i++) {
      if (from[i] != to[i]) {
        return true;
      }
    }
    return false;
  }

  /** Whether no path of the graph passes through two of the layers that move. */
  public boolean single() {
    return single;
  }

  boolean moves(int node) {
    return moves[node];
  }

  public boolean affected(int node) {
    return affected[node];
  }
}
