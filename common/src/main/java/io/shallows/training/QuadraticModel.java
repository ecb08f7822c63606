package io.shallows.training;

import io.shallows.linalg.OrthonormalRows;
import io.shallows.loss.Kink;
import java.util.List;

/**
 * A quadratic model of a loss around a point, {@code L(theta + d) ~ L + g.d + d.B d / 2}, and its
 * damped minimiser on a subspace.
 *
 * <p>The subspace is the orthogonal complement of given directions, with projector P. The step
 * solves {@code (P B P + damping I) d = -P g}; the decrease that the model predicts for it is
 * {@code (damping |d|^2 - g.d) / 2}. Implementations reuse buffers and may call the loss: whatever
 * linearization the caller holds is void after any call.
 */
public interface QuadraticModel {

  /**
   * Forms B at a point.
   *
   * @param theta parameters, length p; the model keeps a copy
   * @param kinks relus that are switched off there
   * @param removed directions in which no step may go
   */
  void build(double[] theta, List<Kink> kinks, OrthonormalRows removed);

  /**
   * The damped minimiser.
   *
   * @param damping added to the diagonal, above 0
   * @param gradient P g, length p
   * @param step overwritten with d, length p
   * @return false if the damped matrix is not positive definite in floating point; then {@code
   *     step} is undefined
   */
  boolean solve(double damping, double[] gradient, double[] step);

  /** The mean diagonal of B: the unit of damping. */
  double scale();

  /**
   * Cost of {@link #build} and one {@link #solve} in gradient evaluations, not counting the
   * factorisation.
   */
  int cost();
}
