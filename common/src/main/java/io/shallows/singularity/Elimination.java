package io.shallows.singularity;

import java.util.List;

/**
 * Elimination of units: how small their incoming or outgoing weights are, and how many are dead.
 *
 * <p>Norms are Euclidean, {@code in_j} over a unit's incoming weights with its bias, {@code out_j}
 * over the weights that read it. A unit is dead when its relu is 0 on every sample. Norms are in
 * units of weights and change under rescaling; {@code in_j out_j} does not in a two-layer network,
 * and dead units stay dead under any rescaling. All are invariant under permutation.
 */
final class Elimination implements SingularityMetric {

  @Override
  public String name() {
    return "elimination";
  }

  @Override
  public String definition() {
    return "how small the incoming and outgoing weights of units are, and how many units are dead";
  }

  @Override
  public List<Quantity> quantities() {
    return List.of(
        new Quantity(
            "incoming_min",
            "least norm of incoming weights",
            Quantity.Aggregate.LEAST,
            Quantity.Kind.OF_WEIGHTS),
        new Quantity(
            "incoming_mean",
            "mean norm of incoming weights",
            Quantity.Aggregate.MEAN,
            Quantity.Kind.OF_WEIGHTS),
        new Quantity(
            "outgoing_min",
            "least norm of outgoing weights",
            Quantity.Aggregate.LEAST,
            Quantity.Kind.OF_WEIGHTS),
        new Quantity(
            "outgoing_mean",
            "mean norm of outgoing weights",
            Quantity.Aggregate.MEAN,
            Quantity.Kind.OF_WEIGHTS),
        new Quantity(
            "product_min",
            "least product of a unit's two norms, which no rescaling changes in a two-layer"
                + " network",
            Quantity.Aggregate.LEAST,
            Quantity.Kind.OF_WEIGHTS),
        new Quantity(
            "dead_share",
            "share of units that are zero on all samples",
            Quantity.Aggregate.MEAN,
            Quantity.Kind.OF_VALUES));
  }

  @Override
  public double[] measure(HiddenLayer layer) {
    int m = layer.width();
    double[] in = new double[m];
    double[] out = new double[m];
    double[] product = new double[m];
    int dead = 0;
    for (int j = 0; j < m; j++) {
      in[j] = Vectors.norm(layer.incoming(j));
      out[j] = Vectors.norm(layer.outgoing(j));
      product[j] = in[j] * out[j];
      dead += isDead(layer, j) ? 1 : 0;
    }
    return new double[] {
      Quantity.Aggregate.LEAST.of(in),
      Quantity.Aggregate.MEAN.of(in),
      Quantity.Aggregate.LEAST.of(out),
      Quantity.Aggregate.MEAN.of(out),
      Quantity.Aggregate.LEAST.of(product),
      (double) dead / m
    };
  }

  private static boolean isDead(HiddenLayer layer, int unit) {
    for (int i = 0; i < layer.samples(); i++) {
      if (layer.value(i, unit) > 0) {
        return false;
      }
    }
    return true;
  }
}
