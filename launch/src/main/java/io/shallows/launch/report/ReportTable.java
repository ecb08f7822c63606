package io.shallows.launch.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shallows.record.Column;
import io.shallows.record.Record;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * A table of the page.
 *
 * @param id its name on the page and in chart definitions
 * @param caption what its rows are
 * @param fields its columns
 * @param rows its rows; a cell is a String, Long, Double, Boolean or null
 */
record ReportTable(String id, String caption, List<Field> fields, List<List<Object>> rows) {

  /** A column with its definition. */
  record Field(String name, String definition) {
    static Field of(Column<?> column) {
      return new Field(
          column.name(),
          column.definition() + (column.unit().isEmpty() ? "" : " Unit: " + column.unit() + "."));
    }
  }

  ReportTable {
    fields = List.copyOf(fields);
    rows = rows.stream().map(row -> Collections.unmodifiableList(new ArrayList<>(row))).toList();
    for (List<Object> row : rows) {
      if (row.size() != fields.size()) {
        throw new IllegalArgumentException(
            "table " + id + ": a row of " + row.size() + " cells for " + fields.size() + " fields");
      }
    }
  }

  /** The names of its columns. */
  List<String> names() {
    return fields.stream().map(Field::name).toList();
  }

  /** The cells of a column. */
  Stream<Object> column(String name) {
    int at = names().indexOf(name);
    return rows.stream().map(row -> row.get(at));
  }

  /**
   * Caption, columns and rows as JSON; the first rows where all would be too many, which the
   * caption says.
   *
   * @param bytes that the rows may take
   */
  ObjectNode json(ObjectMapper mapper, long bytes) {
    ObjectNode table = mapper.createObjectNode();
    ArrayNode columns = mapper.createArrayNode();
    for (Field field : fields) {
      columns.addObject().put("name", field.name()).put("definition", field.definition());
    }
    ArrayNode shown = mapper.createArrayNode();
    long left = bytes;
    for (List<Object> row : rows) {
      ArrayNode cells = mapper.createArrayNode();
      row.forEach(cells::addPOJO);
      left -= cells.toString().length() + 1;
      if (left < 0) {
        break;
      }
      shown.add(cells);
    }
    table.put(
        "caption",
        shown.size() == rows.size()
            ? caption
            : caption
                + " The first "
                + shown.size()
                + " of "
                + rows.size()
                + " rows; all are in the store.");
    table.set("fields", columns);
    table.set("rows", shown);
    return table;
  }

  /** Rows of the store, with the given columns. */
  static ReportTable of(String id, String caption, List<Column<?>> columns, List<Record> records) {
    List<List<Object>> rows = new ArrayList<>();
    for (Record record : records) {
      List<Object> row = new ArrayList<>();
      columns.forEach(column -> row.add(record.find(column).orElse(null)));
      rows.add(row);
    }
    return new ReportTable(id, caption, columns.stream().map(Field::of).toList(), rows);
  }
}
