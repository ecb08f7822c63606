package io.shallows.spark.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.shallows.depth.measurement.TargetKind;
import io.shallows.grid.CellCoordinates;
import io.shallows.random.RandomStreams;
import io.shallows.record.AnnihilationsTable;
import io.shallows.record.CellsTable;
import io.shallows.record.Column;
import io.shallows.record.ComparisonsTable;
import io.shallows.record.ContrastsTable;
import io.shallows.record.CorrelationsTable;
import io.shallows.record.DepthsTable;
import io.shallows.record.FitsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.NestedTable;
import io.shallows.record.PairsTable;
import io.shallows.record.Record;
import io.shallows.record.SingularitiesTable;
import io.shallows.record.SkipsTable;
import io.shallows.record.Table;
import io.shallows.record.TrialStatus;
import io.shallows.record.TrialsTable;
import io.shallows.record.WidthsTable;
import io.shallows.spark.store.Checksum;
import io.shallows.spec.DepthSpec;
import io.shallows.statistics.Annihilations;
import io.shallows.statistics.CellSummary;
import io.shallows.statistics.FitAggregation;
import io.shallows.statistics.FitVerdicts;
import io.shallows.statistics.MeasuredDepth;
import io.shallows.statistics.SingularityStudy;
import io.shallows.statistics.SkipComparisons;
import io.shallows.statistics.SkipPairs;
import io.shallows.statistics.SkipVerdicts;
import io.shallows.trial.SweepVocabulary;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What is made of fixed rows of trials and depths against digests that are kept for the version of
 * each summary, so that summaries cannot come out otherwise and be taken for those of before: the
 * version is in the scope of their groups, and {@code run} and {@code aggregate} make those of
 * another version again.
 */
class SummaryVersionsTest {

  private static final String ADVICE =
      "\nIf that is meant, raise the version and freeze the new digest:\n  ./mvnw -pl spark-jobs -am"
          + " test -Dtest=SummaryVersionsTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dshallows.freeze=again\n";

  private static final Path FROZEN = Path.of("src/test/resources/frozen/summaries.txt");

  private static final String MEASUREMENT = "00000000000000000000000000000001";
  private static final List<String> FAMILIES = List.of("plain", "long-skip");
  private static final List<Integer> WIDTHS = List.of(4, 8, 16, 32);
  private static final int PROBLEMS = 4;
  private static final int SEEDS = 6;
  private static final double ETA = 0.5;

  private static final DepthSpec DEPTH =
      SweepVocabulary.reader()
          .read("apiVersion: shallows/v1\nmeasurement: {depth: {eta: [0.5]}}\n", "spec.yaml")
          .measurement()
          .depth();

  private static final Map<Table, String> VERSIONS = new LinkedHashMap<>();

  static {
    VERSIONS.put(CellsTable.TABLE, CellSummary.VERSION);
    VERSIONS.put(FitsTable.TABLE, FitAggregation.VERSION);
    VERSIONS.put(WidthsTable.TABLE, FitAggregation.VERSION);
    VERSIONS.put(ComparisonsTable.TABLE, FitAggregation.VERSION);
    VERSIONS.put(PairsTable.TABLE, FitAggregation.VERSION);
    VERSIONS.put(SkipsTable.TABLE, FitAggregation.VERSION);
    VERSIONS.put(AnnihilationsTable.TABLE, FitAggregation.VERSION);
    VERSIONS.put(SingularitiesTable.TABLE, SingularityStudy.VERSION);
    VERSIONS.put(ContrastsTable.TABLE, SingularityStudy.VERSION);
    VERSIONS.put(CorrelationsTable.TABLE, SingularityStudy.VERSION);
  }

  /** A number in (0, 1) that is a function of its name. */
  private static double uniform(String name) {
    return (Long.parseLong(Checksum.of(name).substring(0, 12), 16) + 0.5) / (1L << 48);
  }

  /** A row with a value in every column, each a function of the row's and the column's name. */
  private static Record.Builder filled(Table table, String name) {
    Record.Builder row = Record.of(table);
    table.columns().forEach(column -> fill(row, column, name + " " + column.name()));
    return row;
  }

