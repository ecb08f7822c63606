package io.shallows.spark.aggregate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shallows.record.Column;
import io.shallows.record.ColumnType;
import io.shallows.record.Record;
import io.shallows.record.Table;
import io.shallows.record.Tables;
import java.util.Optional;

/** Rows of scalars as text; only texts cross Spark's boundaries. */
public final class RecordText {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TABLE = "table";
  private static final String VALUES = "values";

  private RecordText() {}

  /** The row as text; reals keep every bit, nulls are left out. */
  public static String write(Record row) {
    ObjectNode text = JSON.createObjectNode().put(TABLE, row.table().name());
    ObjectNode values = text.putObject(VALUES);
    for (Column<?> column : row.table().columns()) {
      Optional<?> value = row.find(column);
      value.ifPresent(present -> values.put(column.name(), present.toString()));
    }
    try {
      return JSON.writeValueAsString(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a row is plain data", e);
    }
  }

  /** The row that {@link #write} wrote. */
  public static Record read(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      Table table = Tables.named(node.get(TABLE).asText()).orElseThrow();
      Record.Builder row = Record.of(table);
      for (Column<?> column : table.columns()) {
        JsonNode value = node.get(VALUES).get(column.name());
        if (value != null) {
          set(row, column, value.asText());
        }
      }
      return row.build();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not the text of a row: " + text, e);
    }
  }

  @SuppressWarnings("unchecked") // the column's type says what its values are
  private static void set(Record.Builder row, Column<?> column, String value) {
    ColumnType type = column.type();
    switch (type) {
      case TEXT -> row.set((Column<String>) column, value);
      case FLAG -> row.set((Column<Boolean>) column, Boolean.valueOf(value));
      case INTEGER -> row.set((Column<Long>) column, Long.valueOf(value));
      case REAL -> row.set((Column<Double>) column, Double.valueOf(value));
      case REALS -> throw new IllegalArgumentException(column.name() + " is a list");
    }
  }
}
