package io.shallows.loss;

import io.shallows.problem.Dataset;

/** {@code |f - y|^2}: the residual is {@code f - y}, the second derivative twice the identity. */
final class SquaredLoss implements OutputLoss {

  @Override
  public String name() {
    return "squared";
  }

  @Override
  public String definition() {
    return "|f - y|^2, mean over samples";
  }

  @Override
  public void requireFit(Dataset data) {}

  @Override
  public double sample(double[] f, int fAt, double[] y, int yAt, int c, double[] residual) {
    double sum = 0;
    for (int k = 0; k < c; k++) {
      double r = f[fAt + k] - y[yAt + k];
      residual[yAt + k] = r;
      sum += r * r;
    }
    return sum;
  }

  @Override
  public void curve(double[] f, int fAt, int c, double[] tangent, int tangentAt) {}

  @Override
  public double constant(Dataset data) {
    return ConstantPredictor.squaredLoss(data);
  }

  @Override
  public boolean isSquared() {
    return true;
  }
}
