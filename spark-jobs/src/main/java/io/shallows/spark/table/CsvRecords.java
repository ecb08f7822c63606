package io.shallows.spark.table;

import io.shallows.problem.CellText;
import java.util.ArrayList;
import java.util.List;

/**
 * The records of a text as RFC 4180 writes them, read strictly: a quote opens only at the start of
 * a cell, is closed before the end of the file, and nothing but white space follows it in its cell.
 * Lines end by LF, CR LF or CR; empty lines and comments are skipped; white space around cells is
 * dropped. Libraries for CSV guess where a text breaks these rules, and rows are lost without a
 * word.
 */
final class CsvRecords {
  private static final int END = -1;

  private final Content file;
  private final String text;
  private final char delimiter;
  private final String comment;
  private final boolean runs;
  private int at;
  private int line = 1;
  private int recordLine;

  /**
   * @param delimiter between cells; spaces count as one, with tabs among them
   * @param comment what starts a line that is skipped; empty for none
   */
  CsvRecords(Content file, String text, char delimiter, String comment) {
    this.file = file;
    this.text = text;
    this.delimiter = delimiter;
    this.comment = comment;
    this.runs = delimiter == ' ';
  }

  /** The line on which the last record started, from 1. */
  int line() {
    return recordLine;
  }

  /** The next record, its cells without white space around them; null after the last. */
  String[] next() {
    while (at < text.length()) {
      recordLine = line;
      if (!comment.isEmpty() && text.startsWith(comment, at)) {
        skipLine();
        continue;
      }
      List<String> cells = record();
      if (cells.size() > 1 || !cells.get(0).isEmpty()) {
        return cells.toArray(String[]::new);
      }
    }
    return null;
  }

  private void skipLine() {
    while (peek() != END && peek() != '\n' && peek() != '\r') {
      at++;
    }
    endLine();
  }

  private List<String> record() {
    List<String> cells = new ArrayList<>();
    while (true) {
      skipBlanks();
      if (runs && !cells.isEmpty() && isEndOfLine()) {
        break;
      }
      cells.add(peek() == '"' ? quoted(cells.size() + 1) : plain());
      skipBlanks();
      if (isEndOfLine()) {
        break;
      }
      if (!runs) {
        at++;
      }
    }
    endLine();
    return cells;
  }

  private boolean isEndOfLine() {
    return peek() == END || peek() == '\n' || peek() == '\r';
  }

  private void endLine() {
    if (peek() == '\r') {
      at++;
      if (peek() == '\n') {
        at++;
      }
      line++;
    } else if (peek() == '\n') {
      at++;
      line++;
    }
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : END;
  }

  private void skipBlanks() {
    while ((peek() == ' ' || peek() == '\t') && (runs || peek() != delimiter)) {
      at++;
    }
  }

  private boolean isDelimiter(int c) {
    return c == delimiter || (runs && c == '\t');
  }

  private String plain() {
    int from = at;
    while (!isEndOfLine() && !isDelimiter(peek())) {
      if (peek() == '"') {
        throw file.damaged(
            "has a quote inside of a cell at line " + line,
            "put the whole cell in quotes and write \"\" for the one in it, or mend it");
      }
      at++;
    }
    return CellText.stripped(text.substring(from, at));
  }

  private String quoted(int cell) {
    int opened = line;
    StringBuilder value = new StringBuilder();
    at++;
    while (true) {
      int c = peek();
      if (c == END) {
        throw file.damaged(
            "opens a quote at line " + opened + " in cell " + cell + " that nothing closes",
            "close it, or write \"\" for a quote inside of quotes");
      }
      at++;
      if (c == '"' && peek() == '"') {
        value.append('"');
        at++;
      } else if (c == '"') {
        break;
      } else {
        line += c == '\n' || (c == '\r' && peek() != '\n') ? 1 : 0;
        value.append((char) c);
      }
    }
    skipBlanks();
    if (!isEndOfLine() && !isDelimiter(peek()) && !(runs && text.charAt(at - 1) != '"')) {
      throw file.damaged(
          "has text behind a closing quote at line "
              + line
              + (opened < line ? " (it opens at line " + opened + ")" : ""),
          "write \"\" for a quote inside of quotes, or close the one before");
    }
    return CellText.stripped(value.toString());
  }
}
