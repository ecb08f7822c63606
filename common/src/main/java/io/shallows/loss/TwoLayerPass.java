package io.shallows.loss;

import io.shallows.linalg.Kernels;
import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import io.shallows.network.Node;
import io.shallows.problem.Dataset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Value and gradient of the two-layer network f = A relu(W x) with one output, in one fused pass
 * over tiles of samples.
 *
 * <p>Such a step has so little arithmetic per number that separate passes wait for memory. Here
 * samples are columns: one block computes pre-activation, relu and output, another one reads the
 * relus once for all gradients. The loss has the bits of the general evaluation; gradients sum the
 * samples in eight interleaved partial sums, so they agree to rounding.
 */
final class TwoLayerPass {
  /** Numbers in the relus of a tile: half of a second-level cache of one megabyte. */
  private static final int TILE_NUMBERS = 1 << 16;

  private final Kernels kernels;
  private final DenseLayer first;
  private final DenseLayer head;
  private final int samples;
  private final int inputs;
  private final int units;
  private final int stride;
  private final int tile;
  private final double[] x;
  private final double[] w;
  private final double[] a;
  private final double[] h;
  private final double[] f;
  private final double[] derivative;
  private final double[] sums;

  private TwoLayerPass(Kernels kernels, DenseLayer first, DenseLayer head, Dataset data) {
    this.kernels = kernels;
    this.first = first;
    this.head = head;
    this.samples = data.samples();
    this.inputs = data.inputs();
    this.units = roundUp(first.outputs(), Kernels.UNIT_BLOCK);
    this.stride = roundUp(samples, Kernels.SAMPLE_BLOCK);
    int fitting = TILE_NUMBERS / units / Kernels.SAMPLE_BLOCK * Kernels.SAMPLE_BLOCK;
    this.tile = Math.min(stride, Math.max(2 * Kernels.SAMPLE_BLOCK, fitting));
    this.x = new double[inputs * stride];
    for (int s = 0; s < samples; s++) {
      for (int i = 0; i < inputs; i++) {
        x[i * stride + s] = data.x(s, i);
      }
    }
    this.w = new double[inputs * units];
    this.a = new double[units];
    this.h = new double[units * tile];
    this.f = new double[stride];
    this.derivative = new double[stride];
    this.sums = new double[units * (inputs + 1) * 8];
  }

  /** The pass for a network that it can evaluate. */
  static Optional<TwoLayerPass> of(Kernels kernels, Network network, Dataset data) {
    List<Node> nodes = network.nodes();
    boolean fits =
        nodes.size() == 4
            && nodes.get(1) instanceof Node.Dense dense
            && dense.source() == 0
            && nodes.get(2) instanceof Node.Relu relu
            && relu.source() == 1
            && nodes.get(3) instanceof Node.Dense output
            && output.source() == 2
            && data.outputs() == 1;
    return fits
        ? Optional.of(
            new TwoLayerPass(kernels, network.layers().get(0), network.layers().get(1), data))
        : Optional.empty();
  }

  private static int roundUp(int n, int multiple) {
    return (n + multiple - 1) / multiple * multiple;
  }

  /**
   * Outputs minus targets into {@code residual}; the gradient of the mean square too, if there is
   * an array for it.
   */
  void run(double[] theta, double[] targets, double[] residual, double[] gradient) {
    load(theta);
    Arrays.fill(f, 0.0);
    if (gradient != null) {
      Arrays.fill(sums, 0.0);
    }
    for (int from = 0; from < stride; from += tile) {
      int columns = Math.min(tile, stride - from);
      kernels.twoLayerForward(units, inputs, columns, x, from, stride, w, a, h, tile, f);
      int to = Math.min(samples, from + columns);
      for (int s = from; s < to; s++) {
        double r = f[s] - targets[s];
        residual[s] = r;
        derivative[s] = 2.0 / samples * r;
      }
      if (gradient != null) {
        kernels.twoLayerBackward(
            units, inputs, columns, x, from, stride, h, tile, derivative, sums);
      }
    }
    if (gradient != null) {
      finish(gradient);
    }
  }

  private void load(double[] theta) {
    for (int i = 0; i < inputs; i++) {
      System.arraycopy(theta, first.index(i, 0), w, i * units, first.outputs());
    }
    System.arraycopy(theta, head.offset(), a, 0, first.outputs());
  }

  private void finish(double[] gradient) {
    for (int u = 0; u < first.outputs(); u++) {
      int unit = u * (inputs + 1) * 8;
      for (int i = 0; i < inputs; i++) {
        gradient[first.index(i, u)] = a[u] * Kernels.combine(sums, unit + i * 8);
      }
      gradient[head.index(u, 0)] = Kernels.combine(sums, unit + inputs * 8);
    }
  }
}
