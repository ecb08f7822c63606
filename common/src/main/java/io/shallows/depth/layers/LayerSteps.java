package io.shallows.depth.layers;

import io.shallows.depth.path.NodeValues;
import io.shallows.network.DenseLayer;
import io.shallows.network.LinearHeads;
import io.shallows.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A move of all layers as moves of one layer set after the other. */
public final class LayerSteps {

  private final Network network;
  private final LinearHeads heads;
  private final boolean headsLast;

  /**
   * Steps of one network.
   *
   * @param headsLast whether heads move last in both directions, because they fit the layers below
   */
  public LayerSteps(Network network, boolean headsLast) {
    this.network = network;
    this.heads = LinearHeads.of(network);
    this.headsLast = headsLast;
  }

  /** The parameters after every step from the input up; none where nothing moves. */
  public List<double[]> after(NodeValues from, NodeValues to) {
    List<double[]> after = new ArrayList<>();
    List<NodeValues> states = between(from, to, false, Double.POSITIVE_INFINITY);
    for (NodeValues state : states.subList(1, states.size())) {
      after.add(state.theta());
    }
    return after;
  }

  /** The moves that change all layers. */
  int size() {
    return network.layers().size() - heads.layers().size() + 1;
  }

  /**
   * The states from one to the other, empty if one in between is above {@code limit}; layers from
   * the input up or, with {@code down}, from the output, and heads that share no path together.
   */
  public List<NodeValues> between(NodeValues from, NodeValues to, boolean down, double limit) {
    List<List<DenseLayer>> order = new ArrayList<>();
    for (DenseLayer layer : network.layers()) {
      if (!heads.layers().contains(layer)) {
        order.add(List.of(layer));
      }
    }
    if (down) {
      Collections.reverse(order);
    }
    order.add(down && !headsLast ? 0 : order.size(), heads.layers());
    List<NodeValues> steps = new ArrayList<>(List.of(from));
    NodeValues now = from;
    for (List<DenseLayer> layers : order) {
      double[] theta = now.theta().clone();
      for (DenseLayer layer : layers) {
        System.arraycopy(to.theta(), layer.offset(), theta, layer.offset(), layer.size());
      }
      if (!Arrays.equals(theta, now.theta())) {
        now = now.moved(theta);
        if (now.loss() > limit) {
          return List.of();
        }
        steps.add(now);
      }
    }
    return steps;
  }
}
