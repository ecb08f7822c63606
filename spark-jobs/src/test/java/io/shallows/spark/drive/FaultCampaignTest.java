package io.shallows.spark.drive;

import io.shallows.spark.drive.FaultCampaign.Victim;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.store.LoopbackHdfs;
import io.shallows.spark.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sweeps on a standalone cluster whose processes are killed. The long campaigns run by {@code
 * ./mvnw -Pcampaign -pl common,spark-jobs test}, 200 kills on the local disk and 50 on HDFS; {@code
 * -Dcampaign.rounds=N} and {@code -Dcampaign.seed=N} change them.
 */
class FaultCampaignTest {

  private static final long SEED = Long.getLong("campaign.seed", 20260101);
  private static final int ROUNDS = Integer.getInteger("campaign.rounds", 200);
  private static final int ROUNDS_ON_HDFS = Integer.getInteger("campaign.rounds", 50);

  @TempDir Path folder;

  @Test
  void aSweepSurvivesTheDeathOfAnExecutorAWorkerAndTheDriver() throws Exception {
    try (LoopbackCluster cluster = new LoopbackCluster(folder.resolve("cluster"), 2)) {
      local(cluster, SEED).run(List.of(Victim.EXECUTOR, Victim.WORKER, Victim.DRIVER));
    }
  }

  @Test
  @Tag("campaign")
  void manyRoundsOnTheLocalDisk() throws Exception {
    try (LoopbackCluster cluster = new LoopbackCluster(folder.resolve("cluster"), 2)) {
      FaultCampaign campaign = local(cluster, SEED);
      List<Victim> victims =
          victims(ROUNDS, List.of(Victim.DRIVER, Victim.EXECUTOR, Victim.WORKER));
      campaign.run(victims);
      report("local disk", victims, campaign);
    }
  }

  @Test
  @Tag("campaign")
  void manyRoundsOnHdfsWhoseDataNodeRestarts() throws Exception {
    try (LoopbackHdfs hdfs = new LoopbackHdfs(folder.resolve("hdfs"));
        LoopbackCluster cluster = new LoopbackCluster(folder.resolve("cluster"), 2)) {
      FaultCampaign campaign =
          new FaultCampaign(
              cluster,
              folder.resolve("logs"),
              hdfs.uri() + "/sweeps",
              hdfs.configuration(),
              undisturbed(),
              hdfs::restartDataNode,
              SEED);
      List<Victim> victims =
          victims(
              ROUNDS_ON_HDFS,
              List.of(Victim.DRIVER, Victim.EXECUTOR, Victim.WORKER, Victim.STORAGE));
      campaign.run(victims);
      report("HDFS", victims, campaign);
    }
  }

  private static void report(String where, List<Victim> victims, FaultCampaign campaign) {
    Map<Victim, Long> rounds =
        victims.stream()
            .collect(Collectors.groupingBy(v -> v, TreeMap::new, Collectors.counting()));
    System.out.println(
        where
            + ": passed "
            + rounds
            + ", "
            + campaign.sweeps()
            + " sweeps, "
            + campaign.looks()
            + " looks, seed "
            + SEED);
  }

  private static List<Victim> victims(int rounds, List<Victim> from) {
    Random random = new Random(SEED);
    List<Victim> victims = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      victims.add(from.get(random.nextInt(from.size())));
    }
    return victims;
  }

  private FaultCampaign local(LoopbackCluster cluster, long seed) throws Exception {
    return new FaultCampaign(
        cluster,
        folder.resolve("logs"),
        folder.resolve("stores").toString(),
        new Configuration(),
        undisturbed(),
        () -> {
          throw new IOException("nothing happens to the local disk");
        },
        seed);
  }

  /** All rows of the sweep as one process makes them, with other shards. */
  private List<String> undisturbed() throws Exception {
    return undisturbed(folder);
  }

  /** The same in a folder of its own. */
  static List<String> undisturbed(Path folder) throws Exception {
    FakeScience science = new FakeScience();
    SparkConf conf = SparkSettings.of(new SparkConf(), Optional.of("local[2]"), Map.of());
    String uri = folder.resolve("undisturbed").toString();
    String spec = FaultCampaign.spec(uri);
    new SweepRun(science, conf, new SilentProgress(), false, 3, Set.of())
        .run(science.spec(spec), spec);
    return SweepDriverTest.allRows(Store.open(uri, new Configuration()));
  }
}
