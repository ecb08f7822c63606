package io.shallows.depth.path;

import io.shallows.network.DenseLayer;
import io.shallows.network.FixedMatrix;
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
    boolean[] columns = new boolean[node.width()];
    if (node instanceof Node.Dense dense) {
      DenseLayer layer = dense.layer();
      boolean[] source = changed[dense.source()];
      for (int i = 0; i < layer.inputs(); i++) {
        boolean reads = source != null && source[i];
        for (int j = 0; j < layer.outputs(); j++) {
          int at = layer.index(i, j);
          if (theta[at] != next[at] || (reads && next[at] != 0)) {
            columns[j] = true;
          }
        }
      }
    } else if (node instanceof Node.Relu relu) {
      return changed[relu.source()];
    } else if (node instanceof Node.Sum sum) {
      for (int source : sum.sources()) {
        for (int j = 0; changed[source] != null && j < columns.length; j++) {
          columns[j] |= changed[source][j];
        }
      }
    } else if (node instanceof Node.Fixed fixed) {
      boolean[] source = changed[fixed.source()];
      for (int i = 0; source != null && i < source.length; i++) {
        for (int j = 0; source[i] && j < columns.length; j++) {
          columns[j] |= fixed.matrix().get(i, j) != 0;
        }
      }
    }
    for (boolean column : columns) {
      if (column) {
        return columns;
      }
    }
    return null;
  }

  /** Computes the chosen columns of a node (all if null) from its sources. */
  private static void compute(
      Network network, Dataset data, double[] theta, double[][] values, int v, boolean[] columns) {
    Node node = network.nodes().get(v);
    double[] out = values[v];
    int n = data.samples();
    int width = node.width();
    if (node instanceof Node.Input) {
      System.arraycopy(data.x(), 0, out, 0, out.length);
    } else if (node instanceof Node.One) {
      Arrays.fill(out, 1);
    } else if (node instanceof Node.Relu relu) {
      double[] z = values[relu.source()];
      for (int i = 0; i < out.length; i++) {
        out[i] = Math.max(0.0, z[i]);
      }
    } else if (node instanceof Node.Sum sum) {
      Arrays.fill(out, 0);
      for (int source : sum.sources()) {
        for (int i = 0; i < out.length; i++) {
          out[i] += values[source][i];
        }
      }
    } else if (node instanceof Node.Dense dense) {
      product(
          values[dense.source()],
          n,
          dense.layer().inputs(),
          theta,
          dense.layer().offset(),
          width,
          out,
          columns);
    } else if (node instanceof Node.Fixed fixed) {
      FixedMatrix matrix = fixed.matrix();
      product(values[fixed.source()], n, matrix.rows(), matrix.values(), 0, width, out, columns);
    }
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
