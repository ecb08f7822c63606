package io.shallows.spark.command;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shallows.record.Column;
import io.shallows.record.ColumnType;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Table;
import io.shallows.record.Tables;
import io.shallows.record.TrialsTable;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.drive.ShallowsScience;
import io.shallows.spark.drive.StoredSweep;
import io.shallows.spark.store.Checksum;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoredFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A store in the words of <a href="http://mlcommons.org/croissant/1.1">Croissant 1.1</a>, from the
 * same columns as files and dictionary: a file object for every committed file with its digest, a
 * record set for every table that has rows, a field for every column.
 *
 * @param url where the store is published
 * @param license address of its licence
 * @param creator who made it
 * @param published the day it was published, as in 2026-01-31
 */
record Croissant(String url, String license, String creator, String published) {

  /** Depth of the elements of a record set's fields in the document. */
  private static final int FIELD_LEVEL = 4;

  private static final String VERSION = "http://mlcommons.org/croissant/1.1";
  private static final String PARQUET = "application/vnd.apache.parquet";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The description as JSON-LD, with one line for each field. */
  String describe(Store store) {
    String name = StoredSweep.of(store, new ShallowsScience()).sweep().spec().name();
    ObjectNode dataset = JSON.createObjectNode();
    dataset.set("@context", context());
    dataset.put("@type", "sc:Dataset");
    dataset.put("conformsTo", VERSION);
    dataset.put("name", name);
    dataset.put(
        "description",
        "Results of the Shallows sweep "
            + name
            + ": ReLU networks trained from random starts, what the points are where training"
            + " ended, how deep these minima are and how singular. spec.yaml says what was"
            + " computed and provenance.json with what; the same spec gives the same rows.");
    dataset.put("url", url);
    dataset.put("license", license);
    dataset.putObject("creator").put("@type", "sc:Organization").put("name", creator);
    dataset.put("datePublished", published);
    provenance(dataset, store);
    ArrayNode keywords = dataset.putArray("keywords");
    List.of("loss landscape", "local minima", "ReLU networks", "skip connections")
        .forEach(keywords::add);
    ArrayNode distribution = dataset.putArray("distribution");
    distribution.add(text("spec.yaml", "application/yaml", store.spec()));
    store
        .provenance()
        .ifPresent(json -> distribution.add(text("provenance.json", "application/json", json)));
    ArrayNode recordSets = dataset.putArray("recordSet");
    for (Table table : Tables.ALL) {
      List<StoredFile> files = store.files(table);
      if (!files.isEmpty()) {
        files.forEach(file -> distribution.add(file(file)));
        if (files.size() > 1) {
          distribution.add(together(table, files));
        }
        recordSets.add(recordSet(table, files));
      }
    }
    try {
      return JSON.writer(layout()).writeValueAsString(dataset) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a description is plain data", e);
    }
  }

  /** The aliases that the specification recommends, as far as they are used. */
  private static ObjectNode context() {
    ObjectNode context = JSON.createObjectNode();
    context.put("@language", "en");
    context.put("@vocab", "http://schema.org/");
    context.put("sc", "http://schema.org/");
    context.put("cr", "http://mlcommons.org/croissant/");
    context.put("dct", "http://purl.org/dc/terms/");
    context.put("prov", "http://www.w3.org/ns/prov#");
    context.put("citeAs", "cr:citeAs");
    context.put("column", "cr:column");
    context.put("conformsTo", "dct:conformsTo");
    context.putObject("dataType").put("@id", "cr:dataType").put("@type", "@vocab");
    for (String term :
        List.of(
            "extract",
            "field",
            "fileObject",
            "fileSet",
            "includes",
            "isArray",
            "key",
            "recordSet",
            "references",
            "source")) {
      context.put(term, "cr:" + term);
    }
    return context;
  }

