package io.shallows.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The fused multiply-add of a processor without the instruction has the bits of the JDK's. */
class FmaTest {
  private static final double[] SPECIAL = {
    0.0,
    -0.0,
    1,
    -1,
    3,
    1 / 3.0,
    Math.PI,
    Math.nextUp(1.0),
    Math.nextDown(1.0),
    0x1p-537,
    0x1.0000001p-537,
    0x1p-1000,
    0x1p-450,
    0x1.fffffffffffffp500,
    0x1p990,
    0x1p1000,
    Double.MIN_VALUE,
    Double.MIN_NORMAL,
    -Double.MAX_VALUE,
    Double.MAX_VALUE,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN
  };

  private static void assertFused(double a, double b, double c) {
    double expected = Math.fma(a, b, c);
    assertSame(expected, Fma.inSoftware(a, b, c), a, b, c);
    assertSame(expected, Fma.of(a, b, c), a, b, c);
  }

  private static void assertSame(double expected, double actual, double a, double b, double c) {
    assertEquals(
        Double.doubleToLongBits(expected),
        Double.doubleToLongBits(actual),
        () -> Double.toHexString(a) + " " + Double.toHexString(b) + " " + Double.toHexString(c));
  }

  @Test
  void ofSpecialValues() {
    for (double a : SPECIAL) {
      for (double b : SPECIAL) {
        for (double c : SPECIAL) {
          assertFused(a, b, c);
        }
      }
    }
  }

  /** Terms of any two sizes, most of them close enough to each other that both reach the result. */
  @Test
  void ofTermsOfAnySizes() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 200_000; i++) {
      double a = number(random, 40);
      double b = number(random, 40);
      double c = Math.scalb(number(random, 0), Math.getExponent(a * b) + random.nextInt(-110, 111));
      assertFused(a, b, c);
    }
    for (int i = 0; i < 50_000; i++) {
      assertFused(number(random, 1000), number(random, 1000), number(random, 1000));
    }
  }

  /** Sums that cancel to the last bits, where two roundings would be seen at once. */
  @Test
  void ofTermsThatCancel() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 50_000; i++) {
      double a = number(random, 3);
      double b = number(random, 3);
      double c = -(a * b);
      assertFused(a, b, c);
      assertFused(a, b, Math.nextUp(c));
      assertFused(a, b, Math.nextDown(c));
    }
  }

  /**
   * Sums beside the middle between two numbers, on either side of it by far less than a rounding of
   * the trailing parts: rounding twice to nearest would be wrong in half of them.
   */
  @Test
  void besideTheMiddleOfTwoNumbers() {
    SplittableRandom random = new SplittableRandom(3);
    int wrongIfRoundedTwice = 0;
    for (int i = 0; i < 50_000; i++) {
      // (1 + k 2^-30) (1 + l 2^-30) has a last bit of 2^-60
      double a = 1 + random.nextInt(1 << 29) * 0x1p-30;
      double b = 1 + random.nextInt(1 << 29) * 0x1p-30;
      BigDecimal product = new BigDecimal(a).multiply(new BigDecimal(b));
      double rest = product.subtract(new BigDecimal(a * b)).doubleValue();
      double large = Math.scalb(a * b < 2 ? 0x1.8p0 : 0x1.8p1, 55 + random.nextInt(30));
      double c = random.nextBoolean() ? large : -large;
      assertFused(a, b, c);
      double half = Math.ulp(a * b) / 2;
      assertFused(a, b, Math.copySign(half - Math.abs(rest), rest));
      if (Math.fma(a, b, c) != c + a * b) {
        wrongIfRoundedTwice++;
      }
    }
    SplittableRandom ties = new SplittableRandom(4);
    for (int i = 0; i < 50_000; i++) {
      // c + a b is the middle of two neighbours of c, moved by 2^-104 of it
      double a = 1 + 0x1p-52 * (1 + ties.nextInt(3));
      double c = Math.scalb(1 + ties.nextInt(1 << 30) * 0x1p-30, 53);
      double b = ties.nextBoolean() ? 1 - 0x1p-53 * ties.nextInt(4) : -1 + 0x1p-53;
      assertFused(a, b, c);
      if (Math.fma(a, b, c) != c + a * b) {
        wrongIfRoundedTwice++;
      }
    }
    assertTrue(wrongIfRoundedTwice > 1000, wrongIfRoundedTwice + " cases tell the difference");
  }

  private static double number(SplittableRandom random, int exponents) {
    double fraction =
        switch (random.nextInt(4)) {
          case 0 -> 1 + random.nextInt(16) / 16.0;
          case 1 -> 1 + random.nextInt(1 << 26) * 0x1p-26;
          default -> 1 + random.nextDouble();
        };
    double number =
        Math.scalb(fraction, exponents == 0 ? 0 : random.nextInt(-exponents, exponents));
    return random.nextBoolean() ? number : -number;
  }
}
