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

  static final Key<List<String>> FAMILY =
      Key.words(
          "family",
          Vocabulary::families,
          List.of("plain", "long-skip"),
          "networks; plain is the control without a skip");
  static final Key<IntAxis> WIDTH =
      Key.axis(
          "width",
          1,
          IntAxis.of(4, 8, 16, 32),
          "use widths such as [16, 32]",
          "hidden widths m, over which depth is predicted to fall");
  static final Key<IntAxis> NETWORK_DEPTH =
      Key.axis(
          "networkDepth",
          0,
          IntAxis.of(1),
          "use depths such as [0, 1, 2]",
          "hidden layers or blocks L after the first hidden layer; at 0 all families are the two-layer network");
  static final Key<IntAxis> INPUT_DIMENSION =
      Key.axis(
          "inputDimension",
          1,
          IntAxis.of(2),
          "use dimensions such as [1, 2, 4]",
          "input dimensions n; the bound falls like m^((eta-1)/n)");
  static final Key<List<String>> INITIALIZATION =
      Key.words(
          "initialization",
          Vocabulary::initializations,
          List.of("he", "clustered"),
          "initial weights; clustered finds bad minima where he finds few");
  static final Key<Optional<Constraint>> WHERE =
      Key.condition(
          "where",
          "keeps the cells for which it holds, such as \"width <= 256 || networkDepth <= 2\"");

  /** All keys but {@code seed}, in the order of documentation. */
  static final List<Key<?>> KEYS =
      List.of(FAMILY, WIDTH, NETWORK_DEPTH, INPUT_DIMENSION, INITIALIZATION, WHERE);

  public GridSpec {
    family = distinct("grid.family", family);
    atLeast("grid.width", width, 1);
    atLeast("grid.networkDepth", networkDepth, 0);
    atLeast("grid.inputDimension", inputDimension, 1);
    initialization = distinct("grid.initialization", initialization);
    Objects.requireNonNull(seed, "grid.seed");
    Objects.requireNonNull(where, "grid.where");
  }

  static GridSpec of(SeedSpec seed, Settings settings) {
    return new GridSpec(
        settings.get(FAMILY),
        settings.get(WIDTH),
        settings.get(NETWORK_DEPTH),
        settings.get(INPUT_DIMENSION),
        settings.get(INITIALIZATION),
        seed,
        settings.get(WHERE));
  }

  /** The fields under their keys, without those of {@link #seed()}. */
  Settings settings() {
    return Settings.builder(KEYS)
        .set(FAMILY, family)
        .set(WIDTH, width)
        .set(NETWORK_DEPTH, networkDepth)
        .set(INPUT_DIMENSION, inputDimension)
        .set(INITIALIZATION, initialization)
        .set(WHERE, where)
        .build();
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
