package io.shallows.launch.report;

import io.shallows.depth.atlas.CellSearch;
import io.shallows.random.RandomStreams;
import io.shallows.record.Column;
import io.shallows.record.ColumnType;
import io.shallows.record.DepthsTable;
import io.shallows.record.FailuresTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.PathsTable;
import io.shallows.record.Record;
import io.shallows.record.StudyColumns;
import io.shallows.record.Table;
import io.shallows.record.TrajectoriesTable;
import io.shallows.record.TrialsTable;
import io.shallows.spark.drive.SweepStatus;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.Stage;
import io.shallows.statistics.FitAggregation;
import io.shallows.statistics.FitGroup;
import io.shallows.statistics.FitVerdicts;
import io.shallows.statistics.MeasuredDepth;
import io.shallows.statistics.SingularityStudy;
import io.shallows.statistics.SkipComparisons;
import io.shallows.statistics.SkipPairs;
import io.shallows.statistics.SkipVerdicts;
import io.shallows.statistics.StudiedTrial;
import io.shallows.statistics.StudyGroup;
import io.shallows.suprema.SupremaRows;
import io.shallows.suprema.Supremum;
import io.shallows.suprema.SupremumPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;

/** A report of made-up depths with all that a real one can have. */
final class SyntheticReport {

  static final List<String> FAMILIES = List.of("plain", "residual", "long-skip", "linear-skip");

  static final String STORE = "out/synthetic";

  private SyntheticReport() {}

  static Report report() {
    return report(Networks.MOST);
  }

  /** The report with at most so many networks. */
  static Report report(int most) {
    RandomStreams streams = new RandomStreams(3);
    UniformRandomProvider random = streams.uniform("report", "depths");
    ContinuousSampler normal = RandomStreams.gaussian(random);
    List<Record> fits = new ArrayList<>();
    List<Record> widths = new ArrayList<>();
    List<Record> pairs = new ArrayList<>();
    List<Record> comparisons = new ArrayList<>();
    TrialTally tally = new TrialTally();
    List<Record> rows = new ArrayList<>();
    for (int n : List.of(1, 2, 3)) {
      for (double eta : n == 1 ? List.of(0.25, 0.5) : List.of(0.5)) {
        FitGroup group = new FitGroup(1, n, eta);
        List<MeasuredDepth> depths = depths(n, random, normal);
        FitAggregation.Rows fitted = new FitAggregation("m", streams).aggregate(group, depths);
        fits.addAll(fitted.fits());
        widths.addAll(fitted.widths());
        pairs.addAll(new SkipPairs("m").count(group, depths));
        comparisons.addAll(new SkipComparisons("m", streams).compare(group, depths));
        depths.forEach(depth -> add(rows, n, eta, depth, random));
      }
    }
    tally.addFailure(
        row(FailuresTable.TABLE, "plain", 1, 8)
            .set(FailuresTable.STAGE, "minima")
            .set(FailuresTable.STATUS, "failed")
            .set(FailuresTable.MESSAGE, "</script><script>alert(\"no & never\")</script>")
            .build());
    List<Record> skips = new ArrayList<>(SkipVerdicts.judge(pairs));
    skips.add(HeadlineTest.annihilations("own", 1e-3, null, 12));
    Networks networks = networks(rows, tally, most);
    return Report.of(
        new Subject("synthetic <study>", "teacher", FAMILIES, 4, 128, true, true, true),
        STORE,
        new NextStep(
            "With <b>40</b> problems all will be decided.",
            "shallows run 'out/{{title}} $1/spec.yaml' --set problem.count=40",
            "about 12 core-minutes"),
        FitVerdicts.judge(fits),
        widths,
        skips,
        comparisons,
        study(random, normal),
        suprema(random),
        trajectories(random),
        tally,
        networks,
        CostModelError.table(
            List.of(
                group(Stage.MINIMA, 2, 1), group(Stage.MINIMA, 8, 1), group(Stage.DEPTHS, 3, 6))),
        new SweepStatus(
            "synthetic",
            "out/synthetic",
            true,
            10_000,
            10_000,
            10_000L,
            0,
            0,
            0,
            Map.of(),
            Map.of(),
            0),
        "name: synthetic\n",
        "{\"version\": \"test\"}");
  }

  /** Of a sweep that has just begun: no rows at all. */
  static Report begun() {
    return Report.of(
        new Subject("begun", "teacher", FAMILIES, 4, 128, true, true, true),
        STORE,
        new NextStep("80 of 80 networks are not trained yet.", "shallows run a", "not known"),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        new Trajectories(),
        new TrialTally(),
        new Networks(Optional.empty()),
        CostModelError.table(List.of()),
        new SweepStatus("begun", STORE, false, 80, 0, 0L, 0, 0, 0, Map.of(), Map.of(), 0),
        "name: begun\n",
        "{}");
  }

