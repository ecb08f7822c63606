package io.shallows.spec.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

  /** Settings of one sweep are told apart by what is printed of them. */
  @ParameterizedTest
  @CsvSource({
    "0.5, 0.50",
    "0.75, 0.75",
    "1, 1.00",
    "-0.25, -0.25",
    "0.001, 0.001",
    "0.002, 0.002",
    "0.999, 0.999",
    "0.125, 0.125",
    "1e-300, 1.0e-300"
  })
  void twoDecimalsAreThoseOfTheNumberOrAllAreGiven(double value, String text) {
    assertEquals(text, Numbers.hundredths(value));
  }
}
