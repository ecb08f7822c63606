package io.shallows.network;

import java.util.List;
import java.util.Optional;

/**
 * A rule that builds networks of every shape: one class and one entry in {@link NetworkFamilies}.
 */
public interface NetworkFamily {

  /** The name that specs use. */
  String name();

  /** One line for help and documentation, with the formula. */
  String definition();

  /** The network of this family and shape. */
  Network build(NetworkShape shape);

  /**
   * The families with less skip that this one is compared with, as far as a sweep has them; none
   * for families without a skip.
   */
  default List<String> controls() {
    return List.of("plain");
  }

  /**
   * The skip by which the population loss of this family's two-layer networks is known in closed
   * form; empty where none is known, and then problems without data refuse the family.
   */
  default Optional<PopulationSkip> populationSkip() {
    return Optional.empty();
  }

  /**
   * How the plain network of a shape stands within this family: in the network of the same width
   * with the fewest layers that can do more. Empty where none is known.
   */
  default Optional<Embedding> embedding(NetworkShape plain) {
    return Optional.empty();
  }

  /**
   * How the plain two-layer network of the same width stands within the network of a shape, its
   * further layers doing nothing. Empty where that is not known for any shape.
   */
  default Optional<Embedding> lift(NetworkShape shape) {
    return Optional.empty();
  }

  /**
   * Whether the merge lemma is proven for this shape: whether a learned head sees every first-layer
   * unit directly, so that {@code f = sum_k b_k relu(w_k . x) + g(x)} with {@code b} free.
   */
  boolean mergeLemmaApplies(NetworkShape shape);
}
