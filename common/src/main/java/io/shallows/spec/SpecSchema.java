package io.shallows.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema of specs, for editors and other tools, written from the declarations of the keys.
 */
public final class SpecSchema {
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  private SpecSchema() {}

  /** The schema as indented JSON. */
  public static String json(Vocabulary vocabulary) {
    Map<String, Object> sections = new LinkedHashMap<>();
    keys(sections, SweepSpec.KEYS, vocabulary);
    Map<String, Object> grid = keys(new LinkedHashMap<>(), GridSpec.KEYS, vocabulary);
    grid.put("seed", object(keys(new LinkedHashMap<>(), SeedSpec.KEYS, vocabulary), List.of()));
    sections.put("grid", object(grid, List.of()));
    sections.put("problem", Map.of("oneOf", problems(vocabulary)));
    sections.put(
        "training", object(keys(new LinkedHashMap<>(), TrainingSpec.KEYS, vocabulary), List.of()));
    Map<String, Object> measurement = new LinkedHashMap<>();
    measurement.put(
        "depth", object(keys(new LinkedHashMap<>(), DepthSpec.KEYS, vocabulary), List.of()));
    keys(measurement, MeasurementSpec.KEYS, vocabulary);
    sections.put("measurement", object(measurement, List.of()));
    sections.put(
        "output", object(keys(new LinkedHashMap<>(), OutputSpec.KEYS, vocabulary), List.of()));
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("$schema", DIALECT);
    root.put("title", "Shallows sweep, " + SweepSpec.API_VERSION);
    root.putAll(object(sections, required(SweepSpec.KEYS)));
    try {
      return new ObjectMapper()
              .writer()
              .with(SerializationFeature.INDENT_OUTPUT)
              .without(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
              .writeValueAsString(root)
              .replace("\r\n", "\n")
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a schema is plain maps and lists", e);
    }
  }

  private static List<Map<String, Object>> problems(Vocabulary vocabulary) {
    List<Map<String, Object>> kinds = new ArrayList<>();
    for (ProblemDeclaration kind : vocabulary.problems()) {
      Map<String, Object> keys = new LinkedHashMap<>();
      keys.put("kind", described(Map.of("const", kind.name()), kind.summary()));
      keys(keys, List.of(ProblemSpec.COUNT), vocabulary);
      keys(keys, kind.keys(), vocabulary);
      List<String> required = new ArrayList<>(required(kind.keys()));
      if (!kind.name().equals(ProblemSpec.KIND.fallback().orElseThrow())) {
        required.add(0, "kind");
      }
      kinds.add(object(keys, required));
    }
    return kinds;
  }

  private static Map<String, Object> keys(
      Map<String, Object> properties, List<? extends Key<?>> keys, Vocabulary vocabulary) {
    for (Key<?> key : keys) {
      properties.put(key.name(), described(key.type().schema(vocabulary), key.meaning()));
    }
    return properties;
  }

  private static Map<String, Object> described(Map<String, Object> schema, String meaning) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("description", meaning);
    described.putAll(schema);
    return described;
  }

  private static List<String> required(List<? extends Key<?>> keys) {
    return keys.stream().filter(key -> key.fallback().isEmpty()).map(Key::name).toList();
  }

  static Map<String, Object> object(Map<String, ?> properties, List<String> required) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("additionalProperties", false);
    return schema;
  }
}
