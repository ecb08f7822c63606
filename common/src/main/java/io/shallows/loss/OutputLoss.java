package io.shallows.loss;

import io.shallows.problem.Dataset;

/**
 * What an output f costs when y was wanted: one class and one entry in {@link OutputLosses}.
 *
 * <p>The mean over the samples is the empirical loss. Derivatives are given by halves, so that for
 * the squared loss they are the residual {@code f - y} and the identity. All are convex in f.
 */
public interface OutputLoss {

  /** The name that specs use. */
  String name();

  /** One line for help and documentation, with the formula. */
  String definition();

  /** Refuses targets that this loss cannot have. */
  void requireFit(Dataset data);

  /**
   * The loss of one sample; half its derivative with respect to the outputs goes to {@code
   * residual}.
   *
   * @param f outputs, {@code c} of them from {@code fAt}
   * @param y targets, from {@code yAt}
   * @param residual written from {@code yAt}
   */
  double sample(double[] f, int fAt, double[] y, int yAt, int c, double[] residual);

  /**
   * Multiplies, in place, the tangent of the outputs of one sample by half the second derivative.
   */
  void curve(double[] f, int fAt, int c, double[] tangent, int tangentAt);

  /** The loss of the best constant predictor: the unit of normalised losses. */
  double constant(Dataset data);

  /**
   * The slope at infinity along a direction d of the outputs, {@code lim (l(f + t d) - l(f)) / t}
   * for t to infinity, the same from every f: where it is at most 0 the loss never rises along d.
   * Infinite, as by default, where the loss grows faster than linearly.
   *
   * @param d the direction, {@code c} numbers from {@code dAt}
   * @param y targets, from {@code yAt}
   */
  default double slopeAtInfinity(double[] d, int dAt, double[] y, int yAt, int c) {
    for (int k = 0; k < c; k++) {
      if (d[dAt + k] != 0) {
        return Double.POSITIVE_INFINITY;
      }
    }
    return 0;
  }

  /** Whether targets must be distributions over classes. */
  default boolean needsClasses() {
    return false;
  }

  /** Whether the loss is |residual|^2, so that least-squares methods apply. */
  default boolean isSquared() {
    return false;
  }

  /**
   * Refuses a loss that is no sum of squares.
   *
   * @param use what needs one
   */
  default void requireSquares(String use) {
    if (!isSquared()) {
      throw new IllegalArgumentException(use + ": the loss " + name() + " is not a sum of squares");
    }
  }
}
