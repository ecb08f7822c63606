package io.shallows.launch.report;

import io.shallows.record.DepthsTable;
import io.shallows.record.FailuresTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.TrialsTable;
import io.shallows.spark.drive.SweepStatus;
import io.shallows.statistics.BoundComparison;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts and means over trials, taken row by row: as many as there are cells, not trials. */
final class TrialTally {

  /** Violations beyond this number are counted but not listed. */
  static final int LISTED_VIOLATIONS = 100;

  /** What trials are counted by; missing parts are empty. */
  private record Key(String family, long networkDepth, long inputDimension, long width, String what)
      implements Comparable<Key> {

    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::family)
            .thenComparing(Key::networkDepth)
            .thenComparing(Key::inputDimension)
            .thenComparing(Key::what)
            .thenComparing(Key::width);

    static Key of(Record row, String what) {
      return new Key(
          row.get(LeadingColumns.FAMILY),
          row.get(LeadingColumns.NETWORK_DEPTH),
          row.get(LeadingColumns.INPUT_DIMENSION),
          row.get(LeadingColumns.WIDTH),
          what);
    }

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }

    List<Object> cells() {
      return new ArrayList<>(
          Arrays.<Object>asList(family, networkDepth, inputDimension, width, what));
    }
  }

  private static final class Mean {
    private long count;
    private double sum;

    void add(double value) {
      count++;
      sum += value;
    }
  }

  private final Climbs climbs = new Climbs();
  private final Map<Key, Long> kinds = new TreeMap<>();
  private final Map<Key, Mean> seconds = new TreeMap<>();
  private final Map<List<String>, List<String>> failures =
      new TreeMap<>(Comparator.comparing(key -> String.join("\n", key)));
  private final List<List<Object>> violations = new ArrayList<>();
  private long violationCount;
  private long trials;

  void addTrial(Record trial) {
    trials++;
    kinds.merge(Key.of(trial, trial.get(TrialsTable.MINIMUM_KIND)), 1L, Long::sum);
    seconds
        .computeIfAbsent(Key.of(trial, "minima"), key -> new Mean())
        .add(trial.get(TrialsTable.SECONDS_SPENT));
  }

  void addDepth(Record depth) {
    climbs.add(depth);
    seconds
        .computeIfAbsent(Key.of(depth, "depths"), key -> new Mean())
        .add(depth.get(DepthsTable.SECONDS_SPENT));
    double upper = depth.find(DepthsTable.DEPTH_UPPER).orElse(Double.NaN);
    double bound = depth.find(DepthsTable.BOUND_EXPLICIT).orElse(Double.NaN);
    double floor = depth.find(DepthsTable.DEPTH_FLOOR).orElse(0.0);
    if (depth.get(DepthsTable.COVERED)
        && depth.get(DepthsTable.BOUND_APPLIES)
        && BoundComparison.isViolation(upper, floor, bound)) {
      violationCount++;
      if (violations.size() < LISTED_VIOLATIONS) {
        violations.add(
            Arrays.asList(
                depth.get(LeadingColumns.TRIAL_ID),
                depth.get(LeadingColumns.FAMILY),
                depth.get(LeadingColumns.WIDTH),
                depth.find(LeadingColumns.ETA).orElse(null),
                upper,
                bound));
      }
    }
  }

  void addFailure(Record failure) {
    List<String> cause =
        List.of(
            failure.get(FailuresTable.STAGE),
            failure.get(FailuresTable.STATUS),
            failure.get(FailuresTable.FAILURE_CLASS),
            failure.get(FailuresTable.STACK_HASH),
            failure.get(FailuresTable.MESSAGE));
    failures
        .computeIfAbsent(cause, key -> new ArrayList<>())
        .add(failure.get(LeadingColumns.TRIAL_ID));
  }

  long trials() {
    return trials;
  }

  long violationCount() {
    return violationCount;
  }

  ReportTable climbs() {
    return climbs.table();
  }

  ReportTable kinds() {
    List<List<Object>> rows = new ArrayList<>();
    kinds.forEach((key, count) -> rows.add(with(key, count)));
    return new ReportTable(
        "kinds",
        "Trials by kind of the point where training ended (table trials).",
        fields(
            "minimum_kind", TrialsTable.MINIMUM_KIND.definition(), "trials", "Number of trials."),
        rows);
  }

  ReportTable cost() {
    List<List<Object>> rows = new ArrayList<>();
    seconds.forEach((key, mean) -> rows.add(with(key, mean.count, mean.sum / mean.count)));
    List<ReportTable.Field> fields =
        fields("stage", "minima: training; depths: one row of depths.", "rows", "Number of rows.");
    fields.add(new ReportTable.Field("mean_seconds", "Mean wall-clock time of a row. Unit: s."));
    return new ReportTable("cost", "Time per row (tables trials and depths).", fields, rows);
  }

  /** What the log of the store says, which also knows of trials whose rows are kept elsewhere. */
  static ReportTable completeness(SweepStatus status) {
    List<List<Object>> rows = new ArrayList<>();
    status.statuses().forEach((label, count) -> rows.add(Arrays.asList(label, count)));
    rows.add(Arrays.asList("failed or lost, depths included", status.failed()));
    rows.add(Arrays.asList("timed out, depths included", status.timedOut()));
    rows.add(Arrays.asList("not yet run", status.trials() - status.finished()));
    if (status.measured() != null) {
      rows.add(Arrays.asList("depths not yet measured", status.trials() - status.measured()));
    }
    return new ReportTable(
        "completeness",
        "Trials of the grid by how they ended.",
        List.of(
            new ReportTable.Field("status", TrialsTable.STATUS.definition()),
            new ReportTable.Field("trials", "Number of trials.")),
        rows);
  }

  ReportTable failures() {
    List<List<Object>> rows = new ArrayList<>();
    failures.forEach(
        (cause, ids) -> {
          List<Object> row = new ArrayList<>(cause);
          row.add((long) ids.size());
          row.add(ids.get(0));
          rows.add(row);
        });
    return new ReportTable(
        "failures",
        "Failures by cause (table failures).",
        List.of(
            ReportTable.Field.of(FailuresTable.STAGE),
            ReportTable.Field.of(FailuresTable.STATUS),
            ReportTable.Field.of(FailuresTable.FAILURE_CLASS),
            ReportTable.Field.of(FailuresTable.STACK_HASH),
            ReportTable.Field.of(FailuresTable.MESSAGE),
            new ReportTable.Field("failures", "Number of failures."),
            new ReportTable.Field("trial_id", "One of the trials, for `shallows explain`.")),
        rows);
  }

  ReportTable violations() {
    return new ReportTable(
        "violations",
        "Covered minima deeper than the explicit bound, where the proof applies (table depths).",
        List.of(
            ReportTable.Field.of(LeadingColumns.TRIAL_ID),
            ReportTable.Field.of(LeadingColumns.FAMILY),
            ReportTable.Field.of(LeadingColumns.WIDTH),
            ReportTable.Field.of(LeadingColumns.ETA),
            ReportTable.Field.of(DepthsTable.DEPTH_UPPER),
            ReportTable.Field.of(DepthsTable.BOUND_EXPLICIT)),
        violations);
  }

  private static List<Object> with(Key key, Object... values) {
    List<Object> row = key.cells();
    row.addAll(Arrays.asList(values));
    return row;
  }

  private static List<ReportTable.Field> fields(
      String what, String whatDefinition, String count, String countDefinition) {
    return new ArrayList<>(
        List.of(
            ReportTable.Field.of(LeadingColumns.FAMILY),
            ReportTable.Field.of(LeadingColumns.NETWORK_DEPTH),
            ReportTable.Field.of(LeadingColumns.INPUT_DIMENSION),
            ReportTable.Field.of(LeadingColumns.WIDTH),
            new ReportTable.Field(what, whatDefinition),
            new ReportTable.Field(count, countDefinition)));
  }
}
