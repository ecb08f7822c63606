package io.shallows.loss;

import io.shallows.linalg.Kernels;
import java.util.Arrays;

/**
 * The angles of all pairs of a student's unit w_i and another unit w_j, the teacher's included, at
 * one point: what every Hessian-vector product there needs and what costs a square root and an arc
 * cosine per pair.
 *
 * <p>Kept until another point is asked for; the same point gives the same bits. Memory: 3 m (m + k)
 * numbers, and m (m + k) d more for the directions unless these exceed {@link #LARGEST}, beyond
 * which each is computed when it is asked for.
 */
final class UnitPairs {

  /** Largest number of components that are kept: 32 MB. */
  private static final long LARGEST = 1 << 22;

  private final Kernels kernels = Kernels.best();
  private final int d;
  private final int students;
  private final int all;
  private final double[] cosines;
  private final double[] sines;
  private final double[] rests;
  private final boolean kept;
  private final double[] normals;
  private double[] units;
  private double[] inverses;
  private double[] point = new double[0];

  /** Pairs of {@code students} units with {@code all}, the students first, of d components. */
  UnitPairs(int d, int students, int all) {
    this.d = d;
    this.students = students;
    this.all = all;
    int count = students * all;
    this.cosines = new double[count];
    this.sines = new double[count];
    this.rests = new double[count];
    this.kept = (long) count * d <= LARGEST;
    this.normals = new double[kept ? count * d : d];
  }

  /**
   * The pairs at {@code theta}.
   *
   * @param vectors the units, all x d, that theta stands for; kept, as is {@code inverse}
   * @param inverse inverses of their lengths, 0 for units of length 0
   */
  void prepare(double[] theta, double[] vectors, double[] inverse) {
    units = vectors;
    inverses = inverse;
    if (Arrays.equals(theta, point)) {
      return;
    }
    point = theta.clone();
    for (int i = 0; i < students; i++) {
      for (int j = 0; j < all; j++) {
        if (j == i) {
          continue;
        }
        int at = index(i, j);
        double dot = kernels.dot(d, vectors, i * d, vectors, j * d) * inverse[i] * inverse[j];
        double c = Math.max(-1, Math.min(1, dot));
        double sine = Math.sqrt((1 - c) * (1 + c));
        cosines[at] = c;
        sines[at] = sine;
        rests[at] = Math.PI - ArcCosine.of(c);
        if (kept) {
          writeNormal(i, j, at * d);
        }
      }
    }
  }

  /** The direction of w_j within the plane orthogonal to w_i; without a plane it is 0. */
  private void writeNormal(int i, int j, int offset) {
    int at = index(i, j);
    double scale = sines[at] > 0 ? 1 / sines[at] : 0;
    double c = cosines[at];
    for (int x = 0; x < d; x++) {
      normals[offset + x] =
          scale * (units[j * d + x] * inverses[j] - c * units[i * d + x] * inverses[i]);
    }
  }

  int index(int i, int j) {
    return i * all + j;
  }

  /** cos t. */
  double cosine(int at) {
    return cosines[at];
  }

  /** sin t. */
  double sine(int at) {
    return sines[at];
  }

  /** pi - t. */
  double rest(int at) {
    return rests[at];
  }

  /** Where {@link #normals} holds the unit vector n of a pair, until another one is asked for. */
  int normal(int i, int j) {
    if (kept) {
      return index(i, j) * d;
    }
    writeNormal(i, j, 0);
    return 0;
  }

  /** The components of n; not to be changed. */
  double[] normals() {
    return normals;
  }
}
