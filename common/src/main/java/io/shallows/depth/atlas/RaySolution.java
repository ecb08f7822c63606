package io.shallows.depth.atlas;

/**
 * The solution of one ray program, which solves others too: any set of rays between the active and
 * the idle ones has it, a set within the idle ones has no lower value, and one that holds the
 * active ones no higher value.
 */
final class RaySolution {

  private final double value;
  private final double[] gains;
  private final double[] factors;
  private final double[] rises;
  private final RaySet idle;
  private final RaySet active;

  /**
   * A solution; the arrays are kept.
   *
   * @param gains {@code f_j . r} of all rays
   * @param factors of all rays
   * @param rises per ray with a factor what the loss rises by without it, the signs of the other
   *     factors set aside
   * @param idle the rays of the program and all others that would not lower the loss
   * @param active the rays with a factor
   */
  RaySolution(
      double value, double[] gains, double[] factors, double[] rises, RaySet idle, RaySet active) {
    this.value = value;
    this.gains = gains;
    this.factors = factors;
    this.rises = rises;
    this.idle = idle;
    this.active = active;
  }

  double value() {
    return value;
  }

  /** How fast the loss falls with a ray, up to a factor; 0 if it does not. */
  double gain(int ray) {
    return idle.holds(ray) ? 0 : gains[ray];
  }

  double factor(int ray) {
    return factors[ray];
  }

  RaySet idle() {
    return idle;
  }

  RaySet active() {
    return active;
  }

  /** About what the loss is without some rays: neither a lower nor an upper end. */
  double without(RaySet gone) {
    double most = 0;
    for (int ray : active.common(gone).rays()) {
      most = Math.max(most, rises[ray]);
    }
    return value + most;
  }
}
