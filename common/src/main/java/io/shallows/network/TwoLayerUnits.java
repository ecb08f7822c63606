package io.shallows.network;

import java.util.Optional;

/**
 * Where a two-layer network {@code f = sum_k b_k relu(w_k . x) [+ c . x]} of one output keeps its
 * parameters.
 *
 * @param first the layer of the w_k
 * @param head the layer of the b_k
 * @param skip the layer of c, where there is one
 */
public record TwoLayerUnits(DenseLayer first, DenseLayer head, Optional<DenseLayer> skip) {

  /** The layers of a network; empty if it is not such a network, or its head is fixed. */
  public static Optional<TwoLayerUnits> of(Network network) {
    DenseLayer first = null;
    DenseLayer head = null;
    DenseLayer skip = null;
    for (DenseLayer layer : network.layers()) {
      switch (layer.role()) {
        case HIDDEN -> first = layer;
        case HEAD -> head = layer;
        case SKIP -> skip = layer;
        default -> {
          return Optional.empty();
        }
      }
    }
    boolean fits =
        network.shape().networkDepth() == 0
            && network.shape().outputs() == 1
            && !network.shape().committee()
            && first != null
            && head != null
            && network.layers().size() == (skip == null ? 2 : 3);
    return fits
        ? Optional.of(new TwoLayerUnits(first, head, Optional.ofNullable(skip)))
        : Optional.empty();
  }

  /** m. */
  public int width() {
    return first.outputs();
  }

  /** b_k. */
  public double weight(double[] theta, int unit) {
    return theta[head.index(unit, 0)];
  }

  /** {@code v_k = |b_k| w_k}. */
  public double[] vector(double[] theta, int unit) {
    double[] v = new double[first.inputs()];
    for (int c = 0; c < v.length; c++) {
      v[c] = Math.abs(weight(theta, unit)) * theta[first.index(c, unit)];
    }
    return v;
  }

  /** Whether a vector is 0. */
  public static boolean isZero(double[] v) {
    for (double value : v) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }
}
