package io.shallows.singularity;

import java.util.List;

/**
 * Overlap of units: how parallel their incoming weights are, biases included.
 *
 * <p>{@code |cos(w_i, w_j)| = |w_i . w_j| / (|w_i| |w_j|)}, taken as 0 where a norm is 0 (such a
 * unit is eliminated, not overlapping). A layer of one unit has overlap 0. Rounding: a few units in
 * the last place. Invariant under permutation of units and, as any rescaling multiplies a
 * first-layer unit's weights by one number, under rescaling in the first layer; in deeper layers
 * rescaling of the layer before changes the angles. Cost: m^2 / 2 dot products per layer.
 */
final class Overlap implements SingularityMetric {

  /** |cos| above 1 minus this counts as a pair: the angle is below 1.4e-3, far above rounding. */
  static final double PAIR_TOLERANCE = 1e-6;

  @Override
  public String name() {
    return "overlap";
  }

  @Override
  public String definition() {
    return "how parallel the incoming weights of units are";
  }

  @Override
  public List<Quantity> quantities() {
    return List.of(
        new Quantity(
            "mean_max",
            "mean_i max_{j != i} |cos(w_i, w_j)|",
            Quantity.Aggregate.MEAN,
            Quantity.Kind.OF_WEIGHTS),
        new Quantity(
            "mean",
            "mean of |cos(w_i, w_j)| over pairs",
            Quantity.Aggregate.MEAN,
            Quantity.Kind.OF_WEIGHTS),
        new Quantity(
            "pairs",
            "pairs with |cos(w_i, w_j)| above 1 - 1e-6",
            Quantity.Aggregate.SUM,
            Quantity.Kind.COUNT_OF_WEIGHTS));
  }

  @Override
  public double[] measure(HiddenLayer layer) {
    int m = layer.width();
    double[] norms = new double[m];
    for (int i = 0; i < m; i++) {
      norms[i] = Vectors.norm(layer.incoming(i));
    }
    double[] nearest = new double[m];
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < i; j++) {
        double cosine = 0;
        if (norms[i] > 0 && norms[j] > 0) {
          double dot = Vectors.dot(layer.incoming(i), layer.incoming(j));
          cosine = Math.min(1, Math.abs(dot / norms[i] / norms[j]));
        }
        sum += cosine;
        pairs += cosine > 1 - PAIR_TOLERANCE ? 1 : 0;
        nearest[i] = Math.max(nearest[i], cosine);
        nearest[j] = Math.max(nearest[j], cosine);
      }
    }
    double mean = m > 1 ? sum / (m * (m - 1) / 2.0) : 0;
    return new double[] {Quantity.Aggregate.MEAN.of(nearest), mean, pairs};
  }
}
