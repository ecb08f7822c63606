package io.shallows.depth.cell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The features J of a network cell, N x p with p = units times inputs, and a triangle R with {@code
 * R^T R = J^T J + rho^2 Z Z^T}.
 *
 * <p>The columns of Z are an orthonormal basis of the directions that J takes to 0 (within {@value
 * #FLAT} of its largest column); {@code rho} is {@value #WEIGHT} of the typical column. With no
 * such direction R is the triangle of J alone. R by Householder reflections, its inverse by
 * substitution.
 *
 * <p>J may be short along a direction and yet have independent columns: whether a direction is flat
 * is asked of the whole of J, whether a column depends on those before it is asked of one column.
 * {@link #lengths} is the longer answer of both, so that whoever asks only about columns finds no
 * longer vectors.
 */
final class CellFactor {

  /** Directions in which J is shorter, relative to its largest column, count as flat. */
  private static final double FLAT = 1e-7;

  private static final double WEIGHT = 1e-5;

  private final int samples;
  private final int p;
  private final double[] jacobian;
  private final double[] back;
  private final double[][] flat;
  private final double rho;
  private final double[] lengths;

  CellFactor(Landscape landscape, NetworkCell cell) {
    this.samples = landscape.samples();
    int d = landscape.inputs();
    this.p = cell.size() * d;
    this.jacobian = features(landscape, cell);
    double square = 0;
    for (double value : jacobian) {
      square += value * value;
    }
    double length = Math.sqrt(square);
    double[] triangle = samples < p ? null : triangle(new double[0][]);
    double[] inverse = triangle == null ? null : inverse(triangle);
    if (inverse == null || norm(inverse) * length > 1 / FLAT) {
      this.flat = flatDirections();
      this.rho = length > 0 ? WEIGHT * length / Math.sqrt(p) : 1;
      double[][] rows = new double[flat.length][p];
      for (int f = 0; f < flat.length; f++) {
        for (int j = 0; j < p; j++) {
          rows[f][j] = rho * flat[f][j];
        }
      }
      inverse = inverse(triangle(rows));
      if (inverse == null) {
        throw new CellProgram.UnsolvedException(cell);
      }
    } else {
      this.flat = new double[0][];
      this.rho = 0;
    }
    this.back = inverse;
    this.lengths = lengthsOf(inverse, cell.size(), d);
    if (flat.length > 0) {
      double[] independent = lengthsOf(independentInverse(), cell.size(), d);
      Arrays.setAll(lengths, k -> Math.max(lengths[k], independent[k]));
    }
  }

  /** Column by column. */
  static double[] features(Landscape landscape, NetworkCell cell) {
    int n = landscape.samples();
    int d = landscape.inputs();
    double[] columns = new double[n * cell.size() * d];
    for (int k = 0; k < cell.size(); k++) {
      UnitCell unit = cell.units().get(k);
      for (int s = 0; s < n; s++) {
        if (landscape.on(unit, s)) {
          for (int c = 0; c < d; c++) {
            columns[(k * d + c) * n + s] = unit.sign() * landscape.x(s, c);
          }
        }
      }
      for (int c = 0; c < d; c++) {
        landscape.project(columns, (k * d + c) * n);
      }
    }
    return columns;
  }

  /** J, column by column; not to be changed. */
  double[] jacobian() {
    return jacobian;
  }

  /** R^-1, row by row, p x p, upper triangular; not to be changed. */
  double[] back() {
    return back;
  }

  /**
   * How long a unit's vector v_k can be, per unit length of J v: |B_k|, B_k the unit's rows of
   * R^-1; with flat directions at least that of the columns of J that do not depend on earlier
   * ones, within {@value #FLAT} of the largest column. Along flat directions it is only how far a
   * bound speaks.
   */
  double[] lengths() {
    return lengths.clone();
  }

  private static double[] lengthsOf(double[] inverse, int units, int d) {
    int p = units * d;
    double[] lengths = new double[units];
    for (int k = 0; k < units; k++) {
      double square = 0;
      for (int r = k * d; r < (k + 1) * d; r++) {
        for (int j = r; j < p; j++) {
          square += inverse[r * p + j] * inverse[r * p + j];
        }
      }
      lengths[k] = Math.sqrt(square);
    }
    return lengths;
  }

  /** {@code (R^T R)^-1 right}. */
  double[] solve(double[] right) {
    double[] half = new double[p];
    double[] solution = new double[p];
    for (int j = 0; j < p; j++) {
      for (int r = 0; r <= j; r++) {
        half[j] += back[r * p + j] * right[r];
      }
    }
    for (int r = 0; r < p; r++) {
      for (int j = r; j < p; j++) {
        solution[r] += back[r * p + j] * half[j];
      }
    }
    return solution;
  }

  /** The flat directions. */
  double[][] flat() {
    return flat;
  }

  double rho() {
    return rho;
  }

  private static double norm(double[] v) {
    double square = 0;
    for (double value : v) {
      square += value * value;
    }
    return Math.sqrt(square);
  }

  /** R of J with rows below, row by row. */
  private double[] triangle(double[][] below) {
    int rows = samples + below.length;
    double[] a = new double[rows * p];
    for (int j = 0; j < p; j++) {
      System.arraycopy(jacobian, j * samples, a, j * rows, samples);
      for (int f = 0; f < below.length; f++) {
        a[j * rows + samples + f] = below[f][j];
      }
    }
    double[] r = new double[p * p];
    for (int j = 0; j < p; j++) {
      int at = j * rows;
      double square = 0;
      for (int i = j; i < rows; i++) {
        square += a[at + i] * a[at + i];
      }
      double length = Math.sqrt(square);
      if (length == 0) {
        continue;
      }
      double diagonal = a[at + j] > 0 ? -length : length;
      a[at + j] -= diagonal;
      double half = diagonal * a[at + j];
      for (int k = j + 1; k < p; k++) {
        int other = k * rows;
        double along = 0;
        for (int i = j; i < rows; i++) {
          along += a[at + i] * a[other + i];
        }
        along /= half;
        for (int i = j; i < rows; i++) {
          a[other + i] += along * a[at + i];
        }
      }
      for (int i = 0; i < j; i++) {
        r[i * p + j] = a[at + i];
      }
      r[j * p + j] = diagonal;
    }
    return r;
  }

  /** The inverse of a triangle; null if it has none. */
  private double[] inverse(double[] r) {
    double[] inverse = new double[p * p];
    for (int i = p - 1; i >= 0; i--) {
      double pivot = r[i * p + i];
      if (pivot == 0) {
        return null;
      }
      inverse[i * p + i] = 1 / pivot;
      for (int k = i + 1; k < p; k++) {
        double factor = r[i * p + k] / pivot;
        if (factor != 0) {
          for (int j = k; j < p; j++) {
            inverse[i * p + j] -= factor * inverse[k * p + j];
          }
        }
      }
    }
    return inverse;
  }

  /**
   * R^-1 of the columns that do not depend on earlier ones, by Gram-Schmidt in their order; 0 in
   * the rows and columns of the others.
   */
  private double[] independentInverse() {
    double largest = 0;
    for (int j = 0; j < p; j++) {
      largest = Math.max(largest, Math.sqrt(dot(jacobian, j, jacobian, j)));
    }
    double[] rest = jacobian.clone();
    double[] r = new double[p * p];
    boolean[] kept = new boolean[p];
    for (int j = 0; j < p; j++) {
      for (int pass = 0; pass < 2; pass++) {
        for (int q = 0; q < j; q++) {
          if (kept[q]) {
            double along = dot(rest, q, rest, j);
            r[q * p + j] += along;
            for (int s = 0; s < samples; s++) {
              rest[j * samples + s] -= along * rest[q * samples + s];
            }
          }
        }
      }
      double length = Math.sqrt(dot(rest, j, rest, j));
      kept[j] = length > FLAT * largest;
      r[j * p + j] = kept[j] ? length : 1;
      for (int s = 0; kept[j] && s < samples; s++) {
        rest[j * samples + s] /= length;
      }
      for (int q = 0; !kept[j] && q < j; q++) {
        r[q * p + j] = 0;
      }
    }
    double[] inverse = inverse(r);
    for (int j = 0; j < p; j++) {
      inverse[j * p + j] = kept[j] ? inverse[j * p + j] : 0;
    }
    return inverse;
  }

  /** By Gram-Schmidt with the longest column first: columns that remain give the directions. */
  private double[][] flatDirections() {
    double[] rest = jacobian.clone();
    double[][] parts = new double[p][p];
    int[] pivots = new int[p];
    boolean[] used = new boolean[p];
    int rank = 0;
    double first = 0;
    while (rank < Math.min(p, samples)) {
      int longest = -1;
      double most = 0;
      for (int j = 0; j < p; j++) {
        double square = used[j] ? 0 : dot(rest, j, rest, j);
        if (square > most) {
          most = square;
          longest = j;
        }
      }
      double length = Math.sqrt(most);
      first = Math.max(first, length);
      if (longest < 0 || length <= FLAT * first) {
        break;
      }
      used[longest] = true;
      pivots[rank] = longest;
      parts[rank][longest] = length;
      for (int i = 0; i < samples; i++) {
        rest[longest * samples + i] /= length;
      }
      for (int j = 0; j < p; j++) {
        for (int pass = 0; !used[j] && pass < 2; pass++) {
          double along = dot(rest, longest, rest, j);
          parts[rank][j] += along;
          for (int i = 0; i < samples; i++) {
            rest[j * samples + i] -= along * rest[longest * samples + i];
          }
        }
      }
      rank++;
    }
    List<double[]> directions = new ArrayList<>();
    for (int j = 0; j < p; j++) {
      if (!used[j]) {
        double[] z = new double[p];
        z[j] = 1;
        for (int r = rank - 1; r >= 0; r--) {
          double sum = parts[r][j];
          for (int q = r + 1; q < rank; q++) {
            sum += parts[r][pivots[q]] * z[pivots[q]];
          }
          z[pivots[r]] = -sum / parts[r][pivots[r]];
        }
        directions.add(orthonormal(z, directions));
      }
    }
    return directions.toArray(double[][]::new);
  }

  private static double[] orthonormal(double[] z, List<double[]> others) {
    for (int pass = 0; pass < 2; pass++) {
      for (double[] other : others) {
        double along = 0;
        for (int j = 0; j < z.length; j++) {
          along += other[j] * z[j];
        }
        for (int j = 0; j < z.length; j++) {
          z[j] -= along * other[j];
        }
      }
    }
    double length = norm(z);
    double[] unit = new double[z.length];
    Arrays.setAll(unit, j -> z[j] / length);
    return unit;
  }

  private double dot(double[] a, int i, double[] b, int j) {
    double sum = 0;
    for (int s = 0; s < samples; s++) {
      sum += a[i * samples + s] * b[j * samples + s];
    }
    return sum;
  }
}
