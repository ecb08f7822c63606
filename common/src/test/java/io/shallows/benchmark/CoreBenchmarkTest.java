package io.shallows.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CoreBenchmarkTest {
  /** A clock that runs at a millisecond per reading, whatever the machine does. */
  private static ProcessorClock ticking() {
    long[] now = new long[1];
    return () -> now[0] += 1_000_000;
  }

  @Test
  void countsOperationsByTheConvention() {
    BenchmarkShape shape = BenchmarkShape.parse("64,2,8,512");
    double m = 64;
    assertEquals(12 * 2 * m * m * 512 + 4 * m * 8 * 512 + 4 * m * 512, shape.operations());
    assertEquals("64,2,8,512", shape.toString());
  }

  @Test
  void refusesWhatIsNoShape() {
    for (String text : new String[] {"64,2,8", "64,2,8,x", "0,2,8,512", "64,-1,8,512", ""}) {
      assertThrows(IllegalArgumentException.class, () -> BenchmarkShape.parse(text), text);
    }
  }

  @Test
  void ratesAreRepetitionsOverTime() {
    int[] count = new int[1];
    Rate rate = Rate.of(() -> count[0]++, 3, 0.001, 0.01, ticking());
    assertEquals(rate.least(), rate.greatest(), 1e-9 * rate.least());
    assertTrue(count[0] >= 3);
    assertThrows(IllegalArgumentException.class, () -> Rate.of(() -> {}, 0, 1, 1, ticking()));
  }

  @Test
  void measuresAShape() {
    BenchmarkShape shape = new BenchmarkShape(8, 1, 2, 20);
    CoreBenchmark result =
        CoreBenchmark.measure(shape, 1e9, 3, 0.002, 0.004, true, 2, 1000, ticking());
    assertEquals(2, result.minimum().starts());
    assertEquals("8,1,2,20", result.fields().get("shape"));
    assertEquals(result.speed() * 1e-9, result.fields().get("gflops"));
    assertTrue(result.fields().containsKey("seconds_to_minimum"));
    assertTrue(result.fields().containsKey("minimum_at_kinks"));
  }

  /** 2 x 64 x 240 x 256 operations per product, one reading of the clock per window. */
  @Test
  void thePeakIsOperationsOverTime() {
    double peak = ProductPeak.measure(2, 0.001, 0.001, ticking());
    double product = 2.0 * 64 * 240 * 256;
    assertTrue(peak >= product, "" + peak);
    assertEquals(
        0, Math.IEEEremainder(peak, product) / product, 1e-6, "whole products in whole ticks");
  }
}
