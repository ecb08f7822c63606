package io.shallows.depth.layers;

import io.shallows.depth.path.NodeValues;
import io.shallows.network.DenseLayer;
import io.shallows.network.LinearHeads;
import io.shallows.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A move of all layers as moves of one layer set after the other. */
public final class LayerSteps {

  private final LinearHeads heads;
  private final List<DenseLayer> inner;

  /** Steps of one network. */
  public LayerSteps(Network network) {
    this.heads = LinearHeads.of(network);
    this.inner =
        network.layers().stream().filter(layer -> !heads.layers().contains(layer)).toList();
  }

  /** The parameters after every step from the input up; none where nothing moves. */
  public List<double[]> after(NodeValues from, NodeValues to) {
    List<double[]> after = new ArrayList<>();
    List<NodeValues> states = between(from, to);
    for (NodeValues state : states.subList(1, states.size())) {
      after.add(state.theta());
    }
    return after;
  }

  /** The states after every step from the input up, the first before it. */
  public List<NodeValues> between(NodeValues from, NodeValues to) {
    return ways(from, to).up(Double.POSITIVE_INFINITY);
  }

  /** The moves that change all layers. */
  int size() {
    return inner.size() + 1;
  }

  /** The ways from one state to the other. */
  Ways ways(NodeValues from, NodeValues to) {
    return new Ways(from, to);
  }

  /**
   * The ways between two states: layers one after the other from the input up or from the output
   * down, and heads, which share no path, together.
   *
   * <p>What the layers below the heads compute is computed once for all ways, with whatever heads:
   * the values of a state do not depend on how it was reached.
   */
  final class Ways {
    private final NodeValues from;
    private final NodeValues to;
    private final List<DenseLayer> moving;
    private final NodeValues[] up;
    private final NodeValues[] down;

    private Ways(NodeValues from, NodeValues to) {
      this.from = from;
      this.to = to;
      this.moving = inner.stream().filter(this::moves).toList();
      this.up = known();
      this.down = known();
    }

    private boolean moves(DenseLayer layer) {
      int begin = layer.offset();
      int end = begin + layer.size();
      return !Arrays.equals(from.theta(), begin, end, to.theta(), begin, end);
    }

    /** States with so many layers moved: none and all are known. */
    private NodeValues[] known() {
      NodeValues[] known = new NodeValues[moving.size() + 1];
      known[0] = from;
      known[moving.size()] = to;
      return known;
    }

    /** The states from the input up, empty if one in between is above {@code limit}. */
    List<NodeValues> up(double limit) {
      return upFrom(from, limit);
    }

    /** The same from a state that has other heads than the first. */
    List<NodeValues> upFrom(NodeValues start, double limit) {
      return walk(start, false, false, limit);
    }

    /**
     * The states from the output down, empty if one in between is above {@code limit}.
     *
     * @param headsFirst whether heads move first, and not last, since they fit the layers below
     */
    List<NodeValues> down(boolean headsFirst, double limit) {
      return walk(from, true, headsFirst, limit);
    }

    private List<NodeValues> walk(
        NodeValues start, boolean downwards, boolean headsFirst, double limit) {
      List<NodeValues> steps = new ArrayList<>(List.of(start));
      if (headsFirst && !add(steps, heads.layers(), start, limit)) {
        return List.of();
      }
      NodeValues[] states = downwards ? down : up;
      for (int k = 0; k < moving.size(); k++) {
        DenseLayer layer = moving.get(downwards ? moving.size() - 1 - k : k);
        NodeValues near = states[k + 1] != null ? states[k + 1] : steps.get(steps.size() - 1);
        if (!add(steps, List.of(layer), near, limit)) {
          return List.of();
        }
        if (states[k + 1] == null) {
          states[k + 1] = steps.get(steps.size() - 1);
        }
      }
      return headsFirst || add(steps, heads.layers(), to, limit) ? steps : List.of();
    }

    /**
     * Adds the state after a step, if anything moves.
     *
     * @param near a state that shares much with it
     * @return false if it is above the limit
     */
    private boolean add(
        List<NodeValues> steps, List<DenseLayer> layers, NodeValues near, double limit) {
      NodeValues now = steps.get(steps.size() - 1);
      double[] theta = now.theta().clone();
      for (DenseLayer layer : layers) {
        System.arraycopy(to.theta(), layer.offset(), theta, layer.offset(), layer.size());
      }
      if (Arrays.equals(theta, now.theta())) {
        return true;
      }
      NodeValues next = Arrays.equals(theta, near.theta()) ? near : near.moved(theta);
      steps.add(next);
      return !(next.loss() > limit);
    }
  }
}
