package io.shallows.depth.layers;

import io.shallows.depth.path.NodeValues;
import io.shallows.linalg.CholeskyFactor;
import io.shallows.linalg.Kernels;
import java.util.List;

/**
 * Least squares on the columns of some nodes: {@code min |r_0 + sum_j phi_j delta_j|^2 / N} over
 * the columns that stay.
 *
 * <p>Columns are scaled to norm 1 and the Gram matrix is shifted, by {@link #SHIFT} unless said
 * otherwise; three proximal steps from the present coefficients remove the shift's effect along all
 * but the directions whose eigenvalue is below it, with {@link #SHIFT} those that double precision
 * cannot see. Coefficients therefore stay near the present ones where the data leave them free; the
 * larger the shift, the smaller they are.
 */
public final class FeatureSystem {

  /**
   * Relative to columns of norm 1; far above the rounding of the Gram matrix, 1e-16 times the
   * number of samples.
   */
  public static final double SHIFT = 1e-12;

  private static final int STEPS = 3;

  private final double shift;
  private final int samples;
  private final int columns;
  private final int outputs;
  private final double[] phi;
  private final double[] scale;
  private final double[] gram;
  private final CholeskyFactor cholesky;

  /** The columns of {@code nodes}, one node after the other. */
  public FeatureSystem(NodeValues state, List<Integer> nodes, double shift) {
    this(List.of(state), nodes, shift);
  }

  /** The columns of {@code nodes}, with the samples of one state below those of another. */
  FeatureSystem(List<NodeValues> states, List<Integer> nodes, double shift) {
    this.shift = shift;
    NodeValues first = states.get(0);
    int each = first.data().samples();
    samples = states.size() * each;
    outputs = first.data().outputs();
    int count = 0;
    for (int node : nodes) {
      count += first.network().nodes().get(node).width();
    }
    columns = count;
    phi = new double[samples * columns];
    scale = new double[columns];
    int to = 0;
    for (int node : nodes) {
      int width = first.network().nodes().get(node).width();
      for (int s = 0; s < samples; s++) {
        double[] values = states.get(s / each).of(node);
        System.arraycopy(values, s % each * width, phi, s * columns + to, width);
      }
      to += width;
    }
    for (int s = 0; s < samples; s++) {
      for (int j = 0; j < columns; j++) {
        scale[j] += phi[s * columns + j] * phi[s * columns + j];
      }
    }
    for (int j = 0; j < columns; j++) {
      scale[j] = scale[j] > 0 ? Math.sqrt(scale[j]) : 1;
    }
    for (int s = 0; s < samples; s++) {
      for (int j = 0; j < columns; j++) {
        phi[s * columns + j] /= scale[j];
      }
    }
    gram = new double[columns * columns];
    Kernels.best().normal(samples, columns, phi, 0, columns, gram, 0, columns, false);
    cholesky = new CholeskyFactor(Kernels.best(), columns);
  }

  public int columns() {
    return columns;
  }

  /** A solution: new coefficients, columns x outputs, and the loss with them. */
  public static final class Fit {
    public final double[] coefficients;
    final double[] residual;
    public final double loss;

    Fit(double[] coefficients, double[] residual, int samples) {
      this.coefficients = coefficients;
      this.residual = residual;
      double sum = 0;
      for (double r : residual) {
        sum += r * r;
      }
      this.loss = sum / samples;
    }
  }

  /**
   * The least-squares coefficients near the given ones with those of removed columns 0.
   *
   * @param residual N x outputs, the residual at {@code coefficients}
   */
  public Fit fit(double[] coefficients, double[] residual, boolean[] removed) {
    double[] a = coefficients.clone();
    double[] r = residual.clone();
    int[] kept = new int[columns];
    int count = 0;
    for (int j = 0; j < columns; j++) {
      if (!removed[j]) {
        kept[count++] = j;
        continue;
      }
      for (int o = 0; o < outputs; o++) {
        addColumn(j, -a[j * outputs + o] * scale[j], r, o);
        a[j * outputs + o] = 0;
      }
    }
    if (count == 0 || !factor(kept, count)) {
      return new Fit(a, r, samples);
    }
    double[] step = new double[count * outputs];
    for (int pass = 0; pass < STEPS; pass++) {
      java.util.Arrays.fill(step, 0);
      for (int s = 0; s < samples; s++) {
        for (int q = 0; q < count; q++) {
          double value = phi[s * columns + kept[q]];
          for (int o = 0; value != 0 && o < outputs; o++) {
            step[q * outputs + o] -= value * r[s * outputs + o];
          }
        }
      }
      cholesky.solve(outputs, step, 0, outputs);
      for (int q = 0; q < count; q++) {
        for (int o = 0; o < outputs; o++) {
          a[kept[q] * outputs + o] += step[q * outputs + o] / scale[kept[q]];
        }
      }
      for (int s = 0; s < samples; s++) {
        for (int q = 0; q < count; q++) {
          double value = phi[s * columns + kept[q]];
          for (int o = 0; value != 0 && o < outputs; o++) {
            r[s * outputs + o] += value * step[q * outputs + o];
          }
        }
      }
    }
    return new Fit(a, r, samples);
  }

