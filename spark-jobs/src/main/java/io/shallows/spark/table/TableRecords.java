package io.shallows.spark.table;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rows of one file with named columns, one after another. */
interface TableRecords {

  /** What a cell holds. */
  enum Kind {
    NUMBER,
    /** True or false. */
    FLAG,
    MISSING,
    /** Anything else. */
    TEXT
  }

  /** Names of the columns; empty where one has none. */
  List<String> names();

  /** Numbers of the columns, from 0, that were written as an index of rows. */
  Set<Integer> indexes();

  /** What was read and is neither names nor a row, in words. */
  default List<String> remarks() {
    return List.of();
  }

  /** Moves to the next row; false after the last. */
  boolean next();

  /** The line or row on which it stands, from 1. */
  int position();

  /** The number in a cell of the row, finite; NaN for cells of other kinds. */
  double number(int column);

  /** What a cell of the row holds. */
  Kind kind(int column);

  /** A cell as a label or in a message, without white space around it. */
  String text(int column);

  /** A cell as a label; null where it cannot be one. */
  default String label(int column) {
    return text(column);
  }

  /** Why a cell of kind {@code TEXT} is no number, where there is more to say than that. */
  Optional<String> reason(int column);
}
