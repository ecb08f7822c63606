package io.shallows.spec;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The axes of a sweep.
 *
 * @param family network families
 * @param width hidden widths m, at least 1
 * @param networkDepth hidden layers or blocks L after the first hidden layer, at least 0
 * @param inputDimension input dimensions n without the constant input, at least 1
 * @param initialization initialisations of the weights
 * @param seed the seeds of each cell
 * @param where cells for which it is false are left out
 */
public record GridSpec(
    List<String> family,
    IntAxis width,
    IntAxis networkDepth,
    IntAxis inputDimension,
    List<String> initialization,
    SeedSpec seed,
    Optional<Constraint> where) {

  public GridSpec {
    family = distinct("grid.family", family);
    atLeast("grid.width", width, 1);
    atLeast("grid.networkDepth", networkDepth, 0);
    atLeast("grid.inputDimension", inputDimension, 1);
    initialization = distinct("grid.initialization", initialization);
    Objects.requireNonNull(seed, "grid.seed");
    Objects.requireNonNull(where, "grid.where");
  }

  private static List<String> distinct(String axis, List<String> values) {
    List<String> copy = List.copyOf(values);
    if (copy.isEmpty() || copy.stream().distinct().count() != copy.size()) {
      throw new IllegalArgumentException(
          axis + ": " + copy + " must have one or more distinct values");
    }
    return copy;
  }

  private static void atLeast(String axis, IntAxis values, int bound) {
    if (values.smallest() < bound) {
      throw new IllegalArgumentException(axis + ": " + values.smallest() + " is below " + bound);
    }
  }
}
