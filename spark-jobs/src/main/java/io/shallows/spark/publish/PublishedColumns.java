package io.shallows.spark.publish;

import io.shallows.record.Column;

/** What readers of all formats are told of a column. */
final class PublishedColumns {

  private PublishedColumns() {}

  /** The definition, and the unit in brackets where there is one. */
  static String description(Column<?> column) {
    return column.unit().isEmpty()
        ? column.definition()
        : column.definition() + " [" + column.unit() + "]";
  }
}
