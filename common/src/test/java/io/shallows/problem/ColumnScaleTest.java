package io.shallows.problem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnScaleTest {

  private static double[] scaled(double... x) {
    double[] y = x.clone();
    ColumnScale.of(y, 0, 1, 1).apply(y, 0, 1, 1);
    return y;
  }

  /** The definition, which the usual range must meet bit for bit. */
  private static double[] defined(double... x) {
    double sum = 0;
    for (double value : x) {
      sum += value;
    }
    double mean = sum / x.length;
    double squares = 0;
    for (double value : x) {
      squares += (value - mean) * (value - mean);
    }
    double deviation = Math.sqrt(squares / x.length);
    return Arrays.stream(x).map(value -> (value - mean) / deviation).toArray();
  }

  @Test
  void theUsualRangeHasTheBitsOfTheDefinition() {
    Random random = new Random(3);
    for (int i = 0; i < 200; i++) {
      double[] x = random.doubles(2 + i % 30, -1e3, 1e5).toArray();
      assertArrayEquals(defined(x), scaled(x));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1060, -900, -520, -300, 300, 520, 900, 1020})
  void powersOfTwoChangeNothing(int exponent) {
    double[] x = {1, -3, 2, 5, 4};
    double[] far = Arrays.stream(x).map(value -> Math.scalb(value, exponent)).toArray();
    assertArrayEquals(scaled(x), scaled(far), 1e-15);
  }

  @Test
  void equalEntriesBecomeZero() {
    assertArrayEquals(new double[] {0, 0}, scaled(0.1, 0.1));
    assertArrayEquals(new double[] {0, 0, 0}, scaled(1e300, 1e300, 1e300));
    assertEquals(0, ColumnScale.of(new double[] {7}, 0, 1, 1).deviation());
  }

  @Test
  void theLargestNumbersDoNotOverflow() {
    assertArrayEquals(
        new double[] {1, -1, 1, -1},
        scaled(Double.MAX_VALUE, -Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE));
    assertArrayEquals(new double[] {1, -1}, scaled(Double.MIN_VALUE, 0));
  }
}
