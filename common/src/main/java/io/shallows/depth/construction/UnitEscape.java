package io.shallows.depth.construction;

import io.shallows.depth.layers.DampedHeads;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.reference.TwoLayerTarget;
import io.shallows.network.DenseLayer;
import io.shallows.problem.Dataset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The way down from a point where a first-layer unit does nothing of its own.
 *
 * <p>A unit without a head stays, the head of a duplicate moves onto its twin, and others leave as
 * {@link FreeUnits} says, all at constant outputs. Then the unit turns to any direction at constant
 * loss, and heads slide convexly, so never above where they began: its own to where the loss is
 * least, or all to those of least loss. Of the directions tried, those of the target's units, plus
 * and minus those of the first {@value #SAMPLES} samples and with two inputs what is orthogonal to
 * them, the {@value #FINALISTS} that take most of the loss by themselves are followed, and the one
 * of the lowest loss counts. Every step moves one layer. For two-layer networks with free heads.
 */
public final class UnitEscape {

  private static final int SAMPLES = 64;
  private static final int FINALISTS = 4;

  private UnitEscape() {}

  /** The points after {@code start}, the last of which is lower than it; empty if there is none. */
  public static List<NodeValues> from(NodeValues start, List<TwoLayerTarget> anchors) {
    Optional<ChannelLayout> layout = ChannelLayout.of(start.network());
    DampedHeads heads = new DampedHeads(start);
    boolean twoLayers = start.network().shape().networkDepth() == 0;
    if (layout.isEmpty() || heads.isEmpty() || !twoLayers) {
      return List.of();
    }
    List<double[]> directions = directions(start, anchors);
    Optional<FreeUnits> free =
        FreeUnits.of(start.network(), start.data(), start.theta()).filter(f -> f.count() > 0);
    for (int u = 0; u < layout.get().first().outputs(); u++) {
      List<double[]> points =
          free.isPresent() && free.get().first() == u
              ? free.get().without()
              : freed(start, layout.get(), u);
      if (points.isEmpty() && !ExactZero.unread(layout.get(), start.theta(), u)) {
        continue;
      }
      List<NodeValues> way = new ArrayList<>();
      NodeValues at = start;
      for (double[] point : points) {
        at = at.moved(point);
        way.add(at);
      }
      List<NodeValues> down = down(at, layout.get(), u, directions, heads);
      if (!down.isEmpty() && down.get(down.size() - 1).loss() < start.loss()) {
        way.addAll(down);
        return way;
      }
    }
    return List.of();
  }

  /** From a point where a unit has no head: turned, and heads slid. */
  private static List<NodeValues> down(
      NodeValues at, ChannelLayout layout, int u, List<double[]> directions, DampedHeads heads) {
    DenseLayer first = layout.first();
    DenseLayer head = layout.head().layer();
    List<NodeValues> best = List.of();
    double lowest = at.loss();
    for (double[] direction : finalists(at, directions)) {
      double[] theta = at.theta().clone();
      for (int i = 0; i < first.inputs(); i++) {
        theta[first.index(i, u)] = direction[i];
      }
      NodeValues turned = at.moved(theta);
      double[] slid = theta.clone();
      double[] own = ownHead(at, direction);
      for (int o = 0; o < head.outputs(); o++) {
        slid[head.index(u, o)] = own[o];
      }
      for (NodeValues end : List.of(heads.fitted(turned), turned.moved(slid))) {
        if (end.loss() < lowest) {
          lowest = end.loss();
          best = List.of(turned, end);
        }
      }
    }
    return best;
  }

  /** The directions whose features take most of the loss by themselves, the first among equals. */
  private static List<double[]> finalists(NodeValues at, List<double[]> directions) {
    double[] gains = directions.stream().mapToDouble(direction -> gain(at, direction)).toArray();
    return IntStream.range(0, gains.length)
        .boxed()
        .sorted(Comparator.comparingDouble(k -> -gains[k]))
        .limit(FINALISTS)
        .map(directions::get)
        .toList();
  }

  private static double gain(NodeValues at, double[] direction) {
    double square = 0;
    for (double value : feature(at.data(), direction)) {
      square += value * value;
    }
    double gain = 0;
    for (double weight : ownHead(at, direction)) {
      gain += weight * weight * square;
    }
    return gain;
  }

  /** The head of a unit of this direction that lowers the loss most, the others fixed. */
  private static double[] ownHead(NodeValues at, double[] direction) {
    Dataset data = at.data();
    double[] outputs = at.of(at.network().nodes().size() - 1);
    double[] feature = feature(data, direction);
    double[] own = new double[data.outputs()];
    double square = 0;
    for (int s = 0; s < data.samples(); s++) {
      square += feature[s] * feature[s];
      for (int o = 0; o < own.length; o++) {
        own[o] += feature[s] * (data.y(s, o) - outputs[s * own.length + o]);
      }
    }
    for (int o = 0; o < own.length; o++) {
      own[o] = square > 0 ? own[o] / square : 0;
    }
    return own;
  }

  private static double[] feature(Dataset data, double[] direction) {
    double[] feature = new double[data.samples()];
    for (int s = 0; s < feature.length; s++) {
      double sum = 0;
      for (int c = 0; c < direction.length; c++) {
        sum += data.x(s, c) * direction[c];
      }
      feature[s] = Math.max(0, sum);
    }
    return feature;
  }

  /** The point with the head of unit u moved onto an equal unit; none if there is no such. */
  private static List<double[]> freed(NodeValues start, ChannelLayout layout, int u) {
    DenseLayer head = layout.head().layer();
    if (ExactZero.unread(layout, start.theta(), u)) {
      return List.of();
    }
    for (int v = 0; v < layout.first().outputs(); v++) {
      if (v != u && ExactZero.sameColumn(layout.first(), start.theta(), u, v)) {
        double[] theta = start.theta().clone();
        for (int o = 0; o < head.outputs(); o++) {
          theta[head.index(v, o)] += theta[head.index(u, o)];
          theta[head.index(u, o)] = 0;
        }
        return List.of(theta);
      }
    }
    return List.of();
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
      for (int i = 0; i < inputs; i++) {
        up[i] = start.data().x(s, i);
      }
      both(up, directions);
      if (inputs == 2) {
        both(new double[] {up[1], -up[0]}, directions);
      }
    }
    return directions;
  }

  private static void both(double[] direction, List<double[]> directions) {
    double[] down = direction.clone();
    for (int i = 0; i < down.length; i++) {
      down[i] = -down[i];
    }
    directions.add(direction);
    directions.add(down);
  }
}
