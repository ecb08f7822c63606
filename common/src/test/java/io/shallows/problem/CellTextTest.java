package io.shallows.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellTextTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "-2.5, -2.5",
    "+3., 3",
    ".5, 0.5",
    "1e3, 1000",
    "1E-3, 0.001",
    "007, 7",
    "0e9, 0",
    "-0, 0",
    "9007199254740992, 9007199254740992",
    "0.1, 0.1",
    "9007199254740993e0, 9007199254740992",
    "12345678901234567890.5, 12345678901234567000"
  })
  void decimalNumbersAreReadToTheNearestDouble(String cell, double value) {
    assertEquals(value, CellText.number(cell));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "5d",
        "6F",
        "7L",
        "0x1p3",
        "1_0",
        "NaN",
        "inf",
        "Infinity",
        "1e",
        "e1",
        ".",
        "-",
        "+.e1",
        "1e400",
        "-1e999",
        "1e-400",
        "9007199254740993",
        "12345678901234567890",
        "1,5",
        "1 000",
        "1%",
        "٣"
      })
  void everythingElseIsNone(String cell) {
    assertTrue(Double.isNaN(CellText.number(cell)));
  }

  @Test
  void numbersOfAllSizesAreThoseOfBigDecimal() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        String text =
            random.nextBoolean()
                ? Double.toString(value)
                : new BigDecimal(value).round(new java.math.MathContext(25)).toString();
        assertEquals(new BigDecimal(text).doubleValue() + 0.0, CellText.number(text), text);
        assertEquals(CellText.number(text), CellText.number(text.replace('.', ','), ','), text);
      }
    }
  }

  @Test
  void commaOrPointIsTheMarkButNeverBoth() {
    assertEquals(1.5, CellText.number("1,5", ','));
    assertTrue(Double.isNaN(CellText.number("1.5", ',')));
    assertTrue(Double.isNaN(CellText.number("1.234,5", ',')));
  }

  @Test
  void blanksOfAllKindsAreNoPartOfACell() {
    assertEquals("a b", CellText.stripped(" \t\u00a0\u2003\ufeffa b\u00a0 "));
    assertEquals("", CellText.stripped("  "));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1.0, true",
    "1, 1e0, true",
    "0, -0.0, true",
    "100, 1e2, true",
    "true, True, true",
    "true, 1, true",
    "01, 1, true",
    "x, X, false",
    "1, 2, false",
    "9007199254740992, 9007199254740993, false",
    "5d, 5, false"
  })
  void labelsAreEqualByValue(String one, String other, boolean equal) {
    if (equal) {
      assertEquals(CellText.key(one), CellText.key(other));
    } else {
      assertNotEquals(CellText.key(one), CellText.key(other));
    }
  }

  @Test
  void zerosInFrontAreNoPlainNumber() {
    assertFalse(CellText.isPlainNumber("01"));
    assertTrue(CellText.isPlainNumber("0.5"));
    assertTrue(CellText.isPlainNumber("-0"));
    assertEquals("100", CellText.plain("1e2"));
    assertEquals("0.5", CellText.plain("0.50"));
  }
}
