package io.shallows.record;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An ordered, named list of columns: the schema of one folder of the store. */
public final class Table {

  private final String name;
  private final String definition;
  private final List<Column<?>> columns;
  private final Map<String, Integer> positions;

  private Table(String name, String definition, List<Column<?>> columns) {
    this.name = name;
    this.definition = definition;
    this.columns = List.copyOf(columns);
    this.positions = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      if (positions.put(columns.get(i).name(), i) != null) {
        throw new IllegalArgumentException(
            "table " + name + " defines column " + columns.get(i).name() + " twice");
      }
    }
  }

  /** Starts the definition of a table whose first columns are {@code leading}. */
  public static Definition define(String name, String definition, List<Column<?>> leading) {
    return new Definition(name, definition, leading);
  }

  /** Name of the table and of its folder in the store. */
  public String name() {
    return name;
  }

  /** What one row of the table is. */
  public String definition() {
    return definition;
  }

  /** The columns in order. */
  public List<Column<?>> columns() {
    return columns;
  }

  /** The column called {@code columnName}, if the table has it. */
  public Optional<Column<?>> column(String columnName) {
    Integer position = positions.get(columnName);
    return position == null ? Optional.empty() : Optional.of(columns.get(position));
  }

  /** Whether {@code column} belongs to this table. */
  public boolean has(Column<?> column) {
    Integer position = positions.get(column.name());
    return position != null && columns.get(position).equals(column);
  }

  int position(Column<?> column) {
    if (!has(column)) {
      throw new IllegalArgumentException("table " + name + " has no column " + column.name());
    }
    return positions.get(column.name());
  }

  @Override
  public String toString() {
    return name;
  }

  /** Collects the columns of a table as their constants are initialised. */
  public static final class Definition {
    private final String name;
    private final String definition;
    private final List<Column<?>> columns;

    private Definition(String name, String definition, List<Column<?>> leading) {
      this.name = name;
      this.definition = definition;
      this.columns = new ArrayList<>(leading);
    }

    /** Appends a column and returns it. */
    public <T> Column<T> add(Column<T> column) {
      columns.add(column);
      return column;
    }

    /** The finished table. */
    public Table build() {
      return new Table(name, definition, columns);
    }
  }
}
