package io.shallows.survey;

import io.shallows.array.NumpyArchive;
import io.shallows.loss.OutputLoss;
import java.util.Optional;

/** How a program keeps a network: one class and one entry in {@link NetworkLayouts}. */
interface NetworkLayout {

  /** The name that messages and help use. */
  String name();

  /** One line: the names that it expects. */
  String definition();

  /** Whether an archive has weights of these names. */
  boolean recognises(NumpyArchive weights);

  /** The cost of an output that the archive names; empty if it names none. */
  default Optional<String> cost(NumpyArchive weights) {
    return Optional.empty();
  }

  /**
   * Reads a network.
   *
   * @param family what the user says that it is; empty for what the layout knows
   * @throws IllegalArgumentException if a weight is missing or has another shape, with its name
   */
  GivenNetwork read(
      NumpyArchive weights, Samples samples, Optional<String> family, OutputLoss cost);
}
