package io.shallows.spark.progress;

import io.shallows.minimum.MinimumKind;
import io.shallows.record.CellsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.TrialsTable;
import io.shallows.spark.aggregate.DepthTargets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a sweep says of its data whether or not a minimum is above a reference: where trainings
 * ended, with which loss, and how far it is from a minimum to the best of its cell; then skips
 * against plain. One line per family, L, n and width, over problems and initializations.
 *
 * <p>{@code loss} is the mean over all trials with a finite loss, {@code to best} the depth to the
 * lowest minimum of the cell: the median over cells of their medians, and the maximum of all.
 */
public final class CellAnswer {

  private static final String PLAIN = "plain";

  /** What a line is of. */
  private record Line(String family, long networkDepth, long inputs, long width) {
    private static final Comparator<Line> ORDER =
        Comparator.comparing(Line::networkDepth)
            .thenComparing(Line::inputs)
            .thenComparing(Line::width)
            .thenComparing(Line::family);

    static Line of(Record row) {
      return new Line(
          row.get(LeadingColumns.FAMILY),
          row.get(LeadingColumns.NETWORK_DEPTH),
          row.get(LeadingColumns.INPUT_DIMENSION),
          row.get(LeadingColumns.WIDTH));
    }

    Line withFamily(String other) {
      return new Line(other, networkDepth, inputs, width);
    }
  }

  private static final class Tally {
    private long trials;
    private long minima;
    private long losses;
    private double lossSum;
    private final List<Double> medians = new ArrayList<>();
    private double deepest = Double.NaN;

    double loss() {
      return losses == 0 ? Double.NaN : lossSum / losses;
    }

    double minimaShare() {
      return minima / (double) trials;
    }

    double median() {
      List<Double> sorted = medians.stream().sorted().toList();
      return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
    }
  }

  private final Map<Line, Tally> lines = new TreeMap<>(Line.ORDER);

  /** Takes a row of trials into account. */
  public void addTrial(Record trial) {
    Tally tally = lines.computeIfAbsent(Line.of(trial), line -> new Tally());
    tally.trials++;
    if (MinimumKind.of(trial.get(TrialsTable.MINIMUM_KIND)).isMinimum()) {
      tally.minima++;
    }
    double loss = trial.find(TrialsTable.LOSS).orElse(Double.NaN);
    if (Double.isFinite(loss)) {
      tally.losses++;
      tally.lossSum += loss;
    }
  }

  /** Takes a row of cells into account. */
  public void addCell(Record cell) {
    if (cell.get(CellsTable.TARGET).equals(DepthTargets.CELL_BEST)) {
      Tally tally = lines.computeIfAbsent(Line.of(cell), line -> new Tally());
      cell.find(CellsTable.DEPTH_Q50).ifPresent(tally.medians::add);
      cell.find(CellsTable.DEPTH_MAX)
          .ifPresent(most -> tally.deepest = Math.max(most, zeroed(tally.deepest)));
    }
  }

  private static double zeroed(double value) {
    return Double.isNaN(value) ? 0 : value;
  }

  /** The answer; at most {@code limit} lines. Empty without trials. */
  public String text(int limit) {
    if (lines.values().stream().noneMatch(tally -> tally.trials > 0)) {
      return "";
    }
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%-14s %2s %3s %5s %7s %7s %10s %12s %11s%n",
                "family",
                "L",
                "n",
                "width",
                "trials",
                "minima",
                "loss",
                "to best q50",
                "to best max"));
    int shown = 0;
    for (Map.Entry<Line, Tally> entry : lines.entrySet()) {
      if (shown++ == limit) {
        text.append("... ").append(lines.size() - limit).append(" more lines in table cells\n");
        break;
      }
      Line line = entry.getKey();
      Tally tally = entry.getValue();
      text.append(
          String.format(
              Locale.ROOT,
              "%-14s %2d %3d %5d %7d %7d %10s %12s %11s%n",
              line.family(),
              line.networkDepth(),
              line.inputs(),
              line.width(),
              tally.trials,
              tally.minima,
              number(tally.loss()),
              number(tally.median()),
              number(tally.deepest)));
    }
    return text.append(skips()).toString();
  }

  /** Skips against plain where both were run, a sentence for each family. */
  private String skips() {
    Map<String, int[]> counts = new TreeMap<>();
    lines.forEach(
        (line, tally) -> {
          Tally plain = lines.get(line.withFamily(PLAIN));
          if (line.family().equals(PLAIN) || plain == null || plain.trials * tally.trials == 0) {
            return;
          }
          int[] count = counts.computeIfAbsent(line.family(), family -> new int[5]);
          count[0]++;
          count[1] += tally.loss() < plain.loss() ? 1 : 0;
          count[2] += tally.minimaShare() > plain.minimaShare() ? 1 : 0;
          if (!Double.isNaN(tally.median()) && !Double.isNaN(plain.median())) {
            count[3]++;
            count[4] += tally.median() < plain.median() ? 1 : 0;
          }
        });
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (family, count) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "%s against plain at the same width: lower mean loss in %d of %d, a larger share"
                        + " of%n  minima in %d of %d, a shorter way to the cell's best in %d of %d.%n",
                    family,
                    count[1],
                    count[0],
                    count[2],
                    count[0],
                    count[4],
                    count[3])));
    return text.toString();
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    return value == 0 ? "0" : String.format(Locale.ROOT, "%.3g", value);
  }
}
