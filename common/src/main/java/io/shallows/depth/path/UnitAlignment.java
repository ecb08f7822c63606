package io.shallows.depth.path;

import io.shallows.network.Network;
import io.shallows.network.Node;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jgrapht.alg.matching.KuhnMunkresMinimalWeightBipartitePerfectMatching;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.SimpleWeightedGraph;

/**
 * Permutes and rescales a network's units, at equal outputs, so that they match another's.
 *
 * <p>Nodes that relus and sums join share coordinates and form a class: a hidden layer, or a whole
 * residual stream. Permuting a class's coordinates by P and scaling them by s > 0 changes no output
 * if every dense layer that writes to the class gets its columns permuted and multiplied, and every
 * one that reads it its rows permuted and divided: relu and sums commute with both. Units are
 * matched by the correlation of their activations on the data, {@code max sum_i <h_i, h'_P(i)> /
 * (|h_i| |h'_P(i)|)}, over the first relu of the class (an assignment problem, solved exactly), and
 * scaled to equal norms of activations if they are nearly the same function: the scale of a
 * different unit says nothing, and weights that it makes large raised barriers a thousandfold.
 * Classes that a fixed map reads or writes stay as they are, unless the map treats all units alike;
 * then they are permuted, not scaled. Cost {@code O(N m^2 + m^3)} per class.
 */
public final class UnitAlignment {

  /** Correlation from which on two units count as the same function. */
  private static final double SAME = 0.95;

  /** Scales beyond which weights would become unbalanced. */
  private static final double LARGEST_SCALE = 4;

  private UnitAlignment() {}

  /** {@code to} with its units matched to those of {@code from}; equal outputs up to rounding. */
  public static double[] matched(NodeValues from, NodeValues to) {
    double[] theta = to.theta().clone();
    for (Match match : matches(from, to)) {
      match.move(from.network(), theta, true);
    }
    return theta;
  }

  /** What {@link #matched} does, for any parameters. */
  public static UnitSymmetry symmetry(NodeValues from, NodeValues to) {
    int p = to.theta().length;
    double[] moved = new double[p];
    double[] factor = new double[p];
    for (int q = 0; q < p; q++) {
      moved[q] = q;
      factor[q] = 1;
    }
    for (Match match : matches(from, to)) {
      match.move(from.network(), moved, false);
      match.move(from.network(), factor, true);
    }
    int[] source = new int[p];
    for (int q = 0; q < p; q++) {
      source[q] = (int) moved[q];
    }
    return new UnitSymmetry(source, factor);
  }

  private static List<Match> matches(NodeValues from, NodeValues to) {
    Network network = from.network();
    List<Node> nodes = network.nodes();
    int[] kind = classes(nodes);
    List<Match> matches = new ArrayList<>();
    Set<Integer> seen = new LinkedHashSet<>();
    for (int relu : network.relus()) {
      if (seen.add(kind[relu]) && kind[relu] != kind[nodes.size() - 1] && kind[relu] != kind[0]) {
        Fixture fixture = fixture(nodes, kind, kind[relu]);
        if (fixture != Fixture.PINNED) {
          matches.add(match(from, to, relu, kind, fixture == Fixture.FREE));
        }
      }
    }
    return matches;
  }

  private enum Fixture {
    FREE,
    SCALE_PINNED,
    PINNED
  }

  /** The class of every node: the smallest node index that relus and sums join it to. */
  private static int[] classes(List<Node> nodes) {
    int[] kind = new int[nodes.size()];
    for (int v = 0; v < kind.length; v++) {
      kind[v] = v;
      for (int source : joined(nodes.get(v))) {
        int a = Math.min(kind[v], kind[source]);
        int b = Math.max(kind[v], kind[source]);
        for (int u = 0; u <= v; u++) {
          kind[u] = kind[u] == b ? a : kind[u];
        }
      }
    }
    return kind;
  }

  /** The nodes whose coordinates a node shares. */
  private static List<Integer> joined(Node node) {
    return node.match(
        input -> List.of(),
        one -> List.of(),
        dense -> List.of(),
        relu -> relu.sources(),
        sum -> sum.sources(),
        fixed -> List.of());
  }

