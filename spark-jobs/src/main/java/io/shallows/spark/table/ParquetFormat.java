package io.shallows.spark.table;

import io.shallows.problem.TableData;
import io.shallows.problem.TableProblem;
import io.shallows.spec.Settings;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * Parquet with flat columns: numbers or flags, of which one, or a text, is the label. Rows come in
 * the order of the file.
 */
final class ParquetFormat implements TableFormat {

  @Override
  public TableData parse(List<Content> features, List<Content> labels, Settings settings) {
    NumberTable table = new NumberTable(features.get(0).name(), false);
    List<String> names = null;
    for (Content file : features) {
      try (ParquetReader<Group> reader = new Builder(new ContentFile(file)).build()) {
        for (Group row = reader.read(); row != null; row = reader.read()) {
          GroupType schema = row.getType();
          List<String> found = schema.getFields().stream().map(Type::getName).toList();
          if (names == null) {
            names = found;
          } else if (!names.equals(found)) {
            throw file.damaged("has other columns than the files before it", "give one table");
          }
          add(table, file, row, names, settings);
        }
      } catch (IOException | RuntimeException e) {
        if (e instanceof io.shallows.spec.SpecException known) {
          throw known;
        }
        throw file.damaged(
            "is not a whole Parquet file ("
                + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                + ")",
            "copy it again, or check problem.format");
      }
    }
    if (table.rows() == 0) {
      throw features.get(0).damaged("has no rows", "give a file with rows");
    }
    return table;
  }

  private static void add(
      NumberTable table, Content file, Group row, List<String> names, Settings settings) {
    int label = Cells.labelColumn(file, names, settings.get(TableProblem.TARGET));
    double[] values = new double[names.size() - 1];
    int next = 0;
    String labelText = "";
    for (int j = 0; j < names.size(); j++) {
      Type column = row.getType().getType(j);
      if (!column.isPrimitive() || row.getFieldRepetitionCount(j) != 1) {
        throw wrong(file, table, names.get(j), column.isPrimitive() ? "a null" : "a nested value");
      }
      if (j == label) {
        labelText = isText(column) ? row.getString(j, 0) : Cells.label(number(row, j, file, table));
      } else {
        values[next++] = number(row, j, file, table);
      }
    }
    table.add(values, labelText);
  }

  private static boolean isText(Type column) {
    return column.getLogicalTypeAnnotation()
        instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation;
  }

  private static double number(Group row, int j, Content file, NumberTable table) {
    Type column = row.getType().getType(j);
    PrimitiveTypeName type = column.asPrimitiveType().getPrimitiveTypeName();
    boolean scaled =
        column.getLogicalTypeAnnotation() != null
            && !(column.getLogicalTypeAnnotation()
                instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation);
    if (scaled) {
      throw wrong(file, table, column.getName(), column.getLogicalTypeAnnotation().toString());
    }
    double value =
        switch (type) {
          case INT32 -> row.getInteger(j, 0);
          case INT64 -> row.getLong(j, 0);
          case FLOAT -> row.getFloat(j, 0);
          case DOUBLE -> row.getDouble(j, 0);
          case BOOLEAN -> row.getBoolean(j, 0) ? 1 : 0;
          default -> throw wrong(file, table, column.getName(), type.toString());
        };
    if (!Double.isFinite(value)) {
      throw wrong(file, table, column.getName(), Double.toString(value));
    }
    return value;
  }

  private static io.shallows.spec.SpecException wrong(
      Content file, NumberTable table, String column, String what) {
    return file.damaged(
        "has " + what + " in column " + column + " of row " + (table.rows() + 1) + ", not a number",
        "write numbers, or give problem.target if it is the label");
  }

  private static final class Builder extends ParquetReader.Builder<Group> {
    Builder(InputFile file) {
      super(file);
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }
}
