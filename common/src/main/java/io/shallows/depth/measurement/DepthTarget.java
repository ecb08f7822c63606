package io.shallows.depth.measurement;

import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.Path;
import io.shallows.depth.reference.Reference;
import io.shallows.depth.reference.TwoLayerTarget;
import io.shallows.network.Network;
import io.shallows.problem.Dataset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a path from a minimum is to reach.
 *
 * @param kind what the level is
 * @param level the loss to reach
 * @param anchors two-layer networks at or below the level, the narrowest first, to which
 *     constructive paths lead
 * @param minimum a point of the same network at the level, for paths that lead to a point
 */
public record DepthTarget(
    TargetKind kind, double level, List<TwoLayerTarget> anchors, Optional<Path> minimum) {

  /** Where a path may stop: at the level, or nowhere before the minimum that it is to reach. */
  public double stop() {
    return kind.point() ? Double.NEGATIVE_INFINITY : level;
  }

  public DepthTarget {
    Objects.requireNonNull(kind, "kind");
    anchors = List.copyOf(anchors);
    for (TwoLayerTarget anchor : anchors) {
      if (anchor.level() > level) {
        throw new IllegalArgumentException(
            "anchor: its level " + anchor.level() + " is above the target's " + level);
      }
    }
  }

  /** The level of a reference network. */
  public static DepthTarget reference(Reference reference, Dataset data) {
    TwoLayerTarget anchor = TwoLayerTarget.of(reference, data);
    return new DepthTarget(
        TargetKind.REFERENCE, reference.loss(), List.of(anchor), Optional.empty());
  }

  /**
   * A level below the minimum itself.
   *
   * @param level what {@link Coverage#below} gave
   * @param anchors two-layer networks at or below it, to which constructive paths lead
   */
  public static DepthTarget own(double level, List<TwoLayerTarget> anchors) {
    return new DepthTarget(TargetKind.OWN, level, anchors, Optional.empty());
  }

  /**
   * A level below the minimum itself, with the narrowest of the references that is at or below it
   * as an anchor.
   *
   * @param network the network that the minimum belongs to
   * @param data the data set
   */
  public static DepthTarget own(
      double level, Network network, Dataset data, List<Reference> references) {
    return own(level, anchors(level, network, data, references));
  }

  private static List<TwoLayerTarget> anchors(
      double level, Network network, Dataset data, List<Reference> references) {
    return references.stream()
        .filter(r -> r.loss() <= level && r.width() <= network.shape().width())
        .min(Comparator.comparingInt(Reference::width))
        .map(r -> List.of(TwoLayerTarget.of(r, data)))
        .orElse(List.of());
  }

  /** The level of the best minimum of the cell, for losses without reference networks. */
  public static DepthTarget cellBest(double level, double[] best) {
    return new DepthTarget(
        TargetKind.CELL_BEST, level, List.of(), Optional.of(new Path(List.of(best))));
  }

  /** One minimum, or a copy of it with its units permuted and rescaled. */
  public static DepthTarget minimum(double level, double[] theta) {
    return new DepthTarget(
        TargetKind.TREE, level, List.of(), Optional.of(new Path(List.of(theta))));
  }

  /** The level of the minimum that a bar of the cell's tree ends in. */
  public static DepthTarget bar(double level) {
    return new DepthTarget(TargetKind.TREE, level, List.of(), Optional.empty());
  }

  /**
   * The level of the best minimum of the cell.
   *
   * @param network the network that both minima belong to
   * @param data the data set
   * @param best the best minimum's parameters
   * @param references the problem's references; the narrowest at or below the level becomes an
   *     anchor
   */
  public static DepthTarget cellBest(
      Network network, Dataset data, double[] best, List<Reference> references) {
    double level = NodeValues.at(network, data, best).loss();
    List<TwoLayerTarget> anchors = new ArrayList<>(anchors(level, network, data, references));
    if (network.shape().networkDepth() == 0 && !network.shape().committee()) {
      anchors.add(new TwoLayerTarget(network, best, level));
    }
    return new DepthTarget(
        TargetKind.CELL_BEST, level, anchors, Optional.of(new Path(List.of(best))));
  }
}
