package io.shallows.training;

import io.shallows.linalg.Kernels;

/**
 * The length of a Newton step: the damping is chosen such that the step has the length of a radius
 * that grows with success.
 *
 * <p>Where curvature is negative, the damping must exceed it, and a damping that is led by gain
 * alone gives steps of any length; a radius uses the negative curvature in full. The damping is
 * found by bisection of its logarithm to within a factor 2 of the radius. Source: Conn, Gould,
 * Toint 2000, Trust-Region Methods, chapter 7.
 */
public final class TrustRegion {

  private static final int TRIALS = 40;

  /** Smallest damping, relative to the mean diagonal of the model's matrix. */
  private static final double FLOOR = 1e-14;

  /** Smallest radius, relative to the parameters' length. */
  private static final double VANISHING = 1e-16;

  private final Kernels kernels = Kernels.best();
  private double radius;
  private double size = 1;
  private double damping;
  private double length;

  /** Begins anew with a radius of a tenth of the parameters' length. */
  public void start(double parametersLength) {
    size = Math.max(parametersLength, Double.MIN_NORMAL);
    radius = 0.1 * size;
    damping = 0;
  }

  /**
   * A step of at most the radius.
   *
   * @return false if no damping gives a finite step; then {@code step} is undefined
   */
  public boolean solve(QuadraticModel model, double[] gradient, double[] step) {
    double scale = model.scale() > 0 ? model.scale() : 1;
    double low = FLOOR * scale;
    double high = Double.POSITIVE_INFINITY;
    double mu = damping > 0 ? Math.max(low, 0.1 * damping) : low;
    boolean first = true;
    for (int trial = 0; trial < TRIALS; trial++) {
      boolean solved = model.solve(mu, gradient, step);
      length = solved ? Math.sqrt(kernels.dot(step.length, step, 0, step, 0)) : Double.NaN;
      boolean fits = solved && length <= radius;
      if (fits && (length >= 0.5 * radius || mu <= low * 1.0001 || high / low < 1.01)) {
        damping = mu;
        return true;
      }
      if (fits) {
        high = mu;
      } else {
        low = Math.max(low, mu);
      }
      if (first && fits) {
        mu = low;
        first = false;
      } else if (high == Double.POSITIVE_INFINITY) {
        mu = Math.max(8 * mu, 1e-6 * scale);
      } else {
        mu = Math.sqrt(low) * Math.sqrt(high);
      }
    }
    if (high < Double.POSITIVE_INFINITY && model.solve(high, gradient, step)) {
      damping = high;
      length = Math.sqrt(kernels.dot(step.length, step, 0, step, 0));
      return true;
    }
    return false;
  }

  /** The damping of the last step. */
  public double damping() {
    return damping;
  }

  /** The last step was good. */
  public void accepted(double gain) {
    if (gain > 0.75 && length >= 0.4 * radius) {
      radius *= 2.5;
    } else if (gain < 0.25) {
      radius = 0.5 * length;
    }
  }

  /** The last step was bad. */
  public void rejected() {
    radius = 0.25 * Math.min(length, radius);
  }

  /** Whether steps are too short to change the parameters. */
  public boolean exhausted() {
    return !(radius > VANISHING * size);
  }
}
