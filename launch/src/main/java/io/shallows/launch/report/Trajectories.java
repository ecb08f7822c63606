package io.shallows.launch.report;

import io.shallows.record.Column;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.StudyColumns;
import io.shallows.record.TrajectoriesTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Points of the first seeds' runs, as many as a figure can show. */
final class Trajectories {

  /** Runs of more seeds cover each other. */
  static final int SEEDS = 4;

  /** Rows beyond this number are not listed. */
  static final int MOST_ROWS = 1000;

  private static final List<Column<?>> COLUMNS =
      List.of(
          LeadingColumns.FAMILY,
          LeadingColumns.WIDTH,
          LeadingColumns.NETWORK_DEPTH,
          LeadingColumns.INPUT_DIMENSION,
          LeadingColumns.INITIALIZATION,
          LeadingColumns.TRIAL_ID,
          TrajectoriesTable.STEP,
          TrajectoriesTable.LOSS_NORMALIZED);

  private final List<Record> rows = new ArrayList<>();

  /** Takes a row of trajectories. */
  void add(Record row) {
    if (row.get(LeadingColumns.SEED) < SEEDS && rows.size() < MOST_ROWS) {
      rows.add(row);
    }
  }

  ReportTable table() {
    rows.sort(
        Comparator.<Record, String>comparing(row -> row.get(LeadingColumns.INITIALIZATION))
            .thenComparing(row -> row.get(LeadingColumns.FAMILY))
            .thenComparing(row -> row.get(LeadingColumns.TRIAL_ID))
            .thenComparing(row -> row.get(TrajectoriesTable.POINT)));
    List<Column<?>> columns = new ArrayList<>(COLUMNS);
    for (Column<?> metric : StudyColumns.metricsAtEnd()) {
      TrajectoriesTable.TABLE.column(metric.name()).ifPresent(columns::add);
    }
    return ReportTable.of(
        "trajectories",
        "Points of the first-order runs of the first " + SEEDS + " seeds (table trajectories).",
        columns,
        rows);
  }
}
