package io.shallows.network;

import org.apache.commons.rng.UniformRandomProvider;

/** Uniform on [-1/2, 1/2], whatever the layer. */
final class Level implements Initialization {

  @Override
  public String name() {
    return "level";
  }

  @Override
  public String definition() {
    return "every weight uniform on [-1/2, 1/2]";
  }

  @Override
  public double[] draw(Network network, UniformRandomProvider random) {
    double[] theta = new double[network.parameterCount()];
    for (int i = 0; i < theta.length; i++) {
      theta[i] = random.nextDouble() - 0.5;
    }
    return theta;
  }
}
