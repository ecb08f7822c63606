package io.shallows.loss;

import io.shallows.linalg.OperatorMatrix;
import java.util.List;
import java.util.stream.IntStream;

/** The Hessian of any loss from its products with a vector; those of kinks by differences. */
final class ColumnwiseHessian {

  /** Step of the differences along a coordinate; rounding costs 1e-12 of the gradients. */
  private static final double STEP = 1e-4;

  private ColumnwiseHessian() {}

  /**
   * The Hessian column by column. That of a kink's pre-activation, a polynomial of the parameters
   * with the other relus as they are, is the central difference of its gradients: exact up to
   * rounding with at most two layers below the kink, up to the square of the step with more.
   */
  static void form(
      EmpiricalLoss loss, double[] theta, List<Kink> kinks, double[] multipliers, double[] matrix) {
    int p = theta.length;
    double[] row = new double[p];
    double[] moved = new double[p];
    // A layer that is dead on all data leaves thousands of kinks above it that carry no weight.
    int[] curved =
        IntStream.range(0, multipliers.length)
            .filter(k -> kinks.get(k).relu() > 0 && multipliers[k] != 0)
            .toArray();
    OperatorMatrix.form(
        p,
        (direction, product) -> {
          loss.hessianVectorProduct(theta, kinks, direction, product);
          for (int sign = -1; sign <= 1 && curved.length > 0; sign += 2) {
            for (int j = 0; j < p; j++) {
              moved[j] = theta[j] + sign * STEP * direction[j];
            }
            Linearization at = loss.linearize(moved, kinks);
            for (int k : curved) {
              at.preActivationGradient(kinks.get(k), row);
              for (int j = 0; j < p; j++) {
                product[j] += sign * multipliers[k] * row[j] / (2 * STEP);
              }
            }
          }
        },
        matrix);
  }
}
