package io.shallows.depth.path;

import io.shallows.loss.LossSurface;

/**
 * A surface that counts evaluations against a budget; values, gradients and Hessian products count
 * alike, each as much as the surface says (1 for a loss, see {@link PathCoordinates#passes}).
 */
public final class BudgetedSurface implements LossSurface {

  private final LossSurface surface;
  private final long budget;
  private final int passes;
  private long spent;

  public BudgetedSurface(LossSurface surface, long budget) {
    this(surface, budget, 1);
  }

  /**
   * A surface with a budget.
   *
   * @param budget in evaluations of the loss
   * @param passes evaluations of the loss that one of this surface is worth
   */
  BudgetedSurface(LossSurface surface, long budget, int passes) {
    this.surface = surface;
    this.budget = budget / passes;
    this.passes = passes;
  }

  /** Evaluations of this surface so far. */
  public long spent() {
    return spent;
  }

  /** What was spent so far, in evaluations of the loss. */
  long charged() {
    return spent * passes;
  }

  /** Counts work beside this surface, in evaluations of the loss. */
  public void charge(long evaluations) {
    spent += (evaluations + passes - 1) / passes;
  }

  /** Whether {@code more} further evaluations fit. */
  public boolean allows(long more) {
    return spent + more <= budget;
  }

  /** Evaluations that still fit. */
  public long left() {
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
