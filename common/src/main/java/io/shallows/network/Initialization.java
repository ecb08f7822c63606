package io.shallows.network;

import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;

/** A distribution of initial parameters: one class and one entry in {@link Initializations}. */
public interface Initialization {

  /** The name that specs use. */
  String name();

  /** One line for help and documentation, with the formula. */
  String definition();

  /**
   * Where a start is the deepest minimum that a search finds for the plain two-layer network of the
   * same width, with further layers that do nothing: the distribution of the two-layer network
   * where it finds none. Empty for most.
   *
   * <p>Known for families with a {@link NetworkFamily#lift}.
   */
  default Optional<Initialization> lifted() {
    return Optional.empty();
  }

  /**
   * Draws the parameters of {@code network}.
   *
   * @return a new vector of length {@code network.parameterCount()}
   */
  double[] draw(Network network, UniformRandomProvider random);
}
