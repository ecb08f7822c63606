package io.shallows.spark.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Arrays by name as {@code numpy.load} reads them: a zip of .npy files, the same bytes for the same
 * arrays. Numbers are written by ND4J, which has no arrays of words; those are made here.
 *
 * <p>Source of the format: NumPy enhancement proposal 1.
 */
final class NumpyArchive {

  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);
  private static final int ALIGNMENT = 64;

  private final Map<String, byte[]> files = new LinkedHashMap<>();

  /** Adds a matrix of doubles, given row by row. */
  NumpyArchive matrix(String name, int rows, int columns, double[] values) {
    return add(name, Nd4j.createFromArray(values).reshape('c', rows, columns));
  }

  /** Adds a vector of doubles. */
  NumpyArchive vector(String name, double[] values) {
    return add(name, Nd4j.createFromArray(values));
  }

  /** Adds a single number. */
  NumpyArchive number(String name, double value) {
    return add(name, Nd4j.scalar(value));
  }

  /** Adds a single whole number. */
  NumpyArchive count(String name, long value) {
    return add(name, Nd4j.scalar(value));
  }

  private NumpyArchive add(String name, INDArray array) {
    files.put(name, Nd4j.toNpyByteArray(array));
    return this;
  }

  /** Adds a single word. */
  NumpyArchive word(String name, String value) {
    int[] letters = value.codePoints().toArray();
    String header =
        "{'descr': '<U" + Math.max(1, letters.length) + "', 'fortran_order': False, 'shape': (), }";
    int unpadded = 10 + header.length() + 1;
    int length = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer file =
        ByteBuffer.allocate(length + 4 * Math.max(1, letters.length))
            .order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    file.put((byte) 1).put((byte) 0).putShort((short) (length - 10));
    file.put(header.getBytes(StandardCharsets.US_ASCII));
    while (file.position() < length - 1) {
      file.put((byte) ' ');
    }
    file.put((byte) '\n');
    for (int letter : letters) {
      file.putInt(letter);
    }
    files.put(name, file.array());
    return this;
  }

  /** The archive. */
  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey() + ".npy");
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
