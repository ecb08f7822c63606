package io.shallows.spark.aggregate;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Numbers and words as bytes; few different words are written once. */
final class ByteColumns {

  /** Writes to a stream. */
  interface Writing {
    void write(DataOutputStream out) throws IOException;
  }

  /** Reads from a stream. */
  interface Reading<T> {
    T read(DataInputStream in) throws IOException;
  }

  private ByteColumns() {}

  static byte[] write(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      writing.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static <T> T read(byte[] bytes, Reading<T> reading) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return reading.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A word for each row. */
  static <T> void writeWords(DataOutputStream out, List<T> rows, Function<T, String> word)
      throws IOException {
    Map<String, Integer> numbers = new TreeMap<>();
    for (T row : rows) {
      numbers.putIfAbsent(word.apply(row), numbers.size());
    }
    String[] words = new String[numbers.size()];
    numbers.forEach((text, number) -> words[number] = text);
    out.writeInt(words.length);
    for (String text : words) {
      out.writeUTF(text);
    }
    for (T row : rows) {
      out.writeInt(numbers.get(word.apply(row)));
    }
  }

  static List<String> readWords(DataInputStream in, int rows) throws IOException {
    String[] words = new String[in.readInt()];
    for (int i = 0; i < words.length; i++) {
      words[i] = in.readUTF();
    }
    List<String> column = new ArrayList<>(rows);
    for (int i = 0; i < rows; i++) {
      column.add(words[in.readInt()]);
    }
    return column;
  }
}
