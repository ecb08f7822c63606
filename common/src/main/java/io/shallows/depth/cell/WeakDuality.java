package io.shallows.depth.cell;

import io.shallows.linalg.Fma;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Evaluates the bound of a {@link CellCertificate}. {@code J^T u} and the sums of multipliers are
 * summed with their rounding errors (Ogita, Rump, Oishi 2005, doi:10.1137/030601818), so that e is
 * known to its own last place; what rounding may do to the rest is taken off.
 *
 * <p>With a penalty u and multipliers are made smaller by one {@linkplain #share factor}, so that
 * every e is as short as it may be.
 */
final class WeakDuality {

  private static final double UNIT = 0x1p-53;

  /** More than rounding makes of a length. */
  private static final double OUTWARD = 1 + 1e-13;

  private final Landscape landscape;
  private final double[] residual;
  private double value;
  private double bound;
  private double share = 1;

  WeakDuality(Landscape landscape) {
    this.landscape = landscape;
    this.residual = new double[landscape.samples()];
  }

  /** The loss at the vectors of the last evaluation. */
  double value() {
    return value;
  }

  /** The lower bound of the last evaluation, at least 0. */
  double bound() {
    return bound;
  }

  /** What u and multipliers of the last evaluation were multiplied by; 1 without a penalty. */
  double share() {
    return share;
  }

  /** The u of the last evaluation. */
  double[] residual() {
    return residual.clone();
  }

  /**
   * Takes for u the residual of {@code vectors}, corrected once so that J^T u fits the multipliers:
   * {@code u - J (R^T R)^-1 e}.
   */
  void evaluate(
      NetworkCell cell, CellFactor factor, double[] vectors, List<Wall> walls, double[] reach) {
    int n = landscape.samples();
    int p = vectors.length;
    value = start(factor, vectors) / n;
    double[] errors = new double[p];
    double[] sizes = new double[cell.size()];
    stationarity(cell, factor.jacobian(), walls, errors, sizes);
    subtract(factor.jacobian(), factor.solve(errors));
    stationarity(cell, factor.jacobian(), walls, errors, sizes);
    finish(cell, errors, sizes, reach);
  }

  /**
   * Takes for u a share of the residual of {@code vectors} with which no e is longer than {@code N
   * kappa / 2}.
   *
   * @return the walls with that share of their multipliers
   */
  List<Wall> evaluatePenalized(
      NetworkCell cell, CellFactor factor, double[] vectors, List<Wall> walls, double[] reach) {
    int d = landscape.inputs();
    double weight = landscape.weight();
    double square = start(factor, vectors);
    for (int k = 0; k < cell.size(); k++) {
      square += weight * length(vectors, k * d, d);
    }
    value = square / landscape.samples();
    double[] errors = new double[vectors.length];
    double[] sizes = new double[cell.size()];
    stationarity(cell, factor.jacobian(), walls, errors, sizes);
    share = 1;
    for (int k = 0; k < cell.size(); k++) {
      double longest = 2 * (length(errors, k * d, d) + sizes[k]) * OUTWARD * OUTWARD;
      share = Math.min(share, weight / longest);
    }
    List<Wall> shared = new ArrayList<>();
    for (Wall wall : walls) {
      shared.add(new Wall(wall.unit(), wall.plane(), share * wall.multiplier()));
    }
    for (int s = 0; s < residual.length; s++) {
      residual[s] *= share;
    }
    stationarity(cell, factor.jacobian(), shared, errors, sizes);
    finish(cell, errors, sizes, reach);
    return shared;
  }

  /** The residual, and its squares summed. */
  private double start(CellFactor factor, double[] vectors) {
    for (int s = 0; s < residual.length; s++) {
      residual[s] = landscape.y(s);
    }
    subtract(factor.jacobian(), vectors);
    double square = 0;
    for (double u : residual) {
      square += u * u;
    }
    return square;
  }

  private static double length(double[] v, int from, int count) {
    double square = 0;
    for (int j = from; j < from + count; j++) {
      square += v[j] * v[j];
    }
    return Math.sqrt(square);
  }

  private void finish(NetworkCell cell, double[] errors, double[] sizes, double[] reach) {
    int n = landscape.samples();
    double along = 0;
    double absolute = 0;
    double square = 0;
    for (int s = 0; s < n; s++) {
      square += residual[s] * residual[s];
      along += residual[s] * landscape.y(s);
      absolute += Math.abs(residual[s] * landscape.y(s));
    }
    double lost = (n + 8) * UNIT * (2 * absolute + square);
    int d = landscape.inputs();
    double outward = landscape.weight() == 0 ? 1 + 1e-12 : OUTWARD;
    for (int k = 0; k < cell.size(); k++) {
      double longest = 2 * (length(errors, k * d, d) * outward + sizes[k]);
      lost += reach[k] * Math.max(0, longest - landscape.weight());
    }
    bound = Math.max(0, (2 * along - square - lost) / n);
  }

  /** {@code u -= J v}. */
  private void subtract(double[] jacobian, double[] v) {
    int n = landscape.samples();
    for (int j = 0; j < v.length; j++) {
      for (int s = 0; s < n; s++) {
        residual[s] -= jacobian[j * n + s] * v[j];
      }
    }
  }

  private void stationarity(
      NetworkCell cell, double[] jacobian, List<Wall> walls, double[] errors, double[] sizes) {
    int d = landscape.inputs();
    double[] error = new double[d];
    for (int k = 0; k < cell.size(); k++) {
      sizes[k] = stationarity(cell.units().get(k), k, jacobian, walls, error);
      System.arraycopy(error, 0, errors, k * d, d);
    }
  }

  /** e of one unit into {@code error}; the rounding that its own summation leaves is returned. */
  private double stationarity(
      UnitCell unit, int k, double[] jacobian, List<Wall> walls, double[] error) {
    int n = landscape.samples();
    int d = landscape.inputs();
    double size = 0;
    Arrays.fill(error, 0);
    for (int c = 0; c < d; c++) {
      double high = 0;
      double low = 0;
      double terms = 0;
      int column = (k * d + c) * n;
      for (int s = 0; s < n; s++) {
        double product = jacobian[column + s] * residual[s];
        low += Fma.of(jacobian[column + s], residual[s], -product);
        double sum = high + product;
        double part = sum - high;
        low += (high - (sum - part)) + (product - part);
        high = sum;
        terms += Math.abs(product);
      }
      for (Wall wall : walls) {
        if (wall.unit() == k) {
          double factor = unit.side(wall.plane()) * wall.multiplier();
          double normal = landscape.normal(wall.plane(), c);
          double product = normal * factor;
          low += Fma.of(normal, factor, -product);
          double sum = high + product;
          double part = sum - high;
          low += (high - (sum - part)) + (product - part);
          high = sum;
          terms += Math.abs(product);
        }
      }
      error[c] = high + low;
      double count = n + walls.size() + 4;
      size += UNIT * Math.abs(error[c]) + count * count * UNIT * UNIT * terms;
    }
    return size;
  }
}
