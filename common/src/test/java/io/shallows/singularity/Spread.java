package io.shallows.singularity;

import java.util.Arrays;
import java.util.List;

/** The largest norm of incoming weights over the least: 1 where all units are alike. */
final class Spread implements SingularityMetric {

  @Override
  public String name() {
    return "spread";
  }

  @Override
  public String definition() {
    return "how far the norms of incoming weights lie apart";
  }

  @Override
  public List<Quantity> quantities() {
    return List.of(
        new Quantity(
            "incoming",
            "largest norm of incoming weights over the least",
            Quantity.Aggregate.MEAN,
            Quantity.Kind.OF_WEIGHTS));
  }

  @Override
  public double[] measure(HiddenLayer layer) {
    double[] norms = new double[layer.width()];
    for (int j = 0; j < norms.length; j++) {
      norms[j] = Vectors.norm(layer.incoming(j));
    }
    Arrays.sort(norms);
    return new double[] {norms[0] > 0 ? norms[norms.length - 1] / norms[0] : Double.MAX_VALUE};
  }
}
