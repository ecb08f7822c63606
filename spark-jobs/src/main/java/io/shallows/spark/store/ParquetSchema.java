package io.shallows.spark.store;

import io.shallows.record.Column;
import io.shallows.record.Table;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** The Parquet schema of a table; lists use the standard three-level form. */
final class ParquetSchema {

  private ParquetSchema() {}

  static MessageType of(Table table) {
    List<Type> fields = new ArrayList<>();
    for (Column<?> column : table.columns()) {
      fields.add(field(column));
    }
    return new MessageType(table.name(), fields);
  }

  private static Type field(Column<?> column) {
    Type.Repetition repetition =
        column.nullable() ? Type.Repetition.OPTIONAL : Type.Repetition.REQUIRED;
    return switch (column.type()) {
      case TEXT ->
          Types.primitive(PrimitiveTypeName.BINARY, repetition)
              .as(LogicalTypeAnnotation.stringType())
              .named(column.name());
      case FLAG -> Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(column.name());
      case INTEGER -> Types.primitive(PrimitiveTypeName.INT64, repetition).named(column.name());
      case REAL -> Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(column.name());
      case REALS ->
          Types.list(repetition).requiredElement(PrimitiveTypeName.DOUBLE).named(column.name());
    };
  }
}
