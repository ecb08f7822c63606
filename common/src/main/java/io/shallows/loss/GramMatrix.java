package io.shallows.loss;

import io.shallows.linalg.Fma;
import io.shallows.linalg.Kernels;
import io.shallows.network.Network;
import java.util.Arrays;

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
  private final NodeBuffers[] adjoints;
  private final double[] inputColumns;
  private final double[][] adjointColumns;

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
    this.adjoints = new NodeBuffers[outputs];
    int widest = 1;
    for (int v = 0; v < plan.count(); v++) {
      widest = Math.max(widest, plan.width(v));
    }
    this.inputColumns = new double[widest * stride];
    this.adjointColumns = new double[outputs][widest * stride];
  }

  void compute(double[] gram) {
    for (int k = 0; k < outputs; k++) {
      adjoints[k] = point.outputAdjoints(k, adjoints[k]);
    }
    Arrays.fill(gram, 0.0);
    for (Network.DenseNode dense : plan.dense()) {
      addLayer(dense.node(), dense.source(), gram);
    }
    kernels.mirrorLower(samples * outputs, gram, 0, samples * outputs);
  }

  private void addLayer(int v, int source, double[] gram) {
    transpose(source, point.values(), inputColumns);
    for (int k = 0; k < outputs; k++) {
      transpose(v, adjoints[k], adjointColumns[k]);
    }
    for (int from = 0; from < samples; from += BLOCK) {
      int to = Math.min(samples, from + BLOCK);
      product(source, point.values(), inputColumns, from, to, inputProduct);
      for (int k = 0; k < outputs; k++) {
        for (int l = 0; l < outputs; l++) {
          product(v, adjoints[k], adjointColumns[l], from, to, adjointProduct);
          addProduct(gram, k, l, from, to);
        }
      }
    }
  }

  private void transpose(int v, NodeBuffers rows, double[] columns) {
    kernels.transpose(
        samples,
        plan.width(v),
        rows.array(v),
        rows.offset(v, 0),
        plan.strideOf(v),
        columns,
        0,
        stride);
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
          gram[entry] = Fma.of(inputProduct[at + t], adjointProduct[at + t], gram[entry]);
        }
      }
    }
  }
}
