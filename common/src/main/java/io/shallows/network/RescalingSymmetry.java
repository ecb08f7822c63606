package io.shallows.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The positive rescalings of hidden units that leave a network's function unchanged.
 *
 * <p>Give every entry of every node a scale. A relu passes a positive scale on; a sum needs equal
 * scales in all its sources; a fixed matrix ties the entries that a non-zero coefficient joins; a
 * dense layer ties nothing, because its weight from i to j can be multiplied by scale(j) /
 * scale(i). Inputs, constants and outputs have scale 1. Entries tied to each other form a
 * <em>class</em>; a class that is not tied to an input, a constant or an output is <em>free</em>,
 * and each free class is one one-parameter group: weights into the class times s, weights out of it
 * times 1/s.
 *
 * <p>In a plain network every hidden unit is a free class of its own. An identity skip ties a unit
 * to its successors along the skip, a dense fixed matrix ties all units it reads and writes, a
 * fixed head ties them to the output.
 *
 * <p>At a stationary point of a loss the tangent directions are null vectors of its Hessian;
 * elsewhere they are null vectors of the Jacobian of the outputs only. Other continuous symmetries
 * (rotations between linear layers) are not looked for: no family has two linear layers in a row
 * without a relu-bound scale between them.
 */
public final class RescalingSymmetry {

  /** A dense layer's column or row that a rescaling multiplies. */
  public enum Side {
    /** The weights into a unit: a column, multiplied by s. */
    INCOMING,
    /** The weights out of a unit: a row, multiplied by 1/s. */
    OUTGOING
  }

  /** One column or row of one dense layer. */
  public record Touch(DenseLayer layer, Side side, int unit) {}

  private static final int FIXED = -1;

  private final Network network;
  private final int[] first;
  private final int[] classOf;
  private final int count;
  private final List<List<Touch>> touches;

  private RescalingSymmetry(Network network) {
    this.network = network;
    List<Node> nodes = network.nodes();
    this.first = new int[nodes.size() + 1];
    for (int v = 0; v < nodes.size(); v++) {
      first[v + 1] = first[v] + nodes.get(v).width();
    }
    int entries = first[nodes.size()];
    DisjointSets ties = ties(entries);
    int[] names = new int[entries + 1];
    Arrays.fill(names, FIXED - 1);
    names[ties.find(entries)] = FIXED;
    this.classOf = new int[entries];
    int found = 0;
    for (int e = 0; e < entries; e++) {
      int root = ties.find(e);
      if (names[root] < FIXED) {
        names[root] = found++;
      }
      classOf[e] = names[root];
    }
    this.count = found;
    this.touches = touched();
  }

  /**
   * The rescalings of {@code network}; cost is linear in its nodes' widths and fixed coefficients.
   */
  public static RescalingSymmetry of(Network network) {
    return new RescalingSymmetry(network);
  }

  /** Number of free classes, the dimension of the group. */
  public int count() {
    return count;
  }

  /**
   * The columns and rows that rescaling {@code symmetry} multiplies, in the order of the
   * parameters.
   */
  public List<Touch> touches(int symmetry) {
    return touches.get(symmetry);
  }

  /**
   * The free class of a hidden unit, or -1 where no rescaling moves it.
   *
   * @param relu position in {@link Network#relus()}
   */
  public int classOf(int relu, int unit) {
    return classOf[first[network.relus().get(relu)] + unit];
  }

