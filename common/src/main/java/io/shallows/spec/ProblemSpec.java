package io.shallows.spec;

import java.util.List;
import java.util.Objects;

/**
 * The problems of a sweep: a kind, its settings, and how many of them.
 *
 * @param kind a registered kind of problem
 * @param count number of problems drawn of this kind, numbered from 0; an axis of the grid
 * @param settings the kind's own keys
 */
public record ProblemSpec(String kind, int count, Settings settings) {
  static final Key<String> KIND =
      Key.word(
              "kind",
              Vocabulary::problemKinds,
              "teacher",
              "the kind of problem, which decides the keys below count")
          .in(Section.PROBLEM, Role.DATA);
  static final Key<Integer> COUNT =
      Key.integer(
              "count",
              1,
              Integer.MAX_VALUE,
              1,
              "problems drawn; several show how much depth depends on the data")
          .in(Section.PROBLEM, Role.EXTENT);

  /** The keys of every kind. */
  static final List<Key<?>> KEYS = List.of(KIND, COUNT);

  public ProblemSpec {
    if (kind.isBlank()) {
      throw new IllegalArgumentException(KIND.path() + ": must not be blank");
    }
    if (count < 1) {
      throw new IllegalArgumentException(COUNT.path() + ": " + count + " is below 1");
    }
    Objects.requireNonNull(settings, "problem settings");
  }

  /** Kind and count under their keys. */
  Settings head() {
    return Settings.builder(KEYS).set(KIND, kind).set(COUNT, count).build();
  }
}
