package io.shallows.loss;

import io.shallows.linalg.Kernels;
import io.shallows.network.DenseLayer;
import io.shallows.network.FixedMatrix;
import io.shallows.network.Network;

/**
 * The weight matrices of one parameter vector in the layout that the kernels read: padded rows, and
 * the transposed matrices beside them.
 */
final class LayerWeights {
  private final Kernels kernels;
  private final TilePlan plan;
  private final double[][] forward;
  private final double[][] backward;

  LayerWeights(Kernels kernels, TilePlan plan) {
    this.kernels = kernels;
    this.plan = plan;
    this.forward = new double[plan.count()][];
    this.backward = new double[plan.count()][];
    for (int v = 0; v < plan.count(); v++) {
      int node = v;
      plan.node(v)
          .visit(
              input -> {},
              one -> {},
              dense -> allocate(node, dense.layer().inputs(), dense.layer().outputs()),
              relu -> {},
              sum -> {},
              fixed -> keep(node, fixed.matrix()));
    }
  }

  private void keep(int v, FixedMatrix matrix) {
    allocate(v, matrix.rows(), matrix.columns());
    pack(v, matrix.rows(), matrix.columns(), matrix.values(), 0);
    transpose(v, matrix.rows(), matrix.columns(), matrix.values(), 0);
  }

  private void allocate(int v, int rows, int columns) {
    forward[v] = new double[rows * TilePlan.stride(columns)];
    backward[v] = new double[columns * TilePlan.stride(rows)];
  }

  /** Takes the parameters over, for forward passes only. */
  void loadForward(double[] theta) {
    for (Network.DenseNode dense : plan.dense()) {
      DenseLayer layer = dense.layer();
      pack(dense.node(), layer.inputs(), layer.outputs(), theta, layer.offset());
    }
  }

  /** Takes the parameters over. */
  void load(double[] theta) {
    loadForward(theta);
    for (Network.DenseNode dense : plan.dense()) {
      if (!plan.isConstant(dense.source())) {
        DenseLayer layer = dense.layer();
        transpose(dense.node(), layer.inputs(), layer.outputs(), theta, layer.offset());
      }
    }
  }

  private void pack(int v, int rows, int columns, double[] from, int offset) {
    int stride = TilePlan.stride(columns);
    if (stride == columns) {
      System.arraycopy(from, offset, forward[v], 0, rows * columns);
      return;
    }
    for (int i = 0; i < rows; i++) {
      System.arraycopy(from, offset + i * columns, forward[v], i * stride, columns);
    }
  }

  private void transpose(int v, int rows, int columns, double[] from, int offset) {
    kernels.transpose(rows, columns, from, offset, columns, backward[v], 0, TilePlan.stride(rows));
  }

  /** {@code target (+)= source W} for {@code rows} samples. */
  void multiply(
      int v,
      int rows,
      double[] source,
      int sourceOffset,
      double[] target,
      int targetOffset,
      boolean accumulate) {
    int from = plan.sourceOf(v);
    kernels.gemm(
        rows,
        plan.columnsOf(v),
        plan.width(from),
        source,
        sourceOffset,
        plan.strideOf(from),
        1,
        forward[v],
        0,
        plan.strideOf(v),
        target,
        targetOffset,
        plan.strideOf(v),
        accumulate);
  }

  /** {@code source (+)= target W^T} for {@code rows} samples. */
  void multiplyTransposed(
      int v,
      int rows,
      double[] target,
      int targetOffset,
      double[] source,
      int sourceOffset,
      boolean accumulate) {
    int from = plan.sourceOf(v);
    kernels.gemm(
        rows,
        plan.columnsOf(from),
        plan.width(v),
        target,
        targetOffset,
        plan.strideOf(v),
        1,
        backward[v],
        0,
        plan.strideOf(from),
        source,
        sourceOffset,
        plan.strideOf(from),
        accumulate);
  }
}
