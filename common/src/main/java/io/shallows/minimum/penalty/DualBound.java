package io.shallows.minimum.penalty;

import io.shallows.problem.Dataset;

/**
 * A number that the penalized loss of no plain two-layer network is below, whatever its width.
 *
 * <p>For residuals r = f - y and M at least as large as every entry, {@code z = a (2/N) r} has no
 * entry above kappa for {@code |a| M <= kappa}, and for any network with outputs f' and sizes
 * {@code |v_k|}: {@code |f' - y|^2 / N >= -z . y - N |z|^2 / 4 + z . f'} (the square {@code |f' - y
 * - N z / 2|^2 / N} is not negative) and {@code z . f' >= -kappa sum |v_k|}. So {@code E >= D(a) =
 * -a (2/N) r . y - a^2 |r|^2 / N}, which is largest at {@code a = -(r . y) / |r|^2} or at the end
 * of the interval that is nearer to it. At a global minimum, and a = 1, D is E itself.
 */
final class DualBound {

  /** Rounding of the sums, relative to their terms: N up to some thousands. */
  private static final double ROUNDING = 1e-12;

  private DualBound() {}

  /**
   * The bound.
   *
   * @param residual f - y per sample
   * @param most a number that no entry exceeds
   */
  static double of(Dataset data, double[] residual, double most, double kappa) {
    double square = 0;
    double cross = 0;
    double sizes = 0;
    for (int s = 0; s < residual.length; s++) {
      double y = data.y(s, 0);
      square += residual[s] * residual[s];
      cross += residual[s] * y;
      sizes += Math.abs(residual[s] * y);
    }
    if (!(square > 0)) {
      return 0;
    }
    double end = most > 0 ? kappa / most : Double.MAX_VALUE;
    double a = Math.max(-end, Math.min(end, -cross / square));
    int n = residual.length;
    double bound = (-2 * a * cross - a * a * square) / n;
    return Math.max(0, bound - ROUNDING * (2 * Math.abs(a) * sizes + a * a * square) / n);
  }
}
