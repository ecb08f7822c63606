package io.shallows.minimum.certificate;

import io.shallows.loss.GaussianTeacher;

/**
 * The population loss of a committee around a point without vanishing units.
 *
 * <p>The loss is a sum over pairs of {@code f(w, v) = E relu(w.x) relu(v.x)}, quadratic terms
 * apart. Let d be a change of w, {@code a, b, e} its components along w, along n (orthogonal to w
 * in the plane of v) and its length across that plane, c and s the cosine and sine of the angle.
 * From the second derivative {@code (s |v| / (2 pi |w|)) (I - w^w^T + nn^T)}:
 *
 * <pre>
 * f_www ddd  = -|v| / (2 pi |w|^2) (2 c b^3 + 3 c b e^2 + 6 s a b^2 + 3 s a e^2)
 * f_wwv dd d' =  1 / (2 pi |w|) (d'_n (2 b^2 + e^2) + 2 b d'_e e)
 * </pre>
 *
 * <p>so that {@code |f_www| <= 3 sqrt(3) |v| / (4 pi |w|^2)} and {@code |f_wwv| <= 1 / (pi |w|)}
 * for unit directions. With S the sum of the lengths of all other units, teacher's and student's,
 * and sum |d_i|^2 = 1, the third derivative of the loss is at most the largest over i of
 *
 * <pre>3 sqrt(3) S_i / (4 pi |w_i|^2) + 3 sqrt(m - 1) / (pi |w_i|).</pre>
 *
 * <p>In a ball of radius r lengths change by at most r; the sum of the changes of all units is at
 * most r sqrt(m). The Hessian is continuous at parallel units and its derivative bounded there, so
 * nothing but a vanishing unit limits the ball. A linear skip adds a quadratic form. Rounding: the
 * sine of the angle of a pair is computed from its cosine, with a relative error of u / s^2.
 *
 * <p>The published constant, {@code m (sqrt(2) (m - 1) (w_max + w_min) + k v_max) / (pi w_min^2)}
 * (Safran, Shamir 2018, arXiv 1712.08968), is larger.
 */
final class TeacherNeighbourhood implements Neighbourhood {

  /** Of the third derivative by one unit, as above. */
  private static final double CUBIC = 3 * Math.sqrt(3) / (4 * Math.PI);

  /** Of the third derivatives by two units, as above. */
  private static final double MIXED = 3 / Math.PI;

  /** Unit roundoff of {@code double}: the relative error of one operation. */
  private static final double UNIT = 0x1p-53;

  private final int d;
  private final int m;
  private final double[][] vectors;
  private final double[] lengths;
  private final double total;

  /** The loss of the teacher's committee at {@code theta}. */
  TeacherNeighbourhood(GaussianTeacher teacher, double[] theta) {
    if (!teacher.committee()) {
      throw new IllegalArgumentException("neighbourhood: the masses are not fixed");
    }
    this.d = teacher.dimension();
    this.m = teacher.width();
    int all = m + teacher.teacherUnits();
    this.vectors = new double[all][d];
    this.lengths = new double[all];
    double sum = 0;
    for (int i = 0; i < all; i++) {
      double square = 0;
      for (int c = 0; c < d; c++) {
        double x =
            i < m
                ? theta[teacher.unitIndex(i, c)]
                : teacher.teacherMass(i - m) * teacher.teacherUnit(i - m, c);
        vectors[i][c] = x;
        square += x * x;
      }
      lengths[i] = Math.sqrt(square);
      sum += lengths[i];
    }
    this.total = sum;
  }

  private double shortest() {
    double shortest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < m; i++) {
      shortest = Math.min(shortest, lengths[i]);
    }
    return shortest;
  }

  /** Half of the shortest unit: beyond it the constant explodes. */
  @Override
  public double radius() {
    return 0.5 * shortest();
  }

  @Override
  public double thirdDerivative(double r) {
    double largest = 0;
    double others = total + r * Math.sqrt(m);
    for (int i = 0; i < m; i++) {
      double w = lengths[i] - r;
      double rest = others - lengths[i];
      largest = Math.max(largest, CUBIC * rest / (w * w) + MIXED * Math.sqrt(m - 1) / w);
    }
    return largest * (1 + MinimumCertificate.OUTWARD);
  }

  private double operations() {
    return 64.0 * (vectors.length + d);
  }

  @Override
  public double lossError() {
    return operations() * UNIT * total * total;
  }

  @Override
  public double gradientError() {
    return operations() * UNIT * total * Math.sqrt(m);
  }

  @Override
  public double hessianError() {
    double size = 0.5 * m + total / shortest();
    double sine = 1;
    for (int i = 0; i < m; i++) {
      for (int j = i + 1; j < vectors.length; j++) {
        double dot = 0;
        for (int c = 0; c < d; c++) {
          dot += vectors[i][c] * vectors[j][c];
        }
        double cosine = dot / (lengths[i] * lengths[j]);
        sine = Math.min(sine, (1 - cosine) * (1 + cosine));
      }
    }
    return operations() * UNIT * size / Math.max(sine, UNIT);
  }
}
