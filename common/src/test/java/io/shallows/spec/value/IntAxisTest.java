package io.shallows.spec.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IntAxisTest {
  static Stream<IntAxis> axes() {
    return Stream.of(
        IntAxis.of(5),
        IntAxis.of(8, 2, 4),
        new IntAxis.Range(3, 17, 7),
        new IntAxis.Range(0, 20, 7),
        new IntAxis.Geometric(4, 4096, 11),
        new IntAxis.Geometric(3, 1000, 17));
  }

  @ParameterizedTest
  @MethodSource("axes")
  void positionsAndValuesAreInverse(IntAxis axis) {
    List<Integer> values = IntStream.range(0, (int) axis.size()).mapToObj(axis::get).toList();
    assertEquals(axis.size(), values.stream().distinct().count());
    for (int value = 0; value <= axis.largest() + 1; value++) {
      assertEquals(values.indexOf(value), axis.indexOf(value));
    }
    assertEquals(values.stream().min(Integer::compare).orElseThrow(), axis.smallest());
    assertEquals(values.stream().max(Integer::compare).orElseThrow(), axis.largest());
  }

  @Test
  void geometricValuesAreTheNearestIntegers() {
    IntAxis axis = new IntAxis.Geometric(4, 256, 7);
    assertEquals(
        List.of(4, 8, 16, 32, 64, 128, 256), IntStream.range(0, 7).mapToObj(axis::get).toList());
  }

  @Test
  void longRangesAreArithmetic() {
    IntAxis axis = new IntAxis.Range(1, Integer.MAX_VALUE, 1);
    assertEquals(Integer.MAX_VALUE, axis.size());
    assertEquals(1_000_000_007, axis.get(1_000_000_006));
    assertEquals(1_000_000_006, axis.indexOf(1_000_000_007));
  }

  @Test
  void refusesWhatIsNotAnAxis() {
    assertThrows(IllegalArgumentException.class, () -> IntAxis.of());
    assertThrows(IllegalArgumentException.class, () -> IntAxis.of(1, 1));
    assertThrows(IllegalArgumentException.class, () -> new IntAxis.Range(2, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new IntAxis.Range(1, 2, 0));
    assertThrows(IllegalArgumentException.class, () -> new IntAxis.Geometric(0, 2, 2));
    assertThrows(IllegalArgumentException.class, () -> new IntAxis.Geometric(2, 4, 5));
    assertThrows(IndexOutOfBoundsException.class, () -> new IntAxis.Range(1, 3, 1).get(3));
    assertThrows(IndexOutOfBoundsException.class, () -> new IntAxis.Geometric(1, 4, 3).get(-1));
  }
}
