package io.shallows.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One immutable row of a {@link Table}. */
@SuppressWarnings("JavaLangClash") // the project's word for a row; java.lang.Record is never named
public final class Record {

  private final Table table;
  private final Object[] values;

  private Record(Table table, Object[] values) {
    this.table = table;
    this.values = values;
  }

  /** Starts a row of {@code table}. */
  public static Builder of(Table table) {
    return new Builder(table, new Object[table.columns().size()]);
  }

  /** The table this row belongs to. */
  public Table table() {
    return table;
  }

  /**
   * The value of {@code column}; arrays are copied.
   *
   * @throws IllegalArgumentException if the table has no such column
   * @throws IllegalStateException if the value is null: ask {@link #find} for nullable columns
   */
  public <T> T get(Column<T> column) {
    return find(column)
        .orElseThrow(
            () -> new IllegalStateException(table + "." + column.name() + " is null in this row"));
  }

  /** The value of {@code column}, empty when it is null; arrays are copied. */
  @SuppressWarnings("unchecked") // Builder.set accepted only values of the column's class
  public <T> Optional<T> find(Column<T> column) {
    Object value = values[table.position(column)];
    return Optional.ofNullable((T) (value instanceof double[] reals ? reals.clone() : value));
  }

  /** A builder that starts from this row's values. */
  public Builder toBuilder() {
    return new Builder(table, values.clone());
  }

  /**
   * The columns in which {@code other} differs from this row, wall-clock times left out. Reals are
   * compared by their bits.
   */
  public List<Column<?>> differences(Record other) {
    if (other.table != table) {
      throw new IllegalArgumentException("cannot compare rows of " + table + " and " + other.table);
    }
    List<Column<?>> different = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      Column<?> column = table.columns().get(i);
      if (!column.isOfRun() && !equal(values[i], other.values[i])) {
        different.add(column);
      }
    }
    return different;
  }

  /**
   * This row with all wall-clock times 0 and places empty: equal for every run of the same trial.
   */
  public Record withoutTimes() {
    Object[] timeless = values.clone();
    for (int i = 0; i < timeless.length; i++) {
      Column<?> column = table.columns().get(i);
      if (column.isOfRun() && timeless[i] != null) {
        timeless[i] = column.isTime() ? (Object) 0.0 : "";
      }
    }
    return new Record(table, timeless);
  }

  private static boolean equal(Object a, Object b) {
    // Double.equals and Arrays.equals(double[], double[]) compare bits, so -0.0 is not 0.0.
    return (a instanceof double[] x && b instanceof double[] y)
        ? Arrays.equals(x, y)
        : java.util.Objects.equals(a, b);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Record row
        && row.table == table
        && Arrays.deepEquals(values, row.values);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(values);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(table.name()).append('{');
    for (int i = 0; i < values.length; i++) {
      text.append(i == 0 ? "" : ", ").append(table.columns().get(i).name()).append('=');
      text.append(values[i] instanceof double[] reals ? Arrays.toString(reals) : values[i]);
    }
    return text.append('}').toString();
  }

  /** Sets the values of one row; {@link #build()} refuses a missing value or a NaN. */
  public static final class Builder {
    private final Table table;
    private final Object[] values;

    private Builder(Table table, Object[] values) {
      this.table = table;
      this.values = values;
    }

    /** Sets {@code column}; null is allowed in nullable columns only. Arrays are copied. */
    public <T> Builder set(Column<T> column, T value) {
      int position = table.position(column);
      if (value != null && !column.type().valueClass().isInstance(value)) {
        throw new IllegalArgumentException(
            table + "." + column.name() + " holds " + column.type().label() + ", not " + value);
      }
      values[position] = value instanceof double[] reals ? reals.clone() : value;
      return this;
    }

    /** Sets a count or index. */
    public Builder set(Column<Long> column, int value) {
      return set(column, Long.valueOf(value));
    }

    /** Sets a real that may be infinite or NaN; such a value becomes null. */
    public Builder setFinite(Column<Double> column, double value) {
      return set(column, Double.isFinite(value) ? (Double) value : null);
    }

    /** Copies the values of all columns that {@code row}'s table shares with this one. */
    public Builder setShared(Record row) {
      for (Column<?> column : table.columns()) {
        if (row.table.has(column)) {
          values[table.position(column)] = row.values[row.table.position(column)];
        }
      }
      return this;
    }

    /**
     * The finished row.
     *
     * @throws IllegalStateException naming the first column that is missing or NaN
     */
    public Record build() {
      for (int i = 0; i < values.length; i++) {
        Column<?> column = table.columns().get(i);
        if (values[i] == null && !column.nullable()) {
          throw new IllegalStateException(table + "." + column.name() + " has no value");
        }
        if (values[i] instanceof Double real && real.isNaN()) {
          throw new IllegalStateException(table + "." + column.name() + " is NaN");
        }
      }
      return new Record(table, values.clone());
    }
  }
}
