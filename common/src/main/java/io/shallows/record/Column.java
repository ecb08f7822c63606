package io.shallows.record;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One column: its name, type, unit and definition.
 *
 * <p>Units: {@code 1} for dimensionless numbers, {@code s} for wall-clock seconds, {@code loss} for
 * values of the loss in the squared units of the outputs, empty for text and flags. A column in
 * seconds is a measurement of the machine, and one of unit {@code place} names it: the only kinds
 * whose values may differ between two runs of the same trial.
 *
 * @param <T> class of a value, as given by {@link ColumnType#valueClass()}
 */
public record Column<T>(
    String name, ColumnType type, String unit, String definition, boolean nullable) {

  /** Unit of wall-clock times. */
  public static final String SECONDS = "s";

  /** Unit of loss values. */
  public static final String LOSS = "loss";

  /** Unit of outputs of networks. */
  public static final String OUTPUT = "sqrt(loss)";

  /** Unit of dimensionless numbers and counts. */
  public static final String ONE = "1";

  /** Unit of names of machines and processes. */
  public static final String PLACE = "place";

  private static final Pattern SNAKE_CASE = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

  public Column {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(unit, "unit");
    if (!SNAKE_CASE.matcher(name).matches()) {
      throw new IllegalArgumentException("column name \"" + name + "\" is not snake_case");
    }
    if (definition.isBlank()) {
      throw new IllegalArgumentException("column " + name + " has no definition");
    }
  }

  /** A text column. */
  public static Column<String> text(String name, String definition) {
    return new Column<>(name, ColumnType.TEXT, "", definition, false);
  }

  /** The name of a machine or process; old rows have none. */
  public static Column<String> place(String name, String definition) {
    return new Column<>(name, ColumnType.TEXT, PLACE, definition, true);
  }

  /** A true-or-false column. */
  public static Column<Boolean> flag(String name, String definition) {
    return new Column<>(name, ColumnType.FLAG, "", definition, false);
  }

  /** A count or an index. */
  public static Column<Long> integer(String name, String definition) {
    return new Column<>(name, ColumnType.INTEGER, ONE, definition, false);
  }

  /** A real number. */
  public static Column<Double> real(String name, String unit, String definition) {
    return new Column<>(name, ColumnType.REAL, unit, definition, false);
  }

  /** A list of real numbers. */
  public static Column<double[]> reals(String name, String unit, String definition) {
    return new Column<>(name, ColumnType.REALS, unit, definition, false);
  }

  /** This column with nulls allowed. */
  public Column<T> orNull() {
    return new Column<>(name, type, unit, definition, true);
  }

  /** Whether values are wall-clock times, which no two runs share. */
  public boolean isTime() {
    return unit.equals(SECONDS);
  }

  /** Whether values may differ between two runs of the same trial: times and places. */
  public boolean isOfRun() {
    return isTime() || unit.equals(PLACE);
  }
}
