package io.shallows.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values that a key may have, how they are read, refused, written and described. */
abstract class ValueType<T> {

  /** The value that a user wrote. */
  abstract T read(SpecNode node, ReadContext context);

  /** What is wrong with a value of the right Java type, or empty. */
  abstract Optional<String> violation(T value);

  /** The value as one line of YAML; equal values give equal text. */
  abstract String write(T value);

  /** The JSON Schema of the value. */
  abstract Map<String, Object> schema(Vocabulary vocabulary);

  /** What to write instead of a wrong value, such as {@code use a number above 0}. */
  abstract String advice(Vocabulary vocabulary);

  /** The words to choose from; empty for other values. */
  List<String> words(Vocabulary vocabulary) {
    return List.of();
  }

  T requireValid(T value) {
    violation(value)
        .ifPresent(
            complaint -> {
              throw new IllegalArgumentException(write(value) + " " + complaint);
            });
    return value;
  }
}
