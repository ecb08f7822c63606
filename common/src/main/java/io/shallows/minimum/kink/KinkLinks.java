package io.shallows.minimum.kink;

import io.shallows.loss.Kink;
import io.shallows.loss.Linearization;
import java.util.ArrayList;
import java.util.List;

/**
 * The pairs of kinks on one sample, one above the other: what the upper one's slope does to the
 * weight of the lower one.
 *
 * <p>With slope s_u of the upper relu the derivative of the loss with respect to the lower relu's
 * output is {@code c_k + sum_u s_u c_u dz_u/dh_k}; on the surface that keeps the upper kinks,
 * {@code s_u c_u} is the multiplier lambda_u.
 */
final class KinkLinks {

  /**
   * The pre-activation of kink {@code above} moves so far with the output of kink {@code below}.
   */
  private record Link(int below, int above, double sensitivity) {}

  /** Upper kinks in descending order. */
  private final List<Link> links;

  private KinkLinks(List<Link> links) {
    this.links = links;
  }

  /** The pairs among kinks in ascending order, at a point with all of them off. */
  static KinkLinks of(Linearization at, List<Kink> kinks) {
    List<Link> links = new ArrayList<>();
    for (int u = kinks.size() - 1; u >= 0; u--) {
      Kink above = kinks.get(u);
      int relu = -1;
      double[] sensitivity = new double[0];
      for (int k = 0; k < u; k++) {
        Kink below = kinks.get(k);
        if (below.relu() < above.relu() && below.sample() == above.sample()) {
          if (below.relu() != relu) {
            relu = below.relu();
            sensitivity = at.preActivationSensitivity(above, relu);
          }
          links.add(new Link(k, u, sensitivity[below.unit()]));
        }
      }
    }
    return new KinkLinks(links);
  }

  boolean isEmpty() {
    return links.isEmpty();
  }

  /**
   * Weights on the surface that keeps the kinks.
   *
   * @param weights c_k, with all kinks off
   * @param multipliers lambda_k
   */
  double[] weights(double[] weights, double[] multipliers) {
    double[] sum = weights.clone();
    for (Link link : links) {
      sum[link.below()] += multipliers[link.above()] * link.sensitivity();
    }
    return sum;
  }

  /** The weights that slopes make, from the top layer down. */
  double[] made(double[] weights, double[] slopes) {
    double[] made = weights.clone();
    for (Link link : links) {
      made[link.below()] += slopes[link.above()] * made[link.above()] * link.sensitivity();
    }
    return made;
  }
}
