package io.shallows.spark.command;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import io.shallows.record.Column;
import io.shallows.record.ColumnType;
import io.shallows.record.Table;
import io.shallows.spark.store.Store;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** A table as CSV. */
final class CsvExport implements ExportFormat {

  private static final Pattern FORMULA = Pattern.compile("[=+\\-@\t\r]");

  @Override
  public String label() {
    return "csv";
  }

  @Override
  public void write(ExportRequest request) {
    Table table = request.table();
    Store store = request.open();
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.setNullValue("");
    // Rows as texts: given an output, this writer would hide why one could not be written.
    CsvWriter csv = new CsvWriter(settings);
    PrintWriter out = request.out();
    String names = csv.writeRowToString(table.columns().stream().map(Column::name).toList());
    // Nothing is printed where nothing can be read: no file of names alone beside a mistake.
    boolean[] begun = new boolean[1];
    request
        .filter()
        .rows(
            store,
            table,
            row -> {
              List<String> cells = new ArrayList<>();
              for (Column<?> column : table.columns()) {
                cells.add(row.find(column).map(value -> cell(column, value)).orElse(null));
              }
              if (!begun[0]) {
                out.println(names);
                begun[0] = true;
              }
              out.println(csv.writeRowToString(cells));
            });
    if (!begun[0]) {
      out.println(names);
    }
    out.flush();
  }

  /**
   * A cell of CSV. Spreadsheets take a text that begins like a formula for one, and run what a
   * foreign store says; an apostrophe before it keeps it text. Numbers are as they are.
   */
  static String cell(Column<?> column, Object value) {
    String text = text(value);
    return column.type() == ColumnType.TEXT ? cell(text) : text;
  }

  /** A cell with a text. */
  static String cell(String text) {
    return FORMULA.matcher(text).lookingAt() ? "'" + text : text;
  }

  private static String text(Object value) {
    return value instanceof double[] reals ? Arrays.toString(reals) : value.toString();
  }
}
