package io.shallows.depth.construction;

import io.shallows.depth.path.NodeValues;
import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import io.shallows.problem.Dataset;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Depths that are 0 by an argument, not by a path. */
public enum ExactZero {
  /**
   * Two layers, a bias, m at least the number N of distinct samples: depth 0 to every level {@code
   * >= 0}.
   *
   * <p>While the features have rank below {@code N <= m} on the data, one unit's column is a
   * combination of others': heads move off it at constant output, it is free, and some direction
   * raises the rank (relu features with a bias span all functions on distinct points). At rank N
   * the heads slide to loss 0, and a convex slide to a smaller loss never rises.
   */
  WIDE("m >= N distinct samples, two layers, bias", true),
  /**
   * Depth 0 to every level that a two-layer network of k units reaches, where every hidden layer
   * has at least {@code r N + k} units, N the number of distinct samples and r the number of places
   * at which layers and heads read it: 1, in a residual stream L + 1.
   *
   * <p>The columns of a layer at these places have rank at most r N, so r N units hold a basis of
   * them all. The rows by which the others are read move onto the basis at constant
   * pre-activations, the head's first and then downwards; k free units in every layer become those
   * of the two-layer network, passed on with weight 1, at constant loss; and the heads slide to its
   * head, convexly, from a loss that is at least the level. For any convex loss of the outputs and
   * any L; the proof is ours.
   */
  ROOMY("m >= r N + k", true),
  /**
   * A first-layer unit that nothing reads, with a non-zero residual: depth 0 to {@code {L <
   * L(theta)}}, by turning it at constant loss to a direction that is correlated with the residual,
   * if there is one, and sliding its head.
   */
  UNUSED_UNIT("unused unit", false),
  /**
   * Two first-layer units with the same direction: read weights and head move onto one of them at
   * constant loss, and the other is unused.
   */
  DUPLICATE("duplicate unit", false),
  /**
   * A unit of a two-layer network that is above 0 on no sample: it loses its head at constant
   * outputs and is unused. Decided without rounding, as the next two are ({@link FreeUnits}).
   */
  IDLE_UNIT("unit off on all samples", false),
  /**
   * Two units of a two-layer network with one output whose heads have one sign, neither above 0
   * where the other is below: one carries both at constant outputs, and the other is unused.
   */
  JOINED("two units on the same sides of all samples", false),
  /**
   * A unit that is below 0 on no sample beside a learned linear skip, which takes its part at
   * constant outputs; then it is unused.
   */
  ABSORBED("unit on at all samples beside a linear skip", false),
  /**
   * Depth 0 to every level that a two-layer network of k units reaches, where k units can leave a
   * two-layer network at constant outputs: they become those of that network and its head slides
   * in, convexly, from a loss that is at least the level.
   */
  FREED("as many units without effect as the level has", false),
  /**
   * Layers in which the outputs are affine slide to a smaller loss, convexly, so never above the
   * start, and from there on a path stays below it. At a minimum of a smaller network within this
   * one; at the network's own minima nothing is left to slide.
   */
  SLIDE("convex slide of the added layers", false);

  private final String reason;
  private final boolean ofAllMinima;

  ExactZero(String reason, boolean ofAllMinima) {
    this.reason = reason;
    this.ofAllMinima = ofAllMinima;
  }

  /** Whether a reason, as tables have it, speaks of every minimum of the network on the data. */
  public static boolean isOfAllMinima(String reason) {
    return Arrays.stream(values()).anyMatch(zero -> zero.ofAllMinima && zero.reason.equals(reason));
  }

  /** The reason in words. */
  public String reason() {
    return reason;
  }

  /** Whether the depth to every level is 0. */
  public static boolean wide(Network network, Dataset data) {
    boolean twoLayers = network.shape().networkDepth() == 0 && !network.shape().committee();
    return twoLayers
        && ChannelLayout.of(network).isPresent()
        && network.shape().width() >= data.samples()
        && hasConstant(data)
        && distinct(data);
  }

