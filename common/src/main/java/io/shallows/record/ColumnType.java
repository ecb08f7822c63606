package io.shallows.record;

/** The value types a column can have; each maps to one Parquet and one Spark type. */
public enum ColumnType {
  TEXT("text", String.class),
  FLAG("boolean", Boolean.class),
  INTEGER("integer", Long.class),
  REAL("real", Double.class),
  REALS("list of real", double[].class);

  private final String label;
  private final Class<?> valueClass;

  ColumnType(String label, Class<?> valueClass) {
    this.label = label;
    this.valueClass = valueClass;
  }

  /** The name used in the data dictionary. */
  public String label() {
    return label;
  }

  /** The Java class of a value. */
  public Class<?> valueClass() {
    return valueClass;
  }
}
