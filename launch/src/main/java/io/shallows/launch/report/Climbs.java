package io.shallows.launch.report;

import io.shallows.depth.measurement.TargetKind;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** One mark per network: what it has to climb to its own level and to the best of its cell. */
final class Climbs {

  /** More marks than this cannot be told apart and make the page heavy; the first seeds stay. */
  static final int MOST = 3000;

  private static final Comparator<Record> ORDER =
      Comparator.<Record>comparingLong(row -> row.get(LeadingColumns.SEED))
          .thenComparing(row -> row.get(LeadingColumns.TRIAL_ID))
          .thenComparing(row -> row.get(DepthsTable.TARGET))
          .thenComparing(row -> row.find(DepthsTable.DROP).orElse(0.0));

  private final TreeSet<Record> rows = new TreeSet<>(ORDER);
  private long left;

  /** Takes a row of depths; rows of other targets and of minima without a depth are passed over. */
  void add(Record depth) {
    String target = depth.get(DepthsTable.TARGET);
    boolean shown =
        target.equals(TargetKind.OWN.label()) || target.equals(TargetKind.CELL_BEST.label());
    if (!shown || depth.find(DepthsTable.DEPTH_UPPER).isEmpty()) {
      return;
    }
    rows.add(depth);
    if (rows.size() > MOST) {
      rows.pollLast();
      left++;
    }
  }

  ReportTable table() {
    List<List<Object>> cells = new ArrayList<>();
    for (Record row : rows) {
      double upper = row.get(DepthsTable.DEPTH_UPPER);
      double floor = row.find(DepthsTable.DEPTH_FLOOR).orElse(0.0);
      cells.add(
          new ArrayList<>(
              Arrays.<Object>asList(
                  row.get(LeadingColumns.TRIAL_ID),
                  row.get(LeadingColumns.FAMILY),
                  row.get(LeadingColumns.NETWORK_DEPTH),
                  row.get(LeadingColumns.INPUT_DIMENSION),
                  row.get(LeadingColumns.WIDTH),
                  target(row),
                  row.get(DepthsTable.MINIMUM_KIND),
                  row.get(DepthsTable.LOSS),
                  upper,
                  floor,
                  upper == 0 ? "zero" : upper <= floor ? "hidden" : "climb")));
    }
    return new ReportTable(
        "climbs",
        left == 0
            ? "Every covered minimum with a certified way out (table depths)."
            : "Covered minima with a certified way out, of the first seeds (table depths); "
                + left
                + " rows more are left out here.",
        List.of(
            ReportTable.Field.of(LeadingColumns.TRIAL_ID),
            ReportTable.Field.of(LeadingColumns.FAMILY),
            ReportTable.Field.of(LeadingColumns.NETWORK_DEPTH),
            ReportTable.Field.of(LeadingColumns.INPUT_DIMENSION),
            ReportTable.Field.of(LeadingColumns.WIDTH),
            new ReportTable.Field(
                "way_to", DepthsTable.TARGET.definition() + " For own, the drop stands behind it."),
            ReportTable.Field.of(DepthsTable.MINIMUM_KIND),
            ReportTable.Field.of(DepthsTable.LOSS),
            ReportTable.Field.of(DepthsTable.DEPTH_UPPER),
            ReportTable.Field.of(DepthsTable.DEPTH_FLOOR),
            new ReportTable.Field(
                "mark",
                "climb: depth_upper is above depth_floor. hidden: it is not, so that the climb may"
                    + " be anything from 0 to it. zero: no climb, by an argument.")),
        cells);
  }

  private static String target(Record row) {
    return row.get(DepthsTable.TARGET)
        + row.find(DepthsTable.DROP).map(drop -> " " + drop).orElse("");
  }
}