  /** Whether one rescaling moves this hidden unit and no other one. */
  public boolean isFree(int relu, int unit) {
    int own = classOf(relu, unit);
    if (own == FIXED) {
      return false;
    }
    for (int r = 0; r < network.relus().size(); r++) {
      int width = network.nodes().get(network.relus().get(r)).width();
      for (int j = 0; j < width; j++) {
        if ((r != relu || j != unit) && classOf(r, j) == own) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Multiplies, in place, the weights into class {@code symmetry} by {@code scale} > 0 and those
   * out of it by its inverse.
   */
  public void rescale(int symmetry, double scale, double[] theta) {
    if (!(scale > 0)) {
      throw new IllegalArgumentException("scale: " + scale + " is not above 0");
    }
    for (Touch touch : touches.get(symmetry)) {
      double factor = touch.side() == Side.INCOMING ? scale : 1 / scale;
      for (int k = 0; k < length(touch); k++) {
        theta[index(touch, k)] *= factor;
      }
    }
  }

  /**
   * The derivative of {@link #rescale} with respect to log(scale) at 1, into {@code tangent}
   * (length p).
   */
  public void tangent(int symmetry, double[] theta, double[] tangent) {
    Arrays.fill(tangent, 0);
    for (Touch touch : touches.get(symmetry)) {
      double sign = touch.side() == Side.INCOMING ? 1 : -1;
      for (int k = 0; k < length(touch); k++) {
        int index = index(touch, k);
        // a weight inside a class is multiplied by s and by 1/s: the two terms cancel exactly
        tangent[index] += sign * theta[index];
      }
    }
  }

  /**
   * The dimension of the span of all tangent directions at {@code theta}.
   *
   * <p>It is exact: classes joined by non-zero weights form components, and each component that no
   * non-zero weight joins to an input, a constant or an output loses one dimension (a unit with no
   * weights at all has no tangent direction).
   */
  public int nullity(double[] theta) {
    DisjointSets joined = new DisjointSets(count + 1);
    for (Network.DenseNode dense : network.dense()) {
      DenseLayer layer = dense.layer();
      for (int i = 0; i < layer.inputs(); i++) {
        for (int j = 0; j < layer.outputs(); j++) {
          if (theta[layer.index(i, j)] != 0) {
            joined.join(
                classOf[first[dense.source()] + i] + 1, classOf[first[dense.node()] + j] + 1);
          }
        }
      }
    }
    int lost = 0;
    for (int c = 1; c <= count; c++) {
      lost += joined.find(c) == c && joined.find(0) != c ? 1 : 0;
    }
    return count - lost;
  }

  /**
   * An orthonormal basis of the span of the tangent directions at {@code theta}: {@link #nullity}
   * vectors of length p.
   *
   * <p>Modified Gram-Schmidt, twice, in the order of the classes; a direction is dropped when less
   * than 1e-10 of its length is left, which happens to dependent ones only. Cost: nullity^2 p.
   */
  public List<double[]> basis(double[] theta) {
    List<double[]> basis = new ArrayList<>();
    int wanted = nullity(theta);
    for (int c = 0; c < count && basis.size() < wanted; c++) {
      double[] direction = new double[theta.length];
      tangent(c, theta, direction);
      double before = norm(direction);
      if (!(before > 0)) {
        continue;
      }
      for (int pass = 0; pass < 2; pass++) {
        for (double[] q : basis) {
          subtract(direction, q);
        }
      }
      double after = norm(direction);
      if (after > 1e-10 * before) {
        for (int i = 0; i < direction.length; i++) {
          direction[i] /= after;
        }
        basis.add(direction);
      }
    }
    return List.copyOf(basis);
  }

  private DisjointSets ties(int entries) {
    DisjointSets ties = new DisjointSets(entries + 1);
    List<Node> nodes = network.nodes();
    for (int v = 0; v < nodes.size(); v++) {
      Node node = nodes.get(v);
      for (int j = 0; v == nodes.size() - 1 && j < node.width(); j++) {
        ties.join(first[v] + j, entries);
      }
      int at = v;
      node.visit(
          input -> tieToOne(ties, at, input.width()),
          one -> tieToOne(ties, at, one.width()),
          dense -> {},
          relu -> tieEntries(ties, at, relu.source(), relu.width()),
          sum -> sum.sources().forEach(source -> tieEntries(ties, at, source, sum.width())),
          fixed -> tieThrough(ties, at, fixed));
    }
    return ties;
  }

  /** Ties the entries of a node that no rescaling may change. */
  private void tieToOne(DisjointSets ties, int node, int width) {
    for (int j = 0; j < width; j++) {
      ties.join(first[node] + j, first[first.length - 1]);
    }
  }

  private void tieThrough(DisjointSets ties, int node, Node.Fixed map) {
    for (int i = 0; i < map.matrix().rows(); i++) {
      for (int j = 0; j < map.matrix().columns(); j++) {
        if (map.matrix().get(i, j) != 0) {
          ties.join(first[map.source()] + i, first[node] + j);
        }
      }
    }
  }

  private void tieEntries(DisjointSets ties, int a, int b, int width) {
    for (int j = 0; j < width; j++) {
      ties.join(first[a] + j, first[b] + j);
    }
  }

  private List<List<Touch>> touched() {
    List<List<Touch>> all = new ArrayList<>();
    for (int c = 0; c < count; c++) {
      all.add(new ArrayList<>());
    }
    for (Network.DenseNode dense : network.dense()) {
      DenseLayer layer = dense.layer();
      for (int i = 0; i < layer.inputs(); i++) {
        add(all, classOf[first[dense.source()] + i], new Touch(layer, Side.OUTGOING, i));
      }
      for (int j = 0; j < layer.outputs(); j++) {
        add(all, classOf[first[dense.node()] + j], new Touch(layer, Side.INCOMING, j));
      }
    }
    List<List<Touch>> sealed = new ArrayList<>();
    for (List<Touch> touches : all) {
      sealed.add(List.copyOf(touches));
    }
    return List.copyOf(sealed);
  }

  private static void add(List<List<Touch>> all, int symmetry, Touch touch) {
    if (symmetry != FIXED) {
      all.get(symmetry).add(touch);
    }
  }

  private static int length(Touch touch) {
    return touch.side() == Side.INCOMING ? touch.layer().inputs() : touch.layer().outputs();
  }

  private static int index(Touch touch, int k) {
    return touch.side() == Side.INCOMING
        ? touch.layer().index(k, touch.unit())
        : touch.layer().index(touch.unit(), k);
  }

  private static double norm(double[] v) {
    double sum = 0;
    for (double x : v) {
      sum += x * x;
    }
    return Math.sqrt(sum);
  }

  private static void subtract(double[] v, double[] q) {
    double dot = 0;
    for (int i = 0; i < v.length; i++) {
      dot += v[i] * q[i];
    }
    for (int i = 0; i < v.length; i++) {
      v[i] -= dot * q[i];
    }
  }
}
