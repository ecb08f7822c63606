package io.shallows.spark.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shallows.record.FailuresTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportedCellTest {

  @ParameterizedTest
  @ValueSource(strings = {"=HYPERLINK(\"http://x\")", "+1", "-1+cmd", "@SUM(A1)", "\t=1", "\r=1"})
  void aTextThatBeginsLikeAFormulaStaysText(String text) {
    assertEquals("'" + text, CsvExport.cell(FailuresTable.MESSAGE, text));
  }

  @Test
  void otherTextAndNumbersAreAsTheyAre() {
    assertEquals("long-skip = 1", CsvExport.cell(FailuresTable.MESSAGE, "long-skip = 1"));
    assertEquals("", CsvExport.cell(FailuresTable.MESSAGE, ""));
    assertEquals("-0.5", CsvExport.cell(FailuresTable.SECONDS_SPENT, -0.5));
    assertEquals("-1", CsvExport.cell(FailuresTable.ATTEMPTS, -1L));
  }
}
