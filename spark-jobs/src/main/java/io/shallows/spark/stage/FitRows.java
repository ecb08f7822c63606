package io.shallows.spark.stage;

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
import io.shallows.spark.aggregate.DepthText;
import io.shallows.spark.aggregate.RecordText;
import io.shallows.spark.aggregate.StudyText;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.Checksum;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.RecordFiles;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.StoreFolder;
import io.shallows.spark.store.StoreWriter;
import io.shallows.spark.store.StoredFile;
import io.shallows.statistics.Annihilations;
import io.shallows.statistics.FitAggregation;
import io.shallows.statistics.FitVerdicts;
import io.shallows.statistics.MeasuredDepth;
import io.shallows.statistics.SingularityStudy;
import io.shallows.statistics.SkipComparisons;
import io.shallows.statistics.SkipPairs;
import io.shallows.statistics.SkipVerdicts;
import io.shallows.statistics.VerdictDesign;
import io.shallows.statistics.estimate.ProblemTest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/**
 * The rows of stage {@code fits}: depths and trials are brought together by group on Spark, every
 * group becomes rows, and the driver, which holds one row per fit and per problem and family,
 * judges them together.
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

  private final JavaSparkContext spark;
  private final SweepDefinition sweep;
  private final StoreWriter writer;
  private final ProblemTest test;

  /** The least number of settings among which verdicts are adjusted. */
  private final int settings;

  FitRows(JavaSparkContext spark, SweepDefinition sweep, StoreWriter writer) {
    this.spark = spark;
    this.sweep = sweep;
    this.writer = writer;
    this.test = ProblemTest.named(sweep.spec().measurement().verdicts());
    this.settings = VerdictDesign.of(sweep.spec()).map(VerdictDesign::leastSettings).orElse(0);
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
    List<String> depthFiles = files(depths, DepthsTable.TABLE);
    Map<Table, List<Record>> rows = new LinkedHashMap<>();
    TABLES.forEach(table -> rows.put(table, new ArrayList<>()));
    addRows(rows, fitRows(depthFiles));
    addRows(rows, studyRows(files(minima, TrialsTable.TABLE), depthFiles));
    addRows(rows, nestedRows(files(depths, NestedTable.TABLE)));
    Optional<VerdictDesign> design = VerdictDesign.of(sweep.spec());
    int skips = design.map(VerdictDesign::leastFamilies).orElse(0);
    String id = "fits-" + Checksum.of(scope).substring(0, 20);
    RecordFiles store = new RecordFiles(writer.store().folder());
    rows.computeIfPresent(
        FitsTable.TABLE, (table, fits) -> FitVerdicts.judge(fits, test, settings));
    rows.put(SkipsTable.TABLE, SkipVerdicts.judge(rows.get(PairsTable.TABLE), test, skips));
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

  private static List<String> files(List<Group> groups, Table table) {
    return groups.stream()
        .flatMap(group -> group.files().stream())
        .filter(file -> file.table().equals(table.name()))
        .map(StoredFile::name)
        .sorted()
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
            test.label() + " among " + settings,
            Group.content(inputs));
    return sweep.depthScope() + " rows=" + Checksum.of(content);
  }

  private static void addRows(Map<Table, List<Record>> rows, JavaRDD<String> texts) {
    texts.collect().stream()
        .sorted()
        .map(RecordText::read)
        .forEach(row -> rows.get(row.table()).add(row));
  }

  /** Rows of fits, widths and comparisons. */
  private JavaRDD<String> fitRows(List<String> depthFiles) {
    String uri = writer.store().folder().uri();
    String measurementId = sweep.identity().measurementId().hex();
    long root = sweep.spec().grid().seed().root();
    ProblemTest ofTrends = test;
    int among = VerdictDesign.of(sweep.spec()).map(VerdictDesign::tests).orElse(1);
    return names(depthFiles)
        .mapPartitionsToPair(names -> read(names, uri, measurementId))
        .groupByKey(spark.defaultParallelism())
        .flatMap(group -> aggregate(group, measurementId, root, ofTrends, among));
  }

  /** Rows of singularities, contrasts and correlations. */
  private JavaRDD<String> studyRows(List<String> trialFiles, List<String> depthFiles) {
    String uri = writer.store().folder().uri();
    String measurementId = sweep.identity().measurementId().hex();
    JavaPairRDD<String, String> trials =
        names(trialFiles)
            .mapPartitionsToPair(
                names ->
                    texts(
                        names,
                        uri,
                        TrialsTable.TABLE,
                        row -> true,
                        StudyText::group,
                        StudyText::trial));
    JavaPairRDD<String, String> depths =
        names(depthFiles)
            .mapPartitionsToPair(
                names ->
                    texts(
                        names,
                        uri,
                        DepthsTable.TABLE,
                        row -> StudyText.isUsed(row, measurementId),
                        StudyText::group,
                        StudyText::depth));
    return trials
        .union(depths)
        .groupByKey(spark.defaultParallelism())
        .flatMap(
            group ->
                SingularityStudy.rows(StudyText.readGroup(group._1()), StudyText.read(group._2()))
                    .stream()
                    .map(RecordText::write)
                    .iterator());
  }

  /** Rows of annihilations. */
  private JavaRDD<String> nestedRows(List<String> nestedFiles) {
    String uri = writer.store().folder().uri();
    String measurementId = sweep.identity().measurementId().hex();
    long root = sweep.spec().grid().seed().root();
    return names(nestedFiles)
        .mapPartitionsToPair(
            names ->
                texts(
                    names,
                    uri,
                    NestedTable.TABLE,
                    row -> row.get(NestedTable.MEASUREMENT_ID).equals(measurementId),
                    Annihilations::group,
                    RecordText::write))
        .groupByKey(spark.defaultParallelism())
        .map(group -> RecordText.write(annihilations(group._2(), root)));
  }

  private static Record annihilations(Iterable<String> texts, long root) {
    return new Annihilations(new RandomStreams(root))
        .summary(StreamSupport.stream(texts.spliterator(), false).map(RecordText::read).toList());
  }

  private JavaRDD<String> names(List<String> files) {
    return files.isEmpty()
        ? spark.emptyRDD()
        : spark.parallelize(files, Math.min(files.size(), 4 * spark.defaultParallelism()));
  }

  /** Rows of some files as pairs of group and text. */
  private static Iterator<Tuple2<String, String>> texts(
      Iterator<String> names,
      String uri,
      Table table,
      Predicate<Record> used,
      Function<Record, String> group,
      Function<Record, String> text) {
    RecordFiles files = files(uri);
    List<Tuple2<String, String>> pairs = new ArrayList<>();
    while (names.hasNext()) {
      files.read(
          new StoredFile(table.name(), names.next(), 0, 0, ""),
          table,
          row -> {
            if (used.test(row)) {
              pairs.add(new Tuple2<>(group.apply(row), text.apply(row)));
            }
          });
    }
    return pairs.iterator();
  }

  private static RecordFiles files(String uri) {
    return new RecordFiles(StoreFolder.at(uri, SparkSettings.hadoop(SparkEnv.get().conf())));
  }

  private static Iterator<Tuple2<String, String>> read(
      Iterator<String> names, String uri, String measurementId) {
    RecordFiles files = files(uri);
    List<Tuple2<String, String>> pairs = new ArrayList<>();
    while (names.hasNext()) {
      String name = names.next();
      files.read(
          new StoredFile(DepthsTable.TABLE.name(), name, 0, 0, ""),
          DepthsTable.TABLE,
          row -> {
            if (DepthText.isUsed(row, measurementId)) {
              pairs.add(new Tuple2<>(DepthText.group(row), DepthText.write(row)));
            }
          });
    }
    return pairs.iterator();
  }

  private static Iterator<String> aggregate(
      Tuple2<String, Iterable<String>> group,
      String measurementId,
      long root,
      ProblemTest test,
      int settings) {
    List<MeasuredDepth> depths =
        StreamSupport.stream(group._2().spliterator(), false).map(DepthText::read).toList();
    RandomStreams streams = new RandomStreams(root);
    FitAggregation.Rows rows =
        new FitAggregation(measurementId, streams, test, settings)
            .aggregate(DepthText.readGroup(group._1()), depths);
    List<String> texts = new ArrayList<>();
    rows.fits().forEach(row -> texts.add(RecordText.write(row)));
    rows.widths().forEach(row -> texts.add(RecordText.write(row)));
    new SkipComparisons(measurementId, streams)
        .compare(DepthText.readGroup(group._1()), depths)
        .forEach(row -> texts.add(RecordText.write(row)));
    new SkipPairs(measurementId)
        .count(DepthText.readGroup(group._1()), depths)
        .forEach(row -> texts.add(RecordText.write(row)));
    return texts.iterator();
  }
}