  @SuppressWarnings("unchecked") // the type says which class values have
  private static void fill(Record.Builder row, Column<?> column, String name) {
    switch (column.type()) {
      case TEXT -> {
        if (!column.nullable()) {
          row.set((Column<String>) column, "x");
        }
      }
      case FLAG -> row.set((Column<Boolean>) column, (Boolean) (uniform(name) < 0.5));
      case INTEGER -> row.set((Column<Long>) column, (Long) (long) (9 * uniform(name)));
      case REAL -> row.set((Column<Double>) column, (Double) uniform(name));
      case REALS -> row.set((Column<double[]>) column, new double[0]);
    }
  }

  private record Point(int problem, String family, int width, int seed) {

    String name() {
      return problem + " " + family + " " + width + " " + seed;
    }

    Record.Builder leading(Record.Builder row) {
      return row.set(LeadingColumns.TRIAL_ID, Checksum.of(name()).substring(0, 32))
          .set(LeadingColumns.PROBLEM_ID, "p" + problem)
          .set(LeadingColumns.FAMILY, family)
          .set(LeadingColumns.WIDTH, width)
          .set(LeadingColumns.NETWORK_DEPTH, 1)
          .set(LeadingColumns.INPUT_DIMENSION, 2)
          .set(LeadingColumns.INITIALIZATION, "he")
          .set(LeadingColumns.SEED, seed)
          .set(LeadingColumns.PARAMETER_COUNT, 4 * width * (family.equals("plain") ? 2 : 1));
    }

    Record trial() {
      return leading(filled(TrialsTable.TABLE, "trial " + name()))
          .set(TrialsTable.STATUS, TrialStatus.CONVERGED.label())
          .set(TrialsTable.MINIMUM_KIND, kind())
          .build();
    }

    private String kind() {
      double number = uniform("kind " + name());
      return number < 0.6 ? "smooth-strict" : number < 0.9 ? "kink" : "not-stationary";
    }

    boolean isMinimum() {
      return !kind().equals("not-stationary");
    }

    Record depth(String target, Double eta) {
      String name = "depth " + target + " " + name();
      double depth = uniform(name) < 0.2 ? 0 : uniform("upper " + name) / width;
      return leading(filled(DepthsTable.TABLE, name))
          .set(LeadingColumns.ETA, eta)
          .set(DepthsTable.MEASUREMENT_ID, MEASUREMENT)
          .set(DepthsTable.TARGET, target)
          .set(DepthsTable.MINIMUM_KIND, kind())
          .set(DepthsTable.COVERED, (Boolean) (uniform("covered " + name) < 0.9))
          .set(DepthsTable.DEPTH_UPPER, (Double) depth)
          .set(DepthsTable.DEPTH_FLOOR, (Double) (uniform("floor " + name) * 1e-2 / width))
          .set(DepthsTable.BOUND_EXPLICIT, (Double) (1.0 / width))
          .set(DepthsTable.BOUND_APPLIES, (Boolean) !family.equals("plain"))
          .build();
    }
  }

  /** Nested pairs of one family and level. */
  private static List<Record> nested() {
    List<Record> rows = new ArrayList<>();
    for (Point at : points()) {
      String name = "nested " + at.name();
      double upper = uniform("upper " + name);
      double within = uniform("within " + name) < 0.4 ? 0 : upper * uniform("share " + name);
      rows.add(
          filled(NestedTable.TABLE, name)
              .set(LeadingColumns.TRIAL_ID, name)
              .set(LeadingColumns.PROBLEM_ID, "p" + at.problem())
              .set(LeadingColumns.ETA, (Double) ETA)
              .set(NestedTable.DROP, null)
              .set(NestedTable.DEPTH_LOWER, (Double) (uniform("lower " + name) < 0.5 ? 0 : 1e-3))
              .set(NestedTable.DEPTH_UPPER, (Double) upper)
              .set(NestedTable.NESTED_LOWER, (Double) 0.0)
              .set(NestedTable.NESTED_UPPER, (Double) within)
              .set(NestedTable.NESTED_FLOOR, (Double) 1e-2)
              .set(NestedTable.ANNIHILATED, within == 0)
              .set(NestedTable.RATIO, (Double) (within / upper))
              .build());
    }
    return rows;
  }

  private static List<Point> points() {
    List<Point> points = new ArrayList<>();
    for (int problem = 0; problem < PROBLEMS; problem++) {
      for (String family : FAMILIES) {
        for (int width : WIDTHS) {
          for (int seed = 0; seed < SEEDS; seed++) {
            points.add(new Point(problem, family, width, seed));
          }
        }
      }
    }
    return points;
  }

