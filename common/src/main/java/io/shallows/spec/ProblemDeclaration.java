package io.shallows.spec;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a spec needs to know of a kind of problem. */
public interface ProblemDeclaration {
  /** The word after {@code problem.kind}. */
  String name();

  /** One line for help and documentation. */
  String summary();

  /** The keys beside kind and count, in the order of documentation. */
  List<Key<?>> keys();

  /**
   * What does not fit between these settings and the grid, naming the key first; empty if all is
   * well.
   */
  default Optional<Misfit> misfit(Settings settings, GridSpec grid) {
    return Optional.empty();
  }

  /** What of the data is more than memory can hold anywhere; empty if nothing is. */
  default Optional<Misfit> excess(Settings settings, GridSpec grid) {
    return Optional.empty();
  }

  /** The input dimension where the grid does not say one; empty for that of the grid. */
  default OptionalInt naturalDimension(Settings settings) {
    return OptionalInt.empty();
  }

  /** Whether the data say the input dimension, so that a spec need not. */
  default boolean dimensionIsInData() {
    return false;
  }

  /** Whether all problems of these settings would be the same data, so that there is only one. */
  default boolean isOneDataSet(Settings settings) {
    return false;
  }

  /** Length of a network's input row, the appended constant included. */
  default int inputs(Settings settings, int inputDimension) {
    return inputDimension;
  }

  /** Number of samples N as far as the settings tell, for planning; empty for a population loss. */
  default OptionalInt samples(Settings settings) {
    return OptionalInt.empty();
  }

  /** Number of outputs c. */
  default int outputs(Settings settings) {
    return 1;
  }

  /** Whether targets are distributions over classes, as cross-entropy needs. */
  default boolean hasClasses(Settings settings) {
    return false;
  }

  /** Whether there are no data but a population whose squared loss has a closed form. */
  default boolean isPopulation() {
    return false;
  }

  /**
   * A combination of keys that cannot work.
   *
   * @param key the dotted path of the key to change
   * @param value its value
   * @param complaint what is wrong with its value, such as {@code is above 1}
   * @param advice what to write instead
   */
  record Misfit(String key, String value, String complaint, String advice) {}
}