  private static Fixture fixture(List<Node> nodes, int[] kind, int which) {
    Fixture fixture = Fixture.FREE;
    for (int v = 0; v < kind.length; v++) {
      if (nodes.get(v).fixed().isPresent()) {
        Node.Fixed map = nodes.get(v).fixed().get();
        if (kind[v] == which) {
          return Fixture.PINNED;
        }
        if (kind[map.source()] == which) {
          for (int i = 1; i < map.matrix().rows(); i++) {
            for (int j = 0; j < map.matrix().columns(); j++) {
              if (map.matrix().get(i, j) != map.matrix().get(0, j)) {
                return Fixture.PINNED;
              }
            }
          }
          fixture = Fixture.SCALE_PINNED;
        }
      }
    }
    return fixture;
  }

  private static Match match(NodeValues from, NodeValues to, int relu, int[] kind, boolean scaled) {
    int width = from.network().nodes().get(relu).width();
    double[] own = norms(from.of(relu), width);
    double[] other = norms(to.of(relu), width);
    double[] gains = correlations(from.of(relu), own, to.of(relu), other, width);
    int[] partner = assignment(gains, width);
    double[] scale = new double[width];
    for (int i = 0; i < width; i++) {
      boolean same = scaled && gains[i * width + partner[i]] >= SAME;
      double ratio = same ? own[i] / other[partner[i]] : 1;
      scale[i] = ratio <= LARGEST_SCALE && ratio >= 1 / LARGEST_SCALE ? ratio : 1;
    }
    return new Match(kind, kind[relu], partner, scale);
  }

  /** A permutation and scales of one class. */
  private static final class Match {
    private final int[] kind;
    private final int which;
    private final int[] partner;
    private final double[] scale;

    Match(int[] kind, int which, int[] partner, double[] scale) {
      this.kind = kind;
      this.which = which;
      this.partner = partner;
      this.scale = scale;
    }

    /** Permutes parameters and, with {@code scaled}, rescales them. */
    void move(Network network, double[] theta, boolean scaled) {
      double[] old = theta.clone();
      for (Network.DenseNode dense : network.dense()) {
        var layer = dense.layer();
        boolean writes = kind[dense.node()] == which;
        boolean reads = kind[dense.source()] == which;
        for (int i = 0; (writes || reads) && i < layer.inputs(); i++) {
          for (int j = 0; j < layer.outputs(); j++) {
            double value = old[layer.index(reads ? partner[i] : i, writes ? partner[j] : j)];
            value = scaled && writes ? value * scale[j] : value;
            theta[layer.index(i, j)] = scaled && reads ? value / scale[i] : value;
          }
        }
      }
    }
  }

  private static double[] norms(double[] h, int width) {
    double[] norms = new double[width];
    for (int k = 0; k < h.length; k++) {
      norms[k % width] += h[k] * h[k];
    }
    for (int j = 0; j < width; j++) {
      norms[j] = Math.sqrt(norms[j]);
    }
    return norms;
  }

  private static double[] correlations(
      double[] a, double[] aNorms, double[] b, double[] bNorms, int width) {
    double[] products = new double[width * width];
    for (int row = 0; row < a.length; row += width) {
      for (int i = 0; i < width; i++) {
        for (int j = 0; a[row + i] != 0 && j < width; j++) {
          products[i * width + j] += a[row + i] * b[row + j];
        }
      }
    }
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < width; j++) {
        double size = aNorms[i] * bNorms[j];
        products[i * width + j] = size > 0 ? products[i * width + j] / size : 0;
      }
    }
    return products;
  }

  /** For every row the column that the assignment of largest sum gives it. */
  public static int[] assignment(double[] gains, int width) {
    var graph = new SimpleWeightedGraph<Integer, DefaultWeightedEdge>(DefaultWeightedEdge.class);
    Set<Integer> rows = new LinkedHashSet<>();
    Set<Integer> columns = new LinkedHashSet<>();
    for (int i = 0; i < width; i++) {
      graph.addVertex(i);
      graph.addVertex(width + i);
      rows.add(i);
      columns.add(width + i);
    }
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < width; j++) {
        graph.setEdgeWeight(graph.addEdge(i, width + j), 1 - gains[i * width + j]);
      }
    }
    int[] partner = new int[width];
    var matching =
        new KuhnMunkresMinimalWeightBipartitePerfectMatching<>(graph, rows, columns).getMatching();
    for (DefaultWeightedEdge edge : matching.getEdges()) {
      partner[graph.getEdgeSource(edge)] = graph.getEdgeTarget(edge) - width;
    }
    return partner;
  }
}
