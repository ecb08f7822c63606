package io.shallows.spec;

import io.shallows.spec.value.Bounds;
import io.shallows.spec.value.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Types of lists; a single value stands for a list of one. */
final class ListTypes {
  private ListTypes() {}

  /** Distinct values of one type, at least one unless the list may be empty. */
  static final class Distinct<E> extends ValueType<List<E>> {
    private final ValueType<E> element;
    private final boolean mayBeEmpty;

    Distinct(ValueType<E> element) {
      this(element, false);
    }

    Distinct(ValueType<E> element, boolean mayBeEmpty) {
      this.element = element;
      this.mayBeEmpty = mayBeEmpty;
    }

    @Override
    List<E> read(SpecNode node, ReadContext context) {
      if (mayBeEmpty && node instanceof SpecNode.Sequence list && list.items().isEmpty()) {
        return List.of();
      }
      List<E> values = new ArrayList<>();
      for (SpecNode item : items(node, context)) {
        E value = element.read(item, context);
        if (values.contains(value)) {
          throw context.wrong(item, "stands twice");
        }
        values.add(value);
      }
      return List.copyOf(values);
    }

    @Override
    Optional<String> violation(List<E> values) {
      if (values.isEmpty() && !mayBeEmpty) {
        return Optional.of("is empty");
      }
      if (values.stream().distinct().count() < values.size()) {
        return Optional.of("has a value twice");
      }
      return values.stream()
          .flatMap(
              value ->
                  element
                      .violation(value)
                      .map(text -> "has " + element.write(value) + ", which " + text)
                      .stream())
          .findFirst();
    }

    @Override
    String write(List<E> values) {
      return values.stream().map(element::write).collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    Map<String, Object> schema(Vocabulary vocabulary) {
      Map<String, Object> single = element.schema(vocabulary);
      Map<String, Object> several = list(single, true);
      if (mayBeEmpty) {
        several.remove("minItems");
      }
      return Map.of("oneOf", List.of(single, several));
    }

    @Override
    List<String> words(Vocabulary vocabulary) {
      return element.words(vocabulary);
    }

    @Override
    String advice(Vocabulary vocabulary) {
      return "use a list, each: " + element.advice(vocabulary).substring("use ".length());
    }
  }

  /** A matrix of numbers; a plain list is a matrix of one column. */
  static final class Rows extends ValueType<List<List<Double>>> {
    private static final int MAX_ROWS = 10_000;

    private final Bounds bounds;

    Rows(Bounds bounds) {
      this.bounds = bounds;
    }

    @Override
    List<List<Double>> read(SpecNode node, ReadContext context) {
      List<List<Double>> rows = new ArrayList<>();
      List<SpecNode> items = items(node, context);
      if (items.size() > MAX_ROWS) {
        throw new SpecException(
            context.path()
                + ": "
                + items.size()
                + " rows "
                + node.place()
                + " are above "
                + MAX_ROWS
                + "; use a table");
      }
      for (SpecNode item : items) {
        List<Double> row = new ArrayList<>();
        for (SpecNode entry : items(item, context)) {
          row.add(Scalars.number(entry, context, bounds));
        }
        if (!rows.isEmpty() && rows.get(0).size() != row.size()) {
          throw context.wrong(
              item, "has " + row.size() + " entries where the first row has " + rows.get(0).size());
        }
        rows.add(List.copyOf(row));
      }
      return List.copyOf(rows);
    }

    @Override
    Optional<String> violation(List<List<Double>> rows) {
      if (rows.isEmpty() || rows.get(0).isEmpty()) {
        return Optional.of("is empty");
      }
      if (rows.stream().anyMatch(row -> row.size() != rows.get(0).size())) {
        return Optional.of("has rows of different lengths");
      }
      return rows.stream()
          .flatMap(List::stream)
          .filter(value -> !bounds.contains(value))
          .findFirst()
          .map(value -> "has " + Numbers.text(value) + ", which " + bounds.violation(value));
    }

    @Override
    String write(List<List<Double>> rows) {
      return rows.stream()
          .map(row -> row.stream().map(Numbers::text).collect(Collectors.joining(", ", "[", "]")))
          .collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    Map<String, Object> schema(Vocabulary vocabulary) {
      Map<String, Object> number = bounds.schema();
      Map<String, Object> entry = Map.of("oneOf", List.of(number, list(number, false)));
      return Map.of("oneOf", List.of(number, list(entry, false)));
    }

    @Override
    String advice(Vocabulary vocabulary) {
      return "use rows of numbers such as [[-1, 0], [0.5, 2]]";
    }
  }

  /** The items of a list, or a single value as a list of one. */
  static List<SpecNode> items(SpecNode node, ReadContext context) {
    if (!(node instanceof SpecNode.Sequence sequence)) {
      return List.of(node);
    }
    if (sequence.items().isEmpty()) {
      throw context.wrong(node, "is empty");
    }
    return sequence.items();
  }

  static Map<String, Object> list(Map<String, Object> item, boolean distinct) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "array");
    schema.put("items", item);
    schema.put("minItems", 1);
    if (distinct) {
      schema.put("uniqueItems", true);
    }
    return schema;
  }
}
