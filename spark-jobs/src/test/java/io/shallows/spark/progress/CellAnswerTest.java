package io.shallows.spark.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.record.CellsTable;
import io.shallows.record.Column;
import io.shallows.record.FitsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.Table;
import io.shallows.record.TrialsTable;
import io.shallows.spark.drive.SweepStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the end of a run says, and what it must not say. */
class CellAnswerTest {

  @SuppressWarnings("unchecked") // the type of a column says the type of its values
  private static Record.Builder row(Table table, String family, long width) {
    Record.Builder row = Record.of(table);
    for (Column<?> column : table.columns()) {
      if (!column.nullable()) {
        switch (column.type()) {
          case TEXT -> row.set((Column<String>) column, "none");
          case INTEGER -> row.set((Column<Long>) column, 1);
          case REAL -> row.set((Column<Double>) column, (Double) 0.5);
          case FLAG -> row.set((Column<Boolean>) column, true);
          default -> row.set((Column<double[]>) column, new double[0]);
        }
      }
    }
    if (table.has(LeadingColumns.WIDTH)) {
      row.set(LeadingColumns.WIDTH, (Long) width);
    }
    return row.set(LeadingColumns.FAMILY, family)
        .set(LeadingColumns.NETWORK_DEPTH, 1)
        .set(LeadingColumns.INPUT_DIMENSION, 13);
  }

  private static Record trial(String family, double loss, String kind) {
    return row(TrialsTable.TABLE, family, 4)
        .set(TrialsTable.LOSS, Double.isNaN(loss) ? null : (Double) loss)
        .set(TrialsTable.MINIMUM_KIND, kind)
        .build();
  }

  private static Record cell(String family, String target, Double eta, long minima, Double median) {
    return row(CellsTable.TABLE, family, 4)
        .set(LeadingColumns.INITIALIZATION, "he")
        .set(LeadingColumns.ETA, eta)
        .set(CellsTable.TARGET, target)
        .set(CellsTable.MINIMA, minima)
        .set(CellsTable.COVERED, 0L)
        .set(CellsTable.DEPTH_Q50, median)
        .set(CellsTable.DEPTH_MAX, median == null ? null : (Double) (2 * median))
        .build();
  }

  private static SweepStatus status(long finished, Long measured, boolean complete) {
    return new SweepStatus(
        "s", "uri", complete, 4, finished, measured, 0, 0, 0, Map.of(), Map.of(), 0);
  }

  @Test
  void aTableIsAnsweredThoughNothingIsAboveAReference() {
    CellAnswer answer = new CellAnswer();
    answer.addTrial(trial("plain", 0.4, "kink"));
    answer.addTrial(trial("plain", 0.2, "saddle"));
    answer.addTrial(trial("long-skip", 0.1, "kink"));
    answer.addTrial(trial("long-skip", Double.NaN, "kink"));
    answer.addCell(cell("plain", "cell-best", null, 1, 0.25));
    answer.addCell(cell("long-skip", "cell-best", null, 2, 0.5));
    answer.addCell(cell("long-skip", "reference", 0.5, 2, 99.0));
    answer.addCell(own("plain", 0.001, 7.0));
    answer.addCell(own("plain", 0.5, 0.75));
    answer.addCell(own("long-skip", 0.001, 8.0));
    String text = answer.text(40);
    List<String> lines = text.lines().map(line -> line.replaceAll(" +", " ")).toList();
    assertEquals("long-skip 1 13 4 2 2 0.100 - 0.500 1.00", lines.get(1));
    assertEquals("plain 1 13 4 2 1 0.300 0.750 0.250 0.500", lines.get(2));
    assertEquals(
        List.of(
            "own: climb to a loss lower by 0.500 of its own;",
            "best: climb to the best minimum of the cell."),
        lines.subList(3, 5));
    assertEquals(
        List.of(
            "long-skip against plain, of one width:",
            " mean loss lower in 1 and higher in 0,",
            " share of minima smaller in 0 and larger in 1,",
            " way to the cell's best shorter in 0 and longer in 1."),
        lines.subList(5, 9));
    assertTrue(text.lines().allMatch(line -> line.length() <= 80), text);
  }

  private static Record own(String family, double drop, double median) {
    return row(CellsTable.TABLE, family, 4)
        .set(LeadingColumns.INITIALIZATION, "he")
        .set(CellsTable.TARGET, "own")
        .set(CellsTable.DROP, (Double) drop)
        .set(CellsTable.DEPTH_Q50, (Double) median)
        .build();
  }

  @Test
  void whatIsNotKnownIsADashAndNotCompared() {
    CellAnswer answer = new CellAnswer();
    answer.addTrial(trial("plain", Double.NaN, "saddle"));
    String text = answer.text(40);
    assertTrue(text.endsWith("1      0        -        -        -        -\n"), text);
    answer.addTrial(trial("long-skip", 0.5, "saddle"));
    answer.addCell(cell("long-skip", "cell-best", null, 1, 0.25));
    text = answer.text(40);
    assertTrue(text.contains("share of minima smaller in 0 and larger in 0.\n"), text);
    assertFalse(text.contains("mean loss"), text);
    assertFalse(text.contains("way to"), text);
    assertFalse(text.contains("own: "), text);
    assertEquals("", new CellAnswer().text(40));
  }

  @Test
  void thatNothingIsCoveredIsSaidOnlyOnceAllDepthsWereLookedAt() {
    DepthReport none = new DepthReport();
    assertEquals(
        "No depth to show: depths are measured in cells of 1 of 4 trials so far.\n",
        none.text(40, status(4, 1L, false)));
    assertEquals(
        "Depth was not measured: measurement.depth.enabled is false.\n",
        none.text(40, status(4, null, true)));
    assertEquals(
        "No depth to show: no cell is summarised yet.\n", none.text(40, status(4, 4L, false)));
    none.add(cell("plain", "reference", 0.5, 0, null));
    assertEquals(
        "No depth to show: none of the trials ended in a minimum.\n",
        none.text(40, status(4, 4L, true)));
    none.add(cell("long-skip", "reference", 0.5, 3, null));
    none.add(cell("long-skip", "reference", 0.75, 3, null));
    assertEquals(
        "No minimum was covered by the bound: none of 3 lies above its reference loss.\n",
        none.text(40, status(4, 4L, true)));
  }

  @Test
  void verdictsFitTheTerminal() {
    VerdictTable verdicts = new VerdictTable();
    verdicts.add(
        row(FitsTable.TABLE, "plain", 4)
            .set(LeadingColumns.ETA, 0.5)
            .set(FitsTable.QUANTILE, 0.9)
            .set(FitsTable.VERDICT, "undecided")
            .set(
                FitsTable.REASON,
                "too few widths with enough depths above zero for any slope at all")
            .build());
    String text = verdicts.text(40, 60);
    assertTrue(text.lines().allMatch(line -> line.length() <= 60), text);
    assertFalse(text.isBlank());
    assertEquals(
        "too few widths with enough depths above zero for any slope at all",
        text.substring(text.indexOf("too few")).replaceAll("\\s+", " ").strip());
  }
}
