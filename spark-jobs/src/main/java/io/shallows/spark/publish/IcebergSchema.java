package io.shallows.spark.publish;

import io.shallows.record.Column;
import io.shallows.record.ColumnType;
import io.shallows.record.Table;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * The columns of a table as Iceberg has them.
 *
 * <p>All are optional: files of earlier versions lack columns that came later. Fields are found in
 * the files by name, since those have no numbers of fields.
 */
final class IcebergSchema {

  private IcebergSchema() {}

  static Schema of(Table table) {
    List<Types.NestedField> fields = new ArrayList<>();
    // Numbers of elements of lists come after those of the columns.
    int element = table.columns().size();
    for (Column<?> column : table.columns()) {
      int id = fields.size() + 1;
      Type type;
      if (column.type() == ColumnType.REALS) {
        element++;
        type = Types.ListType.ofRequired(element, Types.DoubleType.get());
      } else {
        type = primitive(column.type());
      }
      fields.add(
          Types.NestedField.optional(
              id, column.name(), type, PublishedColumns.description(column)));
    }
    return new Schema(fields);
  }

  private static Type primitive(ColumnType type) {
    return switch (type) {
      case TEXT -> Types.StringType.get();
      case FLAG -> Types.BooleanType.get();
      case INTEGER -> Types.LongType.get();
      case REAL -> Types.DoubleType.get();
      case REALS -> throw new IllegalArgumentException("a list is no primitive type");
    };
  }

  /** Whether every column is there, of the same type and with the same description. */
  static boolean covers(Schema present, Schema wanted) {
    return wanted.columns().stream()
        .allMatch(
            column -> {
              Types.NestedField field = present.findField(column.name());
              return field != null
                  && field.type().typeId() == column.type().typeId()
                  && column.doc().equals(field.doc());
            });
  }
}
