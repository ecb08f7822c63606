package io.shallows.spec;

import io.shallows.spec.value.IntAxis;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Integer axes: a value, a list, {@code {range: {from, to, step}}} or {@code {geometric: {from, to,
 * count}}}.
 */
final class AxisType extends ValueType<IntAxis> {
  private static final List<String> RANGE = List.of("from", "to", "step");
  private static final List<String> GEOMETRIC = List.of("from", "to", "count");

  private final int low;
  private final String advice;
  private final boolean mayBeOfData;

  /**
   * @param mayBeOfData whether the word {@value IntAxis.OfData#WORD} may stand for the value that
   *     the data have
   */
  AxisType(int low, String advice, boolean mayBeOfData) {
    this.low = low;
    this.advice = advice;
    this.mayBeOfData = mayBeOfData;
  }

  @Override
  IntAxis read(SpecNode node, ReadContext context) {
    if (node instanceof SpecNode.Mapping mapping) {
      return readFormula(mapping, context);
    }
    if (mayBeOfData
        && node instanceof SpecNode.Scalar scalar
        && scalar.text().equals(IntAxis.OfData.WORD)) {
      return IntAxis.ofData();
    }
    List<SpecNode> items = ListTypes.items(node, context);
    if (items.size() > IntAxis.MAX_LISTED) {
      throw new SpecException(
          context.path()
              + ": "
              + items.size()
              + " values "
              + node.place()
              + " are above "
              + IntAxis.MAX_LISTED
              + "; use {range: {from: 1, to: 1000, step: 1}}");
    }
    Set<Integer> values = new LinkedHashSet<>();
    for (SpecNode item : items) {
      if (!values.add(whole(item, context, low))) {
        throw context.wrong(item, "stands twice");
      }
    }
    return new IntAxis.Listed(List.copyOf(values));
  }

  private IntAxis readFormula(SpecNode.Mapping mapping, ReadContext context) {
    if (mapping.entries().size() != 1) {
      throw context.wrong(mapping, "is not one of range, geometric");
    }
    String name = mapping.entries().keySet().iterator().next();
    if (!name.equals("range") && !name.equals("geometric")) {
      throw new SpecException(
          context.path()
              + "."
              + name
              + ": unknown key "
              + mapping.keyPlaces().get(name)
              + "; "
              + Suggestion.advice(name, List.of("range", "geometric")));
    }
    List<String> keys = name.equals("range") ? RANGE : GEOMETRIC;
    ReadContext inner = context.at(name);
    if (!(mapping.entries().get(name) instanceof SpecNode.Mapping parts)) {
      throw inner.wrong(
          mapping.entries().get(name), "is not a mapping", "use {" + String.join(", ", keys) + "}");
    }
    for (String key : parts.entries().keySet()) {
      if (!keys.contains(key)) {
        throw new SpecException(
            inner.path()
                + "."
                + key
                + ": unknown key "
                + parts.keyPlaces().get(key)
                + "; "
                + Suggestion.advice(key, keys));
      }
    }
    int from = part(parts, "from", inner, low);
    int to = part(parts, "to", inner, low);
    try {
      return name.equals("range")
          ? new IntAxis.Range(
              from, to, parts.entries().containsKey("step") ? part(parts, "step", inner, 1) : 1)
          : new IntAxis.Geometric(from, to, part(parts, "count", inner, 2));
    } catch (IllegalArgumentException e) {
      throw new SpecException(
          inner.path()
              + ": "
              + parts.shown()
              + " "
              + parts.place()
              + ": "
              + e.getMessage()
              + "; "
              + advice);
    }
  }

  private static int part(SpecNode.Mapping parts, String key, ReadContext context, int low) {
    SpecNode node = parts.entries().get(key);
    if (node == null) {
      throw context.wrong(parts, "has no " + key, "add " + key);
    }
    return whole(node, context.at(key), low);
  }

  private static int whole(SpecNode node, ReadContext context, int low) {
    return (int) Scalars.whole(node, context, low, Integer.MAX_VALUE);
  }

  @Override
  Optional<String> violation(IntAxis value) {
    return value.smallest() < low ? Optional.of("is below " + low) : Optional.empty();
  }

  @Override
  String write(IntAxis value) {
    return value.toString();
  }

  @Override
  Map<String, Object> schema(Vocabulary vocabulary) {
    Map<String, Object> value = new ScalarTypes.Whole(low, Integer.MAX_VALUE).schema(vocabulary);
    Map<String, Object> positive = new ScalarTypes.Whole(1, Integer.MAX_VALUE).schema(vocabulary);
    Map<String, Object> count = new ScalarTypes.Whole(2, IntAxis.MAX_LISTED).schema(vocabulary);
    Map<String, Object> range = new LinkedHashMap<>();
    range.put("from", value);
    range.put("to", value);
    range.put("step", positive);
    Map<String, Object> geometric = new LinkedHashMap<>();
    geometric.put("from", positive);
    geometric.put("to", positive);
    geometric.put("count", count);
    List<Map<String, Object>> ways =
        new ArrayList<>(
            List.of(
                value,
                ListTypes.list(value, true),
                SpecSchema.object(
                    Map.of("range", SpecSchema.object(range, List.of("from", "to"))),
                    List.of("range")),
                SpecSchema.object(
                    Map.of("geometric", SpecSchema.object(geometric, GEOMETRIC)),
                    List.of("geometric"))));
    if (mayBeOfData) {
      ways.add(Map.of("const", IntAxis.OfData.WORD));
    }
    return Map.of("oneOf", ways);
  }

  @Override
  String advice(Vocabulary vocabulary) {
    return advice;
  }
}