  /**
   * Exact at two widths, a record alone at the third, and a landscape of which nothing is known.
   */
  static List<Record> suprema(UniformRandomProvider random) {
    List<Record> rows = new ArrayList<>();
    for (int problem = 0; problem < 7; problem++) {
      for (String family : List.of("plain", "linear-skip")) {
        for (int width : List.of(1, 2, 8)) {
          boolean exact = width < 8;
          double depth = family.equals("plain") ? (1 + random.nextDouble()) / width / width : 0;
          CellSearch.Result found =
              new CellSearch.Result(
                  depth,
                  Optional.empty(),
                  depth,
                  10,
                  4,
                  3,
                  0.25,
                  List.of(new CellSearch.Improvement(5, 1, depth)),
                  1e-9);
          rows.addAll(
              SupremaRows.of(
                  new Supremum(
                      new SupremumPlace(problem, 1, family, width),
                      9,
                      100,
                      exact,
                      exact ? 5 : 0,
                      exact ? OptionalDouble.of(depth) : OptionalDouble.empty(),
                      exact ? List.of(new Supremum.Level(0.5, 1, 0.1, 2, depth)) : List.of(),
                      found,
                      found),
                  "p" + problem,
                  100));
        }
      }
    }
    rows.add(
        SupremaRows.without(
            new SupremumPlace(9, 2, "plain", 1), "p9", 9, 100, "two <samples> are one"));
    return rows;
  }

  private static Group group(Stage stage, double seconds, double predicted) {
    return new Group(
        stage.label() + seconds,
        stage,
        "",
        "grid",
        "",
        Map.of(),
        Map.of(),
        Map.of(),
        seconds,
        predicted,
        List.of());
  }

  private static Trajectories trajectories(UniformRandomProvider random) {
    Trajectories trajectories = new Trajectories();
    for (String family : List.of("orhan-plain", "orhan-residual")) {
      for (int point = 0; point < 10; point++) {
        trajectories.add(
            row(TrajectoriesTable.TABLE, family, 2, 2)
                .set(TrajectoriesTable.POINT, point)
                .set(TrajectoriesTable.STEP, point * point)
                .set(TrajectoriesTable.LOSS_NORMALIZED, (Double) (1 / (1.0 + point)))
                .set(degenerateShare(), (Double) random.nextDouble())
                .build());
      }
    }
    return trajectories;
  }

  @SuppressWarnings("unchecked") // a real column
  private static Column<Double> degenerateShare() {
    return (Column<Double>) TrajectoriesTable.TABLE.column("degenerate_share").orElseThrow();
  }

  private static List<Record> study(UniformRandomProvider random, ContinuousSampler normal) {
    List<StudiedTrial> trials = new ArrayList<>();
    for (String family : List.of("orhan-plain", "orhan-residual", "hyper-residual")) {
      for (int width : List.of(8, 16)) {
        for (int i = 0; i < 20; i++) {
          double bad = normal.sample() + (family.equals("orhan-plain") ? 3 : 0);
          double[] values = new double[StudyColumns.all().size()];
          for (int k = 0; k < values.length; k++) {
            boolean missing =
                StudyColumns.isSteps(StudyColumns.all().get(k)) && random.nextDouble() < 0.2;
            values[k] = missing ? Double.NaN : bad + normal.sample();
          }
          trials.add(
              new StudiedTrial(
                  "p" + i % 4,
                  family,
                  width,
                  "glorot",
                  i / 4,
                  100L * width,
                  DoubleStream.of(values)));
        }
      }
    }
    return SingularityStudy.rows(new StudyGroup(1, 2), trials);
  }

  private static List<MeasuredDepth> depths(
      int n, UniformRandomProvider random, ContinuousSampler normal) {
    List<MeasuredDepth> depths = new ArrayList<>();
    for (String family : FAMILIES) {
      double slope = family.equals("plain") ? -0.1 : -1.2 / n;
      for (int problem = 0; problem < 12; problem++) {
        double effect = 0.3 * normal.sample();
        for (int width : List.of(4, 8, 16, 32, 64, 128)) {
          for (int seed = 0; seed < 4; seed++) {
            double depth = StrictMath.pow(width, slope) * StrictMath.exp(effect + normal.sample());
            double zeros = family.equals("linear-skip") && width == 128 ? 0.95 : 0.1;
            boolean censored = family.equals("long-skip") && width == 128;
            boolean applies = !family.equals("plain");
            boolean hidden = random.nextDouble() < zeros;
            boolean exact = family.equals("plain") && !hidden; // so that a law can be contradicted
            depths.add(
                new MeasuredDepth(
                    "p" + problem,
                    family,
                    width,
                    "he",
                    seed,
                    10L * width + (applies ? width / 4 : 0),
                    random.nextDouble() < 0.8,
                    hidden ? 0 : censored ? 1e-12 : depth,
                    exact ? depth : 0,
                    false,
                    1e-11,
                    applies,
                    applies ? 300 * StrictMath.pow(width, -1.0 / n) : Double.NaN));
          }
        }
      }
    }
    return depths;
  }

