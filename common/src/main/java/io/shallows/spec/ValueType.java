package io.shallows.spec;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The values that a key may have, and how they are written. */
abstract class ValueType<T> {

  /** What is wrong with a value of the right Java type, or empty. */
  abstract Optional<String> violation(T value);

  /** The value as one line of YAML; equal values give equal text. */
  abstract String write(T value);

  T requireValid(T value) {
    violation(value)
        .ifPresent(
            complaint -> {
              throw new IllegalArgumentException(write(value) + " " + complaint);
            });
    return value;
  }

  static ValueType<Integer> integer(int low, int high) {
    return new ValueType<>() {
      @Override
      Optional<String> violation(Integer value) {
        return value < low
            ? Optional.of("is below " + low)
            : value > high ? Optional.of("is above " + high) : Optional.empty();
      }

      @Override
      String write(Integer value) {
        return value.toString();
      }
    };
  }

  static ValueType<Long> count(long low) {
    return new ValueType<>() {
      @Override
      Optional<String> violation(Long value) {
        return value < low ? Optional.of("is below " + low) : Optional.empty();
      }

      @Override
      String write(Long value) {
        return value.toString();
      }
    };
  }

  static ValueType<Double> number(Bounds bounds) {
    return new ValueType<>() {
      @Override
      Optional<String> violation(Double value) {
        return bounds.contains(value) ? Optional.empty() : Optional.of(bounds.violation(value));
      }

      @Override
      String write(Double value) {
        return Numbers.text(value);
      }
    };
  }

  static ValueType<Boolean> flag() {
    return new ValueType<>() {
      @Override
      Optional<String> violation(Boolean value) {
        return Optional.empty();
      }

      @Override
      String write(Boolean value) {
        return value.toString();
      }
    };
  }

  static ValueType<String> text() {
    return new ValueType<>() {
      @Override
      Optional<String> violation(String value) {
        return value.isBlank() ? Optional.of("is blank") : Optional.empty();
      }

      @Override
      String write(String value) {
        return quoted(value);
      }
    };
  }

  static ValueType<String> word(Function<Vocabulary, List<String>> allowed) {
    return new ValueType<>() {
      @Override
      Optional<String> violation(String value) {
        return Optional.empty();
      }

      @Override
      String write(String value) {
        return value;
      }
    };
  }

  static ValueType<List<String>> words(Function<Vocabulary, List<String>> allowed) {
    return new ValueType<>() {
      @Override
      Optional<String> violation(List<String> value) {
        return distinct(value);
      }

      @Override
      String write(List<String> value) {
        return value.stream().collect(Collectors.joining(", ", "[", "]"));
      }
    };
  }

  static ValueType<List<Double>> numbers(Bounds bounds) {
    return new ValueType<>() {
      @Override
      Optional<String> violation(List<Double> value) {
        return value.stream()
            .filter(number -> !bounds.contains(number))
            .findFirst()
            .map(number -> "has " + Numbers.text(number) + ", which " + bounds.violation(number))
            .or(() -> distinct(value));
      }

      @Override
      String write(List<Double> value) {
        return value.stream().map(Numbers::text).collect(Collectors.joining(", ", "[", "]"));
      }
    };
  }

  static ValueType<List<List<Double>>> rows() {
    return new ValueType<>() {
      @Override
      Optional<String> violation(List<List<Double>> value) {
        return value.isEmpty() || value.get(0).isEmpty()
            ? Optional.of("is empty")
            : value.stream().anyMatch(row -> row.size() != value.get(0).size())
                ? Optional.of("has rows of different lengths")
                : Optional.empty();
      }

      @Override
      String write(List<List<Double>> value) {
        ValueType<List<Double>> row = numbers(Bounds.ANY);
        return value.stream().map(row::write).collect(Collectors.joining(", ", "[", "]"));
      }
    };
  }

  static ValueType<IntAxis> axis(int low) {
    return new ValueType<>() {
      @Override
      Optional<String> violation(IntAxis value) {
        return value.smallest() < low ? Optional.of("is below " + low) : Optional.empty();
      }

      @Override
      String write(IntAxis value) {
        return value.toString();
      }
    };
  }

  static ValueType<Optional<Constraint>> constraint() {
    return new ValueType<>() {
      @Override
      Optional<String> violation(Optional<Constraint> value) {
        return Optional.empty();
      }

      @Override
      String write(Optional<Constraint> value) {
        return value.map(constraint -> quoted(constraint.text())).orElse("");
      }
    };
  }

  private static <E> Optional<String> distinct(List<E> values) {
    return values.isEmpty()
        ? Optional.of("is empty")
        : values.stream().distinct().count() < values.size()
            ? Optional.of("has a value twice")
            : Optional.empty();
  }

  private static String quoted(String value) {
    return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
