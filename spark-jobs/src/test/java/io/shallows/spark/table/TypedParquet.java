package io.shallows.spark.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Writes Parquet files of any flat schema. */
final class TypedParquet {
  private TypedParquet() {}

  /**
   * Writes a file.
   *
   * @param pandas what pandas would write into the footer; null for nothing
   * @param rows a value per column, null for none
   */
  static Path write(Path file, String schema, String pandas, Object[][] rows) {
    MessageType type = MessageTypeParser.parseMessageType(schema);
    try {
      Files.deleteIfExists(file);
      ExampleParquetWriter.Builder builder =
          ExampleParquetWriter.builder(new LocalOutputFile(file))
              .withType(type)
              .withConf(new Configuration(false));
      if (pandas != null) {
        builder.withExtraMetaData(Map.of("pandas", pandas));
      }
      try (ParquetWriter<Group> writer = builder.build()) {
        SimpleGroupFactory groups = new SimpleGroupFactory(type);
        for (Object[] values : rows) {
          writer.write(group(groups.newGroup(), type, values));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private static Group group(Group row, MessageType type, Object[] values) {
    for (int j = 0; j < values.length; j++) {
      String name = type.getFieldName(j);
      Object value = values[j];
      if (value instanceof Double number) {
        row.append(name, number);
      } else if (value instanceof Float number) {
        row.append(name, number);
      } else if (value instanceof Long number) {
        row.append(name, number);
      } else if (value instanceof Integer number) {
        row.append(name, number);
      } else if (value instanceof Boolean flag) {
        row.append(name, flag);
      } else if (value instanceof byte[] bytes) {
        row.append(name, Binary.fromConstantByteArray(bytes));
      } else if (value instanceof String text) {
        row.append(name, text);
      }
    }
    return row;
  }
}
