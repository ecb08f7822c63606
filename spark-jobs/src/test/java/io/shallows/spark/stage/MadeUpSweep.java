package io.shallows.spark.stage;

import io.shallows.depth.measurement.TargetKind;
import io.shallows.random.RandomStreams;
import io.shallows.record.Column;
import io.shallows.record.ColumnType;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.NestedTable;
import io.shallows.record.Record;
import io.shallows.record.StudyColumns;
import io.shallows.record.Table;
import io.shallows.record.TrialStatus;
import io.shallows.record.TrialsTable;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.Checksum;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.RecordFiles;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.StoreWriter;
import io.shallows.statistics.estimate.ProblemTest;
import io.shallows.trial.SweepVocabulary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Rows of trials, depths and nested pairs that nobody trained, with ties, zeros, censored,
 * uncovered and missing values. A row is a function of its trial, wherever it is stored.
 */
final class MadeUpSweep {

  private static final List<String> FAMILIES = List.of("plain", "long-skip", "linear-skip");
  private static final List<Integer> WIDTHS = List.of(2, 4, 8, 16, 32);
  private static final List<Double> ETAS = List.of(0.25, 0.5);
  private static final List<String> STARTS = List.of("he", "clustered");
  private static final RandomStreams STREAMS = new RandomStreams(17);

  private final SweepDefinition sweep;
  private final int problems;
  private final int seeds;
  private final double metrics;

  /**
   * A sweep of two input dimensions, three families, five widths and two starts.
   *
   * @param metrics share of metrics of singularities that a trial has
   */
  MadeUpSweep(int problems, int seeds, double metrics) {
    this(problems, seeds, metrics, ProblemTest.FIXED);
  }

  /**
   * The same.
   *
   * @param test of verdicts
   */
  MadeUpSweep(int problems, int seeds, double metrics, ProblemTest test) {
    this.problems = problems;
    this.seeds = seeds;
    this.metrics = metrics;
    String spec =
        """
        apiVersion: shallows/v1
        grid: {family: [plain, long-skip, linear-skip], width: [2, 4, 8, 16, 32], networkDepth: [0], inputDimension: [1, 2], initialization: [he, clustered], seed: {count: %d}}
        problem: {count: %d}
        measurement: {verdicts: %s, depth: {eta: [0.25, 0.5]}}
        """
            .formatted(seeds, problems, test.label());
    this.sweep = SweepDefinition.of(spec, SweepVocabulary.reader().read(spec, "spec.yaml"));
  }

  SweepDefinition definition() {
    return sweep;
  }

  /** Ids of its problems by number and input dimension. */
  List<String> problemIds() {
    return IntStream.range(0, problems)
        .boxed()
        .flatMap(problem -> Stream.of(1, 2).map(n -> sweep.identity().problemId(problem, n).hex()))
        .toList();
  }

  /** All trials. */
  long trials() {
    return 2L * problems * FAMILIES.size() * WIDTHS.size() * STARTS.size() * seeds;
  }

  /** One trial. */
  private record Point(
      String problemId,
      int dimension,
      int problem,
      String family,
      int width,
      String start,
      int seed) {

    String name() {
      return String.join(" ", dimension + "", problem + "", family, width + "", start, seed + "");
    }

    Record.Builder leading(Table table) {
      Record.Builder row = Record.of(table);
      table.columns().stream().filter(column -> !column.nullable()).forEach(c -> fill(row, c));
      return row.set(LeadingColumns.TRIAL_ID, Checksum.of(name()).substring(0, 32))
          .set(LeadingColumns.PROBLEM_ID, problemId)
          .set(LeadingColumns.FAMILY, family)
          .set(LeadingColumns.WIDTH, width)
          .set(LeadingColumns.NETWORK_DEPTH, 0)
          .set(LeadingColumns.INPUT_DIMENSION, dimension)
          .set(LeadingColumns.INITIALIZATION, start)
          .set(LeadingColumns.SEED, seed)
          .set(LeadingColumns.PARAMETER_COUNT, (family.equals("plain") ? 22 : 23) * width);
    }
  }

  @SuppressWarnings("unchecked") // the type says which class values have
  private static void fill(Record.Builder row, Column<?> column) {
    switch (column.type()) {
      case TEXT -> row.set((Column<String>) column, "x");
      case FLAG -> row.set((Column<Boolean>) column, (Boolean) true);
      case INTEGER -> row.set((Column<Long>) column, 1);
      case REAL -> row.set((Column<Double>) column, (Double) 0.5);
      case REALS -> row.set((Column<double[]>) column, new double[0]);
    }
  }

  private void forEach(Consumer<Point> consumer) {
    for (int dimension = 1; dimension <= 2; dimension++) {
      for (int problem = 0; problem < problems; problem++) {
        for (String family : FAMILIES) {
          String id = sweep.identity().problemId(problem, dimension).hex();
          for (int width : WIDTHS) {
            for (String start : STARTS) {
              for (int seed = 0; seed < seeds; seed++) {
                consumer.accept(new Point(id, dimension, problem, family, width, start, seed));
              }
            }
          }
        }
      }
    }
  }

