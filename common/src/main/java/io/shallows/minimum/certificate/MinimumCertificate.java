package io.shallows.minimum.certificate;

import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * A proof that a point lies at the bottom of a basin, and how deep the basin is at least.
 *
 * <p><b>Statement.</b> Every continuous path that starts at theta and reaches a loss below {@code
 * L(theta) - dip} has a point with loss at least {@code L(theta) + rise}. So {@code rise} is a
 * lower bound of the depth to every target level below {@code L(theta) - dip}.
 *
 * <p><b>Proof without symmetries.</b> Let g be the gradient norm at theta, lambda a lower bound of
 * the smallest eigenvalue of the Hessian, M a Lipschitz constant of the Hessian on the ball of
 * radius r about theta. Taylor's theorem gives, for |d| = s at most r,
 *
 * <pre>L(theta + d) - L(theta) &gt;= q(s) = -g s + lambda s^2 / 2 - M s^3 / 6.</pre>
 *
 * <p>{@code rise} = q(r) &gt; 0, so that a path cannot leave the ball below that; within the ball,
 * s at most r and r at most 2 lambda / M give {@code q(s) >= -g s + lambda s^2 / 6 >= -3 g^2 / (2
 * lambda)}, minus {@code dip}. The best radius for g = 0 is 2 lambda / M, where rise = (2/3)
 * lambda^3 / M^2.
 *
 * <p><b>Rescaling.</b> Where relu units can be rescaled, L is constant along the orbits of a group
 * G of positive scales, and theta is never isolated. The certificate then speaks of the quotient:
 * lambda, M and r are those of the <em>slice</em> theta + V, V the orthogonal complement of the
 * span of the tangents tau_c of the orbit. Let B be the ball of radius r in the slice and U = G B
 * the tube around the orbit.
 *
 * <ol>
 *   <li>U is open. The map (s, v) -&gt; s (theta + v) from G x B has as many dimensions on both
 *       sides, and its derivative is onto where no combination of the tau_c(theta + v) lies in V.
 *       tau_c is linear in the parameters with coefficients 0, 1 and -1, and a weight is in at most
 *       two of them, so {@code |sum y_c (tau_c(theta + v) - tau_c(theta))| <= sqrt(2) |v| |y|}:
 *       below {@code |v| = sigma / sqrt(2)}, sigma the smallest singular value of the tangents, no
 *       such combination has a vanishing part along them.
 *   <li>A path cannot leave U without meeting G times the sphere of B. Let it leave at time t, and
 *       let s_k (theta + v_k) be path points before t that converge to that at t. The scales s_k
 *       stay in a compact set: a class's first weights in have length above r, hence do not vanish
 *       on B, and are read from inputs or from classes that begin earlier, so that a bounded path
 *       bounds its scale from above, by induction; its last weights out bound it from below in the
 *       same way. So the point at t is s (theta + v) with |v| at most r, and |v| &lt; r would put
 *       it into the open U.
 *   <li>On U the loss is that on B, and the statement follows as above.
 * </ol>
 *
 * <p>Scaling keeps the signs of pre-activations, so that a ball free of kinks gives a tube free of
 * kinks.
 *
 * <p><b>Rounding.</b> g, lambda and M are bounds of the exact quantities at the stored parameters:
 * the errors of evaluation are bounded with the norms of the layers and taken off (see {@link
 * MinimumCertifier}).
 *
 * @param gradientNorm g, an upper bound, units of loss per parameter
 * @param hessianMin lambda, a lower bound of the smallest eigenvalue on V, above 0
 * @param thirdDerivative M, an upper bound on the ball
 * @param radius r of the ball, at most {@code 2 lambda / M} and at most the distance to the nearest
 *     kink
 * @param rise least loss on the ball's sphere, minus the loss at the point; above 0
 * @param dip the loss at the point minus the least loss in the ball is at most this
 */
public record MinimumCertificate(
    double gradientNorm,
    double hessianMin,
    double thirdDerivative,
    double radius,
    double rise,
    double dip) {

  /** Relative room for the rounding of the few operations here and of the sums of norms. */
  static final double OUTWARD = 1e-9;

  public MinimumCertificate {
    require("gradientNorm", gradientNorm, gradientNorm >= 0);
    require("hessianMin", hessianMin, hessianMin > 0);
    require("thirdDerivative", thirdDerivative, thirdDerivative >= 0);
    require("radius", radius, radius > 0);
    require("rise", rise, rise > 0);
    require("dip", dip, dip >= 0);
  }

  private static void require(String name, double value, boolean valid) {
    if (!valid || value == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("certificate: " + name + " " + value + " is out of range");
    }
  }

  /**
   * The certificate with the largest rise that these bounds give, or none.
   *
   * @param gradientNorm upper bound of g
   * @param hessianMin lower bound of lambda
   * @param thirdDerivative upper bound of M on the ball of a radius; does not fall with the radius
   * @param largest radius up to which it holds
   * @param lossError bound of the rounding error of a computed loss
   */
  static Optional<MinimumCertificate> of(
      double gradientNorm,
      double hessianMin,
      DoubleUnaryOperator thirdDerivative,
      double largest,
      double lossError) {
    if (!(hessianMin > 0) || !(largest > 0) || !Double.isFinite(gradientNorm)) {
      return Optional.empty();
    }
    Optional<MinimumCertificate> best = Optional.empty();
    double radius = largest;
    // each round gives a smaller ball, a smaller M on it, and from that the next, larger, ball
    for (int round = 0; round < 4; round++) {
      double third = thirdDerivative.applyAsDouble(radius) * (1 + OUTWARD);
      double limit = 2 * hessianMin / third;
      if (radius <= limit) {
        Optional<MinimumCertificate> found = at(gradientNorm, hessianMin, third, radius, lossError);
        if (found.isPresent() && (best.isEmpty() || found.get().rise() > best.get().rise())) {
          best = found;
        }
      }
      radius = Math.min(largest, limit * (1 - OUTWARD));
    }
    return best;
  }

  private static Optional<MinimumCertificate> at(
      double g, double lambda, double third, double r, double lossError) {
    double rise = r * (-g + r * (lambda / 2 - r * third / 6));
    rise -= OUTWARD * (g * r + lambda * r * r);
    double dip = 1.5 * g * g / lambda * (1 + OUTWARD) + 2 * lossError;
    return rise > 0 && Double.isFinite(rise)
        ? Optional.of(new MinimumCertificate(g, lambda, third, r, rise, dip))
        : Optional.empty();
  }

  /** The certified lower bound of the depth to {@code level}, for a point of this loss; or 0. */
  public double depthLower(double loss, double level) {
    return level < loss - dip ? rise : 0;
  }
}
