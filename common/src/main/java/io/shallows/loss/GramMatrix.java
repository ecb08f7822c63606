package io.shallows.loss;

import io.shallows.linalg.Kernels;
import io.shallows.network.Node;

/**
 * The Gram matrix J J^T without J: for a dense layer with inputs H and adjoints Delta of its
 * outputs, {@code (Delta Delta^T) o (H H^T)}, o the entrywise product, summed over the layers.
 * Cost: N^2 multiply-adds per unit of the layers' widths.
 */
final class GramMatrix {
  /** Rows per block, so that the two products of a block stay in the second-level cache. */
  private static final int BLOCK = 64;

  private final Expansion point;
  private final Kernels kernels;
  private final TilePlan plan;
  private final int samples;
  private final int outputs;
  private final int stride;
  private final double[] inputProduct;
  private final double[] adjointProduct;

  GramMatrix(Expansion point) {
    this.point = point;
    this.kernels = point.kernels();
    this.plan = point.plan();
    this.samples = point.samples();
    this.outputs = point.outputs();
    this.stride = TilePlan.stride(samples);
    int rows = Math.min(BLOCK, samples);
    this.inputProduct = new double[rows * stride];
    this.adjointProduct = new double[rows * stride];
  }

  void compute(double[] gram) {
    NodeBuffers[] adjoints = new NodeBuffers[outputs];
    for (int k = 0; k < outputs; k++) {
      adjoints[k] = point.outputAdjoints(k, null);
    }
    java.util.Arrays.fill(gram, 0.0);
    for (int v = 0; v < plan.count(); v++) {
      if (plan.node(v) instanceof Node.Dense dense) {
        double[] inputs = transposed(dense.source(), point.values());
        double[][] deltas = new double[outputs][];
        for (int k = 0; k < outputs; k++) {
          deltas[k] = transposed(v, adjoints[k]);
        }
        for (int from = 0; from < samples; from += BLOCK) {
          int to = Math.min(samples, from + BLOCK);
          product(dense.source(), point.values(), inputs, from, to, inputProduct);
          for (int k = 0; k < outputs; k++) {
            for (int l = 0; l < outputs; l++) {
              product(v, adjoints[k], deltas[l], from, to, adjointProduct);
              addProduct(gram, k, l, from, to);
            }
          }
        }
      }
    }
    mirror(gram);
  }

  private double[] transposed(int v, NodeBuffers rows) {
    int width = plan.width(v);
    double[] columns = new double[width * stride];
    kernels.transpose(
        samples, width, rows.array(v), rows.offset(v, 0), plan.strideOf(v), columns, 0, stride);
    return columns;
  }

  /** Products of the rows from..to-1 of a node with all rows before {@code to}. */
  private void product(
      int v, NodeBuffers rows, double[] columns, int from, int to, double[] target) {
    kernels.gemm(
        to - from,
        to,
        plan.width(v),
        rows.array(v),
        rows.offset(v, from),
        plan.strideOf(v),
        1,
        columns,
        0,
        stride,
        target,
        0,
        stride,
        false);
  }

  private void addProduct(double[] gram, int k, int l, int from, int to) {
    int order = samples * outputs;
    for (int s = from; s < to; s++) {
      int row = (s * outputs + k) * order;
      int at = (s - from) * stride;
      if (outputs == 1) {
        kernels.multiplyAdd(to, inputProduct, at, adjointProduct, at, gram, row);
      } else {
        for (int t = 0; t < to; t++) {
          int entry = row + t * outputs + l;
          gram[entry] = Math.fma(inputProduct[at + t], adjointProduct[at + t], gram[entry]);
        }
      }
    }
  }

  private void mirror(double[] gram) {
    kernels.mirrorLower(samples * outputs, gram, 0, samples * outputs);
  }
}
