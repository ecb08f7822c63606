package io.shallows.spark.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds inputs that only number the rows. A column that programs write as row names is refused, and
 * one that is usually called so if its numbers rise by whole steps; a first column that counts 0,
 * 1, 2, ... or 1, 2, 3, ... under another name is a doubt that is said. Inputs that the spec names
 * are what the user wants.
 */
final class RowNumbers {
  /** What R and pandas write over row names. */
  private static final Set<String> WRITTEN =
      Set.of("rownames", "row.names", "row_names", "rowname", "unnamed: 0", "unnamed: 0.1", "...1");

  private static final Set<String> USUAL =
      Set.of(
          "row",
          "rowid",
          "row_id",
          "row id",
          "rownum",
          "row_num",
          "row_number",
          "row number",
          "id",
          "_id",
          "index",
          "idx",
          "obs",
          "observation",
          "case",
          "nr",
          "no",
          "no.",
          "#",
          "s.no",
          "sno",
          "serial",
          "record",
          "recno",
          "instance",
          "sample_id",
          "x1",
          "column1",
          "_c0");

  private static final int FEWEST = 4;

  private final Content file;
  private final TableColumns columns;
  private final NumberTable table;

  RowNumbers(Content file, TableColumns columns, NumberTable table) {
    this.file = file;
    this.columns = columns;
    this.table = table;
  }

  /** Whether programs write this name over row names. */
  static boolean isWritten(String name) {
    return WRITTEN.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Whether row numbers are usually called so. */
  static boolean isName(String name) {
    return isWritten(name) || name.equals("X") || USUAL.contains(name.toLowerCase(Locale.ROOT));
  }

  /** What is doubtful, in words. */
  List<String> check() {
    List<String> doubts = new ArrayList<>();
    if (columns.areChosen()) {
      return doubts;
    }
    int[] inputs = columns.inputs();
    for (int k = 0; k < inputs.length; k++) {
      String name = columns.name(inputs[k]);
      boolean rises = rises(k, 1, Double.POSITIVE_INFINITY);
      boolean onlyInput = inputs.length == 1;
      if (columns.isUnnamed(inputs[k])) {
        refuse("has numbers without a name in column " + name, name);
      } else if (isWritten(name) || (rises && !onlyInput && isName(name))) {
        refuse("has row numbers in column " + name, name);
      } else if (inputs[k] == 0
          && table.rows() >= FEWEST
          && rises(k, 1, 1)
          && (table.feature(0, k) == 0 || table.feature(0, k) == 1)) {
        doubts.add(name + " counts the rows (if it only numbers them: ignore: " + list(name) + ")");
      }
    }
    return doubts;
  }

  private void refuse(String complaint, String name) {
    throw file.damaged(
        complaint + ", which would be an input",
        "ignore: "
            + list(name)
            + " leaves it out; if it is an input, list all inputs under problem.columns");
  }

  private static String list(String name) {
    return TableColumns.list(List.of(name));
  }

  /** Whether an input rises by whole numbers from low to high in each row. */
  private boolean rises(int input, double low, double high) {
    return IntStream.range(1, table.rows())
        .allMatch(
            row -> {
              double value = table.feature(row, input);
              double step = value - table.feature(row - 1, input);
              return value == Math.rint(value) && step >= low && step <= high;
            });
  }
}
