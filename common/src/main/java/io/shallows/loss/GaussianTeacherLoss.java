package io.shallows.loss;

import io.shallows.linalg.Kernels;
import java.util.Arrays;

/**
 * The population loss of a two-layer relu network against a two-layer teacher on normal inputs, in
 * closed form.
 *
 * <p>{@code L = E (sum_i a_i relu(w_i . x) + C . x - sum_j b_j relu(v_j . x))^2 / 2}, x ~ N(0,
 * I_d), expectation over all inputs, no bias. With {@code f(w, v) = E relu(w.x) relu(v.x) = |w||v|
 * (sin t + (pi - t) cos t) / (2 pi)}, t the angle between w and v:
 *
 * <p>{@code L = sum a_i a_k f(w_i, w_k) / 2 - sum a_i b_j f(w_i, v_j) + sum b_j b_l f(v_j, v_l) / 2
 * + |C|^2 / 2 + C.s / 2}, {@code s = sum a_i w_i - sum b_j v_j}. The optimal skip C = -s/2 leaves
 * {@code L - |s|^2 / 8}.
 *
 * <p>Parameters are those of {@link GaussianTeacher}, in the order of the network's own. This is
 * half of the mean squared error that empirical losses use.
 *
 * <p>Accuracy: a few units in the last place of the largest term f for a few units. The terms are
 * summed one by one from the teacher's own part, k / 4 + k (k - 1) / (4 pi) for k orthonormal
 * units, so that rounding grows with their number: 3e-13 at m = k = 20, 1e-12 at 50 and 6e-10 at
 * 100, measured. The angle is computed from the cosine; its error grows near 0 and pi but enters
 * the loss and the gradient multiplied by the sine. The Hessian is written so that nothing is
 * divided by the sine. At w_i = 0 the loss has a corner, and the direction of w_i is taken as 0.
 * Cost of a gradient: m (m + k) pairs, about 20 ns and 4 d flops each; a Hessian-vector product
 * costs two to four, and keeps what depends on the point alone for the next product at the same
 * one. Not safe for use by several threads.
 *
 * <p>Source: Cho, Saul 2009; Safran, Shamir 2018, arXiv 1712.08968, for committees and orthonormal
 * teachers.
 */
public final class GaussianTeacherLoss implements LossSurface {

  /** What is added to the hidden units. */
  public enum Skip {
    /** Nothing: C = 0. */
    NONE,
    /** C is a parameter. */
    LEARNED,
    /** C is the minimiser for the other parameters. */
    OPTIMAL
  }

  private static final double HALF_TURN = 1 / (2 * Math.PI);

  private final Kernels kernels = Kernels.best();
  private final GaussianTeacher teacher;
  private final int d;
  private final int m;
  private final int k;
  private final boolean committee;
  private final TeacherEnergy energy;
  private final LinearSkip skip;
  // per evaluation: columns 0..m-1 of columns and rows 0..m-1 of vectors are the student's units,
  // m..m+k-1 the teacher's
  private final double[] vectors;
  private final double[] columns;
  private final double[] dots;
  private final double[] shares;
  private final double[] lengths;
  private final double[] inverse;
  private final double[] weights;
  private final double[] rows;
  private final double[] massGradient;
  private final UnitPairs pairs;
  private final double[] changes;

  /**
   * The loss of networks of {@code width} units.
   *
   * @param dimension d, length of an input
   * @param width m, student units
   * @param teacherUnits directions v_j, k x d row by row; the masses multiply them
   * @param teacherMasses b_j, length k
   * @param committee whether the student's masses are fixed to 1
   * @param skip the linear skip
   */
  public GaussianTeacherLoss(
      int dimension,
      int width,
      double[] teacherUnits,
      double[] teacherMasses,
      boolean committee,
      Skip skip) {
    this(new GaussianTeacher(dimension, width, teacherUnits, teacherMasses, committee, skip));
  }

  /** The loss of the networks that learn a teacher. */
  public GaussianTeacherLoss(GaussianTeacher teacher) {
    this.teacher = teacher;
    this.d = teacher.dimension();
    this.m = teacher.width();
    this.k = teacher.teacherUnits();
    this.committee = teacher.committee();
    double[] masses = teacher.masses();
    double[] units = teacher.units();
    this.vectors = new double[(m + k) * d];
    this.columns = new double[d * (m + k)];
    this.dots = new double[m * (m + k)];
    this.shares = new double[(m + k) * m];
    this.lengths = new double[m + k];
    this.inverse = new double[m + k];
    this.weights = new double[m + k];
    this.rows = new double[m * d];
    this.massGradient = new double[m];
    this.pairs = new UnitPairs(d, m, m + k);
    this.changes = new double[m * d];
    System.arraycopy(units, 0, vectors, m * d, k * d);
    for (int j = 0; j < k; j++) {
      for (int c = 0; c < d; c++) {
        columns[c * (m + k) + m + j] = units[j * d + c];
      }
    }
    double[] teacherSum = new double[d];
    for (int j = 0; j < k; j++) {
      measure(m + j);
      weights[m + j] = -masses[j];
      kernels.axpy(d, masses[j], units, j * d, teacherSum, 0);
    }
    this.skip = new LinearSkip(teacher, teacherSum, vectors, weights);
    this.energy = TeacherEnergy.of(teacher);
  }

