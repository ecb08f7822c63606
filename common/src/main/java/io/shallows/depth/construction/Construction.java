package io.shallows.depth.construction;

import io.shallows.depth.construction.ChannelLayout.Reader;
import io.shallows.depth.exact.VertexCertifier;
import io.shallows.depth.layers.FeatureSystem;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.Path;
import io.shallows.depth.reference.TwoLayerTarget;
import io.shallows.network.DenseLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A path under construction: its vertices so far, and the moves that the constructive paths are
 * made of.
 */
final class Construction {

  /**
   * Below this ratio the part of a head that is free to carry the branch is too small to divide by.
   */
  private static final double INDEPENDENT = 1e-7;

  private final ChannelLayout layout;
  private final List<NodeValues> vertices;
  private final double shift;
  private double peak;

  Construction(NodeValues start, ChannelLayout layout) {
    this(start, layout, FeatureSystem.SHIFT);
  }

  /**
   * Begins at a point.
   *
   * @param shift that of its least squares, see {@link FeatureSystem}
   */
  Construction(NodeValues start, ChannelLayout layout, double shift) {
    this.layout = layout;
    this.shift = shift;
    this.vertices = new ArrayList<>(List.of(start));
    this.peak = start.loss();
  }

  private Construction(Construction other) {
    this.layout = other.layout;
    this.vertices = new ArrayList<>(other.vertices);
    this.shift = other.shift;
    this.peak = other.peak;
  }

  /** A construction that goes on from here on its own. */
  Construction fork() {
    return new Construction(this);
  }

  ChannelLayout layout() {
    return layout;
  }

  /** The last vertex. */
  NodeValues now() {
    return vertices.get(vertices.size() - 1);
  }

  /** A copy of the last vertex's parameters. */
  double[] theta() {
    return now().theta().clone();
  }

  /** The largest loss at a vertex. */
  double peak() {
    return peak;
  }

  List<NodeValues> vertices() {
    return vertices;
  }

  /** Goes straight to {@code theta}. */
  void moveTo(double[] theta) {
    if (!Arrays.equals(theta, now().theta())) {
      NodeValues next = now().moved(theta);
      vertices.add(next);
      peak = Math.max(peak, next.loss());
    }
  }

  /** The columns that the heads read, that of the last stage first. */
  FeatureSystem headSystem() {
    return features(layout.heads().stream().map(Reader::source).toList());
  }

  /** The columns of some nodes at the last vertex. */
  FeatureSystem features(List<Integer> nodes) {
    return new FeatureSystem(now(), nodes, shift);
  }

  /** All heads' weights, in the order of {@link #headSystem}. */
  double[] headWeights() {
    int c = layout.head().layer().outputs();
    int rows = layout.heads().stream().mapToInt(head -> head.layer().inputs()).sum();
    double[] weights = new double[rows * c];
    int to = 0;
    for (Reader head : layout.heads()) {
      System.arraycopy(now().theta(), head.layer().offset(), weights, to, head.layer().size());
      to += head.layer().size();
    }
    return weights;
  }

  /** The least-squares heads with those of removed columns 0. */
  FeatureSystem.Fit fitHeads(FeatureSystem system, boolean[] removed) {
    return system.fit(headWeights(), now().residual(), removed);
  }

  /** Slides all heads to new weights; convex, so the loss is never above its ends. */
  void slideHeads(double[] weights) {
    double[] theta = theta();
    int from = 0;
    for (Reader head : layout.heads()) {
      System.arraycopy(weights, from, theta, head.layer().offset(), head.layer().size());
      from += head.layer().size();
    }
    moveTo(theta);
  }

  /** Sets a row of a layer to 0 and adds {@code d_j} times it to every row j. */
  void spreadRow(DenseLayer layer, int row, double[] d) {
    double[] theta = theta();
    for (int o = 0; o < layer.outputs(); o++) {
      double weight = theta[layer.index(row, o)];
      theta[layer.index(row, o)] = 0;
      for (int j = 0; weight != 0 && j < layer.inputs(); j++) {
        theta[layer.index(j, o)] += d[j] * weight;
      }
    }
    moveTo(theta);
  }

