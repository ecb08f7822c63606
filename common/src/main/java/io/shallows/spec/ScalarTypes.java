package io.shallows.spec;

import io.shallows.spec.value.Bounds;
import io.shallows.spec.value.Constraint;
import io.shallows.spec.value.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.yaml.snakeyaml.reader.StreamReader;

/** Types of single values. */
final class ScalarTypes {
  private ScalarTypes() {}

  static final class Whole extends ValueType<Long> {
    private final long low;
    private final long high;

    Whole(long low, long high) {
      this.low = low;
      this.high = high;
    }

    @Override
    Long read(SpecNode node, ReadContext context) {
      return Scalars.whole(node, context, low, high);
    }

    @Override
    Optional<String> violation(Long value) {
      if (value < low) {
        return Optional.of("is below " + low);
      }
      return value > high ? Optional.of("is above " + high) : Optional.empty();
    }

    @Override
    String write(Long value) {
      return value.toString();
    }

    @Override
    Map<String, Object> schema(Vocabulary vocabulary) {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", "integer");
      schema.put("minimum", low);
      schema.put("maximum", high);
      return schema;
    }

    @Override
    String advice(Vocabulary vocabulary) {
      if (low == Long.MIN_VALUE) {
        return "use a whole number";
      }
      boolean open = high == Integer.MAX_VALUE || high == Long.MAX_VALUE;
      return open
          ? "use a whole number of at least " + low
          : "use a whole number from " + low + " to " + high;
    }
  }

  /** A whole number that fits an int. */
  static final class Integral extends ValueType<Integer> {
    private final Whole whole;

    Integral(int low, int high) {
      this.whole = new Whole(low, high);
    }

    @Override
    Integer read(SpecNode node, ReadContext context) {
      return Math.toIntExact(whole.read(node, context));
    }

    @Override
    Optional<String> violation(Integer value) {
      return whole.violation(value.longValue());
    }

    @Override
    String write(Integer value) {
      return value.toString();
    }

    @Override
    Map<String, Object> schema(Vocabulary vocabulary) {
      return whole.schema(vocabulary);
    }

    @Override
    String advice(Vocabulary vocabulary) {
      return whole.advice(vocabulary);
    }
  }

  static final class Real extends ValueType<Double> {
    private final Bounds bounds;

    Real(Bounds bounds) {
      this.bounds = bounds;
    }

    @Override
    Double read(SpecNode node, ReadContext context) {
      return Scalars.number(node, context, bounds);
    }

    @Override
    Optional<String> violation(Double value) {
      return bounds.contains(value) ? Optional.empty() : Optional.of(bounds.violation(value));
    }

    @Override
    String write(Double value) {
      return Numbers.text(value);
    }

    @Override
    Map<String, Object> schema(Vocabulary vocabulary) {
      return bounds.schema();
    }

    @Override
    String advice(Vocabulary vocabulary) {
      return "use a number" + bounds.words();
    }
  }

  static final class Flag extends ValueType<Boolean> {
    @Override
    Boolean read(SpecNode node, ReadContext context) {
      return Scalars.flag(node, context);
    }

    @Override
    Optional<String> violation(Boolean value) {
      return Optional.empty();
    }

    @Override
    String write(Boolean value) {
      return value.toString();
    }

    @Override
    Map<String, Object> schema(Vocabulary vocabulary) {
      return Map.of("type", "boolean");
    }

    @Override
    String advice(Vocabulary vocabulary) {
      return "use true or false";
    }
  }

  static final class Text extends ValueType<String> {
    private final boolean mayBeEmpty;

    Text(boolean mayBeEmpty) {
      this.mayBeEmpty = mayBeEmpty;
    }

    @Override
    String read(SpecNode node, ReadContext context) {
      boolean empty = node instanceof SpecNode.Scalar scalar && scalar.text().isEmpty();
      return mayBeEmpty && empty ? "" : Scalars.text(node, context);
    }

    @Override
    Optional<String> violation(String value) {
      return value.isBlank() && !(mayBeEmpty && value.isEmpty())
          ? Optional.of("is blank")
          : Optional.empty();
    }

    @Override
    String write(String value) {
      return quoted(value);
    }

