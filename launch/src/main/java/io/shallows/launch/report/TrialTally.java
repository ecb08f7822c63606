package io.shallows.launch.report;

import io.shallows.minimum.MinimumKind;
import io.shallows.record.DepthsTable;
import io.shallows.record.FailuresTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.TrialsTable;
import io.shallows.spark.drive.SweepStatus;
import io.shallows.statistics.BoundComparison;
import io.shallows.statistics.estimate.ShareInterval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
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

  /** More runs than this get no interval, which would take too long. */
  private static final long MOST_IN_INTERVAL = 1_000_000;

  /**
   * Where trainings ended.
   *
   * @param trials of all kinds
   * @param kinds trials by kind
   * @param interval share that ended in a minimum which is not global
   */
  record Ends(long trials, Map<String, Long> kinds, Optional<ShareInterval> interval) {}

  private final ClimbTally climbs = new ClimbTally();
  private final Map<String, long[]> ends = new TreeMap<>();
  private final Map<Key, Long> kinds = new TreeMap<>();
  private final Map<Key, Mean> seconds = new TreeMap<>();
  private final Map<List<String>, List<String>> failures =
      new TreeMap<>(Comparator.comparing(key -> String.join("\n", key)));
  private final List<List<Object>> violations = new ArrayList<>();
  private long violationCount;
  private long trials;
  private long minima;
  private double trialSeconds;
  private double depthSeconds;

  void addTrial(Record trial) {
    trials++;
    trialSeconds += trial.get(TrialsTable.SECONDS_SPENT);
    MinimumKind kind = MinimumKind.of(trial.get(TrialsTable.MINIMUM_KIND));
    long[] ofProblem =
        ends.computeIfAbsent(trial.get(LeadingColumns.PROBLEM_ID), problem -> new long[2]);
    ofProblem[0]++;
    ofProblem[1] += kind.isMinimum() && kind != MinimumKind.GLOBAL ? 1 : 0;
    minima += kind.isMinimum() ? 1 : 0;
    kinds.merge(Key.of(trial, trial.get(TrialsTable.MINIMUM_KIND)), 1L, Long::sum);
    seconds
        .computeIfAbsent(Key.of(trial, "minima"), key -> new Mean())
        .add(trial.get(TrialsTable.SECONDS_SPENT));
  }

  void addDepth(Record depth) {
    climbs.add(depth);
    depthSeconds += depth.get(DepthsTable.SECONDS_SPENT);
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

  /** Those whose end point is a minimum, a global one or not. */
  long minima() {
    return minima;
  }

  long violationCount() {
    return violationCount;
  }

  /** Time that trials took, training and depths. Unit: s. */
  double seconds() {
    return trialSeconds + depthSeconds;
  }

  ReportTable climbs() {
    return climbs.table();
  }

  /** Ways out by what they are counted by. */
  Map<ClimbTally.Key, ClimbTally.Heights> heights() {
    return climbs.heights();
  }

  /** What the answer is about; see {@link ClimbTally#main()}. */
  Optional<ClimbTally.Key> mainClimb() {
    return climbs.main();
  }

  /** Whether the answer leaves shapes out; see {@link ClimbTally#hasOtherShapes}. */
  boolean hasOtherShapes(ClimbTally.Key main) {
    return climbs.hasOtherShapes(main);
  }

  /** Ways out at the level and shape of a key, by family and width. */
  Map<String, NavigableMap<Long, ClimbTally.Heights>> climbsLike(ClimbTally.Key main) {
    return climbs.like(main);
  }

  /**
   * How far from the truth shares may be: the distance from a share to the farther end of its 95%
   * interval.
   *
   * @param climbing share of starts whose end point is a minimum with a known way out that climbs,
   *     at the level of {@link #mainClimb()}: the greatest over family and shape, as if starts were
   *     independent, as they are where there is one problem, of which alone it speaks then; 1
   *     without trials
   * @param ends share of runs that ended in a minimum which is not global; 1 without trials, 0 of
   *     more runs than get an interval
   */
  record Doubt(double climbing, double ends) {}

  /** How well shares are known. */
  Doubt doubt() {
    double ends = trials == 0 ? 1 : ends().interval().map(ShareInterval::doubt).orElse(0.0);
    return new Doubt(climbingDoubt(), ends);
  }

  private double climbingDoubt() {
    Map<ClimbTally.Key, Long> starts = new TreeMap<>(ClimbTally.Key.ORDER);
    Optional<ClimbTally.Level> level = mainClimb().map(ClimbTally.Key::level);
    ClimbTally.Level none = new ClimbTally.Level("", Double.NaN, Double.NaN);
    kinds.forEach(
        (key, count) ->
            starts.merge(
                new ClimbTally.Key(
                    key.networkDepth(),
                    key.inputDimension(),
                    level.orElse(none),
                    key.family(),
                    key.width()),
                count,
                Long::sum));
    double greatest = starts.isEmpty() ? 1 : 0;
    for (Map.Entry<ClimbTally.Key, Long> start : starts.entrySet()) {
      ClimbTally.Heights heights = heights().get(start.getKey());
      long climbing = heights == null ? 0 : heights.climbing();
      greatest = Math.max(greatest, doubt(climbing, start.getValue()));
    }
    return greatest;
  }

  private static double doubt(long yes, long all) {
    int units = (int) Math.min(all, MOST_IN_INTERVAL);
    boolean[] counts = new boolean[units];
    Arrays.fill(counts, 0, (int) Math.round(units * (double) yes / all), true);
    return ShareInterval.of(Collections.nCopies(units, "one"), counts, 0.95).doubt();
  }

  Ends ends() {
    Map<String, Long> counts = new TreeMap<>();
    kinds.forEach((key, count) -> counts.merge(key.what(), count, Long::sum));
    if (trials == 0 || trials > MOST_IN_INTERVAL) {
      return new Ends(trials, counts, Optional.empty());
    }
    List<String> problems = new ArrayList<>();
    boolean[] bad = new boolean[Math.toIntExact(trials)];
    ends.forEach(
        (problem, counted) -> {
          for (long i = 0; i < counted[0]; i++) {
            bad[problems.size()] = i < counted[1];
            problems.add(problem);
          }
        });
    return new Ends(trials, counts, Optional.of(ShareInterval.of(problems, bad, 0.95)));
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