  /**
   * Why the depth to {@code {L < L(theta)}}, the next lower loss, is 0, if there is a reason:
   * {@link #WIDE} for a positive loss, or a unit that is unused or a duplicate where the head sees
   * the units, or one that can leave a two-layer network ({@link #IDLE_UNIT}, {@link #JOINED},
   * {@link #ABSORBED}), and some relu feature is correlated with the residual. With a bias and
   * distinct samples some always is.
   */
  public static Optional<ExactZero> belowItself(Network network, Dataset data, double[] theta) {
    NodeValues state = NodeValues.at(network, data, theta);
    Optional<ChannelLayout> layout = ChannelLayout.of(network);
    if (!(state.loss() > 0) || layout.isEmpty() || !hasConstant(data) || !distinct(data)) {
      return Optional.empty();
    }
    if (wide(network, data)) {
      return Optional.of(WIDE);
    }
    if (!layout.get().direct()) {
      return Optional.empty();
    }
    DenseLayer first = layout.get().first();
    for (int u = 0; u < first.outputs(); u++) {
      if (unread(layout.get(), theta, u)) {
        return Optional.of(UNUSED_UNIT);
      }
    }
    for (int u = 0; u < first.outputs(); u++) {
      for (int v = 0; v < u; v++) {
        if (sameColumn(first, theta, u, v) && layout.get().stages().get(0).writers().isEmpty()) {
          return Optional.of(DUPLICATE);
        }
      }
    }
    return FreeUnits.of(network, data, theta).flatMap(FreeUnits::reason);
  }

  /**
   * Whether the depth to every level that some two-layer network of {@code units} units reaches is
   * 0, by {@link #FREED}.
   */
  public static boolean freed(Network network, Dataset data, double[] theta, int units) {
    return FreeUnits.of(network, data, theta).filter(free -> free.count() >= units).isPresent();
  }

  /** Whether no head and no layer reads a first-layer unit. */
  static boolean unread(ChannelLayout layout, double[] theta, int unit) {
    ChannelLayout.Stage stage = layout.stages().get(0);
    List<DenseLayer> readers =
        new java.util.ArrayList<>(
            stage.readers().stream().map(ChannelLayout.Reader::layer).toList());
    readers.add(layout.head().layer());
    for (DenseLayer layer : readers) {
      for (int o = 0; o < layer.outputs(); o++) {
        if (theta[layer.index(unit, o)] != 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether two first-layer units have the same weights. */
  static boolean sameColumn(DenseLayer first, double[] theta, int u, int v) {
    for (int i = 0; i < first.inputs(); i++) {
      if (theta[first.index(i, u)] != theta[first.index(i, v)]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the depth to every level that some two-layer network of {@code units} units reaches is
   * 0, by {@link #ROOMY}.
   */
  public static boolean roomy(ChannelLayout layout, Dataset data, int units) {
    int samples = rows(data).size();
    for (int stage = 0; stage < layout.stages().size(); stage++) {
      Set<Integer> places = new LinkedHashSet<>();
      layout.stages().get(stage).readers().forEach(reader -> places.add(reader.source()));
      if (stage == layout.stages().size() - 1) {
        places.add(layout.head().source());
      }
      if (layout.width() < (long) places.size() * samples + units) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasConstant(Dataset data) {
    for (int s = 0; s < data.samples(); s++) {
      if (data.x(s, data.inputs() - 1) != 1) {
        return false;
      }
    }
    return true;
  }

  private static boolean distinct(Dataset data) {
    return rows(data).size() == data.samples();
  }

  /** The distinct samples. */
  private static Set<List<Double>> rows(Dataset data) {
    Set<List<Double>> rows = new LinkedHashSet<>();
    for (int s = 0; s < data.samples(); s++) {
      List<Double> row = new java.util.ArrayList<>();
      for (int i = 0; i < data.inputs(); i++) {
        row.add(data.x(s, i) + 0.0);
      }
      rows.add(row);
    }
    return rows;
  }
}