  /** Version, citation and activity, from what the run wrote about itself. */
  private static void provenance(ObjectNode dataset, Store store) {
    JsonNode made;
    try {
      made = JSON.readTree(store.provenance().orElse("{}"));
    } catch (JsonProcessingException e) {
      throw new Mistake(
          store.folder()
              + "/provenance.json cannot be understood ("
              + e.getOriginalMessage()
              + ")");
    }
    String version = made.path("project").asText("unknown");
    dataset.put("version", version);
    dataset.put(
        "citeAs",
        "@software{shallows, author = {{The Shallows contributors}}, title = {Shallows: how deep"
            + " are the local minima of ReLU networks?}, version = {"
            + version
            + "}}");
    dataset
        .putObject("prov:wasGeneratedBy")
        .put("@type", "prov:Activity")
        .put(
            "prov:label",
            "shallows run, version "
                + version
                + ", commit "
                + made.path("commit").asText("unknown")
                + ", Java "
                + made.path("java").asText("unknown")
                + ", "
                + made.path("operatingSystem").asText("unknown")
                + ", "
                + made.path("processor").asText("unknown"));
  }

  private static ObjectNode text(String name, String format, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return fileObject(name, name, format, bytes.length, Checksum.of(content));
  }

  private static ObjectNode file(StoredFile file) {
    String name = file.name().substring(file.name().lastIndexOf('/') + 1);
    ObjectNode node = fileObject(file.name(), name, PARQUET, file.bytes(), file.sha256());
    return node.put("description", file.rows() + " rows of table " + file.table() + ".");
  }

  private static ObjectNode fileObject(
      String path, String name, String format, long bytes, String sha256) {
    return JSON.createObjectNode()
        .put("@type", "cr:FileObject")
        .put("@id", path)
        .put("name", name)
        .put("contentUrl", path)
        .put("contentSize", bytes + " B")
        .put("encodingFormat", format)
        .put("sha256", sha256);
  }

  private static ObjectNode together(Table table, List<StoredFile> files) {
    ObjectNode set =
        JSON.createObjectNode()
            .put("@type", "cr:FileSet")
            .put("@id", table.name() + "-files")
            .put("name", table.name() + "-files")
            .put("encodingFormat", PARQUET);
    ArrayNode includes = set.putArray("includes");
    files.forEach(file -> includes.add(file.name()));
    return set;
  }

  private static ObjectNode recordSet(Table table, List<StoredFile> files) {
    ObjectNode set =
        JSON.createObjectNode()
            .put("@type", "cr:RecordSet")
            .put("@id", table.name())
            .put("name", table.name())
            .put("description", table.definition());
    if (table == TrialsTable.TABLE) {
      set.set("key", reference(TrialsTable.TABLE, LeadingColumns.TRIAL_ID));
    }
    ArrayNode fields = set.putArray("field");
    for (Column<?> column : table.columns()) {
      ObjectNode field = fields.addObject();
      field.put("@type", "cr:Field");
      field.put("@id", table.name() + "/" + column.name());
      field.put("name", column.name());
      field.put("description", column.definition() + unit(column));
      field.put("dataType", dataType(column.type()));
      if (column.type() == ColumnType.REALS) {
        field.put("isArray", true);
      }
      ObjectNode source = field.putObject("source");
      if (files.size() == 1) {
        source.putObject("fileObject").put("@id", files.get(0).name());
      } else {
        source.putObject("fileSet").put("@id", table.name() + "-files");
      }
      source.putObject("extract").put("column", column.name());
    }
    return set;
  }

  private static ObjectNode reference(Table table, Column<?> column) {
    return JSON.createObjectNode().put("@id", table.name() + "/" + column.name());
  }

  private static String unit(Column<?> column) {
    return column.unit().isEmpty() || column.unit().equals(Column.ONE)
        ? ""
        : " Unit: " + column.unit() + ".";
  }

  private static String dataType(ColumnType type) {
    return switch (type) {
      case TEXT -> "sc:Text";
      case FLAG -> "sc:Boolean";
      case INTEGER -> "sc:Integer";
      case REAL, REALS -> "sc:Float";
    };
  }

  /** Line breaks down to the elements of field, none within. */
  private static DefaultPrettyPrinter layout() {
    DefaultPrettyPrinter.Indenter lines =
        new DefaultIndenter("  ", "\n") {
          @Override
          public void writeIndentation(JsonGenerator generator, int level) throws IOException {
            if (level <= FIELD_LEVEL) {
              super.writeIndentation(generator, level);
            } else {
              generator.writeRaw(' ');
            }
          }
        };
    DefaultPrettyPrinter layout = new DefaultPrettyPrinter();
    layout.indentObjectsWith(lines);
    layout.indentArraysWith(lines);
    return layout;
  }
}
