package io.shallows.spark.progress;

import io.shallows.depth.measurement.TargetKind;
import io.shallows.minimum.MinimumKind;
import io.shallows.record.CellsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.TrialsTable;
import io.shallows.statistics.estimate.SampleQuantile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a sweep says of its data whether or not a minimum is above a reference: where trainings
 * ended, with which loss, and how far it is from a minimum to a lower loss of its own and to the
 * best of its cell; then skips against plain. One line per family, L, n and width, over problems
 * and initializations.
 *
 * <p>{@code loss} is the mean over all trials with a finite loss, {@code own} the depth to target
 * own at the largest drop, {@code best} the depth to the lowest minimum of the cell: medians over
 * cells of their medians, and the maximum of all.
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
    private final List<Double> own = new ArrayList<>();
    private final List<Double> best = new ArrayList<>();
    private double deepest = Double.NaN;

    double loss() {
      return losses == 0 ? Double.NaN : lossSum / losses;
    }

    double minimaShare() {
      return minima / (double) trials;
    }

    double toOwn() {
      return median(own);
    }

    double toBest() {
      return median(best);
    }

    private static double median(List<Double> medians) {
      double[] sorted = medians.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      return sorted.length == 0 ? Double.NaN : SampleQuantile.of(sorted, 0.5);
    }
  }

  /** How often a family is below and above plain, of the widths where both are known. */
  private static final class Comparison {
    private int below;
    private int above;
    private int known;

    void add(double family, double plain) {
      if (!Double.isNaN(family) && !Double.isNaN(plain)) {
        known++;
        below += family < plain ? 1 : 0;
        above += family > plain ? 1 : 0;
      }
    }

    /** Empty if there is nothing to compare. */
    Optional<String> text(String what, String low, String high) {
      return known == 0
          ? Optional.empty()
          : Optional.of(
              String.format(
                  Locale.ROOT, "%s %s in %d and %s in %d", what, low, below, high, above));
    }
  }

  private final Map<Line, Tally> lines = new TreeMap<>(Line.ORDER);
  private double drop = Double.NEGATIVE_INFINITY;

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
    String target = cell.get(CellsTable.TARGET);
    if (target.equals(TargetKind.CELL_BEST.label())) {
      Tally tally = lines.computeIfAbsent(Line.of(cell), line -> new Tally());
      cell.find(CellsTable.DEPTH_Q50).ifPresent(tally.best::add);
      cell.find(CellsTable.DEPTH_MAX)
          .ifPresent(most -> tally.deepest = Math.max(most, zeroed(tally.deepest)));
    } else if (target.equals(TargetKind.OWN.label())) {
      double share = cell.find(CellsTable.DROP).orElse(0.0);
      if (share > drop) {
        drop = share;
        lines.values().forEach(tally -> tally.own.clear());
      }
      if (share == drop) {
        Tally tally = lines.computeIfAbsent(Line.of(cell), line -> new Tally());
        cell.find(CellsTable.DEPTH_Q50).ifPresent(tally.own::add);
      }
    }
  }

  private static double zeroed(double value) {
    return Double.isNaN(value) ? 0 : value;
  }

  /** The answer on a terminal that is wide enough. */
  public String text(int limit) {
    return text(limit, Integer.MAX_VALUE);
  }

  /**
   * The answer; at most {@code limit} lines. Empty without trials.
   *
   * @param width columns that people see
   */
  public String text(int limit, int width) {
    if (lines.values().stream().noneMatch(tally -> tally.trials > 0)) {
      return "";
    }
    TextColumns columns =
        new TextColumns(
            width,
            List.of(
                new TextColumns.Column("family", 14, true, 0),
                new TextColumns.Column("L", 2, false, 0),
                new TextColumns.Column("n", 3, false, 0),
                new TextColumns.Column("width", 5, false, 0),
                new TextColumns.Column("trials", 6, false, 0),
                new TextColumns.Column("minima", 6, false, 0),
                new TextColumns.Column("loss", 8, false, 0),
                new TextColumns.Column("own q50", 8, false, 1),
                new TextColumns.Column("best q50", 8, false, 0),
                new TextColumns.Column("best max", 8, false, 2)));
    StringBuilder text = new StringBuilder(columns.head());
    int shown = 0;
    for (Map.Entry<Line, Tally> entry : lines.entrySet()) {
      if (shown++ == limit) {
        text.append("... ").append(lines.size() - limit).append(" more lines in table cells\n");
        break;
      }
      Line line = entry.getKey();
      Tally tally = entry.getValue();
      text.append(
          columns.line(
              line.family(),
              line.networkDepth(),
              line.inputs(),
              line.width(),
              tally.trials,
              tally.minima,
              number(tally.loss()),
              number(tally.toOwn()),
              number(tally.toBest()),
              number(tally.deepest)));
    }
    return text.append(legend()).append(skips()).toString();
  }

  /** What the depths of the lines are to, where there are any. */
  private String legend() {
    List<String> parts = new ArrayList<>();
    if (lines.values().stream().anyMatch(tally -> !tally.own.isEmpty())) {
      parts.add(
          String.format(Locale.ROOT, "own: climb to a loss lower by %s of its own", number(drop)));
    }
    if (lines.values().stream().anyMatch(tally -> !tally.best.isEmpty())) {
      parts.add("best: climb to the best minimum of the cell");
    }
    return parts.isEmpty() ? "" : String.join(";\n", parts) + ".\n";
  }

  /** Skips against plain where both were run, a sentence for each family. */
  private String skips() {
    Map<String, List<Comparison>> comparisons = new TreeMap<>();
    lines.forEach(
        (line, tally) -> {
          Tally plain = lines.get(line.withFamily(PLAIN));
          if (line.family().equals(PLAIN) || plain == null || plain.trials * tally.trials == 0) {
            return;
          }
          List<Comparison> of =
              comparisons.computeIfAbsent(
                  line.family(),
                  family -> List.of(new Comparison(), new Comparison(), new Comparison()));
          of.get(0).add(tally.loss(), plain.loss());
          of.get(1).add(tally.minimaShare(), plain.minimaShare());
          of.get(2).add(tally.toBest(), plain.toBest());
        });
    StringBuilder text = new StringBuilder();
    comparisons.forEach(
        (family, of) -> {
          List<String> parts = new ArrayList<>();
          of.get(0).text("mean loss", "lower", "higher").ifPresent(parts::add);
          of.get(1).text("share of minima", "smaller", "larger").ifPresent(parts::add);
          of.get(2).text("way to the cell's best", "shorter", "longer").ifPresent(parts::add);
          text.append(
              String.format(
                  Locale.ROOT,
                  "%s against plain, of %s:%n  %s.%n",
                  family,
                  of.get(1).known == 1 ? "one width" : of.get(1).known + " widths",
                  String.join(",\n  ", parts)));
        });
    return text.toString();
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    return value == 0 ? "0" : String.format(Locale.ROOT, "%.3g", value);
  }
}
