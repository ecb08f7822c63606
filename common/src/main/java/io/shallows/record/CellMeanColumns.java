package io.shallows.record;

import java.util.ArrayList;
import java.util.List;

/** The columns of cells that hold means of singularity metrics where training ended. */
public final class CellMeanColumns {

  /** A metric's three columns. */
  private record Entry(Column<Double> mean, Column<Double> low, Column<Double> high) {}

  private static final List<Entry> ENTRIES = entries();

  private CellMeanColumns() {}

  /** All columns in the order of {@link StudyColumns#metricsAtEnd()}. */
  static List<Column<?>> all() {
    List<Column<?>> all = new ArrayList<>();
    for (Entry entry : ENTRIES) {
      all.addAll(List.of(entry.mean(), entry.low(), entry.high()));
    }
    return all;
  }

  /**
   * Sets the columns of metric k of {@link StudyColumns#metricsAtEnd()}; ends that are not finite
   * stay null.
   */
  public static void set(Record.Builder row, int k, double mean, double low, double high) {
    row.set(ENTRIES.get(k).mean(), (Double) mean)
        .setFinite(ENTRIES.get(k).low(), low)
        .setFinite(ENTRIES.get(k).high(), high);
  }

  private static List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (Column<?> metric : StudyColumns.metricsAtEnd()) {
      entries.add(
          new Entry(
              column(metric, "_mean", "Mean of " + metric.name() + " over the cell's trials."),
              column(metric, "_low", "Lower end of its 95% interval, Student's over the seeds."),
              column(metric, "_high", "Upper end of its 95% interval, Student's over the seeds.")));
    }
    return List.copyOf(entries);
  }

  private static Column<Double> column(Column<?> metric, String suffix, String definition) {
    return Column.real(metric.name() + suffix, Column.ONE, definition).orNull();
  }
}
