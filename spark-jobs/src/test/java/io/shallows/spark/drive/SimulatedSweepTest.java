package io.shallows.spark.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.spark.drive.SimulatedSweep.Setting;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.IndexRanges;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How planner, driver and log keep many slots busy, by simulation: {@code ./mvnw -Pcampaign -pl
 * common,spark-jobs test -Dtest=SimulatedSweepTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dsimulated.slots=1000 -Dsimulated.problems=100000 -Dsimulated.scatter=1.04}.
 */
class SimulatedSweepTest {

  /** Trials of one shape scatter by 1.4 times their mean (docs/benchmarks/sweeps.md). */
  private static final double SCATTER = 1.04;

  private static final Pattern WHOLE =
      Pattern.compile(
          "whole: (\\d+) shards in (\\d+) s, idle ([0-9.]+), log (\\d+) bytes, groups (\\d+)");

  private static JavaSparkContext spark;

  @TempDir private Path folder;

  @BeforeAll
  static void startSpark() {
    spark =
        new JavaSparkContext(SparkSettings.of(new SparkConf(), Optional.of("local[1]"), Map.of()));
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  private static Setting setting(int slots, int problems, int partitions, long draw) {
    return new Setting(slots, problems, 10, partitions, SCATTER, draw, 0.5, 0.1);
  }

  private SimulatedSweep run(Setting setting, String name) throws InterruptedException {
    SimulatedSweep sweep = new SimulatedSweep(setting, true, Long.MAX_VALUE);
    sweep.run(spark, folder.resolve(name));
    return sweep;
  }

  private Store store(String name) {
    return Store.open(SimulatedDisk.uri(folder.resolve(name)), SimulatedDisk.configuration());
  }

  /** Every trial and every problem is in one group of each stage, and in no second. */
  private static void requireEachOnce(SweepDefinition sweep, Store store, int problems) {
    for (Stage stage : List.of(Stage.REFERENCES, Stage.SUPREMA)) {
      Set<String> covered = new HashSet<>();
      store.groups(stage).forEach(group -> assertTrue(covered.add(group.covers())));
      assertEquals(problems, covered.size());
    }
    for (Stage stage : List.of(Stage.MINIMA, Stage.DEPTHS, Stage.CELLS)) {
      List<IndexRanges> covered =
          store.groups(stage).stream().map(group -> IndexRanges.parse(group.covers())).toList();
      IndexRanges all =
          IndexRanges.union(covered.stream().flatMap(part -> part.ranges().stream()).toList());
      assertEquals(sweep.grid().size(), all.size(), stage.label());
      assertEquals(
          sweep.grid().size(), covered.stream().mapToLong(IndexRanges::size).sum(), stage.label());
    }
  }

  @Test
  void slotsAreBusyToTheLastShardsOfTheSweep() throws Exception {
    Setting setting = setting(20, 150, 0, 1);
    SimulatedSweep sweep = run(setting, "busy");
    requireEachOnce(sweep.sweep(), store("busy"), setting.problems());
    assertTrue(sweep.idle() < 0.06, "idle " + sweep.idle() + " of " + setting);
  }

  @Test
  void whatIsCommittedDoesNotHangOnSlotsOrOnWhatTrialsTake() throws Exception {
    Setting few = setting(3, 20, 30, 1);
    Setting many = setting(40, 20, 30, 2);
    SimulatedSweep sweep = run(few, "few");
    run(many, "many");
    assertEquals(Group.content(store("few").groups()), Group.content(store("many").groups()));
    requireEachOnce(sweep.sweep(), store("many"), many.problems());
  }

  @Test
  void nothingIsDoneTwiceAfterTheProcessDiedBetweenTwoStages() throws Exception {
    Setting setting = setting(10, 40, 0, 3);
    long whole = run(setting, "whole").carriedOut();
    // Among references, with minima behind them; among minima; among depths.
    for (long shards : List.of(45L, 60L, whole * 2 / 3)) {
      String name = "killed-" + shards;
      SimulatedSweep killed = new SimulatedSweep(setting, true, shards);
      assertThrows(SimulatedSweep.Died.class, () -> killed.run(spark, folder.resolve(name)));
      long kept = store(name).groups().size();
      assertTrue(kept >= shards - 1 - 3L * setting.slots(), kept + " of " + shards);
      SimulatedSweep resumed = new SimulatedSweep(setting, false, Long.MAX_VALUE);
      resumed.run(spark, folder.resolve(name));
      requireEachOnce(resumed.sweep(), store(name), setting.problems());
      assertEquals(store(name).groups().size() - kept, resumed.carriedOut());
    }
  }

  @Test
  @Tag("campaign")
  void aHundredThousandShardsOfAStageKeepAThousandSlotsBusy() throws Exception {
    Path out = folder.resolve("out");
    List<String> arguments =
        List.of(
            Integer.getInteger("simulated.slots", 1000) + "",
            Integer.getInteger("simulated.problems", 100_000) + "",
            "10",
            "0",
            System.getProperty("simulated.scatter", SCATTER + ""),
            "1",
            "0.5",
            "5",
            folder.resolve("store").toString());
    Process process =
        JavaProcess.start(out, List.of("-Xmx1g"), SimulatedSweep.class.getName(), arguments);
    int code = process.waitFor();
    String said = Files.readString(out);
    System.out.println(said);
    assertEquals(0, code);
    Matcher whole = WHOLE.matcher(said);
    assertTrue(whole.find(), said);
    assertEquals(whole.group(1), whole.group(5));
    assertTrue(Double.parseDouble(whole.group(3)) < 0.02, said);
    assertTrue(Long.parseLong(whole.group(4)) < 200L << 20, said);
  }
}
