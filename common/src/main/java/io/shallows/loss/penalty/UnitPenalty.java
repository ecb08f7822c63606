package io.shallows.loss.penalty;

import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import io.shallows.network.TwoLayerUnits;

/**
 * {@code kappa sum_k |b_k| |w_k|} of a two-layer network of one output, |w_k| the Euclidean norm of
 * all that unit k reads, the weight of the appended constant included.
 *
 * <p>Continuous, and unchanged when a unit is rescaled. It has no gradient where b_k or w_k is 0;
 * there the derivatives below are those of the subgradient that is 0 in the part that does not
 * exist. Convex in all b together and in all w together, not in both. Cost: O(p). Values are right
 * to {@link #rounding()} of themselves.
 */
public final class UnitPenalty {

  private final TwoLayerUnits units;
  private final double kappa;
  private final int inputs;

  /**
   * The penalty of a network's units.
   *
   * @param kappa at least 0, a loss per unit of |b| |w|
   * @throws IllegalArgumentException if the network has further layers, more than one output or a
   *     fixed head
   */
  public UnitPenalty(Network network, double kappa) {
    this.units =
        TwoLayerUnits.of(network)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "training.penalty: "
                            + network
                            + " is not a two-layer network with one learned output; use 0"));
    if (!(kappa >= 0) || kappa == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("training.penalty: " + kappa + " is not in [0, infinity)");
    }
    this.kappa = kappa;
    this.inputs = units.first().inputs();
  }

  /** Where the units keep their parameters. */
  public TwoLayerUnits units() {
    return units;
  }

  /** kappa. */
  public double kappa() {
    return kappa;
  }

  /** The penalty. */
  public double value(double[] theta) {
    double sum = 0;
    for (int k = 0; k < units.width(); k++) {
      sum += size(theta, k);
    }
    return kappa * sum;
  }

  /** {@code |b_k| |w_k|} of one unit, the length of v_k. */
  public double size(double[] theta, int unit) {
    return Math.abs(units.weight(theta, unit)) * length(theta, unit);
  }

  /** The largest error of {@link #value} relative to itself: one rounding per sum and product. */
  public double rounding() {
    return (inputs + units.width() + 6) * 0x1p-53;
  }

  /**
   * Adds the gradient: {@code kappa sign(b) |w|} to that of b, {@code kappa |b| w / |w|} to w's.
   */
  public void addGradient(double[] theta, double[] gradient) {
    DenseLayer first = units.first();
    for (int k = 0; k < units.width(); k++) {
      double b = units.weight(theta, k);
      double length = length(theta, k);
      gradient[units.head().index(k, 0)] += kappa * Math.signum(b) * length;
      for (int c = 0; c < inputs && length > 0; c++) {
        int at = first.index(c, k);
        gradient[at] += kappa * Math.abs(b) * (theta[at] / length);
      }
    }
  }

  /**
   * Adds the second derivative times a direction (e, d) of (b, w), where b and w are not 0: {@code
   * kappa sign(b) (u . d)} to b and {@code kappa (sign(b) e u + |b| (d - (u . d) u) / |w|)} to w, u
   * = w / |w|.
   */
  public void addHessianProduct(double[] theta, double[] direction, double[] product) {
    DenseLayer first = units.first();
    for (int k = 0; k < units.width(); k++) {
      double b = units.weight(theta, k);
      double length = length(theta, k);
      if (b == 0 || length == 0) {
        continue;
      }
      double along = 0;
      for (int c = 0; c < inputs; c++) {
        int at = first.index(c, k);
        along += theta[at] / length * direction[at];
      }
      int head = units.head().index(k, 0);
      product[head] += kappa * Math.signum(b) * along;
      for (int c = 0; c < inputs; c++) {
        int at = first.index(c, k);
        double u = theta[at] / length;
        product[at] +=
            kappa
                * (Math.signum(b) * direction[head] * u
                    + Math.abs(b) * (direction[at] - along * u) / length);
      }
    }
  }

  /**
   * The same network with {@code |b_k| = |w_k|} for every unit, to rounding; a unit one of whose
   * sides is 0 gets 0 on both.
   */
  public double[] balanced(double[] theta) {
    double[] balanced = theta.clone();
    for (int k = 0; k < units.width(); k++) {
      double b = Math.abs(units.weight(theta, k));
      double length = length(theta, k);
      boolean zero = !(b > 0) || !(length > 0);
      double scale = Math.sqrt(b / length);
      for (int c = 0; c < inputs; c++) {
        int at = units.first().index(c, k);
        balanced[at] = zero ? 0 : balanced[at] * scale;
      }
      int head = units.head().index(k, 0);
      balanced[head] = zero ? 0 : balanced[head] / scale;
    }
    return balanced;
  }

  private double length(double[] theta, int unit) {
    double square = 0;
    for (int c = 0; c < inputs; c++) {
      double w = theta[units.first().index(c, unit)];
      square += w * w;
    }
    return Math.sqrt(square);
  }
}