  /** The rows of one trial. */
  private void rows(Point at, Map<Table, List<Record>> rows) {
    UniformRandomProvider random = STREAMS.uniform(at.name(), "made up");
    if (random.nextInt(9) == 0) {
      return; // a trial that failed
    }
    boolean minimum = random.nextInt(6) > 0;
    String kind = minimum ? "smooth-strict" : "not-stationary";
    Record.Builder trial =
        at.leading(TrialsTable.TABLE)
            .set(TrialsTable.STATUS, TrialStatus.CONVERGED.label())
            .set(TrialsTable.MINIMUM_KIND, kind)
            .setFinite(TrialsTable.LOSS_NORMALIZED, value(random));
    for (Column<?> column : StudyColumns.metrics()) {
      if (random.nextDouble() < metrics && column.type() == ColumnType.REAL) {
        @SuppressWarnings("unchecked") // of this type
        Column<Double> real = (Column<Double>) column;
        trial.setFinite(real, value(random));
      }
    }
    add(rows, trial);
    add(rows, depth(at, random, TargetKind.CELL_BEST, null, kind));
    for (double eta : ETAS) {
      add(rows, depth(at, random, TargetKind.REFERENCE, eta, kind));
    }
    if (metrics > 0 && at.family().equals("plain") && minimum) {
      double upper = value(random);
      double within = random.nextInt(3) == 0 ? 0 : 0.5 * upper;
      add(
          rows,
          at.leading(NestedTable.TABLE)
              .set(LeadingColumns.ETA, (Double) 0.5)
              .set(NestedTable.MEASUREMENT_ID, sweep.identity().measurementId().hex())
              .set(NestedTable.NESTED_FAMILY, "long-skip")
              .set(NestedTable.TARGET, TargetKind.REFERENCE.label())
              .setFinite(NestedTable.DEPTH_UPPER, upper)
              .setFinite(NestedTable.NESTED_UPPER, within)
              .set(NestedTable.NESTED_FLOOR, (Double) 1e-3)
              .set(NestedTable.ANNIHILATED, within == 0)
              .setFinite(NestedTable.RATIO, within / upper));
    }
  }

  private static void add(Map<Table, List<Record>> rows, Record.Builder row) {
    Record built = row.build();
    rows.computeIfAbsent(built.table(), table -> new ArrayList<>()).add(built);
  }

  private static double value(UniformRandomProvider random) {
    return switch (random.nextInt(9)) {
      case 0 -> 0;
      case 1 -> Double.NaN;
      case 2 -> 1e-9;
      case 3 -> 0.25;
      default -> StrictMath.exp(3 * random.nextDouble() - 6);
    };
  }

  private Record.Builder depth(
      Point at, UniformRandomProvider random, TargetKind target, Double eta, String kind) {
    double upper = value(random) / at.width();
    return at.leading(DepthsTable.TABLE)
        .set(LeadingColumns.ETA, eta)
        .set(DepthsTable.MEASUREMENT_ID, sweep.identity().measurementId().hex())
        .set(DepthsTable.TARGET, target.label())
        .set(DepthsTable.MINIMUM_KIND, kind)
        .set(DepthsTable.COVERED, random.nextInt(5) > 0)
        .setFinite(DepthsTable.DEPTH_UPPER, upper)
        .setFinite(DepthsTable.DEPTH_LOWER, random.nextBoolean() ? upper / 2 : Double.NaN)
        .setFinite(DepthsTable.DEPTH_FLOOR, 1e-8 * random.nextInt(2))
        .set(DepthsTable.BOUND_APPLIES, random.nextInt(50) > 0)
        .setFinite(
            DepthsTable.BOUND_EXPLICIT, random.nextInt(4) == 0 ? Double.NaN : 1.0 / at.width());
  }

  /**
   * Commits all rows, trial by trial in files of some trials each, in one order or the other; none
   * where a file holds none.
   */
  void write(StoreWriter writer, int trialsOfFile, boolean backwards) {
    writer.writeSpec(sweep.text());
    List<Point> points = new ArrayList<>();
    if (trialsOfFile > 0) {
      forEach(points::add);
    }
    if (backwards) {
      Collections.reverse(points);
    }
    for (int from = 0; from < points.size(); from += trialsOfFile) {
      Map<Table, List<Record>> rows = new LinkedHashMap<>();
      points
          .subList(from, Math.min(points.size(), from + trialsOfFile))
          .forEach(point -> rows(point, rows));
      List<Record> trials = rows.remove(TrialsTable.TABLE);
      commit(writer, Stage.MINIMA, "minima-" + from, Map.of(TrialsTable.TABLE, trials));
      commit(writer, Stage.DEPTHS, "depths-" + from, rows);
    }
  }

  private void commit(StoreWriter writer, Stage stage, String id, Map<Table, List<Record>> rows) {
    String scope = stage.equals(Stage.DEPTHS) ? sweep.depthScope() : "trials";
    Group group =
        new Group(
            id, stage, scope, sweep.digest(), "all", Map.of(), Map.of(), Map.of(), 0, 0, List.of());
    RecordFiles files = new RecordFiles(writer.store().folder());
    writer.commit(List.of(files.publish(group, rows, id)), List.of());
  }
}
