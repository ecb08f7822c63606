package io.shallows.loss;

import io.shallows.problem.Dataset;

/** Twice the squared error: a cost that is no sum of squares by its own word and has no bound. */
public final class DoubledLoss implements OutputLoss {

  @Override
  public String name() {
    return "doubled";
  }

  @Override
  public String definition() {
    return "2 |f - y|^2";
  }

  @Override
  public void requireFit(Dataset data) {
    OutputLosses.SQUARED.requireFit(data);
  }

  @Override
  public double sample(double[] f, int fAt, double[] y, int yAt, int c, double[] residual) {
    double value = OutputLosses.SQUARED.sample(f, fAt, y, yAt, c, residual);
    for (int k = 0; k < c; k++) {
      residual[yAt + k] *= 2;
    }
    return 2 * value;
  }

  @Override
  public void curve(double[] f, int fAt, int c, double[] tangent, int tangentAt) {
    OutputLosses.SQUARED.curve(f, fAt, c, tangent, tangentAt);
    for (int k = 0; k < c; k++) {
      tangent[tangentAt + k] *= 2;
    }
  }

  @Override
  public double constant(Dataset data) {
    return 2 * OutputLosses.SQUARED.constant(data);
  }
}
