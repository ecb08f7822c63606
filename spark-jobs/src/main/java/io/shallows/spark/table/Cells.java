package io.shallows.spark.table;

import io.shallows.spec.SpecException;
import java.util.List;
import java.util.regex.Pattern;

/** How the cells of text tables are read. */
final class Cells {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?");
  private static final Pattern COLUMN_NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

  private Cells() {}

  /** Whether a text is a finite decimal number. */
  static boolean isNumber(String cell) {
    return NUMBER.matcher(cell).matches() && Double.isFinite(Double.parseDouble(cell));
  }

  /** A whole number without sign and fraction, other numbers as Java writes them. */
  static String label(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1L << 53
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /**
   * The index of the label's column: by name, by number from 1, or the last.
   *
   * @param names the columns' names, or their numbers where they have none
   */
  static int labelColumn(Content file, List<String> names, String target) {
    if (target.isEmpty()) {
      return names.size() - 1;
    }
    int index = names.indexOf(target);
    if (index < 0 && COLUMN_NUMBER.matcher(target).matches()) {
      index = Integer.parseInt(target) - 1;
    }
    if (index < 0 || index >= names.size()) {
      List<String> shown = names.subList(0, Math.min(names.size(), 12));
      throw new SpecException(
          "problem.target: "
              + target
              + " is no column of "
              + file.name()
              + "; it has "
              + String.join(", ", shown)
              + (shown.size() < names.size() ? ", ..." : ""));
    }
    return index;
  }
}
