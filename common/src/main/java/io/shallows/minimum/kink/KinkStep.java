package io.shallows.minimum.kink;

import io.shallows.linalg.OrthonormalRows;

/**
 * A way to propose steps along the kinks of a point: a quadratic model of the loss, and what keeps
 * its steps short enough.
 */
sealed interface KinkStep permits GaussNewtonStep, NewtonStep {

  /** Forms the model at a point; {@code space} is the span of its kinks' rows. */
  void build(KinkPoint point, OrthonormalRows space);

  /** Cost of {@link #build} and one step in gradient evaluations. */
  int cost();

  /** The mean diagonal of the model that was built last: the unit of damping. */
  double scale();

  /**
   * Forgets how long steps were.
   *
   * @param scale the unit of damping
   * @param size length of the parameters
   */
  void restart(double scale, double size);

  /**
   * Proposes a step.
   *
   * @param gradient along the kinks
   * @param step overwritten
   * @return false if the model has no minimiser in floating point; {@code step} is undefined then
   */
  boolean solve(double[] gradient, double[] step);

  /** The damping of the step proposed last. */
  double damping();

  /** The step was taken; {@code gain} is the decrease over that of the model. */
  void accepted(double gain);

  /** The step was not taken: the next one is shorter. */
  void rejected();

  /** Whether steps are too short to change anything. */
  boolean isExhausted();
}
