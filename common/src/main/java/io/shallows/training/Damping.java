package io.shallows.training;

/**
 * The damping of a Levenberg-Marquardt or Newton iteration.
 *
 * <p>After a step with gain ratio g (actual over predicted decrease) the damping is multiplied by
 * max(1/5, 1 - (2g - 1)^3); after a rejection by 2, 4, 8, ..., so that a stall is seen within about
 * ten rejections. Source: Nielsen 1999, Damping parameter in Marquardt's method, IMM-REP-1999-05
 * (with 1/5 for 1/3: the model is seldom the limit here).
 */
public final class Damping {

  /** Start, relative to the mean diagonal of the model's matrix. */
  private static final double START = 1e-2;

  /**
   * Smallest damping, relative: below it the damped matrix is not positive definite in floating
   * point.
   */
  private static final double FLOOR = 1e-14;

  /** Damping at which steps are gradient steps too short to change the loss, relative. */
  private static final double CEILING = 1e12;

  private double value;
  private double growth = 2;
  private double scale = 1;

  /** Begins anew for a model whose matrix has this mean diagonal. */
  public void start(double meanDiagonal) {
    scale = meanDiagonal > 0 ? meanDiagonal : 1;
    value = START * scale;
    growth = 2;
  }

  /** The damping now, in units of the model's matrix. */
  public double value() {
    return value;
  }

  /** The last step was good. */
  public void accepted(double gain) {
    double bounded = Math.min(gain, 1);
    double bend = 2 * bounded - 1;
    value = Math.max(value * Math.max(0.2, 1 - bend * bend * bend), FLOOR * scale);
    growth = 2;
  }

  /** The last step was bad, or the damped matrix was not positive definite. */
  public void rejected() {
    value *= growth;
    growth *= 2;
  }

  /** Whether even steps along the gradient fail. */
  public boolean exhausted() {
    return value > CEILING * scale;
  }
}
