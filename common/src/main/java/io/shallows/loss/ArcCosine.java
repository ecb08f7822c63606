package io.shallows.loss;

/**
 * The arc cosine in plain arithmetic: the same bits on every platform, and three times as fast as
 * {@link StrictMath#acos}, whose cost would decide that of the closed-form loss.
 *
 * <p>{@code acos c = pi/2 - asin c} for |c| at most 1/2 and {@code 2 asin sqrt((1 - |c|)/2)} (from
 * pi for negative c) otherwise, asin(x)/x the polynomial in x^2 that interpolates it in 15
 * Chebyshev nodes of [0, 1/4] (error 7e-20). Total error below 2 units in the last place of pi/2.
 */
final class ArcCosine {

  private static final double[] SERIES = {
    1.0,
    0.16666666666666657,
    0.07500000000002856,
    0.04464285713950677,
    0.030381944649750525,
    0.022372151536955744,
    0.01735294518022548,
    0.013961891184389839,
    0.01158567991890895,
    0.009484697869045622,
    0.010003606639881351,
    0.0007093925943252462,
    0.0247548762838696,
    -0.026044488873720434,
    0.0335771469474287
  };

  private ArcCosine() {}

  /** The angle in [0, pi] with this cosine; cosines beyond +-1 count as +-1. */
  static double of(double cosine) {
    double size = Math.min(Math.abs(cosine), 1);
    if (size <= 0.5) {
      return 0.5 * Math.PI - asin(cosine, cosine * cosine);
    }
    double square = 0.5 * (1 - size);
    double angle = 2 * asin(Math.sqrt(square), square);
    return cosine > 0 ? angle : Math.PI - angle;
  }

  private static double asin(double x, double square) {
    double sum = SERIES[14];
    for (int i = 13; i >= 0; i--) {
      sum = sum * square + SERIES[i];
    }
    return x * sum;
  }
}
