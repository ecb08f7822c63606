package io.shallows.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalWidthTest {

  @ParameterizedTest
  @CsvSource({"80,80", "100,100", "400,120", "10,40", "0,80", "-5,80", "wide,80", "9999999999,80"})
  void columnsWithinReason(String given, int used) {
    assertEquals(used, TerminalWidth.of(Map.of("COLUMNS", given)));
  }

  @Test
  void theUsersWordComesBeforeTheTerminals() {
    assertEquals(90, TerminalWidth.of(Map.of("COLUMNS", "90", "SHALLOWS_COLUMNS", "100")));
    assertEquals(100, TerminalWidth.of(Map.of("SHALLOWS_COLUMNS", "100")));
    assertEquals(80, TerminalWidth.of(Map.of()));
  }

  @ParameterizedTest
  @CsvSource({"20,0", "20,4", "41,2", "80,4"})
  void linesFitAndWordsStay(int width, int indent) {
    String text =
        "minima: 54 of 54 shards in 2:17 min, trials ran in 98.7% of slot time (5 budget)";
    String wrapped = TerminalWidth.wrap(text, width, indent);
    assertTrue(wrapped.lines().allMatch(line -> line.length() <= width), wrapped);
    assertEquals(text, wrapped.replaceAll("\n *", " "));
  }

  @Test
  void aLongWordStandsAlone() {
    assertEquals("a\n  bbbbbbbbbb\n  c", TerminalWidth.wrap("a bbbbbbbbbb c", 5, 2));
    assertEquals("  kept blanks", TerminalWidth.wrap("  kept blanks", 40, 2));
  }
}