  boolean rowIsZero(DenseLayer layer, int row) {
    for (int o = 0; o < layer.outputs(); o++) {
      if (now().theta()[layer.index(row, o)] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Sets columns of a layer to 0. */
  void clearColumns(DenseLayer layer, List<Integer> columns) {
    double[] theta = theta();
    for (int column : columns) {
      for (int i = 0; i < layer.inputs(); i++) {
        theta[layer.index(i, column)] = 0;
      }
    }
    moveTo(theta);
  }

  /** Sets rows of a layer to 0. */
  void clearRows(DenseLayer layer, List<Integer> rows) {
    double[] theta = theta();
    for (int row : rows) {
      for (int o = 0; o < layer.outputs(); o++) {
        theta[layer.index(row, o)] = 0;
      }
    }
    moveTo(theta);
  }

  /** Makes a channel that nothing reads repeat a unit of the target, at constant loss. */
  void place(int[] channel, TwoLayerTarget target, int unit) {
    for (DenseLayer writer : layout.stages().get(0).writers()) {
      clearColumns(writer, List.of(channel[0]));
    }
    for (int stage = channel.length - 1; stage >= 1; stage--) {
      for (DenseLayer writer : layout.stages().get(stage).writers()) {
        clearColumns(writer, List.of(channel[stage]));
      }
      passThrough(stage, channel[stage], channel[stage - 1]);
    }
    turn(channel[0], target, unit);
  }

  /**
   * Makes free channels the units of the target, in their order, and slides the heads to the
   * target's there and on a skip, 0 elsewhere.
   */
  void embed(TwoLayerTarget target, List<int[]> channels) {
    for (int unit = 0; unit < target.width(); unit++) {
      place(channels.get(unit), target, unit);
    }
    slideTo(target, channels, IntStream.range(0, target.width()).boxed().toList());
  }

  /**
   * Slides the heads to the target's on the channels that repeat its units and on a skip, 0
   * elsewhere: convex.
   *
   * @param units per channel, the unit that it repeats
   */
  void slideTo(TwoLayerTarget target, List<int[]> channels, List<Integer> units) {
    double[] weights = new double[headWeights().length];
    int c = layout.head().layer().outputs();
    for (int k = 0; k < units.size(); k++) {
      int[] channel = channels.get(k);
      for (int o = 0; o < c; o++) {
        weights[channel[channel.length - 1] * c + o] = target.head(units.get(k), o);
      }
    }
    double[] skip = target.skip();
    System.arraycopy(skip, 0, weights, weights.length - skip.length, skip.length);
    slideHeads(weights);
  }

  /** Turns a unit of the first layer. */
  void turn(int unit, TwoLayerTarget target, int targetUnit) {
    double[] theta = theta();
    DenseLayer first = layout.first();
    for (int i = 0; i < first.inputs(); i++) {
      theta[first.index(i, unit)] = target.direction(targetUnit, i);
    }
    moveTo(theta);
  }

  /**
   * Makes a unit of stage {@code stage} repeat {@code source}, a unit of the stage before: weight 1
   * from it and 0 from all else.
   */
  void passThrough(int stage, int unit, int source) {
    for (DenseLayer layer : layout.stages().get(stage).entry()) {
      double[] theta = theta();
      boolean chain = layer.equals(layout.stages().get(stage).entry().get(0));
      for (int i = 0; i < layer.inputs(); i++) {
        theta[layer.index(i, unit)] = chain && i == source ? 1 : 0;
      }
      moveTo(theta);
    }
  }

  /**
   * Takes what the last writer V of a stream adds to coordinates {@code from} away from them and
   * adds it, at constant output, to those of {@code onto}: with head A, V' = V on the others, 0 on
   * {@code from}, and {@code V'_onto = V_onto + (V_from A_from) A_onto^T (A_onto A_onto^T)^-1} for
   * one output; the sum V A does not change.
   *
   * @return false, with nothing moved, if the stream has several outputs or A is 0 on {@code onto}
   */
  boolean shiftWriter(List<Integer> from, List<Integer> onto) {
    Optional<DenseLayer> writer = layout.stages().get(0).lastWriter();
    DenseLayer head = layout.head().layer();
    if (writer.isEmpty() || head.outputs() != 1) {
      return false;
    }
    double[] theta = theta();
    double square = 0;
    double all = 0;
    for (int j = 0; j < head.inputs(); j++) {
      all = Math.max(all, Math.abs(theta[head.index(j, 0)]));
    }
    for (int j : onto) {
      square += theta[head.index(j, 0)] * theta[head.index(j, 0)];
    }
    if (!(Math.sqrt(square) > INDEPENDENT * all)) {
      return false;
    }
    DenseLayer v = writer.get();
    for (int i = 0; i < v.inputs(); i++) {
      double carried = 0;
      for (int j : from) {
        carried += theta[v.index(i, j)] * theta[head.index(j, 0)];
        theta[v.index(i, j)] = 0;
      }
      for (int j : onto) {
        theta[v.index(i, j)] += carried * theta[head.index(j, 0)] / square;
      }
    }
    moveTo(theta);
    return true;
  }

  /**
   * Makes what the last writer adds to the coordinates of merged clusters proportional, within each
   * cluster, to its units, at constant output: {@code V'_k = (rho_k / rho_keeper) a_Q v} with
   * {@code a_Q = sum_Q A_k rho_k / rho_keeper} and {@code v = sum V_k A_k / sum a_Q^2}. A head that
   * then moves within a cluster leaves V A as it is.
   *
   * @return false, with nothing moved, if the stream has several outputs or every a_Q is 0
   */
  boolean alignWriter(UnitGeometry units, List<Cluster> clusters, List<Integer> keeping) {
    Optional<DenseLayer> writer = layout.stages().get(0).lastWriter();
    DenseLayer head = layout.head().layer();
    if (writer.isEmpty() || head.outputs() != 1) {
      return false;
    }
    double[] theta = theta();
    double[] merged = new double[clusters.size()];
    double square = 0;
    double size = 0;
    for (int q = 0; q < merged.length; q++) {
      for (int k : clusters.get(q).members) {
        double part = theta[head.index(k, 0)] * units.norm(k) / units.norm(keeping.get(q));
        merged[q] += part;
        size += part * part;
      }
      square += merged[q] * merged[q];
    }
    if (!(square > INDEPENDENT * INDEPENDENT * size)) {
      return false;
    }
    DenseLayer v = writer.get();
    for (int i = 0; i < v.inputs(); i++) {
      double carried = 0;
      for (Cluster cluster : clusters) {
        for (int k : cluster.members) {
          carried += theta[v.index(i, k)] * theta[head.index(k, 0)];
        }
      }
      for (int q = 0; q < merged.length; q++) {
        for (int k : clusters.get(q).members) {
          double share = units.norm(k) / units.norm(keeping.get(q));
          theta[v.index(i, k)] = share * merged[q] * carried / square;
        }
      }
    }
    moveTo(theta);
    return true;
  }

  /**
   * Switches the branch off: afterwards the output is the head's on first-layer features alone,
   * fitted by least squares.
   *
   * <p>With a head B of its own, A and B slide together to (A', 0). In a residual stream of one
   * block, where the branch's head is V A, V is first replaced at constant output by {@code V' = (V
   * A) psi^T} with {@code psi.A = 1}, {@code psi.A' = 0}; then sliding A alone to A' moves (A, V A)
   * straight to (A', 0), and V' fades at constant output.
   *
   * @return false, with nothing moved, where neither is possible
   */
  boolean switchOff() {
    if (!layout.direct()) {
      return false;
    }
    if (!layout.otherHeads().isEmpty()) {
      FeatureSystem system = headSystem();
      boolean[] removed = new boolean[system.columns()];
      Arrays.fill(removed, layout.width(), removed.length, true);
      slideHeads(fitHeads(system, removed).coefficients);
      return true;
    }
    ChannelLayout.Stage stream = layout.stages().get(0);
    DenseLayer head = layout.head().layer();
    if (stream.writers().isEmpty()) {
      return true;
    }
    if (stream.lastWriter().isEmpty() || stream.writers().size() != 1 || head.outputs() != 1) {
      return false;
    }
    double[] theta = theta();
    double[] a = Arrays.copyOfRange(theta, head.offset(), head.offset() + head.size());
    double[] residual = alone(a);
    FeatureSystem system = features(List.of(layout.features()));
    double[] fitted = system.fit(a, residual, new boolean[a.length]).coefficients;
    double square = dot(fitted, fitted);
    double share = square == 0 ? 0 : dot(a, fitted) / square;
    double[] psi = new double[a.length];
    for (int j = 0; j < a.length; j++) {
      psi[j] = a[j] - share * fitted[j];
    }
    double free = dot(psi, a);
    if (!(free > INDEPENDENT * dot(a, a))) {
      return false;
    }
    DenseLayer v = stream.lastWriter().get();
    for (int i = 0; i < v.inputs(); i++) {
      double carried = 0;
      for (int j = 0; j < a.length; j++) {
        carried += theta[v.index(i, j)] * a[j];
      }
      for (int j = 0; j < a.length; j++) {
        theta[v.index(i, j)] = carried * psi[j] / free;
      }
    }
    moveTo(theta);
    slideHeads(fitted);
    clearColumns(v, IntStream.range(0, a.length).boxed().toList());
    return true;
  }

  /** The residual of the head on first-layer features alone. */
  private double[] alone(double[] a) {
    double[] h = now().of(layout.features());
    double[] residual = new double[now().data().samples()];
    for (int s = 0; s < residual.length; s++) {
      double f = 0;
      for (int j = 0; j < a.length; j++) {
        f += h[s * a.length + j] * a[j];
      }
      residual[s] = f - now().data().y(s, 0);
    }
    return residual;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** The certified path. */
  CertifiedPath certify(String method, VertexCertifier certifier) {
    List<double[]> thetas = new ArrayList<>();
    for (NodeValues vertex : vertices) {
      thetas.add(vertex.theta());
    }
    return new CertifiedPath(method, new Path(thetas), certifier.certify(vertices));
  }
}