  /** The norms of the columns. */
  double[] norms() {
    return scale.clone();
  }

  /**
   * The coefficients that minimise {@code |residual + sum_j phi_j a_j|^2 + sum_j shift_j |phi_j|^2
   * a_j^2}, from a residual at coefficients 0.
   *
   * @param shifts one per column; the shift is added
   */
  double[] damped(double[] residual, double[] shifts) {
    double[] shifted = gram.clone();
    for (int j = 0; j < columns; j++) {
      shifted[j * columns + j] += shifts[j] + shift;
    }
    double[] a = new double[columns * outputs];
    for (int s = 0; s < samples; s++) {
      for (int j = 0; j < columns; j++) {
        double value = phi[s * columns + j];
        for (int o = 0; value != 0 && o < outputs; o++) {
          a[j * outputs + o] -= value * residual[s * outputs + o];
        }
      }
    }
    if (!cholesky.factor(columns, shifted, 0)) {
      return new double[columns * outputs];
    }
    cholesky.solve(outputs, a, 0, outputs);
    for (int j = 0; j < columns; j++) {
      for (int o = 0; o < outputs; o++) {
        a[j * outputs + o] /= scale[j];
      }
    }
    return a;
  }

  private void addColumn(int j, double factor, double[] r, int output) {
    for (int s = 0; factor != 0 && s < samples; s++) {
      r[s * outputs + output] += factor * phi[s * columns + j];
    }
  }

  private boolean factor(int[] kept, int count) {
    double[] part = new double[count * count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        part[i * count + j] = gram[kept[i] * columns + kept[j]];
      }
    }
    return cholesky.factor(count, part, shift);
  }

  /** The inverse of the shifted Gram matrix of the scaled columns. */
  public double[] inverse() {
    double[] inverse = new double[columns * columns];
    for (int j = 0; j < columns; j++) {
      inverse[j * columns + j] = 1;
    }
    if (!cholesky.factor(columns, gram, shift)) {
      throw new ArithmeticException(
          "the Gram matrix of " + columns + " unit columns is not positive definite");
    }
    cholesky.solve(columns, inverse, 0, columns);
    return inverse;
  }

  /**
   * By how much the loss grows, at a least-squares fit, when a column is removed and the others are
   * fitted again.
   */
  public double[] increases(Fit fit, double[] inverse) {
    double[] increases = new double[columns];
    for (int j = 0; j < columns; j++) {
      double square = 0;
      for (int o = 0; o < outputs; o++) {
        double a = fit.coefficients[j * outputs + o] * scale[j];
        square += a * a;
      }
      increases[j] = square / inverse[j * columns + j] / samples;
    }
    return increases;
  }

  /**
   * The coefficients d of the least-squares approximation {@code phi_u ~ sum_{j != u} d_j phi_j};
   * d_u = 0.
   */
  public double[] reconstruction(int u, double[] inverse) {
    double[] d = new double[columns];
    for (int j = 0; j < columns; j++) {
      d[j] =
          j == u ? 0 : -inverse[j * columns + u] / inverse[u * columns + u] * scale[u] / scale[j];
    }
    return d;
  }

  /** The root mean square of what {@link #reconstruction} leaves of a column. */
  public double remainder(int u, double[] inverse) {
    return scale[u] / Math.sqrt(inverse[u * columns + u] * samples);
  }

  /**
   * About how much a new column would lower the loss of a fit: {@code (phi.r)^2 / |phi -
   * projection|^2 / N}, the projection being on all columns.
   */
  public double gain(double[] column, Fit fit, double[] inverse) {
    double[] products = new double[columns];
    double[] slope = new double[outputs];
    double square = 0;
    for (int s = 0; s < samples; s++) {
      square += column[s] * column[s];
      for (int o = 0; o < outputs; o++) {
        slope[o] += column[s] * fit.residual[s * outputs + o];
      }
      for (int j = 0; column[s] != 0 && j < columns; j++) {
        products[j] += column[s] * phi[s * columns + j];
      }
    }
    double projected = 0;
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < columns; j++) {
        projected += products[i] * inverse[i * columns + j] * products[j];
      }
    }
    double free = Math.max(square - projected, 1e-9 * square);
    double gain = 0;
    for (double value : slope) {
      gain += value * value;
    }
    return square == 0 ? 0 : gain / free / samples;
  }
}