  /** As a store is read. */
  private static Networks networks(List<Record> rows, TrialTally tally, int most) {
    Networks networks = new Networks(Optional.empty(), most);
    of(DepthsTable.TABLE, rows).forEach(networks::rank);
    of(DepthsTable.TABLE, rows).forEach(tally::addDepth);
    of(TrialsTable.TABLE, rows).forEach(tally::addTrial);
    of(TrialsTable.TABLE, rows).forEach(networks::addTrial);
    networks.choose();
    of(DepthsTable.TABLE, rows).forEach(networks::addDepth);
    of(PathsTable.TABLE, rows).forEach(networks::addVertex);
    return networks;
  }

  private static List<Record> of(Table table, List<Record> rows) {
    return rows.stream().filter(row -> row.table() == table).toList();
  }

  private static void add(
      List<Record> rows, int n, double eta, MeasuredDepth depth, UniformRandomProvider random) {
    List<String> kinds = List.of("smooth-strict", "smooth-flat", "kink", "saddle", "global");
    String id =
        String.format(
            Locale.ROOT,
            "%08x%024x",
            new Random(
                    Objects.hash(depth.problem(), depth.family(), n, depth.width(), depth.seed()))
                .nextInt(),
            Objects.hash(depth.problem(), depth.family(), n, depth.width(), depth.seed())
                & Integer.MAX_VALUE);
    if (eta == 0.5) {
      rows.add(
          row(TrialsTable.TABLE, depth.family(), n, depth.width())
              .set(LeadingColumns.TRIAL_ID, id)
              .set(LeadingColumns.SEED, depth.seed())
              .set(LeadingColumns.PROBLEM_ID, depth.problem())
              .set(TrialsTable.STATUS, "converged")
              .set(TrialsTable.MINIMUM_KIND, kinds.get(random.nextInt(kinds.size())))
              .set(TrialsTable.LOSS, (Double) 0.5)
              .set(TrialsTable.LOSS_NORMALIZED, (Double) 0.25)
              .set(TrialsTable.SECONDS_SPENT, (Double) (1e-3 * depth.width()))
              .build());
    }
    Record.Builder row =
        row(DepthsTable.TABLE, depth.family(), n, depth.width())
            .set(LeadingColumns.ETA, eta == 0.5 ? null : (Double) eta)
            .set(LeadingColumns.SEED, depth.seed())
            .set(LeadingColumns.TRIAL_ID, id)
            .set(DepthsTable.TARGET, eta == 0.5 ? "cell-best" : "reference")
            .set(DepthsTable.COVERED, depth.covered())
            .set(DepthsTable.DEPTH_UPPER, (Double) depth.depthUpper())
            .set(DepthsTable.DEPTH_METHOD, "string")
            .set(DepthsTable.BOUND_APPLIES, depth.boundApplies())
            .setFinite(DepthsTable.BOUND_EXPLICIT, depth.bound())
            .set(DepthsTable.SECONDS_SPENT, (Double) (2e-3 * depth.width()));
    rows.add(row.build());
    if (eta == 0.5 && depth.covered() && depth.seed() == 0) {
      for (int vertex = 0; vertex < 50 + depth.seed(); vertex++) {
        Record.Builder point =
            row(PathsTable.TABLE, depth.family(), n, depth.width())
                .set(LeadingColumns.TRIAL_ID, id)
                .set(PathsTable.TARGET, "cell-best")
                .set(PathsTable.DEPTH_METHOD, "string")
                .set(PathsTable.PATH, 0)
                .set(PathsTable.VERTEX, vertex)
                .set(PathsTable.LOSS, (Double) (0.5 - 0.002 * vertex))
                .set(PathsTable.PARAMETERS, new double[] {3 * vertex, 4 * vertex});
        if (vertex > 0) {
          point.set(
              PathsTable.SEGMENT_MAX,
              (Double) (vertex == 7 ? 0.5 + depth.depthUpper() : 0.502 - 0.002 * vertex));
        }
        rows.add(point.build());
      }
    }
  }

  /** A row whose required values are filled with anything. */
  @SuppressWarnings("unchecked") // the column's type says what its values are
  static Record.Builder row(Table table, String family, int n, int width) {
    Record.Builder row = Record.of(table);
    for (Column<?> column : table.columns()) {
      if (!column.nullable()) {
        if (column.type() == ColumnType.TEXT) {
          row.set((Column<String>) column, "none");
        } else if (column.type() == ColumnType.INTEGER) {
          row.set((Column<Long>) column, 1);
        } else if (column.type() == ColumnType.REAL) {
          row.set((Column<Double>) column, (Double) 0.5);
        } else if (column.type() == ColumnType.FLAG) {
          row.set((Column<Boolean>) column, true);
        } else {
          row.set((Column<double[]>) column, new double[0]);
        }
      }
    }
    return row.set(LeadingColumns.FAMILY, family)
        .set(LeadingColumns.INPUT_DIMENSION, n)
        .set(LeadingColumns.WIDTH, width)
        .set(LeadingColumns.TRIAL_ID, String.format(Locale.ROOT, "%032x", width));
  }
}
