package io.shallows.notebooks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules of Croissant 1.1 that can be checked without its own validator: the properties it
 * requires of data sets, file objects, file sets, record sets and fields, its atomic data types,
 * identifiers that are unique, and references that lead somewhere.
 */
final class CroissantShape {

  private static final List<String> DATASET =
      List.of(
          "@context",
          "@type",
          "conformsTo",
          "description",
          "license",
          "name",
          "url",
          "creator",
          "datePublished",
          "version",
          "distribution",
          "recordSet");
  private static final Set<String> TYPES =
      Set.of("sc:Boolean", "sc:Date", "sc:Float", "sc:Integer", "sc:Text");
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+");

  private final List<String> problems = new ArrayList<>();
  private final Set<String> ids = new LinkedHashSet<>();

  private CroissantShape() {}

  /** What a description lacks or has wrong; empty if nothing. */
  static List<String> problems(JsonNode croissant) {
    CroissantShape shape = new CroissantShape();
    shape.dataset(croissant);
    return shape.problems;
  }

  private void dataset(JsonNode dataset) {
    requires("data set", dataset, DATASET);
    expect("@type", "sc:Dataset".equals(dataset.path("@type").asText()));
    expect(
        "conformsTo",
        "http://mlcommons.org/croissant/1.1".equals(dataset.path("conformsTo").asText()));
    expect("datePublished", DAY.matcher(dataset.path("datePublished").asText()).matches());
    expect("version", VERSION.matcher(dataset.path("version").asText()).matches());
    expect("license", dataset.path("license").asText().startsWith("https://"));
    expect("creator", dataset.path("creator").hasNonNull("name"));
    context(dataset.path("@context"));
    dataset.path("distribution").forEach(this::resource);
    dataset.path("recordSet").forEach(this::collectFields);
    dataset.path("recordSet").forEach(this::recordSet);
  }

  private void context(JsonNode context) {
    expect("@vocab", "http://schema.org/".equals(context.path("@vocab").asText()));
    expect("cr", "http://mlcommons.org/croissant/".equals(context.path("cr").asText()));
    for (String term :
        List.of("recordSet", "field", "source", "extract", "column", "fileObject", "isArray")) {
      expect(term, ("cr:" + term).equals(context.path(term).asText()));
    }
    expect("dataType", "@vocab".equals(context.path("dataType").path("@type").asText()));
  }

  private void resource(JsonNode resource) {
    boolean set = "cr:FileSet".equals(resource.path("@type").asText());
    List<String> needed =
        set
            ? List.of("@id", "name", "encodingFormat", "includes")
            : List.of("@id", "name", "contentUrl", "contentSize", "encodingFormat", "sha256");
    requires("resource", resource, needed);
    if (!set) {
      expect("@type", "cr:FileObject".equals(resource.path("@type").asText()));
      expect("sha256", SHA256.matcher(resource.path("sha256").asText()).matches());
    }
    identify(resource);
  }

  private void collectFields(JsonNode recordSet) {
    identify(recordSet);
    recordSet.path("field").forEach(this::identify);
  }

  private void recordSet(JsonNode recordSet) {
    requires("record set", recordSet, List.of("@id", "name", "description", "field"));
    expect("@type", "cr:RecordSet".equals(recordSet.path("@type").asText()));
    if (recordSet.has("key")) {
      leads(recordSet.get("key"));
    }
    recordSet.path("field").forEach(field -> field(recordSet.path("@id").asText(), field));
  }

  private void field(String recordSet, JsonNode field) {
    requires("field", field, List.of("@id", "name", "description", "dataType", "source"));
    String id = field.path("@id").asText();
    expect(id + " @type", "cr:Field".equals(field.path("@type").asText()));
    expect(id + " prefix", id.equals(recordSet + "/" + field.path("name").asText()));
    expect(id + " dataType", TYPES.contains(field.path("dataType").asText()));
    JsonNode source = field.path("source");
    expect(id + " column", source.path("extract").hasNonNull("column"));
    leads(source.has("fileObject") ? source.get("fileObject") : source.path("fileSet"));
  }

  private void identify(JsonNode node) {
    expect("unique " + node.path("@id"), ids.add(node.path("@id").asText()));
  }

  private void leads(JsonNode reference) {
    expect("reference " + reference, ids.contains(reference.path("@id").asText()));
  }

  private void requires(String what, JsonNode node, List<String> names) {
    for (String name : names) {
      expect(what + " " + node.path("@id").asText() + " without " + name, node.hasNonNull(name));
    }
  }

  private void expect(String what, boolean holds) {
    if (!holds) {
      problems.add(what);
    }
  }
}
