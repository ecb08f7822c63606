package io.shallows.spark.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.AnalysisException;

/**
 * A place in a question where it cannot be understood.
 *
 * @param line from 1
 * @param column from 1
 * @param text the line
 */
record SqlPlace(int line, int column, String text) {

  /**
   * What Spark says of the place; empty where it names none, or one that is not of the question.
   *
   * @param sql the question
   * @param before lines that Spark was given before the question
   */
  static Optional<SqlPlace> of(Throwable failure, String sql, int before) {
    if (!(failure instanceof AnalysisException told)
        || told.line().isEmpty()
        || told.startPosition().isEmpty()) {
      return Optional.empty();
    }
    return of(sql, (Integer) told.line().get() - before, (Integer) told.startPosition().get());
  }

  /** The place of a line from 1 and a position from 0. */
  static Optional<SqlPlace> of(String sql, int line, int position) {
    List<String> lines = sql.lines().toList();
    if (line < 1 || line > lines.size() || position < 0) {
      return Optional.empty();
    }
    String text = lines.get(line - 1);
    return Optional.of(new SqlPlace(line, Math.min(position, text.length()) + 1, text));
  }

  /** In words. */
  String words() {
    return String.format(Locale.ROOT, "line %d, column %d", line, column);
  }

  /** Two lines: the text, or what of it is near the place, and a caret below. */
  String drawn(int width) {
    int room = Math.max(20, width - 2);
    int from = Math.max(0, Math.min(column - 1 - room / 2, text.length() + 1 - room));
    String near = text.substring(from, Math.min(text.length(), from + room));
    return "  " + near.replaceAll("\\p{Cntrl}", " ") + "\n  " + " ".repeat(column - 1 - from) + "^";
  }
}
