package io.shallows.depth.interval;

import io.shallows.loss.GaussianTeacher;
import io.shallows.loss.GaussianTeacherLoss.Skip;
import org.hipparchus.dfp.Dfp;
import org.hipparchus.dfp.DfpField;
import org.hipparchus.dfp.DfpMath;

/**
 * The closed-form population loss to {@value #DIGITS} decimal digits, enclosed in two neighbouring
 * doubles.
 *
 * <p>Losses near a good minimum are differences of terms of order 1, so that doubles leave depths
 * of 1e-5 with ten digits. Here no digit of a double is lost: the error is below 1e-30 for
 * parameters below 1e3. Cost: about 10 us per pair of units. Not safe for use by several threads.
 */
public final class PrecisePopulationLoss {

  private static final int DIGITS = 45;

  private final DfpField field = new DfpField(DIGITS);
  private final GaussianTeacher teacher;
  private final Dfp turn;
  private final Dfp pi;
  private final Dfp energy;
  private final Dfp[][] units;
  private final Dfp[] weights;

  PrecisePopulationLoss(GaussianTeacher teacher) {
    this.teacher = teacher;
    pi = field.getPi();
    turn = field.getOne().divide(pi.multiply(2));
    int m = teacher.width();
    int k = teacher.teacherUnits();
    units = new Dfp[m + k][teacher.dimension()];
    weights = new Dfp[m + k];
    for (int j = 0; j < k; j++) {
      for (int c = 0; c < teacher.dimension(); c++) {
        units[m + j][c] = field.newDfp(teacher.teacherUnit(j, c));
      }
      weights[m + j] = field.newDfp(-teacher.teacherMass(j));
    }
    Dfp sum = field.getZero();
    for (int j = m; j < m + k; j++) {
      for (int l = m; l < m + k; l++) {
        sum = sum.add(weights[j].multiply(weights[l]).multiply(kernel(j, l)).divide(2));
      }
    }
    energy = sum;
  }

  /** The loss at {@code (1 - t) a + t b}, between two doubles that differ by 2 units at most. */
  Interval at(double[] a, double[] b, double t) {
    int m = teacher.width();
    Dfp time = field.newDfp(t);
    for (int i = 0; i < m; i++) {
      for (int c = 0; c < teacher.dimension(); c++) {
        units[i][c] = mixed(a, b, teacher.unitIndex(i, c), time);
      }
      weights[i] = teacher.committee() ? field.getOne() : mixed(a, b, teacher.massIndex(i), time);
    }
    Dfp sum = energy;
    for (int i = 0; i < m; i++) {
      sum = sum.add(weights[i].multiply(weights[i]).multiply(dot(i, i)).divide(4));
      for (int j = i + 1; j < units.length; j++) {
        sum = sum.add(weights[i].multiply(weights[j]).multiply(kernel(i, j)));
      }
    }
    double value = sum.add(skipPart(a, b, time)).toDouble();
    return new Interval(Math.nextDown(value), Math.nextUp(value));
  }

  /** The loss at a point, rounded. */
  public double at(double[] theta) {
    return Math.nextUp(at(theta, theta, 0).low());
  }

  private Dfp mixed(double[] a, double[] b, int at, Dfp time) {
    Dfp from = field.newDfp(a[at]);
    return a[at] == b[at] ? from : from.add(field.newDfp(b[at]).subtract(from).multiply(time));
  }

  private Dfp dot(int i, int j) {
    Dfp sum = field.getZero();
    for (int c = 0; c < units[i].length; c++) {
      sum = sum.add(units[i][c].multiply(units[j][c]));
    }
    return sum;
  }

  private Dfp kernel(int i, int j) {
    Dfp r = dot(i, j);
    Dfp size = dot(i, i).multiply(dot(j, j));
    Dfp square = size.subtract(r.multiply(r));
    Dfp s = square.greaterThan(field.getZero()) ? square.sqrt() : field.getZero();
    Dfp angle = s.isZero() ? (r.lessThan(field.getZero()) ? pi : field.getZero()) : angle(s, r);
    return s.add(pi.subtract(angle).multiply(r)).multiply(turn);
  }

  /** The angle of the point (x, y) with y > 0. */
  private Dfp angle(Dfp y, Dfp x) {
    if (x.isZero()) {
      return pi.divide(2);
    }
    Dfp angle = DfpMath.atan(y.divide(x));
    return x.lessThan(field.getZero()) ? angle.add(pi) : angle;
  }

  private Dfp skipPart(double[] a, double[] b, Dfp time) {
    Dfp sum = field.getZero();
    for (int c = 0; teacher.skip() != Skip.NONE && c < teacher.dimension(); c++) {
      Dfp gap = field.getZero();
      for (int i = 0; i < units.length; i++) {
        gap = gap.add(weights[i].multiply(units[i][c]));
      }
      if (teacher.skip() == Skip.OPTIMAL) {
        sum = sum.subtract(gap.multiply(gap).divide(8));
      } else {
        Dfp own = mixed(a, b, teacher.skipIndex(c), time);
        sum = sum.add(own.multiply(own.add(gap)).divide(2));
      }
    }
    return sum;
  }
}
