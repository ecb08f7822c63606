package io.shallows.singularity;

import io.shallows.linalg.SingularValues;
import java.util.List;

/**
 * Linear dependence of a layer's outputs: singular values s of the N x m matrix of h_l on the data,
 * after the skip where the layer has one.
 *
 * <p>Singular values carry an absolute error of about max(N, m) units in the last place of the
 * largest; smaller ones count as 0 in the rank. A layer that is 0 on all data has rank,
 * participation and condition 0. Condition is 0 when N &lt; m. Invariant under permutation of units
 * and samples; rank also under rescaling, participation and condition under rescaling of all units
 * of the layer by the same factor only. Cost: 2 N m min(N, m) multiply-adds per layer.
 */
final class Dependence implements SingularityMetric {

  @Override
  public String name() {
    return "dependence";
  }

  @Override
  public String definition() {
    return "how near a layer's outputs are to linear dependence on the data";
  }

  @Override
  public List<Quantity> quantities() {
    return List.of(
        new Quantity(
            "rank",
            "numerical rank of the N x m matrix of activations: singular values s above"
                + " max(N, m) * 2^-52 times the largest",
            Quantity.Aggregate.LEAST,
            Quantity.Kind.COUNT_OF_VALUES),
        new Quantity(
            "participation",
            "participation ratio (sum s)^2 / sum s^2",
            Quantity.Aggregate.MEAN,
            Quantity.Kind.OF_VALUES),
        new Quantity(
            "condition", "s_min / s_max", Quantity.Aggregate.LEAST, Quantity.Kind.OF_VALUES));
  }

  @Override
  public double[] measure(HiddenLayer layer) {
    double[] s = layer.outputSingularValues();
    double sum = 0;
    double squares = 0;
    for (double value : s) {
      sum += value;
      squares += value * value;
    }
    if (!(squares > 0)) {
      return new double[] {0, 0, 0};
    }
    int n = layer.samples();
    int m = layer.outputWidth();
    int rank = SingularValues.rank(s, Math.max(n, m) * Math.ulp(1.0));
    double condition = n < m ? 0 : s[s.length - 1] / s[0];
    return new double[] {rank, sum * sum / squares, condition};
  }
}
