package io.shallows.spark.table;

import io.shallows.problem.CellText;
import java.util.Optional;

/** What was seen in a column beside numbers: how often, and where first. */
final class CellFaults {

  /**
   * A cell.
   *
   * @param file number of its file, from 0
   * @param position its line or row
   */
  record Found(String shown, Optional<String> reason, int file, int position) {
    String reasonInBrackets() {
      return reason.map(text -> " (it " + text + ")").orElse("");
    }
  }

  private Found text;
  private Found flag;
  private Found hole;
  private int missing;
  private boolean numbers;

  void number() {
    numbers = true;
  }

  /** Notes a cell that is no number, and gives its value: that of a flag, or NaN. */
  double other(TableRecords records, int column, int file) {
    switch (records.kind(column)) {
      case FLAG -> {
        flag = flag == null ? found(records, column, file) : flag;
        String cell = records.text(column);
        return cell.equals("1") || CellText.flag(cell) > 0 ? 1 : 0;
      }
      case MISSING -> {
        hole = hole == null ? found(records, column, file) : hole;
        missing++;
      }
      default -> text = text == null ? found(records, column, file) : text;
    }
    return Double.NaN;
  }

  private static Found found(TableRecords records, int column, int file) {
    String cell = records.text(column);
    return new Found(
        cell == null ? "a cell" : CsvTable.shown(cell),
        records.reason(column),
        file,
        records.position());
  }

  int missing() {
    return missing;
  }

  /** The first cell that is neither number nor flag nor missing. */
  Optional<Found> text() {
    return Optional.ofNullable(text);
  }

  /** The first missing cell. */
  Optional<Found> hole() {
    return Optional.ofNullable(hole);
  }

  /** The first flag of a column that has numbers too. */
  Optional<Found> flagAmongNumbers() {
    return numbers ? Optional.ofNullable(flag) : Optional.empty();
  }
}