  private static Map<Table, List<Record>> summaries() {
    RandomStreams streams = new RandomStreams(3);
    Map<String, CellSummary> cells = new LinkedHashMap<>();
    List<MeasuredDepth> depths = new ArrayList<>();
    List<TrialRun.Known> studied = new ArrayList<>();
    List<TrialRun.Depth> best = new ArrayList<>();
    String group = "";
    for (Point at : points()) {
      CellCoordinates cell = new CellCoordinates(at.problem(), at.family(), at.width(), 1, 2, "he");
      CellSummary summary =
          cells.computeIfAbsent(
              cell.toString(),
              name -> new CellSummary("p" + at.problem(), cell, MEASUREMENT, DEPTH, streams));
      summary.addTrial(at.trial());
      studied.add(TrialRun.Known.of(at.trial()));
      if (at.isMinimum()) {
        Record reference = at.depth(TargetKind.REFERENCE.label(), ETA);
        Record lowest = at.depth(TargetKind.CELL_BEST.label(), null);
        summary.addDepth(reference);
        summary.addDepth(lowest);
        group = DepthRun.address(reference).setting();
        depths.add(DepthRun.depth(reference));
        best.add(TrialRun.Depth.of(lowest));
      }
    }
    Map<Table, List<Record>> rows = new LinkedHashMap<>();
    VERSIONS.keySet().forEach(table -> rows.put(table, new ArrayList<>()));
    cells.values().forEach(cell -> rows.get(CellsTable.TABLE).addAll(cell.rows()));
    FitAggregation.Rows fits =
        new FitAggregation(MEASUREMENT, streams).aggregate(CellAddress.fitGroup(group), depths);
    rows.get(FitsTable.TABLE).addAll(FitVerdicts.judge(fits.fits()));
    rows.get(WidthsTable.TABLE).addAll(fits.widths());
    rows.get(ComparisonsTable.TABLE)
        .addAll(
            new SkipComparisons(MEASUREMENT, streams).compare(CellAddress.fitGroup(group), depths));
    rows.get(PairsTable.TABLE)
        .addAll(new SkipPairs(MEASUREMENT).count(CellAddress.fitGroup(group), depths));
    rows.get(SkipsTable.TABLE).addAll(SkipVerdicts.judge(rows.get(PairsTable.TABLE)));
    rows.get(AnnihilationsTable.TABLE).add(new Annihilations(streams).summary(nested()));
    SingularityStudy.rows(
            CellAddress.studyGroup(TrialRun.ofTrial(points().get(0).trial()).setting()),
            TrialRun.join(studied, best))
        .forEach(row -> rows.get(row.table()).add(row));
    return rows;
  }

  @Test
  void summariesOfFixedRowsAreThoseOfTheirVersion() throws IOException {
    Map<Table, List<Record>> rows = summaries();
    Map<String, String> frozen = new TreeMap<>();
    for (String line : Files.exists(FROZEN) ? Files.readAllLines(FROZEN) : List.<String>of()) {
      frozen.put(
          line.substring(0, line.lastIndexOf(' ')), line.substring(line.lastIndexOf(' ') + 1));
    }
    Map<String, String> found = new TreeMap<>();
    VERSIONS.forEach(
        (table, version) -> {
          assertFalse(rows.get(table).isEmpty(), table + " has no row here");
          found.put(table.name() + " " + version, digest(rows.get(table)));
        });
    if (System.getProperty("shallows.freeze", "").equals("again")) {
      frozen.putAll(found);
      Files.write(
          FROZEN, frozen.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList());
    }
    found.forEach(
        (name, digest) ->
            assertEquals(frozen.get(name), digest, () -> "rows of " + name + " changed." + ADVICE));
  }

  /** Ten digits: the last bits of logarithms may differ between platforms. */
  private static String digest(List<Record> rows) {
    StringBuilder text = new StringBuilder();
    for (Record row : rows) {
      for (Column<?> column : row.table().columns()) {
        Optional<?> value = row.find(column);
        text.append(column.name()).append('=');
        text.append(
            value.isPresent() && value.get() instanceof Double real
                ? new BigDecimal(real).round(new MathContext(10)).toString()
                : value.map(Object::toString).orElse("null"));
        text.append('\n');
      }
    }
    return Checksum.of(text.toString()).substring(0, 16);
  }
}
