package io.shallows.spark.table;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Small files in every format. */
final class SmallTables {

  static final String CSV = "a,b,kind\n1,2,x\n3,4.5,y\n-5e-1,6,x\n7,\"8\",z\n";

  private SmallTables() {}

  static Path write(Path file, byte[] bytes) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path write(Path file, String text) {
    return write(file, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** An idx file of unsigned bytes; entry k is {@code (7 k) mod 251}. */
  static byte[] idx(int... dimensions) {
    int entries = 1;
    for (int d : dimensions) {
      entries *= d;
    }
    byte[] values = new byte[entries];
    for (int k = 0; k < entries; k++) {
      values[k] = (byte) (7 * k % 251);
    }
    return idx(0x08, dimensions, values);
  }

  static byte[] idx(int type, int[] dimensions, byte[] entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(new byte[] {0, 0, (byte) type, (byte) dimensions.length});
      for (int d : dimensions) {
        out.writeInt(d);
      }
      out.write(entries);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** CIFAR records; labels as given, pixel k of row i is {@code (i + k) mod 256}. */
  static byte[] cifar(int[]... labels) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < labels.length; i++) {
      for (int label : labels[i]) {
        bytes.write(label);
      }
      for (int k = 0; k < 3072; k++) {
        bytes.write(i + k);
      }
    }
    return bytes.toByteArray();
  }

  static byte[] packed(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /** Parquet with a double, an int, a flag and a text, the text last; null in row {@code hole}. */
  static Path parquet(Path file, int rows, int hole) {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message m { optional double a; required int32 b; required boolean c;"
                + " required binary kind (UTF8); }");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withType(schema)
            .withConf(new Configuration(false))
            .build()) {
      SimpleGroupFactory groups = new SimpleGroupFactory(schema);
      for (int i = 0; i < rows; i++) {
        Group row = groups.newGroup();
        if (i != hole) {
          row.append("a", 0.5 * i);
        }
        writer.write(
            row.append("b", i * i).append("c", i % 2 == 0).append("kind", i % 3 == 0 ? "u" : "v"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }
}
