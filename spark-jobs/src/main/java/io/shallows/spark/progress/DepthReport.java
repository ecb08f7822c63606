package io.shallows.spark.progress;

import io.shallows.record.CellsTable;
import io.shallows.record.Column;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.WidthsTable;
import io.shallows.spark.cli.TerminalWidth;
import io.shallows.spark.drive.SweepStatus;
import io.shallows.spec.value.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Measured depth against the bound, one line per family, L, n, eta and width: quantiles of upper
 * ends, and of how many minima the depth is known from both sides. Several cells (problems,
 * initializations) share a line: counts and maxima are of the rows of cells, medians, which cells
 * cannot give, of the rows of widths, over all covered minima of the line whose depth is known.
 */
public final class DepthReport {

  private record Line(String family, long networkDepth, long inputs, double eta, long width) {}

  private static final Comparator<Line> ORDER =
      Comparator.comparing(Line::family)
          .thenComparing(Line::networkDepth)
          .thenComparing(Line::inputs)
          .thenComparing(Line::eta)
          .thenComparing(Line::width);

  private final Map<Line, List<Record>> lines = new TreeMap<>(ORDER);
  private final Map<Line, Record> widths = new TreeMap<>(ORDER);
  private final Map<String, Long> cellMinima = new TreeMap<>();
  private long withoutReference;

  /** Takes a row of cells into account. */
  public void add(Record cell) {
    if (cell.find(LeadingColumns.ETA).isEmpty()) {
      withoutReference++;
    } else {
      cellMinima.merge(cellName(cell), cell.get(CellsTable.MINIMA), Math::max);
    }
    if (cell.find(LeadingColumns.ETA).isPresent() && cell.get(CellsTable.COVERED) > 0) {
      lines.computeIfAbsent(line(cell), key -> new ArrayList<>()).add(cell);
    }
  }

  /** Takes a row of widths into account, whose medians are alike for all quantiles. */
  public void addWidth(Record width) {
    widths.putIfAbsent(line(width), width);
  }

  private static Line line(Record row) {
    return new Line(
        row.get(LeadingColumns.FAMILY),
        row.get(LeadingColumns.NETWORK_DEPTH),
        row.get(LeadingColumns.INPUT_DIMENSION),
        row.get(LeadingColumns.ETA),
        row.get(LeadingColumns.WIDTH));
  }

  /** Eta aside, what one cell is called; its minima are counted once. */
  private static String cellName(Record cell) {
    return String.join(
        " ",
        cell.get(LeadingColumns.PROBLEM_ID),
        cell.get(LeadingColumns.FAMILY),
        cell.get(LeadingColumns.WIDTH).toString(),
        cell.get(LeadingColumns.NETWORK_DEPTH).toString(),
        cell.get(LeadingColumns.INPUT_DIMENSION).toString(),
        cell.get(LeadingColumns.INITIALIZATION));
  }

  /** Why there is no line, as far as the sweep has come. */
  private String empty(SweepStatus status) {
    if (status.measured() == null) {
      return "Depth was not measured: measurement.depth.enabled is false.\n";
    }
    if (status.measured() < status.trials()) {
      return String.format(
          Locale.ROOT,
          "No depth to show: depths are measured in cells of %d of %d trials so far.\n",
          status.measured(),
          status.trials());
    }
    long minima = cellMinima.values().stream().mapToLong(Long::longValue).sum();
    if (cellMinima.isEmpty() && withoutReference > 0) {
      return "No depth to a reference level: this sweep has none, so there is no bound to"
          + " compare with.\n";
    }
    if (cellMinima.isEmpty()) {
      return "No depth to show: no cell is summarised yet.\n";
    }
    if (minima == 0) {
      return "No depth to show: none of the trials ended in a minimum.\n";
    }
    return String.format(
        Locale.ROOT,
        "No minimum was covered by the bound: none of %d lies above its reference loss.\n",
        minima);
  }

