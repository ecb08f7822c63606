package io.shallows.depth.path;

import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import io.shallows.network.Node;
import io.shallows.problem.Dataset;
import java.util.Arrays;

/**
 * The values of every node of a network on every sample, at one parameter vector.
 *
 * <p>{@link #moved} recomputes only the columns that a move can change, in the same order of
 * summation, so that the values do not depend on the way by which a point was reached. Immutable;
 * unchanged nodes share their arrays.
 */
public final class NodeValues {

  private final Network network;
  private final Dataset data;
  private final double[] theta;
  private final double[][] values;
  private final double loss;

  private NodeValues(Network network, Dataset data, double[] theta, double[][] values) {
    this.network = network;
    this.data = data;
    this.theta = theta;
    this.values = values;
    double[] out = values[values.length - 1];
    double sum = 0;
    int c = data.outputs();
    for (int s = 0; s < data.samples(); s++) {
      for (int o = 0; o < c; o++) {
        double r = out[s * c + o] - data.y(s, o);
        sum += r * r;
      }
    }
    this.loss = sum / data.samples();
  }

  /** The values at {@code theta}. */
  public static NodeValues at(Network network, Dataset data, double[] theta) {
    double[][] values = new double[network.nodes().size()][];
    for (int v = 0; v < values.length; v++) {
      values[v] = new double[data.samples() * network.nodes().get(v).width()];
      compute(network, data, theta, values, v, null);
    }
    return new NodeValues(network, data, theta.clone(), values);
  }

  /** The values at {@code next}. */
  public NodeValues moved(double[] next) {
    double[][] moved = new double[values.length][];
    boolean[][] changed = new boolean[values.length][];
    for (int v = 0; v < values.length; v++) {
      changed[v] = changedColumns(v, next, changed);
      if (changed[v] == null) {
        moved[v] = values[v];
      } else {
        moved[v] = values[v].clone();
        compute(network, data, next, moved, v, changed[v]);
      }
    }
    return new NodeValues(network, data, next.clone(), moved);
  }

  public double loss() {
    return loss;
  }

  public Network network() {
    return network;
  }

  public Dataset data() {
    return data;
  }

  /** The parameters; not to be changed. */
  public double[] theta() {
    return theta;
  }

  /** Values of a node, N x width, row by row; not to be changed. */
  public double[] of(int node) {
    return values[node];
  }

  /** Residuals f - y, N x c, row by row. */
  public double[] residual() {
    double[] r = values[values.length - 1].clone();
    int c = data.outputs();
    for (int i = 0; i < r.length; i++) {
      r[i] -= data.y(i / c, i % c);
    }
    return r;
  }

  /** The columns of a node that differ at {@code next}, or null if none can. */
  private boolean[] changedColumns(int v, double[] next, boolean[][] changed) {
    Node node = network.nodes().get(v);
    boolean[] columns =
        node.match(
            input -> new boolean[node.width()],
            one -> new boolean[node.width()],
            dense -> changedColumns(dense, next, changed[dense.source()]),
            relu -> changed[relu.source()],
            sum -> {
              boolean[] any = new boolean[node.width()];
              for (int source : sum.sources()) {
                for (int j = 0; changed[source] != null && j < any.length; j++) {
                  any[j] |= changed[source][j];
                }
              }
              return any;
            },
            fixed -> {
              boolean[] any = new boolean[node.width()];
              boolean[] source = changed[fixed.source()];
              for (int i = 0; source != null && i < source.length; i++) {
                for (int j = 0; source[i] && j < any.length; j++) {
                  any[j] |= fixed.matrix().get(i, j) != 0;
                }
              }
              return any;
            });
    for (int j = 0; columns != null && j < columns.length; j++) {
      if (columns[j]) {
        return columns;
      }
    }
    return null;
  }

  private boolean[] changedColumns(Node.Dense dense, double[] next, boolean[] source) {
    DenseLayer layer = dense.layer();
    boolean[] columns = new boolean[layer.outputs()];
    for (int i = 0; i < layer.inputs(); i++) {
      boolean reads = source != null && source[i];
      for (int j = 0; j < layer.outputs(); j++) {
        int at = layer.index(i, j);
        if (theta[at] != next[at] || (reads && next[at] != 0)) {
          columns[j] = true;
        }
      }
    }
    return columns;
  }

  /** Computes the chosen columns of a node (all if null) from its sources. */
  private static void compute(
      Network network, Dataset data, double[] theta, double[][] values, int v, boolean[] columns) {
    Node node = network.nodes().get(v);
    double[] out = values[v];
    int n = data.samples();
    int width = node.width();
    node.visit(
        input -> System.arraycopy(data.x(), 0, out, 0, out.length),
        one -> Arrays.fill(out, 1),
        dense ->
            product(
                values[dense.source()],
                n,
                dense.layer().inputs(),
                theta,
                dense.layer().offset(),
                width,
                out,
                columns),
        relu -> {
          double[] z = values[relu.source()];
          for (int i = 0; i < out.length; i++) {
            out[i] = Math.max(0.0, z[i]);
          }
        },
        sum -> {
          Arrays.fill(out, 0);
          for (int source : sum.sources()) {
            for (int i = 0; i < out.length; i++) {
              out[i] += values[source][i];
            }
          }
        },
        fixed ->
            product(
                values[fixed.source()],
                n,
                fixed.matrix().rows(),
                fixed.matrix().values(),
                0,
                width,
                out,
                columns));
  }

  /**
   * {@code out = H W} in the chosen columns, each entry summed over the inputs in ascending order.
   */
  private static void product(
      double[] h,
      int n,
      int inputs,
      double[] weights,
      int offset,
      int width,
      double[] out,
      boolean[] columns) {
    int chosen = 0;
    int[] list = new int[width];
    for (int j = 0; j < width; j++) {
      if (columns == null || columns[j]) {
        list[chosen++] = j;
      }
    }
    if (chosen > width / 2) {
      Arrays.fill(out, 0);
      for (int s = 0; s < n; s++) {
        addRow(h, s * inputs, inputs, weights, offset, out, s * width, width);
      }
    } else {
      for (int s = 0; s < n; s++) {
        for (int q = 0; q < chosen; q++) {
          int j = list[q];
          double sum = 0;
          for (int i = 0; i < inputs; i++) {
            sum += h[s * inputs + i] * weights[offset + i * width + j];
          }
          out[s * width + j] = sum;
        }
      }
    }
  }

  /**
   * Adds one row of {@code H W}, four inputs at a time and each entry in ascending order of inputs;
   * groups of zeros, which relus make, are left out.
   */
  private static void addRow(
      double[] h, int at, int inputs, double[] w, int offset, double[] out, int row, int width) {
    int i = 0;
    for (; i + 4 <= inputs; i += 4) {
      double a = h[at + i];
      double b = h[at + i + 1];
      double c = h[at + i + 2];
      double d = h[at + i + 3];
      if (a == 0 && b == 0 && c == 0 && d == 0) {
        continue;
      }
      int first = offset + i * width;
      int second = first + width;
      int third = second + width;
      int fourth = third + width;
      for (int j = 0; j < width; j++) {
        out[row + j] =
            out[row + j]
                + a * w[first + j]
                + b * w[second + j]
                + c * w[third + j]
                + d * w[fourth + j];
      }
    }
    for (; i < inputs; i++) {
      double value = h[at + i];
      int from = offset + i * width;
      for (int j = 0; value != 0 && j < width; j++) {
        out[row + j] += value * w[from + j];
      }
    }
  }
}
