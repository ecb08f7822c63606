package io.shallows.spark.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds inputs that only number the rows. A column that programs write as row names is refused, and
 * one that is usually called so if its numbers rise by whole steps or are those of the rows in
 * another order; a first column of 0, 1, 2, ... or 1, 2, 3, ..., in any order, under another name
 * is a doubt that is said. Inputs that the spec names are what the user wants.
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
      boolean counts = table.rows() >= FEWEST && counts(k);
      boolean numbers = counts || rises(k);
      boolean onlyInput = inputs.length == 1;
      if (columns.isUnnamed(inputs[k])) {
        refuse("has numbers without a name in column " + name, name);
      } else if (isWritten(name) || (numbers && !onlyInput && isName(name))) {
        refuse("has row numbers in column " + name, name);
      } else if (inputs[k] == 0 && counts) {
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

  /** Whether an input rises by whole numbers in each row. */
  private boolean rises(int input) {
    return IntStream.range(1, table.rows())
        .allMatch(
            row -> {
              double value = table.feature(row, input);
              return value == Math.rint(value) && value - table.feature(row - 1, input) >= 1;
            });
  }

  /** Whether an input has each of 0, 1, 2, ... or of 1, 2, 3, ... once. */
  private boolean counts(int input) {
    double[] sorted =
        IntStream.range(0, table.rows())
            .mapToDouble(row -> table.feature(row, input))
            .sorted()
            .toArray();
    return (sorted[0] == 0 || sorted[0] == 1)
        && IntStream.range(0, sorted.length).allMatch(row -> sorted[row] == sorted[0] + row);
  }
}