  /** The report on a terminal that is wide enough. */
  public String text(int limit, SweepStatus status) {
    return text(limit, status, Integer.MAX_VALUE);
  }

  /**
   * The report; at most {@code limit} lines, the widest networks last.
   *
   * @param status how far the sweep was when its rows were read
   * @param width columns that people see
   */
  public String text(int limit, SweepStatus status, int width) {
    if (lines.isEmpty()) {
      return TerminalWidth.wrap(empty(status), width, 2);
    }
    int etas =
        lines.keySet().stream()
            .mapToInt(line -> Numbers.hundredths(line.eta()).length())
            .max()
            .orElse(0);
    TextColumns columns =
        new TextColumns(
            width,
            List.of(
                new TextColumns.Column("family", 14, true, 0),
                new TextColumns.Column("L", 2, false, 0),
                new TextColumns.Column("n", 2, false, 0),
                new TextColumns.Column("eta", etas, false, 0),
                new TextColumns.Column("width", 5, false, 0),
                new TextColumns.Column("covered", 7, false, 0),
                new TextColumns.Column("depth q50", 9, false, 0),
                new TextColumns.Column("depth max", 9, false, 0),
                new TextColumns.Column("bound q50", 9, false, 1),
                new TextColumns.Column("known", 6, false, 2)));
    StringBuilder text = new StringBuilder(columns.head());
    int shown = 0;
    for (Map.Entry<Line, List<Record>> entry : lines.entrySet()) {
      if (shown++ == limit) {
        text.append("... ").append(lines.size() - limit).append(" more lines in table cells\n");
        break;
      }
      Line line = entry.getKey();
      List<Record> cells = entry.getValue();
      text.append(
          columns.line(
              line.family(),
              line.networkDepth(),
              line.inputs(),
              Numbers.hundredths(line.eta()),
              line.width(),
              sum(cells, row -> row.get(CellsTable.COVERED)),
              median(line, WidthsTable.DEPTH_MEDIAN),
              largest(cells),
              median(line, WidthsTable.BOUND_MEDIAN),
              sum(cells, DepthReport::known)));
    }
    return text.append(legend(width)).toString();
  }

  private static double known(Record cell) {
    return Math.rint(cell.find(CellsTable.EXACT_SHARE).orElse(0.0) * cell.get(CellsTable.MEASURED));
  }

  /** What is known, and an alarm where a depth is above its bound. */
  private String legend(int width) {
    List<Record> all = lines.values().stream().flatMap(List::stream).toList();
    long covered = sum(all, row -> row.get(CellsTable.COVERED));
    long known = sum(all, DepthReport::known);
    long violations = sum(all, row -> row.get(CellsTable.BOUND_VIOLATIONS));
    String legend =
        TerminalWidth.wrap(
            String.format(
                Locale.ROOT,
                "known: of %d depths of covered minima, for %d both ends agree; of the others the"
                    + " columns depth have upper ends, which may be far higher.%n",
                covered,
                known),
            width,
            2);
    return violations == 0
        ? legend
        : legend
            + TerminalWidth.wrap(
                String.format(
                    Locale.ROOT,
                    "ALARM: %d depths are above their proven bound: proof or program is wrong.%n",
                    violations),
                width,
                2);
  }

  private static long sum(List<Record> cells, ToDoubleFunction<Record> count) {
    return (long) cells.stream().mapToDouble(count).sum();
  }

  private static String largest(List<Record> cells) {
    return cells.stream()
        .flatMap(row -> row.find(CellsTable.DEPTH_MAX).stream())
        .max(Comparator.naturalOrder())
        .map(DepthReport::number)
        .orElse("-");
  }

  private String median(Line line, Column<Double> column) {
    return Optional.ofNullable(widths.get(line))
        .flatMap(row -> row.find(column))
        .map(DepthReport::number)
        .orElse("-");
  }

  private static String number(double value) {
    return value == 0 ? "0" : String.format(Locale.ROOT, "%.3g", value);
  }
}
