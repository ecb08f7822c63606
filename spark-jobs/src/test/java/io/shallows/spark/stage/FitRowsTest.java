package io.shallows.spark.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.ProblemOrder;
import io.shallows.random.RandomStreams;
import io.shallows.record.AnnihilationsTable;
import io.shallows.record.ComparisonsTable;
import io.shallows.record.ContrastsTable;
import io.shallows.record.CorrelationsTable;
import io.shallows.record.DepthsTable;
import io.shallows.record.FitsTable;
import io.shallows.record.NestedTable;
import io.shallows.record.PairsTable;
import io.shallows.record.Record;
import io.shallows.record.SingularitiesTable;
import io.shallows.record.SkipsTable;
import io.shallows.record.Table;
import io.shallows.record.TrialsTable;
import io.shallows.record.WidthsTable;
import io.shallows.spark.aggregate.CellAddress;
import io.shallows.spark.aggregate.DepthRun;
import io.shallows.spark.aggregate.TrialRun;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreWriter;
import io.shallows.statistics.Annihilations;
import io.shallows.statistics.FitAggregation;
import io.shallows.statistics.FitGroup;
import io.shallows.statistics.FitVerdicts;
import io.shallows.statistics.MeasuredDepth;
import io.shallows.statistics.SingularityStudy;
import io.shallows.statistics.SkipComparisons;
import io.shallows.statistics.SkipPairs;
import io.shallows.statistics.SkipVerdicts;
import io.shallows.statistics.StudiedTrial;
import io.shallows.statistics.VerdictDesign;
import io.shallows.statistics.estimate.ProblemTest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows of stage fits, bit for bit, against those of all rows of a setting in one list, whatever the
 * files, partitions and slots.
 */
class FitRowsTest {

  private static final List<Table> TABLES =
      List.of(
          FitsTable.TABLE,
          WidthsTable.TABLE,
          ComparisonsTable.TABLE,
          PairsTable.TABLE,
          SkipsTable.TABLE,
          AnnihilationsTable.TABLE,
          SingularitiesTable.TABLE,
          ContrastsTable.TABLE,
          CorrelationsTable.TABLE);

  @TempDir private Path folder;

  private Store made(MadeUpSweep sweep, String name, int trialsOfFile, boolean backwards, int slots)
      throws Exception {
    String uri = folder.resolve(name).toUri().toString();
    SparkConf conf =
        SparkSettings.of(new SparkConf(), Optional.of("local[" + slots + "]"), Map.of());
    try (JavaSparkContext spark = new JavaSparkContext(conf);
        StoreWriter writer = StoreWriter.open(uri, new Configuration(), Clock.systemUTC())) {
      sweep.write(writer, trialsOfFile, backwards);
      new FitsStage().run(spark, sweep.definition(), writer);
      writer.settle();
    }
    return Store.open(uri, new Configuration());
  }

  private static List<Record> rows(Store store, Table table) {
    List<Record> rows = new ArrayList<>();
    store.read(table, rows::add);
    return rows;
  }

