package io.shallows.spark.table;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** What the cells of a column are, counted in one pass. */
final class ColumnProfile {
  private static final int MOST_DISTINCT = 1000;
  private static final double LARGEST = 1e30;

  private final Set<String> distinct = new HashSet<>();
  private int rows;
  private int numbers;
  private int flags;
  private int missing;
  private int texts;
  private int odd;
  private boolean whole = true;
  private boolean rises = true;
  private boolean counts = true;
  private double last = Double.NaN;
  private Spoiler spoiler;

  /** A cell that is no usable number, its line or row, and why it is none. */
  record Spoiler(String cell, int position, String why) {}

  private ColumnProfile() {}

  /** Of all columns; reads the records to their end. */
  static List<ColumnProfile> all(TableRecords records) {
    List<ColumnProfile> profiles =
        IntStream.range(0, records.names().size()).mapToObj(j -> new ColumnProfile()).toList();
    while (records.next()) {
      for (int j = 0; j < profiles.size(); j++) {
        profiles.get(j).add(records, j);
      }
    }
    return profiles;
  }

  private void add(TableRecords records, int column) {
    rows++;
    TableRecords.Kind kind = records.kind(column);
    String text = records.text(column);
    switch (kind) {
      case NUMBER -> number(records.number(column));
      case FLAG -> flags++;
      case MISSING -> missing++;
      case TEXT -> {
        texts++;
        boolean plain = records.reason(column).filter(why -> !why.equals("is a text")).isEmpty();
        odd += text != null && plain ? 0 : 1;
        spoil(records, column, records.reason(column).orElse("is no number"));
      }
    }
    if (kind == TableRecords.Kind.NUMBER && Math.abs(records.number(column)) > LARGEST) {
      spoil(records, column, "is beyond " + LARGEST);
    }
    rises &= kind == TableRecords.Kind.NUMBER;
    if (kind != TableRecords.Kind.MISSING && text != null && distinct.size() <= MOST_DISTINCT) {
      distinct.add(text);
    }
  }

  private void spoil(TableRecords records, int column, String why) {
    if (spoiler == null) {
      String cell = records.text(column);
      spoiler =
          new Spoiler(cell == null ? "a cell" : CsvTable.shown(cell), records.position(), why);
    }
  }

  private void number(double value) {
    numbers++;
    odd += Math.abs(value) > LARGEST ? 1 : 0;
    whole &= value == Math.rint(value);
    rises &= whole && !(value <= last);
    counts &= rows == 1 ? value == 0 || value == 1 : value == last + 1;
    last = value;
  }

  int rows() {
    return rows;
  }

  int missing() {
    return missing;
  }

  /** Different texts of cells, up to about 1000. */
  int distinct() {
    return distinct.size();
  }

  /** Whether all cells that are not missing are usable numbers. */
  boolean isNumbers() {
    return numbers > 0 && texts == 0 && flags == 0 && odd == 0;
  }

  /** The first cell for which a column is not one of numbers, where most of its cells are. */
  Optional<Spoiler> spoiler() {
    return 2 * numbers > rows - missing ? Optional.ofNullable(spoiler) : Optional.empty();
  }

  boolean isFlags() {
    return flags > 0 && texts == 0 && numbers == 0;
  }

  /** Whether all cells that are not missing are labels of one sort. */
  boolean isLabels() {
    return odd == 0 && (flags == 0 || isFlags());
  }

  boolean isWhole() {
    return whole;
  }

  /** Whether all cells are whole numbers, each above the one before. */
  boolean rises() {
    return rises;
  }

  /** Whether they count from 0 or 1. */
  boolean counts() {
    return counts;
  }
}
