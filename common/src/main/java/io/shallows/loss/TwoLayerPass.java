package io.shallows.loss;

import io.shallows.linalg.Fma;
import io.shallows.linalg.Kernels;
import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import io.shallows.problem.Dataset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Value, gradient and Hessian-vector products of the mean square of the two-layer network f = A
 * relu(W x) with one output, each in one fused pass over tiles of samples.
 *
 * <p>Such a step has so little arithmetic per number that separate passes wait for memory. Here
 * samples are columns: one block computes pre-activation, relu and output, another one reads the
 * relus once for all gradients. The loss has the bits of the general evaluation; gradients sum the
 * samples in eight interleaved partial sums, so they agree to rounding.
 *
 * <p>With d_s the derivative of the loss with respect to output s, and P_ui = sum of d_s x_is over
 * the samples on which unit u is on, the gradient is a_u P_ui for the first layer and sum_s d_s
 * h_us for the head. A direction (V, b) changes the outputs by {@code b_u h_us + a_u (V x)_us
 * [on]}, d_s in proportion, and P_ui by Q_ui, the same sum with the change of d_s. So the product
 * with the Hessian is {@code b_u P_ui + a_u Q_ui} for the first layer and {@code sum_s d'_s h_us +
 * sum_i V_ui P_ui} for the head: with h and P of the point kept, it costs as much as a gradient.
 */
final class TwoLayerPass {
  /**
   * Numbers in the relus of a tile: 1 MiB. They are written and read once, in order, so they need
   * not stay in the nearest cache; shorter tiles load and store the sums of a unit more often.
   */
  private static final int TILE_NUMBERS = 1 << 17;

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

  /** The point of the last product; its relus, tile by tile, and its P. */
  private double[] point = new double[0];

  private List<Kink> off = List.of();
  private double[][] relus;
  private double[] onSums;
  private double[] motion;
  private double[] headMotion;

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
    List<Network.DenseNode> dense = network.dense();
    boolean fits =
        network.nodes().size() == 4
            && dense.size() == 2
            && dense.get(0).node() == 1
            && dense.get(0).source() == 0
            && network.relus().equals(List.of(2))
            && network.rectified(0) == 1
            && dense.get(1).node() == 3
            && dense.get(1).source() == 2
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
    load(theta, w, a);
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

  /**
   * The product of the Hessian of the mean square and a direction, at {@code theta} with the kinks
   * off. The relus of the point are kept for further directions.
   */
  void hessianVectorProduct(
      double[] theta, List<Kink> kinks, double[] targets, double[] direction, double[] product) {
    if (!Arrays.equals(point, theta) || !off.equals(kinks)) {
      moveTo(theta, kinks, targets);
    }
    load(direction, motion, headMotion);
    load(theta, w, a);
    Arrays.fill(f, 0.0);
    Arrays.fill(sums, 0.0);
    for (int from = 0; from < stride; from += tile) {
      int columns = Math.min(tile, stride - from);
      double[] relu = relus[from / tile];
      kernels.twoLayerTangent(
          units, inputs, columns, x, from, stride, motion, a, headMotion, relu, tile, f);
      int to = Math.min(samples, from + columns);
      for (int s = from; s < to; s++) {
        derivative[s] = 2.0 / samples * f[s];
      }
      kernels.twoLayerBackward(
          units, inputs, columns, x, from, stride, relu, tile, derivative, sums);
    }
    for (int u = 0; u < first.outputs(); u++) {
      int unit = u * (inputs + 1) * 8;
      double moved = Kernels.combine(sums, unit + inputs * 8);
      for (int i = 0; i < inputs; i++) {
        double on = onSums[u * inputs + i];
        product[first.index(i, u)] =
            Fma.of(headMotion[u], on, a[u] * Kernels.combine(sums, unit + i * 8));
        moved = Fma.of(motion[i * units + u], on, moved);
      }
      product[head.index(u, 0)] = moved;
    }
  }

  /** Keeps the relus of a point and P. */
  private void moveTo(double[] theta, List<Kink> kinks, double[] targets) {
    if (relus == null) {
      relus = new double[(stride + tile - 1) / tile][units * tile];
      onSums = new double[first.outputs() * inputs];
      motion = new double[inputs * units];
      headMotion = new double[units];
    }
    if (point.length != theta.length) {
      point = new double[theta.length];
    }
    System.arraycopy(theta, 0, point, 0, theta.length);
    off = List.copyOf(kinks);
    load(theta, w, a);
    Arrays.fill(f, 0.0);
    Arrays.fill(sums, 0.0);
    for (int from = 0; from < stride; from += tile) {
      int columns = Math.min(tile, stride - from);
      double[] relu = relus[from / tile];
      kernels.twoLayerForward(units, inputs, columns, x, from, stride, w, a, relu, tile, f);
      switchOff(from, from + columns, relu);
      int to = Math.min(samples, from + columns);
      for (int s = from; s < to; s++) {
        derivative[s] = 2.0 / samples * (f[s] - targets[s]);
      }
      kernels.twoLayerBackward(
          units, inputs, columns, x, from, stride, relu, tile, derivative, sums);
    }
    for (int u = 0; u < first.outputs(); u++) {
      for (int i = 0; i < inputs; i++) {
        onSums[u * inputs + i] = Kernels.combine(sums, (u * (inputs + 1) + i) * 8);
      }
    }
  }

  /** Switches the kinks of some samples off, their part of the outputs too. */
  private void switchOff(int from, int to, double[] relu) {
    for (Kink kink : off) {
      if (kink.sample() >= from && kink.sample() < to) {
        int s = kink.sample() - from;
        relu[kink.unit() * tile + s] = 0;
        double sum = 0;
        for (int u = 0; u < units; u++) {
          sum = Fma.of(relu[u * tile + s], a[u], sum);
        }
        f[kink.sample()] = sum;
      }
    }
  }

  private void load(double[] theta, double[] firstLayer, double[] headLayer) {
    for (int i = 0; i < inputs; i++) {
      System.arraycopy(theta, first.index(i, 0), firstLayer, i * units, first.outputs());
    }
    System.arraycopy(theta, head.offset(), headLayer, 0, first.outputs());
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
