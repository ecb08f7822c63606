package io.shallows.minimum.kink;

import io.shallows.linalg.OrthonormalRows;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.training.Damping;
import io.shallows.training.QuadraticModel;
import io.shallows.training.QuadraticModels;

/** Damped Gauss-Newton steps: cheap, never uphill, and linear where residuals are large. */
final class GaussNewtonStep implements KinkStep {

  private final QuadraticModel model;
  private final Damping damping = new Damping();

  GaussNewtonStep(EmpiricalLoss loss) {
    this.model = QuadraticModels.gaussNewton(loss);
  }

  @Override
  public void build(KinkPoint point, OrthonormalRows space) {
    model.build(point.theta(), point.kinks(), space);
  }

  @Override
  public int cost() {
    return model.cost();
  }

  @Override
  public double scale() {
    return model.scale();
  }

  @Override
  public void restart(double scale, double size) {
    damping.start(scale);
  }

  @Override
  public boolean solve(double[] gradient, double[] step) {
    return model.solve(damping.value(), gradient, step);
  }

  @Override
  public double damping() {
    return damping.value();
  }

  @Override
  public void accepted(double gain) {
    damping.accepted(gain);
  }

  @Override
  public void rejected() {
    damping.rejected();
  }

  @Override
  public boolean isExhausted() {
    return damping.exhausted();
  }
}
