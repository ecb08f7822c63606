package io.shallows.loss.penalty;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.LossSurface;

/**
 * {@code E = L + kappa sum_k |b_k| |w_k|}, the loss of a two-layer network with the penalty of its
 * units in the form that no rescaling changes. Derivatives are those of {@link UnitPenalty}.
 */
public final class PenalizedLoss implements LossSurface {

  private final EmpiricalLoss loss;
  private final UnitPenalty penalty;

  /** Adds a penalty, which must be of the loss's network. */
  public PenalizedLoss(EmpiricalLoss loss, UnitPenalty penalty) {
    this.loss = loss;
    this.penalty = penalty;
  }

  /** L. */
  public EmpiricalLoss loss() {
    return loss;
  }

  /** What is added. */
  public UnitPenalty penalty() {
    return penalty;
  }

  @Override
  public int dimension() {
    return loss.dimension();
  }

  @Override
  public double value(double[] theta) {
    return loss.value(theta) + penalty.value(theta);
  }

  @Override
  public double valueAndGradient(double[] theta, double[] gradient) {
    double value = loss.valueAndGradient(theta, gradient);
    penalty.addGradient(theta, gradient);
    return value + penalty.value(theta);
  }

  @Override
  public void hessianVectorProduct(double[] theta, double[] direction, double[] product) {
    loss.hessianVectorProduct(theta, direction, product);
    penalty.addHessianProduct(theta, direction, product);
  }
}
