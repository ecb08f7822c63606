package io.shallows.spark.table;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import io.shallows.problem.TableData;
import io.shallows.problem.TableProblem;
import io.shallows.spec.Settings;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Comma-separated values as RFC 4180 writes them: one sample per record, one column is the label,
 * all others are numbers. Several files have the same header.
 */
final class CsvFormat implements TableFormat {
  private static final int MAX_COLUMNS = 100_000;
  private static final int MAX_CELL = 10_000;
  private static final Map<String, Character> DELIMITERS =
      Map.of("comma", ',', "semicolon", ';', "tab", '\t', "space", ' ');

  @Override
  public TableData parse(List<Content> features, List<Content> labels, Settings settings) {
    NumberTable table = new NumberTable(features.get(0).name(), false);
    String[] first = null;
    for (Content file : features) {
      CsvParser parser = parser(settings);
      parser.beginParsing(new StringReader(file.text()));
      String[] record = parser.parseNext();
      if (record == null) {
        throw file.damaged("is empty", "give a file with rows");
      }
      boolean header = settings.get(TableProblem.HEADER);
      if (first == null) {
        first = record;
      } else if (header && !Arrays.equals(first, record)) {
        throw file.damaged(
            "has another header than " + features.get(0).name(), "give files of one table");
      }
      int label = Cells.labelColumn(file, names(first, header), settings.get(TableProblem.TARGET));
      if (header) {
        record = parser.parseNext();
      }
      while (record != null) {
        add(table, file, parser.getContext().currentLine(), record, first, header, label);
        record = parser.parseNext();
      }
      parser.stopParsing();
    }
    if (table.rows() == 0) {
      throw features.get(0).damaged("has a header and no rows", "check problem.header");
    }
    return table;
  }

  private static CsvParser parser(Settings settings) {
    CsvParserSettings csv = new CsvParserSettings();
    csv.getFormat().setDelimiter(DELIMITERS.get(settings.get(TableProblem.DELIMITER)));
    csv.getFormat().setComment('\0');
    csv.setLineSeparatorDetectionEnabled(true);
    csv.setMaxColumns(MAX_COLUMNS);
    csv.setMaxCharsPerColumn(MAX_CELL);
    return new CsvParser(csv);
  }

  private static List<String> names(String[] first, boolean header) {
    return header
        ? Arrays.stream(first).map(String::valueOf).toList()
        : IntStream.rangeClosed(1, first.length).mapToObj(Integer::toString).toList();
  }

  private static void add(
      NumberTable table,
      Content file,
      long line,
      String[] record,
      String[] first,
      boolean header,
      int label) {
    if (record.length != first.length) {
      throw file.damaged(
          "has "
              + record.length
              + " cells at line "
              + line
              + " where the first line has "
              + first.length,
          "check problem.delimiter, or the end of the file");
    }
    double[] row = new double[record.length - 1];
    int next = 0;
    for (int j = 0; j < record.length; j++) {
      String cell = record[j];
      if (cell == null || (j != label && !Cells.isNumber(cell))) {
        throw file.damaged(
            "has "
                + (cell == null ? "nothing" : cell)
                + " in column "
                + names(first, header).get(j)
                + " at line "
                + line
                + ", not a "
                + (j == label ? "label" : "number"),
            "mend it, or check problem.header and problem.target");
      }
      if (j != label) {
        row[next++] = Double.parseDouble(cell);
      }
    }
    table.add(row, record[label]);
  }
}
