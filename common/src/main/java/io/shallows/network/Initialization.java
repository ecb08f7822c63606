package io.shallows.network;

import org.apache.commons.rng.UniformRandomProvider;

/** A distribution of initial parameters: one class and one entry in {@link Initializations}. */
public interface Initialization {

  /** The name that specs use. */
  String name();

  /** One line for help and documentation, with the formula. */
  String definition();

  /**
   * Draws the parameters of {@code network}.
   *
   * @return a new vector of length {@code network.parameterCount()}
   */
  double[] draw(Network network, UniformRandomProvider random);
}
