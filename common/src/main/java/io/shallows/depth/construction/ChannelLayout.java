package io.shallows.depth.construction;

import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import io.shallows.network.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the first layer's units reach the output, read off a network's graph.
 *
 * <p>A <em>stage</em> is a set of nodes that share coordinates because sums join them: a hidden
 * layer, or a residual stream. A dense layer that reads a stage is one of its <em>readers</em>, one
 * that adds to it through a sum is one of its <em>writers</em>. A <em>head</em> is a dense layer
 * whose output reaches the network's output through sums alone. The stages form a chain: the first
 * holds the first hidden layer, the last is the first that a head reads. Where the first stage is
 * also the last, the head sees first-layer units directly (plainly, or through an identity stream);
 * else a channel passes through one unit per stage, with weight 1 from each to the next.
 *
 * @param first the first dense layer
 * @param features the first hidden layer's node, h_0
 * @param stages the chain
 * @param head the head that reads the last stage
 * @param otherHeads the other heads
 */
public record ChannelLayout(
    DenseLayer first, int features, List<Stage> stages, Reader head, List<Reader> otherHeads) {

  /** A dense layer and the node that it reads. */
  record Reader(DenseLayer layer, int source) {}

  /**
   * One stage.
   *
   * @param entry the layers that feed the stage's hidden units, first the one that reads the stage
   *     before; empty for the first stage
   * @param readers the dense layers that read the stage, heads apart, in topological order
   * @param writers the dense layers whose columns decide what is added to the stage, in topological
   *     order
   * @param lastWriter the writer that adds to the stage without a relu and after every reader, if
   *     there is one
   */
  record Stage(
      List<DenseLayer> entry,
      List<Reader> readers,
      List<DenseLayer> writers,
      Optional<DenseLayer> lastWriter) {
    Stage {
      entry = List.copyOf(entry);
      readers = List.copyOf(readers);
      writers = List.copyOf(writers);
    }
  }

  public ChannelLayout {
    stages = List.copyOf(stages);
    otherHeads = List.copyOf(otherHeads);
  }

  /** Whether a head sees the first stage. */
  boolean direct() {
    return stages.size() == 1;
  }

  /** Number of units of the first layer. */
  int width() {
    return first.outputs();
  }

  /** All heads, that of the last stage first. */
  List<Reader> heads() {
    List<Reader> all = new ArrayList<>();
    all.add(head);
    all.addAll(otherHeads);
    return all;
  }

  /**
   * The layout of a network, or empty if its graph has none (a fixed head, or fixed maps between
   * layers).
   */
  public static Optional<ChannelLayout> of(Network network) {
    try {
      return Optional.of(new Reading(network).layout());
    } catch (NoLayout e) {
      return Optional.empty();
    }
  }

  private static final class NoLayout extends Exception {
    private static final long serialVersionUID = 1;
  }

  /** Reads one graph. */
  private static final class Reading {
    private final List<Node> nodes;
    private final boolean[] linear;
    private final Network network;
    private final List<Reader> lastHeads = new ArrayList<>();

    Reading(Network network) {
      this.network = network;
      this.nodes = network.nodes();
      this.linear = network.summedIntoOutput();
    }

    ChannelLayout layout() throws NoLayout {
      int relu = network.relus().get(0);
      Node.Dense first = nodes.get(network.rectified(0)).dense().orElseThrow(NoLayout::new);
      boolean readsInput =
          nodes
              .get(first.source())
              .match(
                  input -> true,
                  one -> false,
                  dense -> false,
                  other -> false,
                  sum -> false,
                  fixed -> false);
      if (!readsInput) {
        throw new NoLayout();
      }
      List<Stage> stages = new ArrayList<>();
      List<DenseLayer> entry = List.of();
      int start = relu;
      for (; ; ) {
        Stage stage = stage(start, entry);
        stages.add(stage);
        if (!lastHeads.isEmpty()) {
          break;
        }
        if (stage.readers().size() != 1) {
          throw new NoLayout();
        }
        entry = new ArrayList<>();
        start = next(stage.readers().get(0).layer(), entry);
      }
      if (lastHeads.size() != 1) {
        throw new NoLayout();
      }
      List<Reader> others = new ArrayList<>();
      for (int v = 0; v < nodes.size(); v++) {
        if (linear[v] && nodes.get(v).terms().isEmpty()) {
          Node.Dense dense = nodes.get(v).dense().orElseThrow(NoLayout::new);
          Reader reader = new Reader(dense.layer(), dense.source());
          if (!reader.equals(lastHeads.get(0))) {
            others.add(reader);
          }
        }
      }
      return new ChannelLayout(first.layer(), relu, stages, lastHeads.get(0), others);
    }

    /** The stage that begins at a node. */
    private Stage stage(int start, List<DenseLayer> entry) throws NoLayout {
      boolean[] member = new boolean[nodes.size()];
      member[start] = true;
      List<Reader> readers = new ArrayList<>();
      List<DenseLayer> writers = new ArrayList<>();
      Optional<DenseLayer> lastWriter = Optional.empty();
      int lastSum = nodes.size();
      for (int v = start + 1; v < nodes.size(); v++) {
        Node node = nodes.get(v);
        if (node.sources().stream().noneMatch(source -> member[source])) {
          continue;
        }
        if (node.dense().isPresent()) {
          Node.Dense dense = node.dense().get();
          (linear[v] ? lastHeads : readers).add(new Reader(dense.layer(), dense.source()));
        } else if (node.terms().isEmpty()) {
          // neither a layer nor a sum reads it
          throw new NoLayout();
        }
        for (int source : node.terms()) {
          if (!member[source]) {
            trace(source, writers);
            if (nodes.get(source).dense().isPresent()) {
              lastWriter = nodes.get(source).dense().map(Node.Dense::layer);
              lastSum = v;
            }
          }
        }
        member[v] |= !node.terms().isEmpty();
      }
      for (Reader reader : readers) {
        if (reader.source() >= lastSum) {
          lastWriter = Optional.empty();
        }
      }
      return new Stage(entry, readers, writers, lastWriter);
    }

    /** The dense layers whose columns alone decide a node's columns. */
    private void trace(int v, List<DenseLayer> writers) throws NoLayout {
      boolean columnwise =
          nodes
              .get(v)
              .match(
                  input -> false,
                  one -> false,
                  dense -> writers.add(dense.layer()),
                  relu -> true,
                  sum -> true,
                  fixed -> false);
      if (!columnwise) {
        throw new NoLayout();
      }
      if (nodes.get(v).dense().isEmpty()) {
        for (int source : nodes.get(v).sources()) {
          trace(source, writers);
        }
      }
    }

    /** The relu that a dense layer feeds; {@code entry} gets the layers of its pre-activation. */
    private int next(DenseLayer layer, List<DenseLayer> entry) throws NoLayout {
      for (int relu = 0; relu < network.relus().size(); relu++) {
        List<DenseLayer> feeding = new ArrayList<>();
        trace(network.rectified(relu), feeding);
        if (feeding.contains(layer)) {
          entry.add(layer);
          for (DenseLayer other : feeding) {
            if (!other.equals(layer)) {
              entry.add(other);
            }
          }
          return network.relus().get(relu);
        }
      }
      throw new NoLayout();
    }
  }
}
