package io.shallows.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A value as the user wrote it, with the place where it stands. */
sealed interface SpecNode {
  /** Where it stands, such as {@code at spec.yaml:7} or {@code from --set}. */
  String place();

  /** The value on one line, cut to what fits in a message. */
  default String shown() {
    String text =
        toString()
            .codePoints()
            .mapToObj(c -> Character.isISOControl(c) ? escape(c) : Character.toString(c))
            .collect(Collectors.joining());
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }

  private static String escape(int control) {
    return control == '\n' ? "\\n" : String.format(Locale.ROOT, "\\x%02x", control);
  }

  /** A text or number; {@code plain} if it was written without quotes. */
  record Scalar(String text, boolean plain, String place) implements SpecNode {
    boolean isNull() {
      return plain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
    }

    @Override
    public String toString() {
      return plain ? text : "\"" + text + "\"";
    }
  }

  /** A list. */
  record Sequence(List<SpecNode> items, String place) implements SpecNode {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String toString() {
      return items.stream().map(SpecNode::toString).collect(Collectors.joining(", ", "[", "]"));
    }
  }

  /** Keys and values in the order of writing; overrides change it before it is read. */
  record Mapping(Map<String, SpecNode> entries, Map<String, String> keyPlaces, String place)
      implements SpecNode {
    static Mapping empty(String place) {
      return new Mapping(new LinkedHashMap<>(), new LinkedHashMap<>(), place);
    }

    void put(String key, String keyPlace, SpecNode value) {
      entries.put(key, value);
      keyPlaces.put(key, keyPlace);
    }

    @Override
    public String toString() {
      return entries.entrySet().stream()
          .map(entry -> entry.getKey() + ": " + entry.getValue())
          .collect(Collectors.joining(", ", "{", "}"));
    }
  }
}
