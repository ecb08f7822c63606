package io.shallows.spark.command;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;

/** Rows of an answer as text: a table where it fits the terminal, else one block per row. */
final class AnswerText {

  private static final String NULL = "-";

  private final List<String> names;
  private final List<List<String>> cells;
  private final List<Boolean> numbers;

  /**
   * An answer.
   *
   * @param digits of reals
   */
  AnswerText(List<String> names, List<Row> rows, int digits) {
    this.names = names;
    this.cells = new ArrayList<>();
    this.numbers = new ArrayList<>();
    for (Row row : rows) {
      List<String> line = new ArrayList<>();
      for (int i = 0; i < row.length(); i++) {
        line.add(brief(row.get(i), digits));
      }
      cells.add(line);
    }
    for (int i = 0; i < names.size(); i++) {
      int at = i;
      numbers.add(rows.stream().allMatch(row -> row.isNullAt(at) || row.get(at) instanceof Number));
    }
  }

  /** The lines; none is longer than {@code width} unless a single value is. */
  List<String> lines(int width) {
    List<String> lines = new ArrayList<>();
    List<Integer> widths = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      int at = i;
      int most = cells.stream().mapToInt(line -> line.get(at).length()).max().orElse(0);
      widths.add(Math.max(names.get(i).length(), most));
    }
    if (widths.stream().mapToInt(Integer::intValue).sum() + widths.size() - 1 <= width) {
      lines.add(line(names, widths));
      cells.forEach(line -> lines.add(line(line, widths)));
    } else {
      blocks(lines);
    }
    return lines;
  }

  private void blocks(List<String> lines) {
    int longest = names.stream().mapToInt(String::length).max().orElse(0);
    for (List<String> line : cells) {
      for (int i = 0; i < names.size(); i++) {
        lines.add(names.get(i) + " ".repeat(longest - names.get(i).length()) + "  " + line.get(i));
      }
      lines.add("");
    }
  }

  private String line(List<String> line, List<Integer> widths) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < line.size(); i++) {
      String blanks = " ".repeat(widths.get(i) - line.get(i).length());
      text.append(i == 0 ? "" : " ");
      text.append(numbers.get(i) ? blanks + line.get(i) : line.get(i) + blanks);
    }
    return text.toString().stripTrailing();
  }

  /** Some digits of a real; what is no scalar by its size. */
  private static String brief(Object value, int digits) {
    if (value == null) {
      return NULL;
    }
    if (value instanceof Double || value instanceof Float) {
      double real = ((Number) value).doubleValue();
      return real == 0 ? "0" : String.format(Locale.ROOT, "%." + digits + "g", real);
    }
    if (value instanceof scala.collection.Seq<?> list) {
      return list.size() + " numbers";
    }
    return value.toString().replaceAll("\\p{Cntrl}", "?");
  }

  /** The names as a line of CSV. */
  static List<String> csv(List<String> names) {
    return List.of(writer().writeRowToString(names));
  }

  /** A row as a line of CSV; every digit of reals. */
  static String csv(Row row) {
    List<String> line = new ArrayList<>();
    for (int i = 0; i < row.length(); i++) {
      Object value = row.get(i);
      line.add(
          value == null
              ? null
              : value instanceof String text
                  ? CsvExport.cell(text)
                  : value instanceof scala.collection.Seq<?> list
                      ? "[" + list.mkString(", ") + "]"
                      : value.toString());
    }
    return writer().writeRowToString(line);
  }

  private static CsvWriter writer() {
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.setNullValue("");
    return new CsvWriter(settings);
  }
}
