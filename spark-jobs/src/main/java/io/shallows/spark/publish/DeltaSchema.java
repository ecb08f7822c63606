package io.shallows.spark.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shallows.record.Column;
import io.shallows.record.ColumnType;
import io.shallows.record.Table;

/**
 * The columns of a table as Delta has them: Spark's JSON of a schema.
 *
 * <p>All may be null: files of earlier versions lack columns that came later. They are found in the
 * files by name.
 */
final class DeltaSchema {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FIELDS = "fields";
  private static final String NAME = "name";
  private static final String TYPE = "type";

  private DeltaSchema() {}

  static ObjectNode of(Table table) {
    ObjectNode schema = JSON.createObjectNode().put(TYPE, "struct");
    ArrayNode fields = schema.putArray(FIELDS);
    for (Column<?> column : table.columns()) {
      ObjectNode field = fields.addObject().put(NAME, column.name());
      if (column.type() == ColumnType.REALS) {
        field
            .putObject(TYPE)
            .put(TYPE, "array")
            .put("elementType", primitive(ColumnType.REAL))
            .put("containsNull", false);
      } else {
        field.put(TYPE, primitive(column.type()));
      }
      field.put("nullable", true);
      field.putObject("metadata").put("comment", PublishedColumns.description(column));
    }
    return schema;
  }

  private static String primitive(ColumnType type) {
    return switch (type) {
      case TEXT -> "string";
      case FLAG -> "boolean";
      case INTEGER -> "long";
      case REAL -> "double";
      case REALS -> throw new IllegalArgumentException("a list is no primitive type");
    };
  }

  /**
   * The wanted columns, and after them those that only the present schema has: older files may hold
   * them.
   */
  static ObjectNode union(JsonNode present, ObjectNode wanted) {
    ObjectNode union = wanted.deepCopy();
    for (JsonNode field : present.path(FIELDS)) {
      if (!has(wanted, field.path(NAME).asText())) {
        union.withArray(FIELDS).add(field.deepCopy());
      }
    }
    return union;
  }

  private static boolean has(JsonNode schema, String name) {
    for (JsonNode field : schema.path(FIELDS)) {
      if (field.path(NAME).asText().equals(name)) {
        return true;
      }
    }
    return false;
  }
}
