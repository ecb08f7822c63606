package io.shallows.depth;

import io.shallows.loss.LossSurface;

/**
 * A surface that counts evaluations against a budget; values, gradients and Hessian products count
 * 1 each.
 */
final class BudgetedSurface implements LossSurface {

  private final LossSurface surface;
  private final long budget;
  private long spent;

  BudgetedSurface(LossSurface surface, long budget) {
    this.surface = surface;
    this.budget = budget;
  }

  /** Evaluations so far. */
  long spent() {
    return spent;
  }

  /** Whether {@code more} further evaluations fit. */
  boolean allows(long more) {
    return spent + more <= budget;
  }

  /** Evaluations that still fit. */
  long left() {
    return Math.max(0, budget - spent);
  }

  @Override
  public int dimension() {
    return surface.dimension();
  }

  @Override
  public double value(double[] theta) {
    spent++;
    return surface.value(theta);
  }

  @Override
  public double valueAndGradient(double[] theta, double[] gradient) {
    spent++;
    return surface.valueAndGradient(theta, gradient);
  }

  @Override
  public void hessianVectorProduct(double[] theta, double[] direction, double[] product) {
    spent++;
    surface.hessianVectorProduct(theta, direction, product);
  }
}
