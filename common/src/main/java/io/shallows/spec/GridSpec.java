package io.shallows.spec;

import io.shallows.spec.value.Constraint;
import io.shallows.spec.value.IntAxis;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The axes of a sweep.
 *
 * @param seed the seeds of each cell
 * @param settings the values under the other keys
 */
public record GridSpec(SeedSpec seed, Settings settings) {

  static final Key<List<String>> FAMILY =
      Key.words(
              "family",
              Vocabulary::families,
              List.of("plain", "long-skip"),
              "networks; plain is the control without a skip")
          .in(Section.GRID, Role.EXTENT);
  static final Key<IntAxis> WIDTH =
      Key.axis(
              "width",
              1,
              IntAxis.of(4, 8, 16, 32),
              "use widths such as [16, 32]",
              "hidden widths m, over which depth is predicted to fall")
          .in(Section.GRID, Role.EXTENT);
  static final Key<IntAxis> NETWORK_DEPTH =
      Key.axis(
              "networkDepth",
              0,
              IntAxis.of(1),
              "use depths such as [0, 1, 2]",
              "hidden layers or blocks L after the first hidden layer; at 0 all families are the two-layer network")
          .in(Section.GRID, Role.EXTENT);
  static final Key<IntAxis> INPUT_DIMENSION =
      Key.axisOrData(
              "inputDimension",
              1,
              IntAxis.of(2),
              "use dimensions such as [1, 2, 4]",
              "input dimensions n; the bound falls like m^((eta-1)/n); of a table it is the number of"
                  + " its inputs, and may be left out")
          .in(Section.GRID, Role.EXTENT);
  static final Key<List<String>> INITIALIZATION =
      Key.words(
              "initialization",
              Vocabulary::initializationNames,
              List.of("he", "clustered"),
              "initial weights; clustered finds bad minima where he finds few, lifted deep ones")
          .in(Section.GRID, Role.EXTENT);
  static final Key<Optional<Constraint>> WHERE =
      Key.condition(
              "where",
              "keeps the cells for which it holds, such as \"width <= 256 || networkDepth <= 2\"")
          .in(Section.GRID, Role.EXTENT);

  /** All keys but {@code seed}, in the order of documentation. */
  static final List<Key<?>> KEYS =
      List.of(FAMILY, WIDTH, NETWORK_DEPTH, INPUT_DIMENSION, INITIALIZATION, WHERE);

  /** Refuses settings of other keys; the settings have checked their values. */
  public GridSpec {
    Objects.requireNonNull(seed, "grid.seed");
    settings.requireKeys(KEYS);
  }

  /** Network families. */
  public List<String> family() {
    return settings.get(FAMILY);
  }

  /** Hidden widths m, at least 1. */
  public IntAxis width() {
    return settings.get(WIDTH);
  }

  /** Hidden layers or blocks L after the first hidden layer, at least 0. */
  public IntAxis networkDepth() {
    return settings.get(NETWORK_DEPTH);
  }

  /** Input dimensions n without the constant input, at least 1. */
  public IntAxis inputDimension() {
    return settings.get(INPUT_DIMENSION);
  }

  /** The grid with this input dimension only. */
  public GridSpec withInputDimension(int dimension) {
    Settings.Builder builder = Settings.builder(KEYS);
    KEYS.forEach(key -> copy(settings, key, builder));
    return new GridSpec(seed, builder.set(INPUT_DIMENSION, IntAxis.of(dimension)).build());
  }

  private static <T> void copy(Settings from, Key<T> key, Settings.Builder to) {
    to.set(key, from.get(key));
  }

  /** Initialisations of the weights. */
  public List<String> initialization() {
    return settings.get(INITIALIZATION);
  }

  /** Cells for which it is false are left out. */
  public Optional<Constraint> where() {
    return settings.get(WHERE);
  }
}
