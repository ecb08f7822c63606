package io.shallows.loss;

import io.shallows.linalg.Kernels;
import io.shallows.network.DenseLayer;
import java.util.Arrays;

/**
 * The Hessian of the squared loss of a network, assembled layer by layer instead of by p products.
 *
 * <p>{@code H = (2/N) J^T J + S}. The outputs are linear in each layer's parameters, so S, which
 * carries the residuals, has entries between different layers only. For a weight (b, a) of a layer
 * v and a weight (c, d) of a later layer u,
 *
 * <pre>
 * S = sum_i h_ib (v's input) t_ic (derivative of u's input by v's output a) delta_id (adjoint of u's output)
 * </pre>
 *
 * <p>One forward pass of derivatives per unit serves all weights into it. Directly after a relu
 * these derivatives live in one column, which is used. Cost: N p^2 / 2 multiply-adds for the first
 * term and at most as much again for the second; p Hessian-vector products cost 6 N p^2. Exact up
 * to rounding, sums in a fixed order.
 */
final class HessianAssembly {
  private final Expansion point;
  private final Kernels kernels;
  private final TilePlan plan;
  private final int samples;
  private final NodeBuffers tangents;
  private final boolean[] reached;
  private final int[] column;
  private double[] products = new double[0];

  HessianAssembly(Expansion point, NodeBuffers tangents) {
    this.point = point;
    this.kernels = point.kernels();
    this.plan = point.plan();
    this.samples = point.samples();
    this.tangents = tangents;
    this.reached = new boolean[plan.count()];
    this.column = new int[plan.count()];
  }

  /**
   * The Hessian, p x p row-major, both triangles.
   *
   * @param adjoints derivatives with respect to all nodes of what is differentiated twice
   */
  void compute(NodeBuffers adjoints, double[] matrix) {
    int p = plan.network().parameterCount();
    new TiledLinearization(point).normal(matrix);
    kernels.scale(p * p, 2.0 / samples, matrix, 0);
    boolean[] done = new boolean[plan.count()];
    for (int v = 0; v < plan.count(); v++) {
      if (plan.isLearned(v) && !done[v]) {
        addRows(v, done, adjoints, p, matrix);
      }
    }
    mirrorUpper(p, matrix);
  }

  /** Adds the rows of layer v, and of the layers that are summed up with it. */
  private void addRows(int v, boolean[] done, NodeBuffers adjoints, int p, double[] matrix) {
    int units = plan.width(v);
    for (int unit = 0; unit < units; unit++) {
      follow(v, unit);
      for (int u = v + 1; u < plan.count(); u++) {
        if (!plan.isLearned(u) || !reached[plan.sourceOf(u)]) {
          continue;
        }
        int source = plan.sourceOf(u);
        DenseLayer later = plan.layers().get(plan.layerIndex(u));
        int first = column[source] < 0 ? 0 : column[source];
        int count = column[source] < 0 ? later.inputs() : 1;
        multiply(u, source, first, count, adjoints);
        for (int w = v; w < u; w++) {
          if (together(v, w)) {
            DenseLayer layer = plan.layers().get(plan.layerIndex(w));
            int columns = count * later.outputs();
            int input = plan.sourceOf(w);
            kernels.gemm(
                layer.inputs(),
                columns,
                samples,
                point.values().array(input),
                point.values().offset(input, 0),
                1,
                plan.strideOf(input),
                products,
                0,
                columns,
                matrix,
                (layer.offset() + unit) * p + later.offset() + first * later.outputs(),
                units * p,
                true);
          }
        }
      }
    }
    for (int w = v; w < plan.count(); w++) {
      done[w] |= together(v, w);
    }
  }

  /** Whether dense layers v and w are terms of the same sum, so that all derivatives agree. */
  private boolean together(int v, int w) {
    return plan.isLearned(w)
        && (v == w || (plan.isTerm(v) && plan.isTerm(w) && plan.root(v) == plan.root(w)));
  }

  /** {@code products[i][c][d] = t_ic delta_id} for count columns c of node source. */
  private void multiply(int u, int source, int first, int count, NodeBuffers adjoints) {
    int outputs = plan.width(u);
    if (products.length < samples * count * outputs) {
      products = new double[samples * count * outputs];
    }
    double[] t = tangents.array(source);
    double[] delta = adjoints.array(u);
    for (int s = 0; s < samples; s++) {
      int from = tangents.offset(source, s) + first;
      int at = adjoints.offset(u, s);
      int to = s * count * outputs;
      for (int c = 0; c < count; c++) {
        double factor = t[from + c];
        for (int d = 0; d < outputs; d++) {
          products[to++] = factor * delta[at + d];
        }
      }
    }
  }

  /** Derivatives of all later nodes by one output of dense layer v, on all samples. */
  private void follow(int v, int unit) {
    Arrays.fill(reached, false);
    for (int u = v; u < plan.count(); u++) {
      if (plan.isConstant(u) || plan.isTerm(u)) {
        continue;
      }
      if (u == v) {
        start(u, unit);
        continue;
      }
      switch (plan.step(u)) {
        case CONSTANT -> {}
        case RELU -> {
          if (reached[plan.sourceOf(u)]) {
            rectify(u, plan.sourceOf(u));
          }
        }
        case SUM -> {
          for (int source : plan.termsOf(u)) {
            if (source == v) {
              start(u, unit);
            } else if (plan.isTerm(source)) {
              map(source, u);
            } else if (reached[source]) {
              add(source, u);
            }
          }
        }
        case MAP -> map(u, u);
      }
    }
  }

  private void clear(int u) {
    Arrays.fill(tangents.array(u), 0, samples * plan.strideOf(u), 0.0);
  }

  private void arrive(int u, int at) {
    if (!reached[u]) {
      clear(u);
      reached[u] = true;
      column[u] = at;
    } else if (column[u] != at) {
      column[u] = -1;
    }
  }

  private void start(int u, int unit) {
    arrive(u, unit);
    double[] t = tangents.array(u);
    for (int s = 0; s < samples; s++) {
      t[tangents.offset(u, s) + unit] += 1;
    }
  }

  private void rectify(int u, int source) {
    double[] t = tangents.array(u);
    int length = samples * plan.strideOf(u);
    if (tangents.array(source) != t) {
      System.arraycopy(tangents.array(source), 0, t, 0, length);
    }
    kernels.maskPositive(length, point.values().array(u), 0, t, 0);
    reached[u] = true;
    column[u] = column[source];
  }

  private void add(int source, int u) {
    int at = column[source];
    arrive(u, at);
    int length = samples * plan.strideOf(u);
    kernels.axpy(length, 1, tangents.array(source), 0, tangents.array(u), 0);
  }

  /** Adds what linear map w makes of its source's derivatives to node u. */
  private void map(int w, int u) {
    int source = plan.sourceOf(w);
    if (plan.isConstant(source) || !reached[source]) {
      return;
    }
    arrive(u, -1);
    point.weights().multiply(w, samples, tangents.array(source), 0, tangents.array(u), 0, true);
  }

  private static void mirrorUpper(int p, double[] matrix) {
    int block = 16;
    for (int rows = 0; rows < p; rows += block) {
      for (int columns = rows; columns < p; columns += block) {
        for (int i = rows; i < Math.min(p, rows + block); i++) {
          for (int j = Math.max(i + 1, columns); j < Math.min(p, columns + block); j++) {
            matrix[j * p + i] = matrix[i * p + j];
          }
        }
      }
    }
  }
}
