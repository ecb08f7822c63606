package io.shallows.launch.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shallows.depth.atlas.CellSearch;
import io.shallows.spark.cli.Mistake;
import io.shallows.suprema.Supremum;
import io.shallows.suprema.SupremumAscent;
import io.shallows.suprema.SupremumPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Suprema in a file, one JSON object a line with the key of all that determines it. A line that an
 * interruption has left without its end is dropped.
 */
final class SupremaFile {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path file;
  private final Map<String, JsonNode> lines = new LinkedHashMap<>();

  private SupremaFile(Path file) {
    this.file = file;
  }

  /** Reads a file, or begins one. */
  static SupremaFile open(Path file) {
    SupremaFile suprema = new SupremaFile(file);
    try {
      String text = Files.exists(file) ? Files.readString(file) : "";
      String whole = text.substring(0, text.lastIndexOf('\n') + 1);
      for (String line : whole.lines().toList()) {
        JsonNode node = MAPPER.readTree(line);
        if (!node.path("key").isTextual()) {
          throw new Mistake("--keep: " + file + " has lines that are no suprema; use another file");
        }
        suprema.lines.put(node.get("key").asText(), node);
      }
      if (!whole.equals(text)) {
        Files.writeString(file, whole);
      }
    } catch (JsonProcessingException e) {
      throw new Mistake("--keep: " + file + " is not a file of suprema; use another file");
    } catch (IOException e) {
      throw new Mistake("--keep: " + file + " cannot be read: " + e.getMessage());
    }
    return suprema;
  }

  /** What the file has for a key. */
  Optional<Supremum> find(String key, SupremumPlace place) {
    return Optional.ofNullable(lines.get(key)).map(node -> parse(node, place));
  }

  /** The ascent that the file has for a key, of depth to e(k) or with k = 0, with such listings. */
  Optional<SupremumAscent> ascent(String key, int k, int listings) {
    return Optional.ofNullable(lines.get(key))
        .map(node -> node.path("ascent"))
        .filter(node -> node.path("asked").asInt(-1) == listings)
        .filter(node -> node.path("reference_width").asInt(-1) == k)
        .map(SupremaFile::ascent);
  }

  /** Adds a line, which is whole in the file when this returns; the last one of a key counts. */
  void add(String key, Supremum one, Optional<SupremumAscent> ascent) {
    try {
      Files.writeString(
          file,
          json(key, one, ascent) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new Mistake("--keep: " + file + " cannot be written: " + e.getMessage());
    }
  }

  /** One line. */
  static String json(String key, Supremum one, Optional<SupremumAscent> ascent) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("problem", one.place().problem());
    node.put("family", one.place().family());
    node.put("width", one.place().width());
    node.put("input_dimension", one.place().inputDimension());
    node.put("samples", one.samples());
    node.put("states", one.states());
    node.put("exact", one.exact());
    if (one.exact()) {
      node.put("minima", one.minima());
      node.put("depth", one.depth().orElseThrow());
    }
    ArrayNode levels = node.putArray("levels");
    for (Supremum.Level level : one.levels()) {
      levels
          .addObject()
          .put("eta", level.eta())
          .put("reference_width", level.referenceWidth())
          .put("reference_loss", level.reference())
          .put("covered", level.covered())
          .put("depth", level.depth());
    }
    put(node.putObject("search"), one.search());
    put(node.putObject("basin_hopping"), one.hopping());
    ascent.ifPresent(found -> put(node.putObject("ascent"), found));
    node.put("key", key);
    return node.toString();
  }

  private static void put(ObjectNode node, CellSearch.Result result) {
    node.put("depth", result.depth())
        .put("ceiling", result.ceiling())
        .put("programs", result.programs())
        .put("starts", result.starts())
        .put("minima", result.minima())
        .put("unseen", result.unseen())
        .put("resolution", result.resolution());
    ArrayNode records = node.putArray("records");
    for (CellSearch.Improvement record : result.records()) {
      records
          .addObject()
          .put("programs", record.programs())
          .put("loss", record.loss())
          .put("depth", record.depth());
    }
  }

  private static void put(ObjectNode node, SupremumAscent ascent) {
    node.put("reference_width", ascent.referenceWidth());
    node.put("asked", ascent.asked()).put("listings", ascent.listings());
    ArrayNode depths = node.putArray("relative_depths");
    ascent.depths().forEach(depths::add);
    ArrayNode inputs = node.putArray("inputs");
    for (List<Double> row : ascent.inputs()) {
      row.forEach(inputs.addArray()::add);
    }
    ArrayNode targets = node.putArray("targets");
    ascent.targets().forEach(targets::add);
  }

  private static SupremumAscent ascent(JsonNode node) {
    List<List<Double>> inputs = new ArrayList<>();
    node.path("inputs").forEach(row -> inputs.add(numbers(row)));
    return new SupremumAscent(
        node.path("reference_width").asInt(),
        node.path("asked").asInt(),
        node.path("listings").asInt(),
        numbers(node.path("relative_depths")),
        inputs,
        numbers(node.path("targets")));
  }

  private static List<Double> numbers(JsonNode array) {
    List<Double> numbers = new ArrayList<>();
    array.forEach(number -> numbers.add(number.asDouble()));
    return numbers;
  }

  private static Supremum parse(JsonNode node, SupremumPlace place) {
    boolean exact = node.path("exact").asBoolean();
    List<Supremum.Level> levels = new ArrayList<>();
    for (JsonNode level : node.path("levels")) {
      levels.add(
          new Supremum.Level(
              level.path("eta").asDouble(),
              level.path("reference_width").asInt(),
              level.path("reference_loss").asDouble(),
              level.path("covered").asInt(),
              level.path("depth").asDouble()));
    }
    return new Supremum(
        place,
        node.path("samples").asInt(),
        node.path("states").asLong(),
        exact,
        node.path("minima").asInt(),
        exact ? OptionalDouble.of(node.path("depth").asDouble()) : OptionalDouble.empty(),
        levels,
        result(node.path("search")),
        result(node.path("basin_hopping")));
  }

  private static CellSearch.Result result(JsonNode node) {
    List<CellSearch.Improvement> records = new ArrayList<>();
    for (JsonNode record : node.path("records")) {
      records.add(
          new CellSearch.Improvement(
              record.path("programs").asLong(),
              record.path("loss").asDouble(),
              record.path("depth").asDouble()));
    }
    return new CellSearch.Result(
        node.path("depth").asDouble(),
        Optional.empty(),
        node.path("ceiling").asDouble(),
        node.path("programs").asLong(),
        node.path("starts").asLong(),
        node.path("minima").asInt(),
        node.path("unseen").asDouble(),
        records,
        node.path("resolution").asDouble());
  }
}
