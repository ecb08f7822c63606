package io.shallows.spark.store;

import io.shallows.record.Column;
import io.shallows.record.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;

/**
 * The Parquet schema of a table; lists use the standard three-level form.
 *
 * <p>Parquet itself has no place for the description of a column. The footer therefore carries
 * Spark's own schema, whose fields have a comment and here a unit: Spark shows the comments, and
 * every reader finds the text under {@link #DESCRIPTION}.
 */
public final class ParquetSchema {

  /** Key of the footer under which Spark keeps and looks for its schema. */
  static final String DESCRIPTION = "org.apache.spark.sql.parquet.row.metadata";

  private ParquetSchema() {}

  static MessageType of(Table table) {
    List<Type> fields = new ArrayList<>();
    for (Column<?> column : table.columns()) {
      fields.add(field(column));
    }
    return new MessageType(table.name(), fields);
  }

  /** What the footer says about the columns: definition and unit of each. */
  static Map<String, String> metadata(Table table) {
    return Map.of(DESCRIPTION, columns(table).json());
  }

  /** The columns as Spark knows them, with definitions as comments. */
  public static StructType columns(Table table) {
    StructType schema = new StructType();
    for (Column<?> column : table.columns()) {
      Metadata description =
          new MetadataBuilder()
              .putString("comment", column.definition())
              .putString("unit", column.unit())
              .build();
      schema = schema.add(column.name(), type(column), column.nullable(), description);
    }
    return schema;
  }

  private static DataType type(Column<?> column) {
    return switch (column.type()) {
      case TEXT -> DataTypes.StringType;
      case FLAG -> DataTypes.BooleanType;
      case INTEGER -> DataTypes.LongType;
      case REAL -> DataTypes.DoubleType;
      case REALS -> DataTypes.createArrayType(DataTypes.DoubleType, false);
    };
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
