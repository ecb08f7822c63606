package io.shallows.loss;

import io.shallows.linalg.Kernels;
import io.shallows.network.DenseLayer;
import java.util.Arrays;

/**
 * Sums {@code H^T Delta} of every dense layer over the samples, in ascending order of the samples
 * whatever the tiles.
 *
 * <p>A layer whose rows are whole vectors is summed in the caller's array; the others in padded
 * scratch.
 */
final class GradientSum {
  private final Kernels kernels;
  private final TilePlan plan;
  private final double[][] padded;
  private final boolean[] written;
  private double[] gradient;

  GradientSum(Kernels kernels, TilePlan plan) {
    this.kernels = kernels;
    this.plan = plan;
    this.padded = new double[plan.layers().size()][];
    this.written = new boolean[padded.length];
    for (int l = 0; l < padded.length; l++) {
      DenseLayer layer = plan.layers().get(l);
      int columns = TilePlan.columns(layer.outputs());
      if (layer.outputs() == 1) {
        padded[l] = new double[TilePlan.columns(layer.inputs())];
      } else if (columns != layer.outputs()) {
        padded[l] = new double[layer.inputs() * columns];
      }
    }
  }

  /** Begins a new sum. */
  void begin(double[] target) {
    gradient = target;
    Arrays.fill(written, false);
  }

  /** Adds the product of a layer's inputs and the adjoints of its outputs. */
  void add(int v, NodeBuffers inputs, NodeBuffers adjoints, int from, int rows) {
    int l = plan.layerIndex(v);
    DenseLayer layer = plan.layers().get(l);
    int source = plan.sourceOf(v);
    double[] h = inputs.array(source);
    int hOffset = inputs.offset(source, from);
    int hStride = plan.strideOf(source);
    double[] delta = adjoints.array(v);
    int deltaOffset = adjoints.offset(v, from);
    if (layer.outputs() == 1) {
      int n = TilePlan.columns(layer.inputs());
      kernels.gemm(
          1,
          n,
          rows,
          delta,
          deltaOffset,
          rows,
          1,
          h,
          hOffset,
          hStride,
          padded[l],
          0,
          n,
          written[l]);
    } else {
      int n = TilePlan.columns(layer.outputs());
      boolean direct = padded[l] == null;
      kernels.gemm(
          layer.inputs(),
          n,
          rows,
          h,
          hOffset,
          1,
          hStride,
          delta,
          deltaOffset,
          plan.strideOf(v),
          direct ? gradient : padded[l],
          direct ? layer.offset() : 0,
          n,
          written[l]);
    }
    written[l] = true;
  }

  /** Completes the caller's array. */
  void end() {
    for (int l = 0; l < padded.length; l++) {
      DenseLayer layer = plan.layers().get(l);
      if (!written[l]) {
        Arrays.fill(gradient, layer.offset(), layer.offset() + layer.size(), 0.0);
      } else if (layer.outputs() == 1) {
        System.arraycopy(padded[l], 0, gradient, layer.offset(), layer.inputs());
      } else if (padded[l] != null) {
        int stride = TilePlan.columns(layer.outputs());
        for (int i = 0; i < layer.inputs(); i++) {
          System.arraycopy(padded[l], i * stride, gradient, layer.index(i, 0), layer.outputs());
        }
      }
    }
  }
}
