package io.shallows.spec;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * One entry of a spec: its name, type and range, default and meaning, declared once.
 *
 * <p>The meaning is one line for help, schema and the commented example; it holds the reason for
 * the default.
 */
public final class Key<T> {
  private final String name;
  private final ValueType<T> type;
  private final Optional<T> fallback;
  private final String meaning;
  private final boolean location;

  private Key(String name, ValueType<T> type, Optional<T> fallback, String meaning) {
    this(name, type, fallback, meaning, false);
  }

  private Key(
      String name, ValueType<T> type, Optional<T> fallback, String meaning, boolean location) {
    this.location = location;
    this.name = Objects.requireNonNull(name, "name");
    this.type = Objects.requireNonNull(type, "type");
    this.fallback = fallback.map(type::requireValid);
    this.meaning = Objects.requireNonNull(meaning, "meaning");
  }

  /** A whole number from low to high. */
  public static Key<Integer> integer(String name, int low, int high, int fallback, String meaning) {
    return new Key<>(name, new ScalarTypes.Integral(low, high), Optional.of(fallback), meaning);
  }

  /** A whole number of 64 bits, at least low. */
  static Key<Long> whole(String name, long low, long fallback, String meaning) {
    return new Key<>(
        name, new ScalarTypes.Whole(low, Long.MAX_VALUE), Optional.of(fallback), meaning);
  }

  /** A finite number. */
  public static Key<Double> number(String name, Bounds bounds, double fallback, String meaning) {
    return new Key<>(name, new ScalarTypes.Real(bounds), Optional.of(fallback), meaning);
  }

  /** True or false. */
  public static Key<Boolean> flag(String name, boolean fallback, String meaning) {
    return new Key<>(name, new ScalarTypes.Flag(), Optional.of(fallback), meaning);
  }

  /** Any text. */
  public static Key<String> text(String name, String fallback, String meaning) {
    return new Key<>(name, new ScalarTypes.Text(false), Optional.of(fallback), meaning);
  }

  /** Any text, empty by default. */
  public static Key<String> optionalText(String name, String meaning) {
    return new Key<>(name, new ScalarTypes.Text(true), Optional.of(""), meaning);
  }

  /** Where data are, a path or URI; the spec must say it. */
  public static Key<String> location(String name, String meaning) {
    return new Key<>(name, new ScalarTypes.Text(false), Optional.empty(), meaning, true);
  }

  /** Where further data are, a path or URI; empty where there are none. */
  public static Key<String> optionalLocation(String name, String meaning) {
    return new Key<>(name, new ScalarTypes.Text(true), Optional.of(""), meaning, true);
  }

  /** Distinct names of classes, none by default. */
  public static Key<List<String>> labels(String name, String meaning) {
    return new Key<>(
        name,
        new ListTypes.Distinct<>(new ScalarTypes.Label(), true),
        Optional.of(List.of()),
        meaning);
  }

  /** One of the given words; without a fallback the spec must say it. */
  public static Key<String> word(
      String name, List<String> allowed, Optional<String> fallback, String meaning) {
    List<String> copy = List.copyOf(allowed);
    return new Key<>(name, new ScalarTypes.Word(vocabulary -> copy), fallback, meaning);
  }

  /** One of the words that a registry knows. */
  static Key<String> word(
      String name, Function<Vocabulary, List<String>> allowed, String fallback, String meaning) {
    return new Key<>(name, new ScalarTypes.Word(allowed), Optional.of(fallback), meaning);
  }

  /** Distinct words that a registry knows. */
  static Key<List<String>> words(
      String name,
      Function<Vocabulary, List<String>> allowed,
      List<String> fallback,
      String meaning) {
    return new Key<>(
        name,
        new ListTypes.Distinct<>(new ScalarTypes.Word(allowed)),
        Optional.of(fallback),
        meaning);
  }

  /** Distinct finite numbers. */
  static Key<List<Double>> numbers(
      String name, Bounds bounds, List<Double> fallback, String meaning) {
    return new Key<>(
        name,
        new ListTypes.Distinct<>(new ScalarTypes.Real(bounds)),
        Optional.of(fallback),
        meaning);
  }

  /** Distinct finite numbers, none by default. */
  public static Key<List<Double>> numbers(String name, Bounds bounds, String meaning) {
    return new Key<>(
        name,
        new ListTypes.Distinct<>(new ScalarTypes.Real(bounds), true),
        Optional.of(List.of()),
        meaning);
  }

  /** Rows of finite numbers, all of the same length; the spec must say them. */
  public static Key<List<List<Double>>> rows(String name, String meaning) {
    return new Key<>(name, new ListTypes.Rows(), Optional.empty(), meaning);
  }

  static Key<IntAxis> axis(String name, int low, IntAxis fallback, String advice, String meaning) {
    return new Key<>(name, new AxisType(low, advice), Optional.of(fallback), meaning);
  }

  static Key<Optional<Constraint>> condition(String name, String meaning) {
    return new Key<>(name, new ScalarTypes.Condition(), Optional.of(Optional.empty()), meaning);
  }

  public String name() {
    return name;
  }

  /** The value where the spec says nothing; empty if the spec must say it. */
  public Optional<T> fallback() {
    return fallback;
  }

  public String meaning() {
    return meaning;
  }

  /**
   * Whether the value says where data are and not what they are, so that it decides no number: the
   * same file may lie elsewhere tomorrow.
   */
  public boolean isLocation() {
    return location;
  }

  ValueType<T> type() {
    return type;
  }

  /** Refuses a value outside the range, naming the section and this key. */
  void require(String section, T value) {
    type.violation(value)
        .ifPresent(
            complaint -> {
              throw new IllegalArgumentException(
                  section + "." + name + ": " + type.write(value) + " " + complaint);
            });
  }

  @Override
  public String toString() {
    return name;
  }
}
