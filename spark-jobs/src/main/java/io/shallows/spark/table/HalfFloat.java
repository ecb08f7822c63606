package io.shallows.spark.table;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Numbers of 16 bits (binary16 of IEEE 754), as Parquet stores them: two bytes, the lower first.
 */
final class HalfFloat {

  private static final int FRACTION_BITS = 10;
  private static final int FRACTION = (1 << FRACTION_BITS) - 1;
  private static final int EXPONENT = 0x1f;

  /** The exponent of the last bit of the least numbers. */
  private static final int LEAST = -24;

  private HalfFloat() {}

  /** The number, exactly. */
  static double of(ByteBuffer bytes) {
    short bits = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).getShort();
    int exponent = bits >> FRACTION_BITS & EXPONENT;
    int fraction = bits & FRACTION;
    double size;
    if (exponent == EXPONENT) {
      size = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (exponent == 0) {
      size = Math.scalb((double) fraction, LEAST);
    } else {
      size = Math.scalb((double) (fraction | FRACTION + 1), exponent - 1 + LEAST);
    }
    return bits < 0 ? -size : size;
  }
}