  /** The loss of {@link GaussianTeacher#orthonormal}. */
  public static GaussianTeacherLoss orthonormal(
      int dimension, int width, int teacherWidth, boolean committee, Skip skip) {
    return new GaussianTeacherLoss(
        GaussianTeacher.orthonormal(dimension, width, teacherWidth, committee, skip));
  }

  @Override
  public int dimension() {
    return teacher.parameterCount();
  }

  /** The teacher and the layout of the parameters. */
  public GaussianTeacher teacher() {
    return teacher;
  }

  /** The loss of the best constant predictor: half of the variance of the teacher's output. */
  public double constantLoss() {
    return energy.variance();
  }

  /**
   * {@code sqrt(2 T L)}, T the expectation of the squared derivatives of the output: {@code (d
   * a_i^2 + |w_i|^2) / 2} summed over the units, |w_i|^2 only for learned masses, and d for a
   * learned skip. An optimal skip only shortens the gradient.
   */
  @Override
  public double gradientBound(double[] theta) {
    double loss = Math.max(0, value(theta));
    double trace = teacher.skip() == Skip.LEARNED ? d : 0;
    for (int i = 0; i < m; i++) {
      trace += 0.5 * d * weights[i] * weights[i];
      trace += committee ? 0 : 0.5 * lengths[i] * lengths[i];
    }
    return Math.sqrt(2 * trace * loss);
  }

  private void measure(int unit) {
    double length = Math.sqrt(kernels.dot(d, vectors, unit * d, vectors, unit * d));
    lengths[unit] = length;
    inverse[unit] = length > 0 ? 1 / length : 0;
  }

  private void read(double[] theta) {
    for (int c = 0; c < d; c++) {
      for (int i = 0; i < m; i++) {
        vectors[i * d + c] = theta[c * m + i];
      }
    }
    for (int i = 0; i < m; i++) {
      measure(i);
      weights[i] = committee ? 1 : theta[m * d + i];
    }
  }

  @Override
  public double value(double[] theta) {
    return evaluate(theta, null);
  }

  @Override
  public double valueAndGradient(double[] theta, double[] gradient) {
    return evaluate(theta, gradient);
  }

  /**
   * The loss, and its gradient if there is room for it. The gradient of unit i is a combination of
   * all units, so that the work is two small matrix products around a loop over pairs.
   */
  private double evaluate(double[] theta, double[] gradient) {
    int all = m + k;
    for (int c = 0; c < d; c++) {
      System.arraycopy(theta, c * m, columns, c * all, m);
    }
    kernels.gemm(m, all, d, columns, 0, 1, all, columns, 0, all, dots, 0, all, false);
    for (int i = 0; i < m; i++) {
      lengths[i] = Math.sqrt(dots[i * all + i]);
      inverse[i] = lengths[i] > 0 ? 1 / lengths[i] : 0;
      weights[i] = committee ? 1 : theta[m * d + i];
    }
    boolean derivatives = gradient != null;
    if (derivatives) {
      Arrays.fill(massGradient, 0);
      for (int i = 0; i < m; i++) {
        shares[i * m + i] = 0.5 * weights[i] * weights[i];
      }
    }
    double loss = energy.total();
    for (int i = 0; i < m; i++) {
      double a = weights[i];
      loss += 0.25 * a * a * lengths[i] * lengths[i];
      massGradient[i] += 0.5 * a * lengths[i] * lengths[i];
      for (int j = i + 1; j < all; j++) {
        double b = weights[j];
        double c = Math.max(-1, Math.min(1, dots[i * all + j] * inverse[i] * inverse[j]));
        double turned = HALF_TURN * Math.sqrt((1 - c) * (1 + c));
        double rest = HALF_TURN * (Math.PI - ArcCosine.of(c));
        double f = lengths[i] * lengths[j] * (turned + rest * c);
        loss += a * b * f;
        if (derivatives) {
          shares[i * m + i] += a * b * turned * lengths[j] * inverse[i];
          shares[j * m + i] = a * b * rest;
          massGradient[i] += b * f;
          if (j < m) {
            shares[j * m + j] += a * b * turned * lengths[i] * inverse[j];
            shares[i * m + j] = a * b * rest;
            massGradient[j] += a * f;
          }
        }
      }
    }
    if (derivatives) {
      kernels.gemm(d, m, all, columns, 0, all, 1, shares, 0, m, gradient, 0, m, false);
      if (!committee) {
        System.arraycopy(massGradient, 0, gradient, m * d, m);
      }
    }
    if (teacher.skip() == Skip.NONE) {
      return loss;
    }
    read(theta);
    return loss + skip.value(theta, gradient);
  }

