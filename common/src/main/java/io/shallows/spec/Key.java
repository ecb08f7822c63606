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

  private Key(String name, ValueType<T> type, Optional<T> fallback, String meaning) {
    this.name = Objects.requireNonNull(name, "name");
    this.type = Objects.requireNonNull(type, "type");
    this.fallback = fallback.map(type::requireValid);
    this.meaning = Objects.requireNonNull(meaning, "meaning");
  }

  /** A whole number from low to high. */
  public static Key<Integer> integer(String name, int low, int high, int fallback, String meaning) {
    return new Key<>(name, ValueType.integer(low, high), Optional.of(fallback), meaning);
  }

  /** A whole number of 64 bits, at least low. */
  public static Key<Long> count(String name, long low, long fallback, String meaning) {
    return new Key<>(name, ValueType.count(low), Optional.of(fallback), meaning);
  }

  /** A finite number. */
  public static Key<Double> number(String name, Bounds bounds, double fallback, String meaning) {
    return new Key<>(name, ValueType.number(bounds), Optional.of(fallback), meaning);
  }

  public static Key<Boolean> flag(String name, boolean fallback, String meaning) {
    return new Key<>(name, ValueType.flag(), Optional.of(fallback), meaning);
  }

  /** Any text. */
  public static Key<String> text(String name, String fallback, String meaning) {
    return new Key<>(name, ValueType.text(), Optional.of(fallback), meaning);
  }

  /** One of the given words. */
  public static Key<String> word(
      String name, List<String> allowed, String fallback, String meaning) {
    List<String> copy = List.copyOf(allowed);
    return new Key<>(name, ValueType.word(vocabulary -> copy), Optional.of(fallback), meaning);
  }

  /** One of the words that a registry knows. */
  static Key<String> word(
      String name, Function<Vocabulary, List<String>> allowed, String fallback, String meaning) {
    return new Key<>(name, ValueType.word(allowed), Optional.of(fallback), meaning);
  }

  /** Distinct words that a registry knows. */
  static Key<List<String>> words(
      String name,
      Function<Vocabulary, List<String>> allowed,
      List<String> fallback,
      String meaning) {
    return new Key<>(name, ValueType.words(allowed), Optional.of(fallback), meaning);
  }

  /** Distinct finite numbers. */
  static Key<List<Double>> numbers(
      String name, Bounds bounds, List<Double> fallback, String meaning) {
    return new Key<>(name, ValueType.numbers(bounds), Optional.of(fallback), meaning);
  }

  /** Rows of finite numbers, all of the same length; required. */
  public static Key<List<List<Double>>> rows(String name, String meaning) {
    return new Key<>(name, ValueType.rows(), Optional.empty(), meaning);
  }

  static Key<IntAxis> axis(String name, int low, IntAxis fallback, String meaning) {
    return new Key<>(name, ValueType.axis(low), Optional.of(fallback), meaning);
  }

  static Key<Optional<Constraint>> constraint(String name, String meaning) {
    return new Key<>(name, ValueType.constraint(), Optional.of(Optional.empty()), meaning);
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
