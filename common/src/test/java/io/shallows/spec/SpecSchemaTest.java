package io.shallows.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.math.BigDecimal;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema and the reader come from one declaration and agree. */
class SpecSchemaTest {
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(SpecSchema.json(TestVocabulary.VOCABULARY));

  /** Refused by the reader for what a schema cannot say or YAML alone is about. */
  private static final String BEYOND_SCHEMA =
      "not YAML|stands twice|not allowed|is empty; write|holds just text|is wrong: |: to 2 is below|is too many"
          + "|entries where|is above 100; use fewer|--set|is blank";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{grid: {width: 4, networkDepth: [0, 1], inputDimension: {range: {from: 1, to: 4}}}}",
        "{grid: {width: {geometric: {from: 4, to: 64, count: 5}}, where: width < 9, seed: {root: -1}}}",
        "{problem: {samples: 3, noise: 1e-3, bias: false}}",
        "{problem: {kind: points, x: [[1, 2], [3, 4]]}}",
        "{problem: {kind: points, x: [1, 2]}}",
        "{training: {optimizer: adam, gradientTolerance: 1e-9}, measurement: {depth: {eta: 0.5}}}",
        "{output: {uri: 'a b', paths: none}, name: x}"
      })
  void acceptsWhatTheReaderAccepts(String text) {
    String spec = "{apiVersion: shallows/v1, " + text.substring(1);
    TestVocabulary.read(spec);
    assertEquals("[]", SCHEMA.validate(json(YamlTree.document(spec, "spec.yaml"))).toString());
  }

  @Test
  void acceptsWrittenSpecs() {
    String text = SpecWriter.write(TestVocabulary.read("apiVersion: shallows/v1\n"));
    assertEquals("[]", SCHEMA.validate(json(YamlTree.document(text, "spec.yaml"))).toString());
  }

  static Stream<String> mistakes() {
    return SpecReaderTest.mistakes()
        .filter(mistake -> !((String) mistake.get()[1]).matches("(?s).*(" + BEYOND_SCHEMA + ").*"))
        .filter(mistake -> ((String[]) mistake.get()[2]).length == 0)
        .map(mistake -> (String) mistake.get()[0]);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void refusesWhatTheReaderRefuses(String text) {
    assertFalse(SCHEMA.validate(json(YamlTree.document(text, "spec.yaml"))).isEmpty(), text);
  }

  @Test
  void mistakesAreMany() {
    assertTrue(mistakes().count() >= 20);
  }

  @Test
  void isJson() throws Exception {
    assertEquals(
        "object",
        new ObjectMapper()
            .readTree(SpecSchema.json(TestVocabulary.VOCABULARY))
            .get("type")
            .asText());
  }

  private static JsonNode json(SpecNode node) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (node instanceof SpecNode.Mapping mapping) {
      ObjectNode object = json.objectNode();
      mapping.entries().forEach((key, value) -> object.set(key, json(value)));
      return object;
    }
    if (node instanceof SpecNode.Sequence sequence) {
      ArrayNode array = json.arrayNode();
      sequence.items().forEach(item -> array.add(json(item)));
      return array;
    }
    SpecNode.Scalar scalar = (SpecNode.Scalar) node;
    if (scalar.isNull()) {
      return json.nullNode();
    }
    if (scalar.plain() && scalar.text().matches("true|false")) {
      return json.booleanNode(Boolean.parseBoolean(scalar.text()));
    }
    if (scalar.plain() && scalar.text().matches("[-+]?[0-9]+(\\.[0-9]*)?([eE][-+]?[0-9]{1,2})?")) {
      return json.numberNode(new BigDecimal(scalar.text()));
    }
    return json.textNode(scalar.text());
  }
}
