package io.shallows.loss;

import io.shallows.problem.Dataset;

/**
 * The best constant predictor, against which losses are normalised.
 *
 * <p>Its output is the mean of the targets; its loss is {@code (1/N) sum_i |y_i - mean y|^2},
 * computed in two passes. 0 when all targets are equal.
 */
public final class ConstantPredictor {

  private ConstantPredictor() {}

  /** The mean squared error of the best constant. */
  public static double squaredLoss(Dataset data) {
    double sum = 0;
    for (int k = 0; k < data.outputs(); k++) {
      double mean = 0;
      for (int i = 0; i < data.samples(); i++) {
        mean += data.y(i, k);
      }
      mean /= data.samples();
      for (int i = 0; i < data.samples(); i++) {
        double r = data.y(i, k) - mean;
        sum += r * r;
      }
    }
    return sum / data.samples();
  }
}
