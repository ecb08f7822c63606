package io.shallows.network;

import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Glorot starts next to a singularity, for the study of how flows leave it: in every hidden layer
 * after the first (in the first where there is no other) each odd unit's incoming weights are
 * {@code keep * (those of the unit before it) + 0.01 * its own}, with {@code keep} 1 on the line of
 * overlap and 0 where the unit is eliminated.
 *
 * <p>The first layer is left as it is, because no skip leads around it. The distance of 0.01 is
 * near enough for a plateau of many time constants and far enough to be left within a run.
 */
record NearSingular(String name, int keep) implements Initialization {

  private static final double DISTANCE = 0.01;

  @Override
  public String definition() {
    return keep == 1
        ? "glorot, with every odd hidden unit within 1% of the one before it"
        : "glorot, with the incoming weights of every odd hidden unit times 0.01";
  }

  @Override
  public double[] draw(Network network, UniformRandomProvider random) {
    double[] theta = Initializations.named("glorot").draw(network, random);
    List<DenseLayer> hidden =
        network.layers().stream().filter(layer -> layer.role() == DenseLayer.Role.HIDDEN).toList();
    for (DenseLayer layer : hidden.size() > 1 ? hidden.subList(1, hidden.size()) : hidden) {
      for (int j = 1; j < layer.outputs(); j += 2) {
        for (int i = 0; i < layer.inputs(); i++) {
          int at = layer.index(i, j);
          theta[at] = keep * theta[layer.index(i, j - 1)] + DISTANCE * theta[at];
        }
      }
    }
    return theta;
  }
}
