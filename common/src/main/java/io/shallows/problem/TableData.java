package io.shallows.problem;

/**
 * A parsed table: rows of numbers, each with a label. Rows with missing cells are not among them.
 * Immutable; safe for several threads.
 */
public interface TableData {

  /** What messages call it: its file or files. */
  String name();

  /** Number of rows. */
  int rows();

  /** Numbers per row. */
  int features();

  /** A number of a row, finite. */
  double feature(int row, int column);

  /** The label of a row: the name of its class, or its target as a decimal number. */
  String label(int row);

  /** Where a row stands, such as {@code line 7}. */
  default String place(int row) {
    return "row " + (row + 1);
  }

  /** How it was read. */
  default TableReading reading() {
    return TableReading.ofAll(rows());
  }

  /**
   * Whether a row's missing trailing numbers are zeros, so that networks may have more inputs than
   * the table has columns.
   */
  boolean isSparse();
}
