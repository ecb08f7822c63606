package io.shallows.loss;

import io.shallows.linalg.Kernels;
import io.shallows.problem.Dataset;
import java.util.Arrays;

/**
 * One array per node of a graph for a range of samples: values, adjoints or tangents. The nodes
 * that do not depend on the parameters share arrays for all samples.
 */
final class NodeBuffers {
  private final TilePlan plan;
  private final double[][] arrays;
  private final boolean[] shared;
  private int base;

  private NodeBuffers(TilePlan plan, double[][] arrays, boolean[] shared) {
    this.plan = plan;
    this.arrays = arrays;
    this.shared = shared;
  }

  /** The constant nodes of all samples, and nothing else. */
  static NodeBuffers constants(TilePlan plan, Dataset data) {
    double[][] arrays = new double[plan.count()][];
    boolean[] shared = new boolean[plan.count()];
    for (int v = 0; v < arrays.length; v++) {
      int node = v;
      shared[v] = plan.isConstant(v);
      plan.node(v)
          .visit(
              input -> arrays[node] = inputs(data, plan.strideOf(node)),
              one -> arrays[node] = ones(data.samples()),
              dense -> {},
              relu -> {},
              sum -> {},
              fixed -> {});
    }
    return new NodeBuffers(plan, arrays, shared);
  }

  private static double[] inputs(Dataset data, int stride) {
    double[] rows = new double[data.samples() * stride];
    for (int s = 0; s < data.samples(); s++) {
      for (int j = 0; j < data.inputs(); j++) {
        rows[s * stride + j] = data.x(s, j);
      }
    }
    return rows;
  }

  private static double[] ones(int samples) {
    double[] ones = new double[samples];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** Buffers of {@code rows} samples for the other nodes, beside these constants. */
  NodeBuffers beside(int rows) {
    double[][] all = arrays.clone();
    for (int v = 0; v < all.length; v++) {
      if (!shared[v] && plan.root(v) == v) {
        all[v] = new double[rows * plan.strideOf(v)];
      }
    }
    return new NodeBuffers(plan, all, shared);
  }

  /** Makes {@code sample} the first row. */
  void begin(int sample) {
    base = sample;
  }

  /** The array that holds node v. */
  double[] array(int v) {
    return arrays[plan.root(v)];
  }

  /** Where the row of a sample begins. */
  int offset(int v, int sample) {
    return (shared[v] ? sample : sample - base) * plan.strideOf(v);
  }

  /** Takes over the other's numbers; both hold the same samples. */
  void copy(NodeBuffers other) {
    for (int v = 0; v < arrays.length; v++) {
      if (own(v)) {
        System.arraycopy(other.arrays[v], 0, arrays[v], 0, arrays[v].length);
      }
    }
  }

  /** Sets the row of a sample to 0 in all nodes that depend on the parameters. */
  void clear(int sample) {
    for (int v = 0; v < arrays.length; v++) {
      if (own(v)) {
        int at = offset(v, sample);
        Arrays.fill(arrays[v], at, at + plan.strideOf(v), 0.0);
      }
    }
  }

  /** Adds the other's row of a sample. */
  void add(Kernels kernels, NodeBuffers other, int sample) {
    for (int v = 0; v < arrays.length; v++) {
      if (own(v)) {
        int length = plan.strideOf(v);
        kernels.axpy(
            length, 1, other.arrays[v], other.offset(v, sample), arrays[v], offset(v, sample));
      }
    }
  }

  private boolean own(int v) {
    return !shared[v] && plan.root(v) == v;
  }
}
