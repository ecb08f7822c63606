package io.shallows.spark.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How many columns people see: {@code -Dshallows.columns} for programs that call the command line
 * themselves, {@code COLUMNS}, or what the launcher found out of the terminal; else {@value
 * #DEFAULT}, which every terminal has.
 */
public final class TerminalWidth {

  static final int DEFAULT = 80;

  /** Longer lines are hard to read; a narrower terminal breaks them by itself. */
  private static final int MOST = 120;

  private static final int LEAST = 40;

  private TerminalWidth() {}

  /** The width for this process. */
  public static int ofProcess() {
    String own = System.getProperty("shallows.columns");
    return of(own == null ? System.getenv() : Map.of("COLUMNS", own));
  }

  static int of(Map<String, String> environment) {
    for (String name : List.of("COLUMNS", "SHALLOWS_COLUMNS")) {
      String columns = environment.getOrDefault(name, "");
      if (columns.matches("[1-9][0-9]{0,5}")) {
        return Math.max(LEAST, Math.min(MOST, Integer.parseInt(columns)));
      }
    }
    return DEFAULT;
  }

  /**
   * A text broken at blanks into lines of at most {@code width} characters, all but the first
   * indented; a word that is longer stands alone.
   */
  public static String wrap(String text, int width, int indent) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    boolean first = true;
    for (String word : text.split(" ", -1)) {
      boolean fits = line.length() + 1 + word.length() <= width;
      if (!fits && !line.toString().isBlank()) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder(" ".repeat(indent)).append(word);
      } else {
        line.append(first ? "" : " ").append(word);
      }
      first = false;
    }
    lines.add(line.toString());
    return String.join("\n", lines);
  }
}
