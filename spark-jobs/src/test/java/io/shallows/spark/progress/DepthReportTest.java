package io.shallows.spark.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.record.CellsTable;
import io.shallows.record.Column;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.WidthsTable;
import io.shallows.spark.drive.SweepStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DepthReportTest {

  private static final SweepStatus WHOLE =
      new SweepStatus("s", "uri", true, 7, 7, 7L, 0, 0, 0, Map.of(), Map.of(), 0);

  private static Record cell(
      String problem, long covered, double median, double max, double bound, long violations) {
    return Record.of(CellsTable.TABLE)
        .set(LeadingColumns.PROBLEM_ID, problem)
        .set(LeadingColumns.FAMILY, "long-skip")
        .set(LeadingColumns.WIDTH, 16)
        .set(LeadingColumns.NETWORK_DEPTH, 1)
        .set(LeadingColumns.INPUT_DIMENSION, 2)
        .set(LeadingColumns.INITIALIZATION, "he")
        .set(LeadingColumns.ETA, (Double) 0.75)
        .set(LeadingColumns.PARAMETER_COUNT, 100)
        .set(CellsTable.MEASUREMENT_ID, "m")
        .set(CellsTable.TARGET, "reference")
        .set(CellsTable.TRIALS, covered)
        .set(CellsTable.CONVERGED, covered)
        .set(CellsTable.FAILED, 0)
        .set(CellsTable.MINIMA, covered)
        .set(CellsTable.COVERED, covered)
        .set(CellsTable.MEASURED, covered)
        .set(CellsTable.DEPTH_Q50, (Double) median)
        .set(CellsTable.DEPTH_MAX, (Double) max)
        .set(CellsTable.BOUND_EXPLICIT_MEDIAN, (Double) bound)
        .set(CellsTable.BOUND_VIOLATIONS, violations)
        .set(CellsTable.EXACT_SHARE, (Double) 0.5)
        .build();
  }

  private static Record width(double quantile, double depth, double bound) {
    return Record.of(WidthsTable.TABLE)
        .set(LeadingColumns.FAMILY, "long-skip")
        .set(LeadingColumns.WIDTH, 16)
        .set(LeadingColumns.NETWORK_DEPTH, 1)
        .set(LeadingColumns.INPUT_DIMENSION, 2)
        .set(LeadingColumns.ETA, (Double) 0.75)
        .set(WidthsTable.MEASUREMENT_ID, "m")
        .set(WidthsTable.TARGET, "reference")
        .set(WidthsTable.QUANTILE, (Double) quantile)
        .set(WidthsTable.USE, "too-few")
        .set(WidthsTable.ZEROS, 0)
        .set(WidthsTable.CENSORED, 0)
        .set(WidthsTable.MEASURED, 7)
        .set(WidthsTable.DEPTH_MEDIAN, (Double) depth)
        .set(WidthsTable.BOUND_MEDIAN, (Double) bound)
        .build();
  }

  /** 0.999 is not 1.00, nor 0.001 what 0.002 is. */
  @Test
  void settingsThatAreNotTheSameAreNotPrintedAlike() {
    DepthReport report = new DepthReport();
    for (double eta : new double[] {0.001, 0.002, 0.999}) {
      report.add(
          cell("a", 4, 1e-5, 1e-4, 32, 0).toBuilder()
              .set(LeadingColumns.ETA, (Double) eta)
              .build());
    }
    List<String> lines = report.text(5, WHOLE).lines().toList();
    assertEquals("family          L  n   eta width", lines.get(0).substring(0, 32));
    for (int i = 0; i < 3; i++) {
      assertEquals(List.of("0.001", "0.002", "0.999").get(i), lines.get(i + 1).split(" +", -1)[3]);
    }
  }

  /** Medians of cells do not make the median of their minima. */
  @Test
  void mediansAreOfAllMinimaOfALine() {
    DepthReport report = new DepthReport();
    report.add(cell("a", 4, 1.36e-5, 1e-4, 32.3, 0));
    report.add(cell("b", 2, 1.9e-5, 1.31e-4, 20.1, 1));
    report.addWidth(width(0.9, 1.63e-5, 24.7));
    report.addWidth(width(0.95, 1.63e-5, 24.7));
    List<String> lines = report.text(5, WHOLE).lines().toList();
    assertEquals(
        List.of("long-skip", "1", "2", "0.75", "16", "6", "1.63e-05", "0.000131", "24.7", "3"),
        List.of(lines.get(1).split(" +", -1)));
    assertEquals(
        List.of(
            "known: of 6 depths of covered minima, for 3 both ends agree; of the others the columns"
                + " depth have upper ends, which may be far higher.",
            "ALARM: 1 depths are above their proven bound: proof or program is wrong."),
        lines.subList(2, lines.size()));
  }

  /** Cells of a problem without data have no reference level, and are no missing cells. */
  @Test
  void cellsWithoutAReferenceLevelAreSummarised() {
    DepthReport report = new DepthReport();
    Record cell = cell("a", 4, 1.36e-5, 1e-4, 32.3, 0);
    Record.Builder best = Record.of(CellsTable.TABLE);
    for (Column<?> column : CellsTable.TABLE.columns()) {
      if (!column.equals(LeadingColumns.ETA)) {
        copy(cell, column, best);
      }
    }
    report.add(best.build());
    assertTrue(report.text(5, WHOLE).startsWith("No depth to a reference level"));
    assertTrue(new DepthReport().text(5, WHOLE).contains("no cell is summarised yet"));
  }

  private static <T> void copy(Record from, Column<T> column, Record.Builder to) {
    from.find(column).ifPresent(value -> to.set(column, value));
  }

  /** Without rows of widths nothing is printed that is not known. */
  @Test
  void unknownMediansAreLeftOut() {
    DepthReport report = new DepthReport();
    report.add(cell("a", 4, 1.36e-5, 1e-4, 32.3, 0));
    String line = report.text(5, WHOLE).lines().toList().get(1);
    assertTrue(line.contains("  -") && !line.contains("1.36e-05"), line);
  }
}
