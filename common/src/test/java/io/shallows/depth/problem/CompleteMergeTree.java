package io.shallows.depth.problem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The heights of all paths between the cells of a tiny network with one input and a bias: every
 * multiset of unit cells, every program by trying every set of rays, every edge, the edges joined
 * from the lowest up. Slow and obvious; shares nothing with the flood.
 *
 * <p>A unit's vector turns in the plane; samples' lines cut it into arcs between rays, and in an
 * arc it is a sum of its two rays with factors at least 0. So a network is a sum of ray features
 * with factors at least 0. With a penalty of lengths the factors are found by Newton steps inside
 * the arcs ({@link InteriorProgram}), to {@link InteriorProgram#GAP}.
 */
final class CompleteMergeTree {

  /** A network cell: one arc and sign per unit, sorted; the index is 2 arc + (0 for +, 1 for -). */
  private final List<int[]> cells = new ArrayList<>();

  private final Map<List<Integer>, Integer> index = new HashMap<>();
  private final double[] values;
  private final List<Edge> edges = new ArrayList<>();
  private final double[][] rays;
  private final double[][] features;
  private final double[] y;
  private final int width;
  private final double penalty;
  private final Map<List<Integer>, InteriorProgram> programs = new HashMap<>();
  private final Map<Long, Fit> fits = new HashMap<>();

  /** The best factors of a set of rays, one per ray and sign. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Fit(double loss, double[] factors) {}

  private record Edge(double weight, int a, int b) {}

  CompleteMergeTree(double[] x, double[] y, int width) {
    this(x, y, width, 0);
  }

  /** With {@code penalty sum |v_k|} in the loss. */
  CompleteMergeTree(double[] x, double[] y, int width, double penalty) {
    this.y = y;
    this.penalty = penalty;
    this.width = width;
    rays = new double[2 * x.length][];
    for (int i = 0; i < x.length; i++) {
      rays[2 * i] = new double[] {1 / Math.hypot(x[i], 1), -x[i] / Math.hypot(x[i], 1)};
      rays[2 * i + 1] = new double[] {-rays[2 * i][0], -rays[2 * i][1]};
    }
    Arrays.sort(rays, Comparator.comparingDouble(ray -> Math.atan2(ray[1], ray[0])));
    features = new double[rays.length][x.length];
    for (int r = 0; r < rays.length; r++) {
      for (int i = 0; i < x.length; i++) {
        double z = x[i] * rays[r][0] + rays[r][1];
        features[r][i] = Math.abs(z) < 1e-14 ? 0 : Math.max(z, 0);
      }
    }
    list(new int[width], 0, 0);
    values = new double[cells.size()];
    for (int c = 0; c < values.length; c++) {
      values[c] = loss(cells.get(c), -1, 0);
    }
    Map<List<Integer>, Integer> hubs = new HashMap<>();
    for (int c = 0; c < values.length; c++) {
      for (int k = 0; k < width; k++) {
        int[] cell = cells.get(c);
        int arc = cell[k] / 2;
        for (int turn = -1; turn <= 1; turn += 2) {
          int[] next = cell.clone();
          next[k] = 2 * Math.floorMod(arc + turn, rays.length) + cell[k] % 2;
          edges.add(new Edge(loss(cell, k, turn), c, of(next)));
        }
        List<Integer> rest = new ArrayList<>();
        for (int j = 0; j < width; j++) {
          if (j != k) {
            rest.add(cell[j]);
          }
        }
        int hub = hubs.computeIfAbsent(rest, key -> values.length + hubs.size());
        edges.add(new Edge(loss(cell, k, 0), c, hub));
      }
    }
    edges.sort(Comparator.comparingDouble(Edge::weight));
    vertices = values.length + hubs.size();
  }

  private final int vertices;

  private void list(int[] cell, int k, int from) {
    if (k == width) {
      index.put(Arrays.stream(cell).boxed().toList(), cells.size());
      cells.add(cell.clone());
      return;
    }
    for (int u = from; u < 2 * rays.length; u++) {
      cell[k] = u;
      list(cell, k + 1, u);
    }
  }

  private int of(int[] cell) {
    int[] sorted = cell.clone();
    Arrays.sort(sorted);
    return index.get(Arrays.stream(sorted).boxed().toList());
  }

  private double loss(int[] cell, int moved, int turn) {
    return penalty > 0 ? program(cell, moved, turn).loss() : fit(columns(cell, moved, turn)).loss();
  }

  /** The program of a cell whose units in one arc are one, which costs the least. */
  private InteriorProgram program(int[] cell, int moved, int turn) {
    List<Integer> arcs = new ArrayList<>();
    int held = -1;
    for (int k = 0; k < cell.length; k++) {
      if (k == moved && turn != 0) {
        int first = cell[k] / 2;
        int ray = turn < 0 ? first : (first + 1) % rays.length;
        held = 2 * ray + cell[k] % 2;
      } else if (k != moved && !arcs.contains(cell[k])) {
        arcs.add(cell[k]);
      }
    }
    List<Integer> key = new ArrayList<>(arcs);
    key.add(-1 - held);
    int onRay = held;
    return programs.computeIfAbsent(
        key, none -> new InteriorProgram(rays, features, y, penalty, arcs, onRay));
  }

  /**
   * The rays of a cell as bits; unit {@code moved} only on the ray of its {@code turn}, or none.
   */
  private long columns(int[] cell, int moved, int turn) {
    long columns = 0;
    for (int k = 0; k < cell.length; k++) {
      int first = cell[k] / 2;
      int second = (first + 1) % rays.length;
      if (k != moved || turn < 0) {
        columns |= 1L << (2 * first + cell[k] % 2);
      }
      if (k != moved || turn > 0) {
        columns |= 1L << (2 * second + cell[k] % 2);
      }
    }
    return columns;
  }

  /** Non-negative least squares: of the sets of columns whose own solution is, the best. */
  private Fit fit(long columns) {
    Fit known = fits.get(columns);
    if (known != null) {
      return known;
    }
    double[] own = leastSquares(columns);
    Fit best = null;
    if (own != null && Arrays.stream(own).allMatch(factor -> factor >= 0)) {
      best = new Fit(loss(own), own);
    } else {
      for (int j = 0; j < 2 * rays.length; j++) {
        if ((columns >> j & 1) != 0) {
          Fit less = fit(columns & ~(1L << j));
          best = best == null || less.loss() < best.loss() ? less : best;
        }
      }
    }
    fits.put(columns, best);
    return best;
  }

  private double loss(double[] factors) {
    double loss = 0;
    for (int i = 0; i < y.length; i++) {
      double r = y[i];
      for (int j = 0; j < factors.length; j++) {
        r -= factors[j] * (j % 2 == 0 ? 1 : -1) * features[j / 2][i];
      }
      loss += r * r / y.length;
    }
    return loss;
  }

  /** Least squares by Gram-Schmidt; null if a column depends on others. */
  private double[] leastSquares(long columns) {
    List<Integer> list = new ArrayList<>();
    List<double[]> basis = new ArrayList<>();
    List<double[]> parts = new ArrayList<>();
    double[] rest = y.clone();
    List<Double> along = new ArrayList<>();
    for (int j = 0; j < 2 * rays.length; j++) {
      if ((columns >> j & 1) == 0) {
        continue;
      }
      double[] column = features[j / 2].clone();
      for (int i = 0; j % 2 == 1 && i < column.length; i++) {
        column[i] = -column[i];
      }
      double before = norm(column);
      double[] part = new double[basis.size() + 1];
      for (int pass = 0; pass < 2; pass++) {
        for (int q = 0; q < basis.size(); q++) {
          part[q] += takeOut(basis.get(q), column);
        }
      }
      part[basis.size()] = norm(column);
      if (part[basis.size()] <= 1e-11 * before) {
        return null;
      }
      for (int i = 0; i < column.length; i++) {
        column[i] /= part[basis.size()];
      }
      along.add(takeOut(column, rest));
      list.add(j);
      basis.add(column);
      parts.add(part);
    }
    double[] factors = new double[2 * rays.length];
    for (int q = list.size() - 1; q >= 0; q--) {
      double sum = along.get(q);
      for (int r = q + 1; r < list.size(); r++) {
        sum -= parts.get(r)[q] * factors[list.get(r)];
      }
      factors[list.get(q)] = sum / parts.get(q)[q];
    }
    return factors;
  }

  private static double norm(double[] v) {
    return Math.sqrt(Arrays.stream(v).map(a -> a * a).sum());
  }

  private static double takeOut(double[] direction, double[] v) {
    double along = 0;
    for (int i = 0; i < v.length; i++) {
      along += direction[i] * v[i];
    }
    for (int i = 0; i < v.length; i++) {
      v[i] -= along * direction[i];
    }
    return along;
  }

  /** The least loss of all cells. */
  double least() {
    return Arrays.stream(values).min().orElseThrow();
  }

  int size() {
    return values.length;
  }

  double value(int cell) {
    return values[cell];
  }

  /** From a cell down, over edges that need no climb, until there is none. */
  int bottom(int start) {
    int at = start;
    for (boolean lower = true; lower; ) {
      lower = false;
      for (Edge edge : edges) {
        int other = edge.a() == at ? edge.b() : edge.b() == at ? edge.a() : -1;
        if (other >= 0
            && other < values.length
            && edge.weight() <= values[at] * (1 + (penalty > 0 ? 1e-8 : 1e-12))
            && values[other] < values[at] * (1 - (penalty > 0 ? 1e-7 : 1e-9))) {
          at = other;
          lower = true;
          break;
        }
      }
    }
    return at;
  }

  /** The height to which every path from a cell's best point to {@code level} climbs. */
  double height(int cell, double level) {
    if (values[cell] <= level) {
      return values[cell];
    }
    int[] parent = new int[vertices];
    double[] least = new double[vertices];
    for (int v = 0; v < vertices; v++) {
      parent[v] = v;
      least[v] = v < values.length ? values[v] : Double.POSITIVE_INFINITY;
    }
    for (Edge edge : edges) {
      int a = root(parent, edge.a());
      int b = root(parent, edge.b());
      parent[a] = b;
      least[b] = Math.min(least[a], least[b]);
      if (least[root(parent, cell)] <= level) {
        return Math.max(values[cell], edge.weight());
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  private static int root(int[] parent, int v) {
    int at = v;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  /** Per unit its vector and sign at a cell's best point. */
  double[][] units(int cell) {
    if (penalty > 0) {
      return program(cells.get(cell), -1, 0).units(width);
    }
    double[] factors = fit(columns(cells.get(cell), -1, 0)).factors().clone();
    double[][] units = new double[width][];
    for (int k = 0; k < width; k++) {
      int sign = cells.get(cell)[k] % 2;
      int first = cells.get(cell)[k] / 2;
      units[k] = new double[] {0, 0, sign == 0 ? 1 : -1};
      for (int ray : new int[] {first, (first + 1) % rays.length}) {
        double factor = factors[2 * ray + sign];
        units[k][0] += factor * rays[ray][0];
        units[k][1] += factor * rays[ray][1];
        factors[2 * ray + sign] = 0;
      }
    }
    return units;
  }
}
