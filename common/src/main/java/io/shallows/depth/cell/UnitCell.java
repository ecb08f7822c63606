package io.shallows.depth.cell;

import java.util.Arrays;

/**
 * The cell of one unit: on which side of every plane of a {@link Landscape} its vector lies, and
 * its sign. The closed cell is a cone; on it the unit's output is linear in the vector. Immutable.
 */
public final class UnitCell implements Comparable<UnitCell> {

  private final int planes;
  private final long[] above;
  private final int sign;

  private UnitCell(int planes, long[] above, int sign) {
    this.planes = planes;
    this.above = above;
    this.sign = sign;
  }

  /**
   * A cell.
   *
   * @param above per plane p whether {@code p . v >= 0}
   * @param sign 1 or -1, the sign with which the unit's output is added
   */
  public static UnitCell of(boolean[] above, int sign) {
    if (sign != 1 && sign != -1) {
      throw new IllegalArgumentException("sign: " + sign + " is neither 1 nor -1");
    }
    return new UnitCell(above.length, bits(above), sign);
  }

  /** The number of planes. */
  public int planes() {
    return planes;
  }

  /** The sign with which the unit's output is added, 1 or -1. */
  public int sign() {
    return sign;
  }

  /** 1 if the cell lies above the plane, -1 below. */
  public int side(int plane) {
    return (above[plane >> 6] >>> (plane & 63) & 1) != 0 ? 1 : -1;
  }

  /** Whether the cell lies above none of the planes whose bits are set, as in {@link #bits}. */
  boolean isAboveNone(long[] of) {
    long found = 0;
    for (int i = 0; i < above.length; i++) {
      found |= above[i] & of[i];
    }
    return found == 0;
  }

  /** Whether the cell lies above all planes whose bits are set, as in {@link #bits}. */
  boolean isAboveAll(long[] of) {
    long missing = 0;
    for (int i = 0; i < above.length; i++) {
      missing |= ~above[i] & of[i];
    }
    return missing == 0;
  }

  /** Planes as bits, plane p as bit {@code p mod 64} of word {@code p / 64}. */
  static long[] bits(boolean[] planes) {
    long[] bits = new long[(planes.length + 63) >> 6];
    for (int i = 0; i < planes.length; i++) {
      if (planes[i]) {
        bits[i >> 6] |= 1L << (i & 63);
      }
    }
    return bits;
  }

  /** The same sides but that of one plane. */
  UnitCell across(int plane) {
    long[] bits = above.clone();
    bits[plane >> 6] ^= 1L << (plane & 63);
    return new UnitCell(planes, bits, sign);
  }

  /** The same sides with the other sign. */
  UnitCell opposite() {
    return new UnitCell(planes, above, -sign);
  }

  /** The same sides with the sign 1, for what does not depend on the sign. */
  UnitCell positive() {
    return sign > 0 ? this : new UnitCell(planes, above, 1);
  }

  @Override
  public int compareTo(UnitCell other) {
    int sides = Arrays.compareUnsigned(above, other.above);
    return sides != 0 ? sides : Integer.compare(sign, other.sign);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UnitCell cell
        && planes == cell.planes
        && sign == cell.sign
        && Arrays.equals(above, cell.above);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(above) + sign;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(sign > 0 ? "+" : "-");
    for (int i = 0; i < planes; i++) {
      text.append(side(i) > 0 ? '1' : '0');
    }
    return text.toString();
  }
}
