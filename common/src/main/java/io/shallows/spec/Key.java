package io.shallows.spec;

import io.shallows.spec.value.Bounds;
import io.shallows.spec.value.Constraint;
import io.shallows.spec.value.IntAxis;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One entry of a spec: its name, type and range, default, meaning and role, declared once.
 *
 * <p>The meaning is one line for help, schema and the commented example; it holds the reason for
 * the default. The {@link Role} says what the value is for; with its conditions it decides which
 * ids the value enters and whether a store accepts another one.
 */
public final class Key<T> {
  private final String name;
  private final ValueType<T> type;
  private final Optional<T> fallback;
  private final String meaning;
  private final Section section;
  private final Use use;
  private final boolean byName;

  /** A key of a kind of problem that decides its data, until it is said to be another. */
  private Key(String name, ValueType<T> type, Optional<T> fallback, String meaning) {
    this(name, type, fallback, meaning, Section.PROBLEM, Use.always(Role.DATA), false);
  }

  private Key(
      String name,
      ValueType<T> type,
      Optional<T> fallback,
      String meaning,
      Section section,
      Use use,
      boolean byName) {
    this.name = Objects.requireNonNull(name, "name");
    this.type = Objects.requireNonNull(type, "type");
    this.fallback = fallback.map(type::requireValid);
    this.meaning = Objects.requireNonNull(meaning, "meaning");
    this.section = Objects.requireNonNull(section, "section");
    this.use = Objects.requireNonNull(use, "use");
    this.byName = byName;
  }

  private Key<T> with(Section place, Use other, boolean shortly) {
    return new Key<>(name, type, fallback, meaning, place, other, shortly);
  }

  /** This key with another role; without one it decides the data of a problem. */
  public Key<T> as(Role role) {
    return with(section, use.as(role), byName);
  }

  /**
   * This key, whose default counts for nothing: for keys that are added later, whose default is
   * what was done before, so that the ids of rows from before stay as they are.
   */
  public Key<T> onlyWhereSet() {
    if (fallback.isEmpty()) {
      throw new IllegalArgumentException(name + ": has no default that could count for nothing");
    }
    return with(section, use.whereSet(), byName);
  }

  /** This key in another section and role. */
  Key<T> in(Section place, Role role) {
    return with(place, use.as(role), byName);
  }

  /** This key, which counts only where a condition holds. */
  Key<T> onlyIf(String words, Predicate<SweepSpec> holds) {
    return with(section, use.onlyIf(new Use.Condition(words, holds)), byName);
  }

  /**
   * This key, which counts under a second condition too; it then stands behind all others in ids.
   */
  Key<T> lastIf(String words, Predicate<SweepSpec> holds) {
    return with(section, use.lastIf(new Use.Condition(words, holds)), byName);
  }

  /** This key, which ids have known without its section from the first. */
  Key<T> inIdsByName() {
    return with(section, use, true);
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
    return new Key<>(name, new ScalarTypes.Text(false), Optional.<String>empty(), meaning)
        .as(Role.PLACE);
  }

  /** Where further data are, a path or URI; empty where there are none. */
  public static Key<String> optionalLocation(String name, String meaning) {
    return new Key<>(name, new ScalarTypes.Text(true), Optional.of(""), meaning).as(Role.PLACE);
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

  /**
   * One of the given words, or another way to write one of them.
   *
   * @param synonyms the word that each other way stands for
   */
  public static Key<String> word(
      String name,
      List<String> allowed,
      Map<String, String> synonyms,
      String fallback,
      String meaning) {
    List<String> copy = List.copyOf(allowed);
    return new Key<>(
        name,
        new ScalarTypes.Word(vocabulary -> copy, Map.copyOf(synonyms)),
        Optional.of(fallback),
        meaning);
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

  /** Distinct words that a registry knows, none by default. */
  static Key<List<String>> optionalWords(
      String name, Function<Vocabulary, List<String>> allowed, String meaning) {
    return new Key<>(
        name,
        new ListTypes.Distinct<>(new ScalarTypes.Word(allowed), true),
        Optional.of(List.of()),
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
  public static Key<List<List<Double>>> rows(String name, Bounds bounds, String meaning) {
    return new Key<>(name, new ListTypes.Rows(bounds), Optional.empty(), meaning);
  }

  static Key<IntAxis> axis(String name, int low, IntAxis fallback, String advice, String meaning) {
    return new Key<>(name, new AxisType(low, advice, false), Optional.of(fallback), meaning);
  }

  /** An axis whose value may be left to the data. */
  static Key<IntAxis> axisOrData(
      String name, int low, IntAxis fallback, String advice, String meaning) {
    return new Key<>(name, new AxisType(low, advice, true), Optional.of(fallback), meaning);
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

  /** The dotted path by which specs and overrides name it, such as {@code training.loss}. */
  public String path() {
    return section.path(name);
  }

  /** The name in the fingerprints that ids are made of. */
  public String inIds() {
    return byName ? name : path();
  }

  /** What the value is for. */
  public Role role() {
    return use.role();
  }

  /** Under which conditions the value counts, in words; empty if it always does. */
  public String condition() {
    return use.words();
  }

  Section section() {
    return section;
  }

  Use use() {
    return use;
  }

  ValueType<T> type() {
    return type;
  }

  @Override
  public String toString() {
    return name;
  }
}
