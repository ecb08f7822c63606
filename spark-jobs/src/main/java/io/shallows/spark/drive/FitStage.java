package io.shallows.spark.drive;

import io.shallows.random.RandomStreams;
import io.shallows.record.ComparisonsTable;
import io.shallows.record.DepthsTable;
import io.shallows.record.FitsTable;
import io.shallows.record.Record;
import io.shallows.record.Table;
import io.shallows.record.WidthsTable;
import io.shallows.spark.aggregate.DepthText;
import io.shallows.spark.aggregate.RecordText;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.Checksum;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.RecordFiles;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.StoreFolder;
import io.shallows.spark.store.StoreWriter;
import io.shallows.spark.store.StoredFile;
import io.shallows.statistics.FitAggregation;
import io.shallows.statistics.FitVerdicts;
import io.shallows.statistics.MeasuredDepth;
import io.shallows.statistics.SkipComparisons;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/**
 * The stage {@code fits}: depths are brought together by group on Spark, every group becomes rows,
 * and the driver, which holds one row per fit, judges them together.
 */
final class FitStage {

  private final JavaSparkContext spark;
  private final SweepDefinition sweep;
  private final StoreWriter writer;

  FitStage(JavaSparkContext spark, SweepDefinition sweep, StoreWriter writer) {
    this.spark = spark;
    this.sweep = sweep;
    this.writer = writer;
  }

  /** Makes the rows anew, unless they are there and their depths have not changed. */
  void run() {
    List<Group> depths =
        writer.store().groups(Stage.DEPTHS).stream()
            .filter(group -> group.scope().equals(sweep.depthScope()))
            .toList();
    String scope = scope(depths);
    List<Group> present = writer.store().groups(Stage.FITS);
    if (present.size() == 1 && present.get(0).scope().equals(scope)) {
      return;
    }
    List<String> files =
        depths.stream()
            .flatMap(group -> group.files().stream())
            .filter(file -> file.table().equals(DepthsTable.TABLE.name()))
            .map(StoredFile::name)
            .sorted()
            .toList();
    Map<Table, List<Record>> rows = rows(files);
    String id = "fits-" + Checksum.of(scope).substring(0, 20);
    RecordFiles store = new RecordFiles(writer.store().folder());
    List<StoredFile> published = new ArrayList<>();
    for (Table table : List.of(FitsTable.TABLE, WidthsTable.TABLE, ComparisonsTable.TABLE)) {
      List<Record> ofTable =
          table == FitsTable.TABLE ? FitVerdicts.judge(rows.get(table)) : rows.get(table);
      if (!ofTable.isEmpty()) {
        published.add(store.publish(table, ofTable, id));
      }
    }
    Group group =
        new Group(
            id, Stage.FITS, scope, sweep.digest(), "all", Map.of(), Map.of(), 0, 0, published);
    writer.commit(
        List.of(group),
        present.stream().map(Group::id).filter(other -> !other.equals(id)).toList());
  }

  private String scope(List<Group> depths) {
    StringBuilder inputs = new StringBuilder(FitAggregation.VERSION).append('\n');
    depths.stream().map(Group::id).sorted().forEach(id -> inputs.append(id).append('\n'));
    return sweep.depthScope() + " rows=" + Checksum.of(inputs.toString());
  }

  private Map<Table, List<Record>> rows(List<String> files) {
    Map<Table, List<Record>> rows =
        Map.of(
            FitsTable.TABLE, new ArrayList<>(),
            WidthsTable.TABLE, new ArrayList<>(),
            ComparisonsTable.TABLE, new ArrayList<>());
    if (!files.isEmpty()) {
      String uri = writer.store().folder().uri();
      String measurementId = sweep.identity().measurementId().hex();
      long root = sweep.spec().grid().seed().root();
      JavaPairRDD<String, String> depths =
          spark
              .parallelize(files, Math.min(files.size(), 4 * spark.defaultParallelism()))
              .mapPartitionsToPair(names -> read(names, uri, measurementId));
      depths
          .groupByKey(spark.defaultParallelism())
          .flatMap(group -> aggregate(group, measurementId, root))
          .collect()
          .stream()
          .sorted()
          .map(RecordText::read)
          .forEach(row -> rows.get(row.table()).add(row));
    }
    return rows;
  }

  private static Iterator<Tuple2<String, String>> read(
      Iterator<String> names, String uri, String measurementId) {
    StoreFolder folder = StoreFolder.at(uri, SparkSettings.hadoop(SparkEnv.get().conf()));
    RecordFiles files = new RecordFiles(folder);
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
      Tuple2<String, Iterable<String>> group, String measurementId, long root) {
    List<MeasuredDepth> depths =
        StreamSupport.stream(group._2().spliterator(), false).map(DepthText::read).toList();
    RandomStreams streams = new RandomStreams(root);
    FitAggregation.Rows rows =
        new FitAggregation(measurementId, streams)
            .aggregate(DepthText.readGroup(group._1()), depths);
    List<String> texts = new ArrayList<>();
    rows.fits().forEach(row -> texts.add(RecordText.write(row)));
    rows.widths().forEach(row -> texts.add(RecordText.write(row)));
    new SkipComparisons(measurementId, streams)
        .compare(DepthText.readGroup(group._1()), depths)
        .forEach(row -> texts.add(RecordText.write(row)));
    return texts.iterator();
  }
}
