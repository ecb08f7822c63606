package io.shallows.spark.store;

import io.shallows.record.Column;
import io.shallows.record.Record;
import io.shallows.record.Table;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/** Hands rows to Parquet. */
final class RecordWriteSupport extends WriteSupport<Record> {

  private final Table table;
  private final Map<String, String> footer;
  private RecordConsumer consumer;

  /**
   * @param about what the footer says beside the description of the columns
   */
  RecordWriteSupport(Table table, Map<String, String> about) {
    this.table = table;
    this.footer = new HashMap<>(ParquetSchema.metadata(table));
    footer.putAll(about);
  }

  @Override
  @SuppressWarnings("deprecation") // abstract in WriteSupport
  public WriteContext init(Configuration configuration) {
    return new WriteContext(ParquetSchema.of(table), footer);
  }

  @Override
  public WriteContext init(ParquetConfiguration configuration) {
    return new WriteContext(ParquetSchema.of(table), footer);
  }

  @Override
  public void prepareForWrite(RecordConsumer recordConsumer) {
    this.consumer = recordConsumer;
  }

  @Override
  public void write(Record row) {
    consumer.startMessage();
    int index = 0;
    for (Column<?> column : table.columns()) {
      Object value = row.find(column).orElse(null);
      if (value != null) {
        consumer.startField(column.name(), index);
        writeValue(value);
        consumer.endField(column.name(), index);
      }
      index++;
    }
    consumer.endMessage();
  }

  private void writeValue(Object value) {
    if (value instanceof String text) {
      consumer.addBinary(Binary.fromString(text));
    } else if (value instanceof Boolean flag) {
      consumer.addBoolean(flag);
    } else if (value instanceof Long integer) {
      consumer.addLong(integer);
    } else if (value instanceof Double real) {
      consumer.addDouble(real);
    } else {
      writeReals((double[]) value);
    }
  }

  private void writeReals(double[] reals) {
    consumer.startGroup();
    if (reals.length > 0) {
      consumer.startField("list", 0);
      for (double real : reals) {
        consumer.startGroup();
        consumer.startField("element", 0);
        consumer.addDouble(real);
        consumer.endField("element", 0);
        consumer.endGroup();
      }
      consumer.endField("list", 0);
    }
    consumer.endGroup();
  }
}
