package io.shallows.loss;

import java.util.List;
import java.util.Objects;

/**
 * A two-layer teacher on normal inputs and the layout of the parameters of the networks that learn
 * it: the d x m matrix W row by row ({@code w_i} is column i), then the masses a unless they are
 * fixed to 1 (a committee), then C if the skip is learned.
 */
public final class GaussianTeacher {

  private final int dimension;
  private final int width;
  private final double[] units;
  private final double[] masses;
  private final boolean committee;
  private final GaussianTeacherLoss.Skip skip;

  /**
   * A teacher and the width of its students.
   *
   * @param dimension d, length of an input
   * @param width m, student units
   * @param units teacher directions v_j, k x d row by row; the masses multiply them
   * @param masses b_j, length k
   * @param committee whether the student's masses are fixed to 1
   * @param skip the linear skip
   */
  public GaussianTeacher(
      int dimension,
      int width,
      double[] units,
      double[] masses,
      boolean committee,
      GaussianTeacherLoss.Skip skip) {
    if (dimension < 1 || width < 1 || masses.length < 1) {
      throw new IllegalArgumentException(
          "gaussian teacher: dimension "
              + dimension
              + ", width "
              + width
              + " and "
              + masses.length
              + " teacher units are not all at least 1");
    }
    if (units.length != masses.length * dimension) {
      throw new IllegalArgumentException(
          "teacher units: " + units.length + " numbers, not " + masses.length * dimension);
    }
    this.dimension = dimension;
    this.width = width;
    this.units = units.clone();
    this.masses = masses.clone();
    this.committee = committee;
    this.skip = Objects.requireNonNull(skip, "skip");
  }

  /** A teacher of the first unit vectors, masses 1. */
  public static GaussianTeacher orthonormal(
      int dimension,
      int width,
      int teacherWidth,
      boolean committee,
      GaussianTeacherLoss.Skip skip) {
    if (teacherWidth < 1 || teacherWidth > dimension) {
      throw new IllegalArgumentException(
          "teacherWidth: " + teacherWidth + " orthonormal units do not fit dimension " + dimension);
    }
    double[] identity = new double[teacherWidth * dimension];
    double[] ones = new double[teacherWidth];
    for (int j = 0; j < teacherWidth; j++) {
      identity[j * dimension + j] = 1;
      ones[j] = 1;
    }
    return new GaussianTeacher(dimension, width, identity, ones, committee, skip);
  }

  /** A teacher of units of length 1 in the plane, at angles over pi, masses 1. */
  public static GaussianTeacher planar(
      List<Double> angles, int width, boolean committee, GaussianTeacherLoss.Skip skip) {
    double[] units = new double[2 * angles.size()];
    double[] ones = new double[angles.size()];
    for (int j = 0; j < ones.length; j++) {
      units[2 * j] = StrictMath.cos(Math.PI * angles.get(j));
      units[2 * j + 1] = StrictMath.sin(Math.PI * angles.get(j));
      ones[j] = 1;
    }
    return new GaussianTeacher(2, width, units, ones, committee, skip);
  }

  /** d, length of an input. */
  public int dimension() {
    return dimension;
  }

  /** m, student units. */
  public int width() {
    return width;
  }

  /** Whether the student's masses are fixed to 1. */
  public boolean committee() {
    return committee;
  }

  /** The linear skip. */
  public GaussianTeacherLoss.Skip skip() {
    return skip;
  }

  /** A copy of the directions. */
  public double[] units() {
    return units.clone();
  }

  /** A copy of the masses. */
  public double[] masses() {
    return masses.clone();
  }

  /** k, teacher units. */
  public int teacherUnits() {
    return masses.length;
  }

  /** b_j. */
  public double teacherMass(int unit) {
    return masses[unit];
  }

  /** Component {@code at} of v_j. */
  public double teacherUnit(int unit, int at) {
    return units[unit * dimension + at];
  }

  /** Number of parameters p. */
  public int parameterCount() {
    return width * dimension
        + (committee ? 0 : width)
        + (skip == GaussianTeacherLoss.Skip.LEARNED ? dimension : 0);
  }

  /** Where the parameters hold component {@code at} of w_i. */
  public int unitIndex(int unit, int at) {
    return at * width + unit;
  }

  /** Where the parameters hold a_i; not for committees. */
  public int massIndex(int unit) {
    return width * dimension + unit;
  }

  /** Where the parameters hold component {@code at} of a learned C. */
  public int skipIndex(int at) {
    return parameterCount() - dimension + at;
  }

  /** a_i. */
  public double mass(double[] theta, int unit) {
    return committee ? 1 : theta[massIndex(unit)];
  }
}