  /**
   * {@inheritDoc}
   *
   * <p>With unit vectors w^, v^, n the unit vector orthogonal to w^ in their plane, and s, c the
   * sine and cosine of t: the second derivative of f in w is {@code (s |v| / (2 pi |w|)) (I - w^w^T
   * + nn^T)}, the mixed one {@code ((pi - t) I + c s (w^w^T - nn^T) + s^2 (w^n^T + nw^T)) / (2
   * pi)}.
   */
  @Override
  public void hessianVectorProduct(double[] theta, double[] direction, double[] product) {
    read(theta);
    pairs.prepare(theta, vectors, inverse);
    for (int c = 0; c < d; c++) {
      for (int i = 0; i < m; i++) {
        changes[i * d + c] = direction[c * m + i];
      }
    }
    Arrays.fill(rows, 0);
    Arrays.fill(massGradient, 0);
    for (int i = 0; i < m; i++) {
      double a = weights[i];
      double mass = committee ? 0 : direction[m * d + i];
      // f(w, w) = |w|^2 / 2
      kernels.axpy(d, 0.5 * a * a, changes, i * d, rows, i * d);
      kernels.axpy(d, a * mass, vectors, i * d, rows, i * d);
      massGradient[i] +=
          a * kernels.dot(d, vectors, i * d, changes, i * d) + 0.5 * mass * lengths[i] * lengths[i];
      for (int j = 0; j < m + k; j++) {
        if (j != i) {
          pair(i, j, mass, committee || j >= m ? 0 : direction[m * d + j]);
        }
      }
    }
    if (teacher.skip() != Skip.NONE) {
      skip.addProduct(theta, direction, changes, rows, massGradient, product);
    }
    for (int c = 0; c < d; c++) {
      for (int i = 0; i < m; i++) {
        product[c * m + i] = rows[i * d + c];
      }
    }
    if (!committee) {
      System.arraycopy(massGradient, 0, product, m * d, m);
    }
  }

  /** The change of unit i's gradient through its pair with unit j, student or teacher. */
  private void pair(int i, int j, double massI, double massJ) {
    double a = weights[i];
    double b = weights[j];
    int at = pairs.index(i, j);
    double c = pairs.cosine(at);
    double sine = pairs.sine(at);
    double rest = HALF_TURN * pairs.rest(at);
    double turned = HALF_TURN * sine;
    double[] normals = pairs.normals();
    int n = pairs.normal(i, j);
    double wi = kernels.dot(d, vectors, i * d, changes, i * d) * inverse[i];
    double ni = kernels.dot(d, normals, n, changes, i * d);
    // second derivative in w_i
    double own = a * b * turned * lengths[j] * inverse[i];
    kernels.axpy(d, own, changes, i * d, rows, i * d);
    kernels.axpy(d, -own * wi * inverse[i], vectors, i * d, rows, i * d);
    kernels.axpy(d, own * ni, normals, n, rows, i * d);
    if (j < m) {
      double wj = kernels.dot(d, vectors, i * d, changes, j * d) * inverse[i];
      double nj = kernels.dot(d, normals, n, changes, j * d);
      double mixed = a * b;
      kernels.axpy(d, mixed * rest, changes, j * d, rows, i * d);
      double onW = HALF_TURN * sine * (c * wj + sine * nj);
      double onN = HALF_TURN * sine * (sine * wj - c * nj);
      kernels.axpy(d, mixed * onW * inverse[i], vectors, i * d, rows, i * d);
      kernels.axpy(d, mixed * onN, normals, n, rows, i * d);
    }
    if (!committee) {
      masses(i, j, massI, massJ, at);
    }
  }

  /** What learned masses add to the change of unit i's gradient, and the change of its mass's. */
  private void masses(int i, int j, double massI, double massJ, int at) {
    double b = weights[j];
    double rest = HALF_TURN * pairs.rest(at);
    double turned = HALF_TURN * pairs.sine(at);
    // the gradient in w_i is a b g(w_i, w_j)
    double change = massI * b + weights[i] * massJ;
    double gw = turned * lengths[j] * inverse[i];
    kernels.axpy(d, change * gw, vectors, i * d, rows, i * d);
    kernels.axpy(d, change * rest, vectors, j * d, rows, i * d);
    double f = lengths[i] * lengths[j] * (turned + rest * pairs.cosine(at));
    massGradient[i] +=
        massJ * f
            + b
                * (gw * kernels.dot(d, vectors, i * d, changes, i * d)
                    + rest * kernels.dot(d, vectors, j * d, changes, i * d));
    if (j < m) {
      // derivative of b f(w_i, w_j) in w_j
      massGradient[i] +=
          b
              * (turned * lengths[i] * inverse[j] * kernels.dot(d, vectors, j * d, changes, j * d)
                  + rest * kernels.dot(d, vectors, i * d, changes, j * d));
    }
  }
}
