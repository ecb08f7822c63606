package io.shallows.launch.report;

import io.shallows.record.Column;
import io.shallows.record.Record;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

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
