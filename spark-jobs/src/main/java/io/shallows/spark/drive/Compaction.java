package io.shallows.spark.drive;

import io.shallows.spark.execute.GroupMerger;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.plan.CompactionPlan;
import io.shallows.spark.plan.StagePlan;
import io.shallows.spark.stage.ShardStage;
import io.shallows.spark.stage.SweepStages;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.RunIdentity;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.StoreFolder;
import io.shallows.spark.store.StoreWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Puts the small files of finished stages together, each round of a stage in one commit: readers
 * see the small files or the large ones, and a crash leaves the small ones.
 */
final class Compaction {

  private final JavaSparkContext spark;
  private final StoreWriter writer;
  private final SweepStages stages;

  Compaction(JavaSparkContext spark, StoreWriter writer, SweepStages stages) {
    this.stages = stages;
    this.spark = spark;
    this.writer = writer;
  }

  /** Goes on until nothing is left to put together, so that a second run finds nothing to do. */
  void run() {
    for (ShardStage stage : stages.sharded()) {
      if (stage.unit() != StagePlan.Unit.PROBLEM) {
        run(stage.stage());
      }
    }
  }

  /** The same for one stage that is done. */
  void run(Stage stage) {
    List<List<Group>> plan = CompactionPlan.of(writer.store().groups(stage));
    while (!plan.isEmpty()) {
      List<String> gone = plan.stream().flatMap(List::stream).map(Group::id).toList();
      writer.commit(merge(plan), gone);
      plan = CompactionPlan.of(writer.store().groups(stage));
    }
  }

  private List<Group> merge(List<List<Group>> plan) {
    String uri = writer.store().folder().uri();
    RunIdentity run = writer.run();
    List<String> bins =
        plan.stream()
            .map(bin -> bin.stream().map(Group::toJson).collect(Collectors.joining("\n")))
            .toList();
    spark.setJobDescription("compaction, " + bins.size() + " files per table");
    try {
      return spark
          .parallelize(bins, bins.size())
          .map(bin -> merge(bin, uri, run))
          .collect()
          .stream()
          .map(Group::parse)
          .toList();
    } catch (RuntimeException e) {
      throw failure(e);
    } finally {
      spark.setJobDescription(null);
    }
  }

  private static String merge(String bin, String uri, RunIdentity run) {
    List<Group> parts = Arrays.stream(bin.split("\n", -1)).map(Group::parse).toList();
    StoreFolder folder = StoreFolder.at(uri, SparkSettings.hadoop(SparkEnv.get().conf())).as(run);
    return new GroupMerger(folder).merge(parts).toJson();
  }

  private static RuntimeException failure(RuntimeException e) {
    Throwable cause = e;
    if (!(cause instanceof SparkException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return StageFailure.ofTask("files of stages that are done could not be put together: ", cause);
  }
}