  /** Everything from lists. */
  private static Map<Table, List<Record>> obvious(MadeUpSweep sweep, Store store) {
    String measurement = sweep.definition().identity().measurementId().hex();
    RandomStreams streams = new RandomStreams(sweep.definition().spec().grid().seed().root());
    ProblemTest test = ProblemTest.named(sweep.definition().spec().measurement().verdicts());
    VerdictDesign design = VerdictDesign.of(sweep.definition().spec()).orElseThrow();
    ProblemOrder order =
        test == ProblemTest.FIXED ? ProblemOrder.BY_ID : new ProblemOrder(sweep.problemIds());
    Map<Table, List<Record>> rows = new LinkedHashMap<>();
    TABLES.forEach(table -> rows.put(table, new ArrayList<>()));
    Map<String, List<MeasuredDepth>> settings = new TreeMap<>();
    Map<String, List<TrialRun.Known>> groups = new TreeMap<>();
    List<TrialRun.Depth> best = new ArrayList<>();
    for (Record row : rows(store, DepthsTable.TABLE)) {
      if (DepthRun.isUsed(row, measurement)) {
        settings
            .computeIfAbsent(DepthRun.address(row).setting(), setting -> new ArrayList<>())
            .add(DepthRun.depth(row));
      }
      if (TrialRun.isUsed(row, measurement)) {
        best.add(TrialRun.Depth.of(row));
      }
    }
    for (Record row : rows(store, TrialsTable.TABLE)) {
      groups
          .computeIfAbsent(TrialRun.ofTrial(row).setting(), group -> new ArrayList<>())
          .add(TrialRun.Known.of(row));
    }
    int least = design.leastSettings();
    settings.forEach(
        (setting, depths) -> {
          FitGroup group = CellAddress.fitGroup(setting);
          FitAggregation.Rows fits =
              new FitAggregation(measurement, streams, test, order, design.tests())
                  .aggregate(group, depths);
          rows.get(FitsTable.TABLE).addAll(fits.fits());
          rows.get(WidthsTable.TABLE).addAll(fits.widths());
          rows.get(ComparisonsTable.TABLE)
              .addAll(new SkipComparisons(measurement, streams).compare(group, depths));
          rows.get(PairsTable.TABLE).addAll(new SkipPairs(measurement).count(group, depths));
        });
    groups.forEach(
        (group, trials) -> {
          List<StudiedTrial> joined = TrialRun.join(trials, best);
          SingularityStudy.rows(CellAddress.studyGroup(group), joined)
              .forEach(row -> rows.get(row.table()).add(row));
        });
    List<Record> nested = rows(store, NestedTable.TABLE);
    if (!nested.isEmpty()) {
      rows.get(AnnihilationsTable.TABLE).add(new Annihilations(streams).summary(nested));
    }
    rows.put(FitsTable.TABLE, FitVerdicts.judge(rows.get(FitsTable.TABLE), test, least));
    rows.put(
        SkipsTable.TABLE,
        SkipVerdicts.judge(rows.get(PairsTable.TABLE), test, order, design.leastFamilies()));
    return rows;
  }

  private static List<String> texts(List<Record> rows) {
    return rows.stream().map(Record::toString).sorted().toList();
  }

  @Test
  void rowsAreThoseOfListsWhateverTheFilesAndSlots() throws Exception {
    MadeUpSweep sweep = new MadeUpSweep(2, 5, 0.3);
    Store few = made(sweep, "few", 1000, false, 1);
    Store many = made(sweep, "many", 37, true, 3);
    Map<Table, List<Record>> obvious = obvious(sweep, few);
    for (Table table : TABLES) {
      assertTrue(!obvious.get(table).isEmpty(), table + " has no row here");
      assertEquals(texts(obvious.get(table)), texts(rows(few, table)), table.name());
      assertEquals(rows(few, table), rows(many, table), table + ", and in the same order");
    }
  }

  /** With more problems than the named look has, which are the first has to be known. */
  @Test
  void sequentialVerdictsLookAtTheFirstProblemsByNumber() throws Exception {
    MadeUpSweep sweep = new MadeUpSweep(ProblemTest.LOOK + 3, 2, 0, ProblemTest.SEQUENTIAL);
    Store store = made(sweep, "sequential", 500, true, 2);
    Map<Table, List<Record>> obvious = obvious(sweep, store);
    for (Table table : List.of(FitsTable.TABLE, SkipsTable.TABLE)) {
      assertTrue(!obvious.get(table).isEmpty(), table + " has no row here");
      assertEquals(texts(obvious.get(table)), texts(rows(store, table)), table.name());
    }
  }

  @Test
  void noRowsMakeNoRows() throws Exception {
    Store store = made(new MadeUpSweep(1, 1, 0), "none", 0, false, 1);
    TABLES.forEach(table -> assertEquals(List.of(), rows(store, table)));
  }
}
