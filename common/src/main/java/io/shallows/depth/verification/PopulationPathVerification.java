package io.shallows.depth.verification;

import io.shallows.depth.interval.PopulationMaximum;
import io.shallows.depth.path.Images;
import io.shallows.depth.path.Path;
import io.shallows.loss.GaussianTeacher;
import io.shallows.loss.GaussianTeacherLoss;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks a stored path on the closed-form population loss against its stored segment maxima, from
 * the vertices alone.
 *
 * <p>It shares no code with {@link PopulationMaximum} that wrote them: losses are those of {@link
 * GaussianTeacherLoss}, and the second derivative along a segment is bounded once, by
 *
 * <pre>{@code
 * |f''| <= |u'|^2 |v| / (pi |u|) + |v'|^2 |u| / (pi |v|) + |u'| |v'|,
 * |f'| <= (|u'| |v| + |u| |v'|) / 2,   f <= |u| |v| / 2
 * }</pre>
 *
 * <p>with the least and largest lengths on it. Between two losses at distance h no loss exceeds the
 * larger by more than K h^2 / 8, or, where a unit may vanish, by M h / 2, M the bound of the slope.
 * Halving where that might matter gives the segment's maximum between two numbers that differ by at
 * most {@link PathVerification#SLACK} of it; a stored maximum must lie between them, up to as much
 * again and the rounding of a loss. That is a sum of n = m (m + 2 k + 1) / 2 + k^2 terms, the
 * teacher's own k^2 first, whose partial sums are at most S = (sum |a_i| |w_i| + sum |b_j| |v_j|)^2
 * / 4: within (n + d + {@value #TERMS}) 2^-53 S, 5e-11 for 20 orthonormal units, and what a skip
 * adds. Cost: up to a few thousand losses per segment.
 */
public final class PopulationPathVerification {

  private static final int MOST = 200_000;

  /** Units in the last place by which a term itself, cosine to product, may be off. */
  private static final int TERMS = 8;

  private PopulationPathVerification() {}

  /**
   * The segments that do not agree; empty if the path is verified.
   *
   * @param stored one maximum per segment
   */
  public static List<PathVerification.Difference> differences(
      GaussianTeacher teacher, Path path, List<Double> stored) {
    if (stored.size() != path.size() - 1) {
      throw new IllegalArgumentException(
          "path: " + path.size() + " vertices have no " + stored.size() + " segment maxima");
    }
    GaussianTeacherLoss loss = new GaussianTeacherLoss(teacher);
    List<PathVerification.Difference> differences = new ArrayList<>();
    for (int k = 0; k < stored.size(); k++) {
      Bracket bracket = new Bracket(teacher, loss, path.at(k), path.at(k + 1));
      double claimed = stored.get(k);
      double slack = PathVerification.SLACK * bracket.seen;
      double most = bracket.upper + slack + bracket.rounding;
      if (!(claimed >= bracket.seen - bracket.rounding && claimed <= most)) {
        differences.add(new PathVerification.Difference(k, claimed, bracket.seen));
      }
    }
    return differences;
  }

  /** The largest loss on a segment, between the largest seen and a bound. */
  private static final class Bracket {
    private final GaussianTeacherLoss loss;
    private final double[] a;
    private final double[] b;
    private double slope;
    private double curvature;
    private double unit;
    private double rounding;
    private double seen;
    private double upper;
    private int evaluations;

    Bracket(GaussianTeacher teacher, GaussianTeacherLoss loss, double[] a, double[] b) {
      this.loss = loss;
      this.a = a;
      this.b = b;
      bounds(teacher);
      double left = loss.value(a);
      double right = loss.value(b);
      seen = Math.max(left, right);
      upper = seen;
      for (int k = 1; k < 16; k++) {
        seen = Math.max(seen, at(k / 16.0));
      }
      refine(0, 1, left, right);
      upper = Math.max(upper, seen);
    }

    private double at(double t) {
      evaluations++;
      return loss.value(Images.between(a, b, t));
    }

    private void refine(double from, double to, double left, double right) {
      double h = to - from;
      double excess = Math.min(curvature * h * h / 8, slope * h / 2);
      double bound = Math.max(left, right) + excess;
      double enough = seen * (1 + PathVerification.SLACK);
      if (bound <= enough || evaluations >= MOST || excess <= 1e-14) {
        upper = Math.max(upper, bound);
        return;
      }
      double middle = 0.5 * (from + to);
      double value = at(middle);
      seen = Math.max(seen, value);
      refine(from, middle, left, value);
      refine(middle, to, value, right);
    }

    /** The bounds M and K of the first and second derivatives along the segment. */
    private void bounds(GaussianTeacher teacher) {
      int m = teacher.width();
      int k = teacher.teacherUnits();
      double[] least = new double[m + k];
      double[] most = new double[m + k];
      double[] speed = new double[m + k];
      double[] mass = new double[m + k];
      double[] massSpeed = new double[m + k];
      double[] linear = new double[2];
      for (int i = 0; i < m + k; i++) {
        double start = 0;
        double end = 0;
        double move = 0;
        double along = 0;
        for (int c = 0; c < teacher.dimension(); c++) {
          double x = i < m ? a[teacher.unitIndex(i, c)] : teacher.teacherUnit(i - m, c);
          double y = i < m ? b[teacher.unitIndex(i, c)] : x;
          start += x * x;
          end += y * y;
          move += (y - x) * (y - x);
          along += x * (y - x);
        }
        // the point of the segment that is nearest to 0
        double t = move > 0 ? Math.max(0, Math.min(1, -along / move)) : 0;
        least[i] = Math.sqrt(Math.max(0, start + 2 * t * along + t * t * move)) * (1 - 1e-9);
        most[i] = Math.sqrt(Math.max(start, end));
        speed[i] = Math.sqrt(move);
        double before = i < m ? teacher.mass(a, i) : teacher.teacherMass(i - m);
        double after = i < m ? teacher.mass(b, i) : before;
        mass[i] = Math.max(Math.abs(before), Math.abs(after));
        massSpeed[i] = Math.abs(after - before);
        linear[0] += mass[i] * most[i];
        linear[1] += massSpeed[i] * most[i] + mass[i] * speed[i];
      }
      double sums = 0.5 * m * (m + 2 * k + 1) + k * (double) k;
      unit = (sums + teacher.dimension() + TERMS) * 0x1p-53;
      rounding = unit * 0.25 * linear[0] * linear[0];
      for (int i = 0; i < m; i++) {
        for (int j = i; j < m + k; j++) {
          double f = 0.5 * most[i] * most[j];
          double first = 0.5 * (speed[i] * most[j] + most[i] * speed[j]);
          double second = speed[i] * speed[j] + bend(i, j, speed, least, most);
          second += bend(j, i, speed, least, most);
          second = i == j ? speed[i] * speed[i] : second;
          double half = i == j ? 0.5 : 1;
          double weight = mass[i] * mass[j];
          double turn = massSpeed[i] * mass[j] + mass[i] * massSpeed[j];
          slope += half * (weight * first + turn * f);
          curvature +=
              half * (weight * second + 2 * turn * first + 2 * massSpeed[i] * massSpeed[j] * f);
        }
      }
      skip(teacher, linear, massSpeed, speed);
    }

    private static double bend(int i, int j, double[] speed, double[] least, double[] most) {
      return speed[i] == 0 ? 0 : speed[i] * speed[i] * most[j] / (Math.PI * least[i]);
    }

    /** |C|^2 / 2 + C.s / 2 or -|s|^2 / 8, with |s| and |s'| from the units. */
    private void skip(GaussianTeacher teacher, double[] sum, double[] massSpeed, double[] speed) {
      double bend = 0;
      for (int i = 0; i < speed.length; i++) {
        bend += 2 * massSpeed[i] * speed[i];
      }
      switch (teacher.skip()) {
        case NONE -> {}
        case OPTIMAL -> {
          rounding *= 2;
          slope += 0.25 * sum[0] * sum[1];
          curvature += 0.25 * (sum[1] * sum[1] + sum[0] * bend);
        }
        case LEARNED -> {
          double start = 0;
          double end = 0;
          double move = 0;
          for (int c = 0; c < teacher.dimension(); c++) {
            double x = a[teacher.skipIndex(c)];
            double y = b[teacher.skipIndex(c)];
            start += x * x;
            end += y * y;
            move += (y - x) * (y - x);
          }
          double most = Math.sqrt(Math.max(start, end));
          double rate = Math.sqrt(move);
          rounding += unit * 0.5 * most * (most + sum[0]);
          slope += most * rate + 0.5 * (most * sum[1] + rate * sum[0]);
          curvature += move + 0.5 * (2 * rate * sum[1] + most * bend);
        }
      }
    }
  }
}
