package io.shallows.minimum.finish;

/** An approximation of the inverse Hessian of a {@link ReducedLoss}, by its inner parameters. */
interface ReducedCurvature {

  /** A matrix up to {@link SlideRun#DENSE} parameters, above a product. */
  static ReducedCurvature of(ReducedLoss reduced) {
    return reduced.loss().dimension() > SlideRun.DENSE
        ? new GramCurvature(reduced)
        : new DenseCurvature(reduced);
  }

  /** Whether it is made of Gauss-Newton at a new point each time the decay changes. */
  boolean isLocal();

  /** Makes it of Gauss-Newton at a point, with the decay at hand; what was learned stays. */
  void build(double[] theta);

  /** Forgets what was learned. */
  void forget();

  /** The inner parameters were multiplied by these factors. */
  void rescale(double[] factors);

  /** The inverse times a vector, which is not changed, into {@code product}. */
  void apply(double[] vector, double[] product);

  /**
   * Learns of a step and the change of the gradient along it.
   *
   * @param slope their product, above 0
   */
  void learn(double[] step, double[] change, double slope);
}
