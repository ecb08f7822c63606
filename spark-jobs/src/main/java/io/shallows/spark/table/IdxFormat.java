package io.shallows.spark.table;

import io.shallows.problem.TableData;
import io.shallows.problem.TableProblem;
import io.shallows.spec.Settings;
import io.shallows.spec.SpecException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * IDX, the format of MNIST: two zero bytes, a type, the number of dimensions, the dimensions as
 * big-endian 32-bit numbers, the entries. Features have two dimensions or more, the first counts
 * samples; labels are whole numbers in one dimension.
 */
final class IdxFormat implements TableFormat {

  private enum Type {
    UNSIGNED_BYTE(0x08, 1),
    BYTE(0x09, 1),
    SHORT(0x0B, 2),
    INT(0x0C, 4),
    FLOAT(0x0D, 4),
    DOUBLE(0x0E, 8);

    private final int code;
    private final int bytes;

    Type(int code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }

    double read(ByteBuffer buffer, int offset) {
      return switch (this) {
        case UNSIGNED_BYTE -> buffer.get(offset) & 0xff;
        case BYTE -> buffer.get(offset);
        case SHORT -> buffer.getShort(offset);
        case INT -> buffer.getInt(offset);
        case FLOAT -> buffer.getFloat(offset);
        case DOUBLE -> buffer.getDouble(offset);
      };
    }
  }

  /** The numbers of a file. */
  private record Array(
      Content file, ByteBuffer buffer, Type type, int dimensions, int rows, int columns) {

    static Array of(Content file) {
      ByteBuffer buffer = ByteBuffer.wrap(file.bytes());
      if (buffer.limit() < 4 || buffer.getShort(0) != 0) {
        FileSignature.refuse(file);
        throw file.damaged("does not start like an idx file", "check problem.format");
      }
      int code = buffer.get(2);
      int dimensions = buffer.get(3);
      Type type = null;
      for (Type known : Type.values()) {
        type = known.code == code ? known : type;
      }
      int head = 4 + 4 * dimensions;
      if (type == null || dimensions < 1 || buffer.limit() < head) {
        throw file.damaged("has a broken idx header", "copy or download it again");
      }
      long columns = 1;
      for (int d = 1; d < dimensions; d++) {
        columns *= Math.max(0, buffer.getInt(4 + 4 * d));
        requireSize(file, columns);
      }
      long rows = buffer.getInt(4);
      long expected = head + rows * columns * type.bytes;
      if (rows < 1 || columns < 1 || buffer.limit() != expected) {
        throw file.damaged(
            "has "
                + buffer.limit()
                + " bytes where its header asks for "
                + expected
                + (buffer.limit() < expected ? " (truncated?)" : ""),
            "copy or download it again");
      }
      return new Array(file, buffer, type, dimensions, (int) rows, (int) columns);
    }

    private static void requireSize(Content file, long columns) {
      if (columns > Integer.MAX_VALUE) {
        throw file.damaged("has a broken idx header", "copy or download it again");
      }
    }

    double get(int row, int column) {
      int entry = Math.addExact(Math.multiplyExact(row, columns), column);
      return type.read(buffer, 4 + 4 * dimensions + entry * type.bytes);
    }
  }

  @Override
  public TableData parse(List<Content> features, List<Content> labels, Settings settings) {
    Array x = Array.of(single(features, "problem.uri"));
    Array y = Array.of(single(labels, "problem.labelsUri"));
    if (x.dimensions() < 2) {
      throw x.file().damaged("holds one number per row: is it a file of labels?", "give images");
    }
    if (y.dimensions() != 1) {
      throw new SpecException(
          "problem.labelsUri: "
              + y.file().name()
              + " has "
              + y.dimensions()
              + " dimensions, not one: is it a file of images?; give labels");
    }
    if (x.rows() != y.rows()) {
      throw new SpecException(
          "problem.labelsUri: "
              + y.file().name()
              + " has "
              + y.rows()
              + " labels for the "
              + x.rows()
              + " rows of "
              + x.file().name()
              + "; give the file that belongs to it");
    }
    Images images = new Images(x, y);
    return KeptRows.of(images, whole(images, settings));
  }

  private static Content single(List<Content> files, String key) {
    if (files.size() != 1) {
      throw new SpecException(
          key + ": matches " + files.size() + " files, but idx is one file; give its name");
    }
    return files.get(0);
  }

  /** The rows without missing numbers; others are refused, or left out where the spec says so. */
  private static int[] whole(Images images, Settings settings) {
    boolean drop = settings.get(TableProblem.MISSING).equals("drop");
    int[] whole =
        IntStream.range(0, images.rows())
            .filter(row -> isWhole(images.y(), row, drop) && isWhole(images.x(), row, drop))
            .toArray();
    if (whole.length == 0) {
      throw images.x().file().damaged("has a missing number in each row", "mend it");
    }
    return whole;
  }

  private static boolean isWhole(Array array, int row, boolean drop) {
    for (int j = 0; j < array.columns(); j++) {
      double value = array.get(row, j);
      if (Double.isInfinite(value)) {
        throw array
            .file()
            .damaged("has a number in row " + (row + 1) + " that is not finite", "mend it");
      }
      if (Double.isNaN(value)) {
        if (drop) {
          return false;
        }
        throw array
            .file()
            .damaged(
                "has NaN in row " + (row + 1) + ", a missing number",
                "missing: drop leaves such rows out, or mend it");
      }
    }
    return true;
  }

  private record Images(Array x, Array y) implements TableData {
    @Override
    public String name() {
      return x.file().name();
    }

    @Override
    public int rows() {
      return x.rows();
    }

    @Override
    public int features() {
      return x.columns();
    }

    @Override
    public double feature(int row, int column) {
      return x.get(row, column);
    }

    @Override
    public String label(int row) {
      return Cells.label(y.get(row, 0));
    }

    @Override
    public boolean isSparse() {
      return false;
    }
  }
}
