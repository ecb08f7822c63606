package io.shallows.depth.construction;

import io.shallows.depth.construction.ChannelLayout.Reader;
import io.shallows.depth.path.NodeValues;
import io.shallows.linalg.SymmetricEigen;
import io.shallows.network.DenseLayer;
import io.shallows.network.Network;

/**
 * First-layer units of a network whose head sees them, after the rescaling to unit directions:
 * {@code f = sum_k b_k relu(w_k . x) + g(x)}, |w_k| = 1, g the branch or the skip.
 *
 * <p>With rho_k the norm of unit k's weights: w_k is its direction, b_k = rho_k times its head row,
 * and the row by which the branch reads it is rho_k times the reader's row. A unit with rho_k = 0
 * has no direction and no effect.
 */
public final class UnitGeometry {

  private final int units;
  private final int inputs;
  private final double[] norm;
  private final double[] direction;
  private final double[] mass;
  private final double[] readRows;
  private final int readWidth;
  private final double branchGain;

  public UnitGeometry(NodeValues state, ChannelLayout layout) {
    double[] theta = state.theta();
    DenseLayer first = layout.first();
    units = first.outputs();
    inputs = first.inputs();
    norm = new double[units];
    direction = new double[units * inputs];
    mass = new double[units];
    DenseLayer head = layout.head().layer();
    for (int k = 0; k < units; k++) {
      double square = 0;
      for (int i = 0; i < inputs; i++) {
        double w = theta[first.index(i, k)];
        square += w * w;
      }
      norm[k] = Math.sqrt(square);
      for (int i = 0; norm[k] > 0 && i < inputs; i++) {
        direction[k * inputs + i] = theta[first.index(i, k)] / norm[k];
      }
      double weight = 0;
      for (int o = 0; o < head.outputs(); o++) {
        weight += theta[head.index(k, o)] * theta[head.index(k, o)];
      }
      mass[k] = norm[k] * Math.sqrt(weight);
    }
    ChannelLayout.Stage stage = layout.stages().get(0);
    if (stage.readers().isEmpty()) {
      readWidth = 0;
      readRows = new double[0];
      branchGain = 0;
    } else {
      Reader reader = stage.readers().get(0);
      readWidth = reader.layer().outputs();
      readRows = new double[units * readWidth];
      for (int k = 0; k < units; k++) {
        for (int o = 0; o < readWidth; o++) {
          readRows[k * readWidth + o] = norm[k] * theta[reader.layer().index(k, o)];
        }
      }
      branchGain = gain(state, layout);
    }
  }

  /** The spectral norms' product over the branch behind its reader, its head included. */
  private static double gain(NodeValues state, ChannelLayout layout) {
    Network network = state.network();
    double[] theta = state.theta();
    ChannelLayout.Stage stage = layout.stages().get(0);
    DenseLayer reader = stage.readers().get(0).layer();
    DenseLayer head = layout.head().layer();
    double[] last;
    DenseLayer lastLayer;
    if (stage.lastWriter().isPresent()) {
      lastLayer = stage.lastWriter().get();
      last = new double[lastLayer.inputs() * head.outputs()];
      for (int i = 0; i < lastLayer.inputs(); i++) {
        for (int j = 0; j < lastLayer.outputs(); j++) {
          for (int o = 0; o < head.outputs(); o++) {
            last[i * head.outputs() + o] += theta[lastLayer.index(i, j)] * theta[head.index(j, o)];
          }
        }
      }
    } else {
      lastLayer = layout.otherHeads().get(0).layer();
      last =
          java.util.Arrays.copyOfRange(
              theta, lastLayer.offset(), lastLayer.offset() + lastLayer.size());
    }
    double gain = spectralNorm(lastLayer.inputs(), head.outputs(), last);
    for (DenseLayer layer : network.layers()) {
      boolean between = layer.offset() > reader.offset() && layer.role() == DenseLayer.Role.HIDDEN;
      if (between) {
        gain *=
            spectralNorm(
                layer.inputs(),
                layer.outputs(),
                java.util.Arrays.copyOfRange(theta, layer.offset(), layer.offset() + layer.size()));
      }
    }
    return gain;
  }

  /** The largest singular value, rounded up. */
  static double spectralNorm(int rows, int columns, double[] a) {
    boolean wide = columns > rows;
    int n = wide ? rows : columns;
    int k = wide ? columns : rows;
    double[] gram = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int q = 0; q < k; q++) {
          sum +=
              wide
                  ? a[i * columns + q] * a[j * columns + q]
                  : a[q * columns + i] * a[q * columns + j];
        }
        gram[i * n + j] = sum;
        gram[j * n + i] = sum;
      }
    }
    double largest = n == 1 ? gram[0] : SymmetricEigen.values(n, gram)[n - 1];
    return Math.sqrt(Math.max(0, largest)) * (1 + 1e-12);
  }

  public int units() {
    return units;
  }

  int inputs() {
    return inputs;
  }

  /** rho_k. */
  double norm(int k) {
    return norm[k];
  }

  /** |b_k|. */
  double mass(int k) {
    return mass[k];
  }

  /** Entry i of w_k. */
  double direction(int k, int i) {
    return direction[k * inputs + i];
  }

  /** Whether a branch reads the units. */
  boolean hasBranch() {
    return readWidth > 0;
  }

  /** |head of the branch| prod |W_l|, spectral norms, over the layers behind the reader. */
  double branchGain() {
    return branchGain;
  }

  /** The squared Euclidean norm of the rescaled row by which the branch reads unit k. */
  double readSquare(int k) {
    double sum = 0;
    for (int o = 0; o < readWidth; o++) {
      sum += readRows[k * readWidth + o] * readRows[k * readWidth + o];
    }
    return sum;
  }

  /** The spectral norm of the rescaled rows by which the branch reads the given units. */
  double readNorm(java.util.List<Integer> cluster) {
    double[] rows = new double[cluster.size() * readWidth];
    for (int q = 0; q < cluster.size(); q++) {
      System.arraycopy(readRows, cluster.get(q) * readWidth, rows, q * readWidth, readWidth);
    }
    return spectralNorm(cluster.size(), readWidth, rows);
  }
}
