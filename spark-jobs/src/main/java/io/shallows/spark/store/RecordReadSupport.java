package io.shallows.spark.store;

import io.shallows.record.Column;
import io.shallows.record.Record;
import io.shallows.record.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Makes rows of a table from Parquet; columns that the file does not have are null, so older files
 * stay readable when a nullable column is added.
 */
final class RecordReadSupport extends ReadSupport<Record> {

  private final Table table;

  RecordReadSupport(Table table) {
    this.table = table;
  }

  @Override
  public ReadContext init(InitContext context) {
    List<Type> wanted = new ArrayList<>();
    for (Type field : context.getFileSchema().getFields()) {
      if (table.column(field.getName()).isPresent()) {
        wanted.add(field);
      }
    }
    for (Column<?> column : table.columns()) {
      if (!column.nullable() && !context.getFileSchema().containsField(column.name())) {
        throw new OutdatedException(column.name());
      }
    }
    return new ReadContext(new MessageType(table.name(), wanted));
  }

  /** The file lacks a column that every row of the table has by now. */
  static final class OutdatedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutdatedException(String column) {
      super(
          "has no column `"
              + column
              + "`: an earlier version of the program wrote it; `shallows run` of the same spec makes"
              + " anew what has changed");
    }
  }

  @Override
  @SuppressWarnings("deprecation") // the reader of Hadoop paths calls no other
  public RecordMaterializer<Record> prepareForRead(
      Configuration configuration,
      Map<String, String> metadata,
      MessageType fileSchema,
      ReadContext context) {
    RowConverter rows = new RowConverter(table, context.getRequestedSchema());
    return new RecordMaterializer<>() {
      @Override
      public Record getCurrentRecord() {
        return rows.row.build();
      }

      @Override
      public GroupConverter getRootConverter() {
        return rows;
      }
    };
  }

  private static final class RowConverter extends GroupConverter {
    private final Table table;
    private final Converter[] converters;
    private Record.Builder row;

    RowConverter(Table table, MessageType schema) {
      this.table = table;
      this.converters = new Converter[schema.getFieldCount()];
      for (int i = 0; i < converters.length; i++) {
        converters[i] = converter(table.column(schema.getFieldName(i)).orElseThrow());
      }
    }

    @SuppressWarnings("unchecked") // the column's class follows from its type
    private Converter converter(Column<?> column) {
      return switch (column.type()) {
        case REALS -> new RealsConverter(this, (Column<double[]>) column);
        default -> new ValueConverter(this, (Column<Object>) column);
      };
    }

    @Override
    public Converter getConverter(int field) {
      return converters[field];
    }

    @Override
    public void start() {
      row = Record.of(table);
    }

    @Override
    public void end() {}
  }

  private static final class ValueConverter extends PrimitiveConverter {
    private final RowConverter parent;
    private final Column<Object> column;

    ValueConverter(RowConverter parent, Column<Object> column) {
      this.parent = parent;
      this.column = column;
    }

    @Override
    public void addBinary(Binary value) {
      parent.row.set(column, value.toStringUsingUTF8());
    }

    @Override
    public void addBoolean(boolean value) {
      parent.row.set(column, (Object) value);
    }

    @Override
    public void addLong(long value) {
      parent.row.set(column, (Object) value);
    }

    @Override
    public void addDouble(double value) {
      parent.row.set(column, (Object) value);
    }
  }

  /** The three levels of a list: the field, its repeated group, the element. */
  private static final class RealsConverter extends GroupConverter {
    private final RowConverter parent;
    private final Column<double[]> column;
    private final GroupConverter list;
    private double[] values = new double[16];
    private int size;

    RealsConverter(RowConverter parent, Column<double[]> column) {
      this.parent = parent;
      this.column = column;
      PrimitiveConverter element =
          new PrimitiveConverter() {
            @Override
            public void addDouble(double value) {
              if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
              }
              values[size++] = value;
            }
          };
      this.list =
          new GroupConverter() {
            @Override
            public Converter getConverter(int field) {
              return element;
            }

            @Override
            public void start() {}

            @Override
            public void end() {}
          };
    }

    @Override
    public Converter getConverter(int field) {
      return list;
    }

    @Override
    public void start() {
      size = 0;
    }

    @Override
    public void end() {
      parent.row.set(column, Arrays.copyOf(values, size));
    }
  }
}
