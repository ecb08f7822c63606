package io.shallows.spark.command;

import io.shallows.record.Column;
import io.shallows.record.Record;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows of a store beside the same rows computed again: every number but times and places. */
final class RowDifferences {

  /** Columns that tell the rows of one trial, or of one problem's references, apart. */
  private static final List<String> SUBJECT =
      List.of("width", "target", "eta", "drop", "path", "vertex");

  private RowDifferences() {}

  /** A line for each column of a row that differs, or one if there are not as many rows. */
  static List<String> of(List<Record> stored, List<Record> now) {
    if (!counts(stored).equals(counts(now))) {
      return List.of(counts(stored) + " in the store, " + counts(now) + " now");
    }
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < stored.size(); i++) {
      for (Column<?> column : stored.get(i).differences(now.get(i))) {
        lines.add(
            stored.get(i).table().name()
                + "."
                + column.name()
                + ": "
                + text(stored.get(i), column)
                + " in the store, "
                + text(now.get(i), column)
                + " now");
      }
    }
    return lines;
  }

  /** {@code 4 depths, 7 references}; in the order of the rows. */
  static String counts(List<Record> rows) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    rows.forEach(row -> counts.merge(row.table().name(), 1, Integer::sum));
    return String.join(
        ", ", counts.entrySet().stream().map(of -> of.getValue() + " " + of.getKey()).toList());
  }

  /** By what a row is about, so that the order of files does not matter. */
  static List<Record> sorted(List<Record> rows) {
    return rows.stream().sorted(Comparator.comparing(RowDifferences::subject)).toList();
  }

  private static String subject(Record row) {
    StringBuilder subject = new StringBuilder();
    for (Column<?> column : row.table().columns()) {
      if (SUBJECT.contains(column.name())) {
        subject.append(row.find(column).map(String::valueOf).orElse("")).append(' ');
      }
    }
    return subject.toString();
  }

  private static String text(Record row, Column<?> column) {
    Object value = row.find(column).orElse(null);
    return value instanceof double[] reals
        ? reals.length + " numbers with hash " + Arrays.hashCode(reals)
        : String.valueOf(value);
  }
}
