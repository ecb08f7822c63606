package io.shallows.training;

/**
 * A penalty that draws biases towards targets: {@code strength * sum_k (theta_k - t_k)^2} over the
 * biases k, added to the gradient of what is minimised and to no recorded loss.
 */
public final class BiasPenalty {

  /** No penalty. */
  public static final BiasPenalty NONE = new BiasPenalty(0, new int[0], new double[0]);

  private final double strength;
  private final int[] indices;
  private final double[] targets;

  /**
   * A penalty.
   *
   * @param strength at least 0
   * @param indices of the biases among the parameters
   * @param targets one for each
   */
  public BiasPenalty(double strength, int[] indices, double[] targets) {
    if (!(strength >= 0)) {
      throw new IllegalArgumentException("strength: " + strength + " is below 0");
    }
    if (indices.length != targets.length) {
      throw new IllegalArgumentException(
          indices.length + " biases with " + targets.length + " targets");
    }
    this.strength = strength;
    this.indices = indices.clone();
    this.targets = targets.clone();
  }

  /** The penalty at {@code theta}. */
  public double value(double[] theta) {
    double sum = 0;
    for (int k = 0; k < indices.length; k++) {
      double difference = theta[indices[k]] - targets[k];
      sum += difference * difference;
    }
    return strength * sum;
  }

  /** Adds the penalty's gradient at {@code theta}. */
  void addGradient(double[] theta, double[] gradient) {
    for (int k = 0; k < indices.length; k++) {
      gradient[indices[k]] += 2 * strength * (theta[indices[k]] - targets[k]);
    }
  }
}
