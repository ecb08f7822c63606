package io.shallows.depth.exact;

import io.shallows.network.DenseLayer;
import io.shallows.network.Network;

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
    for (Network.DenseNode dense : network.dense()) {
      moves[dense.node()] = differs(dense.layer(), from, to);
    }
    boolean apart = true;
    for (int v = 0; v < count; v++) {
      boolean reached = false;
      for (int source : network.nodes().get(v).sources()) {
        reached |= affected[source];
      }
      affected[v] = moves[v] || reached;
      apart &= !(moves[v] && reached);
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
