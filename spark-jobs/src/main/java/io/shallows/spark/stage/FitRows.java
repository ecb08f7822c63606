package io.shallows.spark.stage;

import io.shallows.grid.ProblemOrder;
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
import io.shallows.spark.aggregate.RecordText;
import io.shallows.spark.execute.Slots;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.Checksum;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.RecordFiles;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.StoreWriter;
import io.shallows.spark.store.StoredFile;
import io.shallows.spec.SweepSpec;
import io.shallows.statistics.FitAggregation;
import io.shallows.statistics.FitVerdicts;
import io.shallows.statistics.SingularityStudy;
import io.shallows.statistics.SkipVerdicts;
import io.shallows.statistics.VerdictDesign;
import io.shallows.statistics.estimate.ProblemTest;
import io.shallows.statistics.round.ProblemRounds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.ReduceFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import scala.Tuple2;
import scala.Tuple3;

/**
 * The rows of stage {@code fits}: files become runs, runs meet in units on Spark, every unit
 * becomes rows, and the driver, which holds one row per fit and per problem and family, judges them
 * together.
 *
 * <p>Cost: every file is read once, and its rows cross the network as columns of numbers, once for
 * each unit that they enter: three, and one for every comparison. A slot holds the rows of one
 * width or of one problem of a family, and in the second step 13 bytes for each positive depth of a
 * family; resamples of one family are drawn one after the other, so that is the longest task.
 */
final class FitRows {

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

  /** Address and rows of a run, behind the unit that it is sent to. */
  private static final Encoder<Tuple3<String, String, byte[]>> RUN =
      Encoders.tuple(Encoders.STRING(), Encoders.STRING(), Encoders.BINARY());

  /** Partitions for each slot: units differ much, and fall into partitions by chance. */
  private static final int PARTITIONS_OF_SLOT = 8;

  /** Rows below which a further partition takes longer than it saves: some tenths of a second. */
  private static final int ROWS = 5000;

  private final JavaSparkContext spark;
  private final SweepDefinition sweep;
  private final StoreWriter writer;
  private final ProblemTest test;

  /** Of problems: by number where the test asks for it. */
  private final ProblemOrder order;

  /** The least number of settings among which verdicts are adjusted. */
  private final int settings;

  FitRows(JavaSparkContext spark, SweepDefinition sweep, StoreWriter writer) {
    this.spark = spark;
    this.sweep = sweep;
    this.writer = writer;
    this.test = ProblemTest.named(sweep.spec().measurement().verdicts());
    this.order = test == ProblemTest.FIXED ? ProblemOrder.BY_ID : order(sweep);
    this.settings = VerdictDesign.of(sweep.spec()).map(VerdictDesign::leastSettings).orElse(0);
  }

  private static ProblemOrder order(SweepDefinition sweep) {
    SweepSpec spec = sweep.spec();
    return ProblemOrder.of(
        sweep.identity(), spec, spec.problem().count(), ProblemRounds.of(spec)::isWhole);
  }

  /** Makes the rows anew, unless they are there and what they follow from has not changed. */
  void run() {
    List<Group> depths =
        writer.store().groups(Stage.DEPTHS).stream()
            .filter(group -> group.scope().equals(sweep.depthScope()))
            .toList();
    List<Group> minima = writer.store().groups(Stage.MINIMA);
    String scope = scope(depths, minima);
    List<Group> present = writer.store().groups(Stage.FITS);
    if (present.size() == 1 && present.get(0).scope().equals(scope)) {
      return;
    }
    Map<Table, List<Record>> rows = new LinkedHashMap<>();
    TABLES.forEach(table -> rows.put(table, new ArrayList<>()));
    List<StoredFile> files = new ArrayList<>(files(depths, DepthsTable.TABLE));
    files.addAll(files(minima, TrialsTable.TABLE));
    files.addAll(files(depths, NestedTable.TABLE));
    texts(files).stream()
        .sorted()
        .map(RecordText::read)
        .forEach(row -> rows.get(row.table()).add(row));
    Optional<VerdictDesign> design = VerdictDesign.of(sweep.spec());
    int skips = design.map(VerdictDesign::leastFamilies).orElse(0);
    String id = "fits-" + Checksum.of(scope).substring(0, 20);
    RecordFiles store = new RecordFiles(writer.store().folder());
    rows.computeIfPresent(
        FitsTable.TABLE, (table, fits) -> FitVerdicts.judge(fits, test, settings));
    rows.put(SkipsTable.TABLE, SkipVerdicts.judge(rows.get(PairsTable.TABLE), test, order, skips));
    Group group =
        new Group(
            id,
            Stage.FITS,
            scope,
            sweep.digest(),
            "all",
            Map.of(),
            Map.of(),
            Map.of(),
            0,
            0,
            List.of());
    writer.commit(
        List.of(store.publish(group, rows, id)),
        present.stream().map(Group::id).filter(other -> !other.equals(id)).toList());
  }

