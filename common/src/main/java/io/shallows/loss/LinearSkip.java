package io.shallows.loss;

import io.shallows.linalg.Kernels;
import io.shallows.loss.GaussianTeacherLoss.Skip;

/**
 * The part of {@link GaussianTeacherLoss} that belongs to the skip C: {@code |C|^2 / 2 + C.s / 2},
 * with {@code s = sum a_i w_i - sum b_j v_j} what the student's units have more of a linear part
 * than the teacher's.
 *
 * <p>Reads units and masses from arrays that the loss fills for the point at hand. Cost: 2 m d
 * multiplications for the value, twice that for a product.
 */
final class LinearSkip {

  private final Kernels kernels = Kernels.best();
  private final int d;
  private final int m;
  private final boolean committee;
  private final boolean learned;
  private final double[] teacherSum;
  private final double[] vectors;
  private final double[] weights;
  private final double[] sum;
  private final double[] along;

  /**
   * The skip of one loss.
   *
   * @param teacherSum sum b_j v_j
   * @param vectors the student's units row by row, as the loss fills them
   * @param weights the student's masses, as the loss fills them
   */
  LinearSkip(GaussianTeacher teacher, double[] teacherSum, double[] vectors, double[] weights) {
    this.d = teacher.dimension();
    this.m = teacher.width();
    this.committee = teacher.committee();
    this.learned = teacher.skip() == Skip.LEARNED;
    this.teacherSum = teacherSum;
    this.vectors = vectors;
    this.weights = weights;
    this.sum = new double[d];
    this.along = new double[d];
  }

  /** The skip's share of the loss; adds its share of the gradient if there is room for it. */
  double value(double[] theta, double[] gradient) {
    gap();
    if (learned) {
      System.arraycopy(theta, theta.length - d, along, 0, d);
    } else {
      for (int i = 0; i < d; i++) {
        along[i] = -0.5 * sum[i];
      }
    }
    if (gradient != null) {
      for (int i = 0; i < m; i++) {
        for (int c = 0; c < d; c++) {
          gradient[c * m + i] += 0.5 * weights[i] * along[c];
        }
        if (!committee) {
          gradient[m * d + i] += 0.5 * kernels.dot(d, along, 0, vectors, i * d);
        }
      }
      if (learned) {
        for (int c = 0; c < d; c++) {
          gradient[theta.length - d + c] = along[c] + 0.5 * sum[c];
        }
      }
    }
    return 0.5 * kernels.dot(d, along, 0, along, 0) + 0.5 * kernels.dot(d, along, 0, sum, 0);
  }

  /** s of the student's units as they are. */
  private void gap() {
    for (int i = 0; i < d; i++) {
      sum[i] = -teacherSum[i];
    }
    for (int i = 0; i < m; i++) {
      kernels.axpy(d, weights[i], vectors, i * d, sum, 0);
    }
  }

  /**
   * Adds the skip's part to the Hessian-vector products of units and masses, and writes that of C.
   *
   * @param changes the direction's units, row by row
   * @param rows products of the units, row by row
   * @param massProducts products of the masses
   * @param product where that of C belongs
   */
  void addProduct(
      double[] theta,
      double[] direction,
      double[] changes,
      double[] rows,
      double[] massProducts,
      double[] product) {
    gap();
    // the change of s
    double[] moved = new double[d];
    for (int i = 0; i < m; i++) {
      kernels.axpy(d, weights[i], changes, i * d, moved, 0);
      if (!committee) {
        kernels.axpy(d, direction[m * d + i], vectors, i * d, moved, 0);
      }
    }
    int last = theta.length - d;
    for (int x = 0; x < d; x++) {
      double skipNow = learned ? theta[last + x] : -0.5 * sum[x];
      double skipMove = learned ? direction[last + x] : -0.5 * moved[x];
      if (learned) {
        product[last + x] = skipMove + 0.5 * moved[x];
      }
      for (int i = 0; i < m; i++) {
        double mass = committee ? 0 : direction[m * d + i];
        rows[i * d + x] += 0.5 * (weights[i] * skipMove + mass * skipNow);
        massProducts[i] += 0.5 * (skipMove * vectors[i * d + x] + skipNow * changes[i * d + x]);
      }
    }
  }
}
