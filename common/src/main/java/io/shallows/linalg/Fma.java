package io.shallows.linalg;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * Fused multiply-add: {@code a b + c} with one rounding, as {@link Math#fma(double, double,
 * double)} defines it.
 *
 * <p>On a processor with the instruction this is that method, which the compilers turn into it. On
 * one without, that method computes with decimal numbers on the heap, in microseconds; here the
 * same bits come from about forty additions and multiplications: the product and the sums are split
 * exactly into a leading and a trailing part, and the trailing parts are added with rounding to
 * odd, so that the last addition rounds as if the sum had been exact. Where a part could underflow
 * or overflow (a product outside 1e-270 to 1e300) the decimal numbers remain.
 *
 * <p>Source: Boldo, Melquiond 2008, doi:10.1109/TC.2007.70819, section 5; Dekker 1971,
 * doi:10.1007/BF01397083 for the parts of a product.
 */
public final class Fma {
  static final boolean IN_HARDWARE = isInHardware();

  /** The trailing parts of a product above are no subnormal numbers. */
  private static final double SMALLEST_PRODUCT = 0x1p-900;

  /** Multiplied by this, a number falls apart into two of 26 bits. */
  private static final double SPLITTER = 0x1p27 + 1;

  private Fma() {}

  /** {@code a b + c}, rounded once. */
  public static double of(double a, double b, double c) {
    return IN_HARDWARE ? Math.fma(a, b, c) : inSoftware(a, b, c);
  }

  /** The same bits without the instruction. */
  static double inSoftware(double a, double b, double c) {
    double product = a * b;
    double scaledA = SPLITTER * a;
    double highA = scaledA - (scaledA - a);
    double lowA = a - highA;
    double scaledB = SPLITTER * b;
    double highB = scaledB - (scaledB - b);
    double lowB = b - highB;
    double productRest = (((highA * highB - product) + highA * lowB) + lowA * highB) + lowA * lowB;
    double low = c + productRest;
    double lowRest = sumRest(c, productRest, low);
    double high = product + low;
    double highRest = sumRest(product, low, high);
    double sum = high + sumToOdd(highRest, lowRest);
    // An overflow on the way makes a NaN.
    return Math.abs(product) > SMALLEST_PRODUCT && Math.abs(sum) <= Double.MAX_VALUE
        ? sum
        : outOfRange(a, b, c);
  }

  private static double outOfRange(double a, double b, double c) {
    // A product with zero is exact.
    return a == 0 || b == 0 ? a * b + c : Math.fma(a, b, c);
  }

  /** What rounding took from {@code sum = x + y}; exact, see Knuth, TAOCP 2, 4.2.2, theorem B. */
  private static double sumRest(double x, double y, double sum) {
    double part = sum - x;
    return (x - (sum - part)) + (y - part);
  }

  /** {@code x + y}; if inexact, the neighbour whose last bit is 1. */
  private static double sumToOdd(double x, double y) {
    double sum = x + y;
    double rest = sumRest(x, y, sum);
    long bits = Double.doubleToRawLongBits(sum);
    if (rest != 0 && (bits & 1) == 0) {
      return Double.longBitsToDouble(rest > 0 == sum > 0 ? bits + 1 : bits - 1);
    }
    return sum;
  }

  /**
   * What the JVM found out about the processor. One that does not tell is taken to have the
   * instruction: every result is right then, if perhaps slow.
   */
  private static boolean isInHardware() {
    try {
      HotSpotDiagnosticMXBean jvm =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return jvm == null || !jvm.getVMOption("UseFMA").getValue().equals("false");
    } catch (IllegalArgumentException | LinkageError unknown) {
      return true;
    }
  }
}
