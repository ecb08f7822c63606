package io.shallows.loss;

import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import io.shallows.network.Network.DenseNode;
import io.shallows.network.Node;
import java.util.List;

/**
 * How a network's graph is evaluated on tiles of samples: which nodes share a buffer and how wide
 * the buffers are.
 *
 * <p>A buffer holds one row per sample. Rows are padded to whole vectors (the padding holds zeros,
 * or what becomes of zeros, and is never read back), except that a width of 1 stays a contiguous
 * column.
 *
 * <p>Two kinds of nodes have no buffer of their own: a relu overwrites its source if nothing else
 * reads that, and a linear map that is only a term of one sum accumulates into the sum's buffer.
 * {@link #root} is the node whose buffer a node uses.
 */
final class TilePlan {
  private static final int LANES = 8;

  private final Network network;
  private final Node[] nodes;
  private final int[] root;

  /** Asked for at every row of every pass. */
  private final int[] strides;

  private final boolean[] term;
  private final Step[] steps;
  private final boolean[] learned;
  private final int[] denseOf;
  private final int[] sourceOf;
  private final int[][] termsOf;
  private final DenseNode[] dense;
  private final List<DenseLayer> layers;

  /** What passes over a tile do at a node. */
  enum Step {
    /** Nothing: the values are there, and no parameter changes them. */
    CONSTANT,
    /** A product with a matrix, learned or fixed. */
    MAP,
    /** The rectification of one node. */
    RELU,
    /** The sum of several nodes. */
    SUM
  }

  TilePlan(Network network) {
    this.network = network;
    this.nodes = network.nodes().toArray(new Node[0]);
    this.layers = network.layers();
    int count = nodes.length;
    int[] readers = new int[count];
    for (Node node : nodes) {
      for (int source : node.sources()) {
        readers[source]++;
      }
    }
    this.root = new int[count];
    this.strides = new int[count];
    this.term = new boolean[count];
    this.steps = new Step[count];
    this.learned = new boolean[count];
    this.denseOf = new int[count];
    this.sourceOf = new int[count];
    this.termsOf = new int[count][];
    this.dense = network.dense().toArray(new DenseNode[0]);
    for (int v = 0; v < count; v++) {
      root[v] = v;
      strides[v] = stride(nodes[v].width());
      steps[v] =
          nodes[v].match(
              input -> Step.CONSTANT,
              one -> Step.CONSTANT,
              learnedMap -> Step.MAP,
              relu -> Step.RELU,
              sum -> Step.SUM,
              fixed -> Step.MAP);
      sourceOf[v] = steps[v] == Step.MAP || steps[v] == Step.RELU ? nodes[v].sources().get(0) : -1;
      termsOf[v] = nodes[v].terms().stream().mapToInt(Integer::intValue).toArray();
      denseOf[v] = -1;
    }
    for (int l = 0; l < dense.length; l++) {
      denseOf[dense[l].node()] = l;
      learned[dense[l].node()] = true;
    }
    for (int v = 0; v < count; v++) {
      for (int source : termsOf[v]) {
        if (steps[source] == Step.MAP && readers[source] == 1) {
          term[source] = true;
          root[source] = v;
        }
      }
      if (steps[v] == Step.RELU && readers[sourceOf[v]] == 1 && !isConstant(sourceOf[v])) {
        root[sourceOf[v]] = v;
      }
    }
    // A term of a sum that a relu overwrites: two links at most.
    for (int v = count - 1; v >= 0; v--) {
      root[v] = root[root[v]];
    }
  }

  Network network() {
    return network;
  }

  int count() {
    return nodes.length;
  }

  int last() {
    return nodes.length - 1;
  }

  Node node(int v) {
    return nodes[v];
  }

  /** What passes do at v. */
  Step step(int v) {
    return steps[v];
  }

  /** Whether the matrix of v is learned. */
  boolean isLearned(int v) {
    return learned[v];
  }

  /** The dense layers in their places, in the order of layers; not to be changed. */
  DenseNode[] dense() {
    return dense;
  }

  /** The nodes that v adds up, in their order; none unless it is a sum. Not to be changed. */
  int[] termsOf(int v) {
    return termsOf[v];
  }

  /** The node whose buffer holds the values of v. */
  int root(int v) {
    return root[v];
  }

  /** Whether v is computed as a term of a sum. */
  boolean isTerm(int v) {
    return term[v];
  }

  /** The one source of a dense, fixed or relu node. */
  int sourceOf(int v) {
    return sourceOf[v];
  }

  /** Whether v does not depend on the parameters: the input and the constant 1. */
  boolean isConstant(int v) {
    return steps[v] == Step.CONSTANT;
  }

  /** Position of a dense node in the order of layers. */
  int layerIndex(int v) {
    return denseOf[v];
  }

  List<DenseLayer> layers() {
    return layers;
  }

  int width(int v) {
    return nodes[v].width();
  }

  /** Columns that are computed for a width: whole vectors, or 1. */
  static int columns(int width) {
    return width == 1 ? 1 : (width + LANES - 1) / LANES * LANES;
  }

  /**
   * Distance between rows for a width. Rows a multiple of 4096 bytes apart would compete for the
   * same few cache lines, so wide ones get one more vector.
   */
  static int stride(int width) {
    int columns = columns(width);
    return columns >= 256 && columns % 64 == 0 ? columns + LANES : columns;
  }

  int columnsOf(int v) {
    return columns(nodes[v].width());
  }

  int strideOf(int v) {
    return strides[v];
  }

  /**
   * Samples per tile: what keeps a tile's activations in the second-level cache and its weights
   * streaming past them. Where the weights of a layer alone fill that cache, every tile fetches
   * them from the third level, so there are fewer and longer tiles. The results do not depend on
   * it.
   */
  int tileRows() {
    int widest = 0;
    for (Node node : nodes) {
      widest = Math.max(widest, node.width());
    }
    boolean deep = network.relus().size() > 1;
    if (widest <= 128) {
      return 64;
    }
    if (widest <= 256) {
      return 128;
    }
    return deep ? 256 : widest <= 512 ? 128 : 32;
  }
}
