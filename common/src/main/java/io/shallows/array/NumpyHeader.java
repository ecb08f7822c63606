package io.shallows.array;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a file of NumPy says before its values.
 *
 * @param type {@code <f8} and its like: byte order, kind and bytes of an element
 * @param fortranOrder whether the first axis runs fastest
 * @param shape lengths of the axes
 * @param offset where the values begin
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">NumPy's
 *     format</a>
 */
record NumpyHeader(String type, boolean fortranOrder, List<Long> shape, int offset) {

  NumpyHeader {
    shape = List.copyOf(shape);
  }

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;

  /** The keys stand in the order of the alphabet, as the format demands of writers. */
  private static final Pattern TEXT =
      Pattern.compile(
          "\\{'descr': '([^']{1,16})', 'fortran_order': (True|False),"
              + " 'shape': \\(((?:[0-9]{1,10}, ?)*(?:[0-9]{1,10})?)\\), ?\\}\\s*");

  /**
   * Reads a header.
   *
   * @param name of the file, for messages
   * @throws IllegalArgumentException if there is none
   */
  static NumpyHeader of(String name, byte[] file) {
    if (file.length < 12 || !Arrays.equals(MAGIC, 0, 6, file, 0, 6)) {
      throw new IllegalArgumentException(name + ": is no file of NumPy; save it with numpy.save");
    }
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    boolean isFirst = file[6] == 1;
    int begin = isFirst ? 10 : 12;
    long length = isFirst ? bytes.getShort(8) & 0xffff : bytes.getInt(8) & 0xffffffffL;
    if (file[6] < 1 || file[6] > 3 || begin + length > file.length) {
      throw new IllegalArgumentException(name + ": its header is cut short or of another format");
    }
    String text = new String(file, begin, (int) length, StandardCharsets.UTF_8);
    Matcher header = TEXT.matcher(text);
    if (!header.matches()) {
      throw new IllegalArgumentException(
          name + ": holds no plain array (" + text.strip() + "); save one array of numbers");
    }
    List<Long> shape =
        Arrays.stream(header.group(3).split(",", -1))
            .map(String::strip)
            .filter(axis -> !axis.isEmpty())
            .map(Long::valueOf)
            .toList();
    return new NumpyHeader(
        header.group(1), header.group(2).equals("True"), shape, begin + (int) length);
  }

  /** Number of elements. */
  long elements() {
    long elements = 1;
    for (long axis : shape) {
      elements = Math.multiplyExact(elements, axis);
    }
    return elements;
  }

  /** Lengths of the axes. */
  long[] axes() {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }

  /** The bytes of a file up to its values. */
  static byte[] bytes(String type, long... shape) {
    String text =
        "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape(shape) + ", }";
    int unpadded = MAGIC.length + 4 + text.length() + 1;
    int length = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT - MAGIC.length - 4;
    ByteBuffer bytes =
        ByteBuffer.allocate(MAGIC.length + 4 + length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) length);
    bytes.put(text.getBytes(StandardCharsets.US_ASCII));
    while (bytes.remaining() > 1) {
      bytes.put((byte) ' ');
    }
    return bytes.put((byte) '\n').array();
  }

  /** A shape as Python writes a tuple. */
  static String shape(long[] shape) {
    StringBuilder text = new StringBuilder("(");
    for (int axis = 0; axis < shape.length; axis++) {
      text.append(axis == 0 ? "" : ", ").append(shape[axis]);
    }
    return text.append(shape.length == 1 ? ",)" : ")").toString();
  }
}