  private static List<StoredFile> files(List<Group> groups, Table table) {
    return groups.stream()
        .flatMap(group -> group.files().stream())
        .filter(file -> file.table().equals(table.name()))
        .sorted(Comparator.comparing(StoredFile::name))
        .toList();
  }

  private String scope(List<Group> depths, List<Group> minima) {
    List<Group> inputs = new ArrayList<>(depths);
    inputs.addAll(minima);
    String content =
        String.join(
            "\n",
            FitAggregation.VERSION,
            SingularityStudy.VERSION,
            test.version() + " among " + settings,
            Group.content(inputs));
    return sweep.depthScope() + " rows=" + Checksum.of(content);
  }

  /**
   * Texts of all rows, verdicts still undecided. Files are read once, into runs that Spark keeps
   * where it shuffled them; what is compared with what is planned from one entry of every cell, and
   * runs meet in the units of {@link FitUnits}.
   */
  private List<String> texts(List<StoredFile> stored) {
    if (stored.isEmpty()) {
      return List.of();
    }
    List<String> files = stored.stream().map(FitReader::file).toList();
    String measurementId = sweep.identity().measurementId().hex();
    int partitions = partitions(stored.stream().mapToLong(StoredFile::rows).sum());
    SparkSession session = session(partitions);
    FitReader reader = new FitReader(writer.store().folder().uri(), measurementId);
    Dataset<Tuple3<String, String, byte[]>> runs =
        session.createDataset(
            session
                .createDataset(
                    spark.parallelize(files, Math.min(files.size(), partitions)).rdd(),
                    Encoders.STRING())
                .flatMap(reader, RUN)
                .repartition(partitions, functions.col("_2"))
                .rdd(),
            RUN);
    FitPlan plan = FitPlan.of(entries(runs));
    int among = VerdictDesign.of(sweep.spec()).map(VerdictDesign::tests).orElse(1);
    FitUnits units =
        new FitUnits(
            measurementId, sweep.spec().grid().seed().root(), test, order.ids(), among, plan);
    return runs.flatMap(
            (FlatMapFunction<Tuple3<String, String, byte[]>, Tuple3<String, String, byte[]>>)
                units::spread,
            RUN)
        .groupByKey(
            (MapFunction<Tuple3<String, String, byte[]>, String>) Tuple3::_1, Encoders.STRING())
        .flatMapGroups(
            (FlatMapGroupsFunction<
                    String, Tuple3<String, String, byte[]>, Tuple3<String, String, byte[]>>)
                units::first,
            RUN)
        .groupByKey(
            (MapFunction<Tuple3<String, String, byte[]>, String>) Tuple3::_1, Encoders.STRING())
        .flatMapGroups(
            (FlatMapGroupsFunction<String, Tuple3<String, String, byte[]>, String>) units::second,
            Encoders.STRING())
        .collectAsList();
  }

  /** As many as keep all slots busy, and no more than the rows are worth. */
  private int partitions(long rows) {
    int slots = Slots.of(spark);
    return (int) Math.max(slots, Math.min((long) PARTITIONS_OF_SLOT * slots, rows / ROWS));
  }

  private static List<Tuple2<String, String>> entries(
      Dataset<Tuple3<String, String, byte[]>> runs) {
    return runs.flatMap(
            (FlatMapFunction<Tuple3<String, String, byte[]>, Tuple2<String, String>>)
                run -> FitPlan.entries(CellAddress.read(run._2()), run._3()),
            Encoders.tuple(Encoders.STRING(), Encoders.STRING()))
        .groupByKey((MapFunction<Tuple2<String, String>, String>) Tuple2::_1, Encoders.STRING())
        .mapValues((MapFunction<Tuple2<String, String>, String>) Tuple2::_2, Encoders.STRING())
        .reduceGroups((ReduceFunction<String>) FitPlan::joined)
        .collectAsList();
  }

  /** Units take as long as their minima are many: Spark must not put small ones together. */
  private static SparkSession session(int partitions) {
    SparkSession session = SparkSession.builder().getOrCreate().newSession();
    session.conf().set("spark.sql.adaptive.enabled", false);
    session.conf().set("spark.sql.shuffle.partitions", partitions);
    // The rows are few and large: to compile code for them takes longer than to do without.
    session.conf().set("spark.sql.codegen.wholeStage", false);
    session.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    return session;
  }
}
