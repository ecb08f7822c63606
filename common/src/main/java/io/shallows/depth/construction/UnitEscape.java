package io.shallows.depth.construction;

import io.shallows.depth.layers.DampedHeads;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.reference.TwoLayerTarget;
import io.shallows.network.DenseLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way down from a point where a first-layer unit does nothing or doubles another one.
 *
 * <p>The head of a duplicate moves onto its twin at constant outputs; then the unit has no head and
 * turns to any direction at constant loss; then the heads slide to those of least loss, convexly,
 * so never above where they began. Of the directions tried, those of the target's units and plus
 * and minus those of the first {@value #SAMPLES} samples, the one of the lowest loss counts. Every
 * step moves one layer. For two-layer networks with free heads.
 */
public final class UnitEscape {

  private static final int SAMPLES = 64;

  private UnitEscape() {}

  /** The points after {@code start}, the last of which is lower than it; empty if there is none. */
  public static List<NodeValues> from(NodeValues start, List<TwoLayerTarget> anchors) {
    Optional<ChannelLayout> layout = ChannelLayout.of(start.network());
    DampedHeads heads = new DampedHeads(start);
    boolean twoLayers = start.network().shape().networkDepth() == 0;
    if (layout.isEmpty() || heads.isEmpty() || !twoLayers) {
      return List.of();
    }
    DenseLayer first = layout.get().first();
    for (int u = 0; u < first.outputs(); u++) {
      Optional<NodeValues> free = freed(start, layout.get(), u);
      if (free.isEmpty()) {
        continue;
      }
      List<NodeValues> best = List.of();
      double lowest = start.loss();
      for (double[] direction : directions(start, anchors)) {
        double[] theta = free.get().theta().clone();
        for (int i = 0; i < first.inputs(); i++) {
          theta[first.index(i, u)] = direction[i];
        }
        NodeValues turned = free.get().moved(theta);
        NodeValues fitted = heads.fitted(turned);
        if (fitted.loss() < lowest) {
          lowest = fitted.loss();
          best = List.of(free.get(), turned, fitted);
        }
      }
      if (!best.isEmpty()) {
        return best;
      }
    }
    return List.of();
  }

  /** The point with unit u without a head: as it is, or with its head moved onto an equal unit. */
  private static Optional<NodeValues> freed(NodeValues start, ChannelLayout layout, int u) {
    if (ExactZero.unread(layout, start.theta(), u)) {
      return Optional.of(start);
    }
    DenseLayer head = layout.head().layer();
    for (int v = 0; v < layout.first().outputs(); v++) {
      if (v != u && ExactZero.sameColumn(layout.first(), start.theta(), u, v)) {
        double[] theta = start.theta().clone();
        for (int o = 0; o < head.outputs(); o++) {
          theta[head.index(v, o)] += theta[head.index(u, o)];
          theta[head.index(u, o)] = 0;
        }
        return Optional.of(start.moved(theta));
      }
    }
    return Optional.empty();
  }

  private static List<double[]> directions(NodeValues start, List<TwoLayerTarget> anchors) {
    int inputs = start.data().inputs();
    List<double[]> directions = new ArrayList<>();
    for (TwoLayerTarget anchor : anchors) {
      for (int q = 0; q < anchor.width(); q++) {
        double[] w = new double[inputs];
        for (int i = 0; i < inputs; i++) {
          w[i] = anchor.direction(q, i);
        }
        directions.add(w);
      }
    }
    for (int s = 0; s < Math.min(SAMPLES, start.data().samples()); s++) {
      double[] up = new double[inputs];
      double[] down = new double[inputs];
      for (int i = 0; i < inputs; i++) {
        up[i] = start.data().x(s, i);
        down[i] = -up[i];
      }
      directions.add(up);
      directions.add(down);
    }
    return directions;
  }
}