    @Override
    Map<String, Object> schema(Vocabulary vocabulary) {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", mayBeEmpty ? List.of("string", "null") : "string");
      if (!mayBeEmpty) {
        schema.put("minLength", 1);
      }
      return schema;
    }

    @Override
    String advice(Vocabulary vocabulary) {
      return "use a text";
    }
  }

  /** The name of a class: a text, which a user may write as a number. */
  static final class Label extends ValueType<String> {
    @Override
    String read(SpecNode node, ReadContext context) {
      return Scalars.text(node, context);
    }

    @Override
    Optional<String> violation(String value) {
      return value.isBlank() ? Optional.of("is blank") : Optional.empty();
    }

    @Override
    String write(String value) {
      return quoted(value);
    }

    @Override
    Map<String, Object> schema(Vocabulary vocabulary) {
      return Map.of("type", List.of("string", "number"));
    }

    @Override
    String advice(Vocabulary vocabulary) {
      return "use a label such as 3 or setosa";
    }
  }

  static final class Word extends ValueType<String> {
    private final Function<Vocabulary, List<String>> allowed;
    private final Map<String, String> synonyms;

    Word(Function<Vocabulary, List<String>> allowed) {
      this(allowed, Map.of());
    }

    Word(Function<Vocabulary, List<String>> allowed, Map<String, String> synonyms) {
      this.allowed = allowed;
      this.synonyms = synonyms;
    }

    @Override
    String read(SpecNode node, ReadContext context) {
      if (node instanceof SpecNode.Scalar scalar && synonyms.containsKey(scalar.text())) {
        return synonyms.get(scalar.text());
      }
      String word = Scalars.text(node, context);
      List<String> words = allowed.apply(context.vocabulary());
      if (!words.contains(word)) {
        throw context.wrong(node, "is unknown", Suggestion.advice(word, words));
      }
      return word;
    }

    @Override
    Optional<String> violation(String value) {
      return value.isBlank() ? Optional.of("is blank") : Optional.empty();
    }

    @Override
    String write(String value) {
      return value;
    }

    @Override
    Map<String, Object> schema(Vocabulary vocabulary) {
      List<String> all = new ArrayList<>(allowed.apply(vocabulary));
      synonyms.keySet().stream().sorted().forEach(all::add);
      return Map.of("enum", all);
    }

    @Override
    String advice(Vocabulary vocabulary) {
      return "use one of " + String.join(", ", words(vocabulary));
    }

    @Override
    List<String> words(Vocabulary vocabulary) {
      return allowed.apply(vocabulary);
    }
  }

  static final class Condition extends ValueType<Optional<Constraint>> {
    @Override
    Optional<Constraint> read(SpecNode node, ReadContext context) {
      if (node instanceof SpecNode.Scalar scalar && (scalar.isNull() || scalar.text().isBlank())) {
        return Optional.empty();
      }
      String text = Scalars.text(node, context);
      try {
        return Optional.of(Constraint.parse(text));
      } catch (IllegalArgumentException e) {
        throw context.wrong(node, "is wrong: " + e.getMessage());
      }
    }

    @Override
    Optional<String> violation(Optional<Constraint> value) {
      return Optional.empty();
    }

    @Override
    String write(Optional<Constraint> value) {
      return quoted(value.map(Constraint::text).orElse(""));
    }

    @Override
    Map<String, Object> schema(Vocabulary vocabulary) {
      return Map.of("type", List.of("string", "null"));
    }

    @Override
    String advice(Vocabulary vocabulary) {
      return "use a condition such as \"width <= 256 || networkDepth <= 2\"";
    }
  }

  /**
   * A text in double quotes that YAML reads back to the same text: what it would fold, refuse or
   * take for a line break is escaped.
   */
  static String quoted(String value) {
    StringBuilder text = new StringBuilder("\"");
    value
        .codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                text.append('\\').append((char) c);
              } else if (isPlain(c)) {
                text.appendCodePoint(c);
              } else {
                text.append(String.format(Locale.ROOT, c > 0xffff ? "\\U%08x" : "\\u%04x", c));
              }
            });
    return text.append('"').toString();
  }

  static boolean isPlain(int c) {
    boolean separator = c == 0x2028 || c == 0x2029 || c == 0xfeff;
    return !Character.isISOControl(c) && !separator && StreamReader.isPrintable(c);
  }
}
