package io.shallows.array;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One array as NumPy keeps it ({@code .npy}), through ND4J's reading and writing.
 *
 * <p>Read: 64- and 32-bit floats and whole numbers, little-endian, in either order, of any shape.
 * Written: C's order. Values keep their bits.
 */
public final class NumpyFile {

  private static final Charset UTF_32 = Charset.forName("UTF-32LE");

  /** What ND4J reads rightly, with the bytes of an element. */
  private static final Map<String, Integer> TYPES = Map.of("<f8", 8, "<f4", 4, "<i8", 8, "<i4", 4);

  private NumpyFile() {}

  /** The file of an array. */
  public static byte[] bytes(INDArray array) {
    // The writer takes the buffer as it lies: views and Fortran's order are copied first.
    return array.isEmpty()
        ? NumpyHeader.bytes("<f8", array.shape())
        : Nd4j.toNpyByteArray(array.dup('c'));
  }

  /** The file of a text: an array without axes, which NumPy gives back by {@code str(a)}. */
  public static byte[] bytes(String text) {
    int characters = Math.max(1, text.codePointCount(0, text.length()));
    byte[] header = NumpyHeader.bytes("<U" + characters);
    ByteBuffer bytes = ByteBuffer.allocate(header.length + 4 * characters);
    return bytes.put(header).put(text.getBytes(UTF_32)).array();
  }

  /**
   * The array of a file.
   *
   * @param name of the file, for messages
   * @throws IllegalArgumentException if it is no array of numbers, has none, is cut short or has
   *     more bytes than its shape says
   */
  public static INDArray array(String name, byte[] file) {
    NumpyHeader header = NumpyHeader.of(name, file);
    Integer width = TYPES.get(header.type());
    if (width == null) {
      throw new IllegalArgumentException(
          name
              + ": elements of type "
              + header.type()
              + " are not read; save them as float64, float32, int64 or int32");
    }
    requireLength(name, header, file, width);
    if (header.elements() == 0) {
      throw new IllegalArgumentException(
          name + ": has no elements, its shape is " + NumpyHeader.shape(header.axes()));
    }
    byte[] plain = file;
    long[] shape = header.axes();
    if (header.fortranOrder()) {
      // The same bytes are the transposed array in C's order.
      plain = joined(NumpyHeader.bytes(header.type(), reversed(shape)), file, header.offset());
    }
    INDArray array = Nd4j.createNpyFromByteArray(plain);
    return header.fortranOrder() && shape.length > 1 ? array.transpose().dup('c') : array;
  }

  /**
   * The text of a file.
   *
   * @throws IllegalArgumentException if it holds no single text
   */
  public static String text(String name, byte[] file) {
    NumpyHeader header = NumpyHeader.of(name, file);
    if (!header.type().matches("<U[0-9]{1,6}") || header.elements() != 1) {
      throw new IllegalArgumentException(name + ": holds no text");
    }
    int characters = Integer.parseInt(header.type().substring(2));
    requireLength(name, header, file, 4 * characters);
    String padded = new String(file, header.offset(), 4 * characters, UTF_32);
    return padded.replaceFirst("\0+$", "");
  }

  private static void requireLength(String name, NumpyHeader header, byte[] file, int width) {
    int there = file.length - header.offset();
    long wanted;
    try {
      wanted = Math.multiplyExact(header.elements(), width);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          name + ": shape " + NumpyHeader.shape(header.axes()) + " is too large", e);
    }
    if (there != wanted) {
      throw new IllegalArgumentException(
          name
              + ": has "
              + there
              + " bytes of values, its shape "
              + NumpyHeader.shape(header.axes())
              + " asks for "
              + wanted);
    }
  }

  private static byte[] joined(byte[] header, byte[] file, int offset) {
    byte[] joined = Arrays.copyOf(header, header.length + file.length - offset);
    System.arraycopy(file, offset, joined, header.length, file.length - offset);
    return joined;
  }

  private static long[] reversed(long[] shape) {
    long[] reversed = new long[shape.length];
    for (int axis = 0; axis < shape.length; axis++) {
      reversed[axis] = shape[shape.length - 1 - axis];
    }
    return reversed;
  }
}
