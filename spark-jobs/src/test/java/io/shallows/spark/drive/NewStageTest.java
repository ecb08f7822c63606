package io.shallows.spark.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.CellCoordinates;
import io.shallows.grid.TrialCoordinates;
import io.shallows.record.MinimaTable;
import io.shallows.record.Record;
import io.shallows.record.TrajectoriesTable;
import io.shallows.spark.execute.ShardContext;
import io.shallows.spark.execute.ShardRows;
import io.shallows.spark.execute.SparkPool;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.plan.ShardWork;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.stage.ShardStage;
import io.shallows.spark.stage.SweepStage;
import io.shallows.spark.stage.SweepStages;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.IndexRanges;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreVerification;
import io.shallows.spark.store.StoreWriter;
import io.shallows.spark.store.StoredFile;
import io.shallows.trial.TrialRunner;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new stage is one class and one entry in a list: it runs, resumes, retries and verifies. */
class NewStageTest {

  private static final String SPEC =
      """
      apiVersion: shallows/v1
      name: new-stage
      grid:
        family: [plain]
        width: [4, WIDTH]
        networkDepth: [1]
        inputDimension: [2]
        initialization: [he]
        seed: {count: 3, root: 1}
      training: {deadlineSeconds: 1}
      measurement:
        depth: {eta: [0.5]}
      """;

  private static final AtomicInteger ECHOED = new AtomicInteger();

  private static JavaSparkContext spark;

  @TempDir private Path folder;

  /** Writes one row of trajectories per trained minimum. */
  static final class EchoStage implements ShardStage {

    @Override
    public Stage stage() {
      return new Stage("echo");
    }

    @Override
    public Unit unit() {
      return Unit.TRIAL;
    }

    @Override
    public String scope(SweepDefinition sweep, Store store) {
      return "echo of " + sweep.identity().trialScope();
    }

    @Override
    public List<Group> inputs(SweepDefinition sweep, Store store) {
      return store.trained();
    }

    @Override
    public Set<String> inputTables() {
      return Set.of(MinimaTable.TABLE.name());
    }

    @Override
    public double operations(TrialRunner runner, CellCoordinates cell) {
      return 1;
    }

    @Override
    public void work(ShardWork work, ShardContext context, ShardRows rows) {
      Set<String> wanted = new HashSet<>();
      IndexRanges.parse(work.covers())
          .forEach(
              index -> {
                TrialCoordinates trial = context.sweep().grid().at(index);
                wanted.add(context.sweep().identity().trialId(trial).hex());
                rows.count("echoed");
                ECHOED.incrementAndGet();
              });
      for (StoredFile file : work.inputs()) {
        context.files().read(file, MinimaTable.TABLE, wanted, minimum -> rows.add(row(minimum)));
      }
    }

    private static Record row(Record minimum) {
      return Record.of(TrajectoriesTable.TABLE)
          .setShared(minimum)
          .set(TrajectoriesTable.LOSS, minimum.get(MinimaTable.LOSS))
          .set(TrajectoriesTable.POINT, 0)
          .set(TrajectoriesTable.STEP, 0)
          .set(TrajectoriesTable.GRADIENT_EVALUATIONS, 0)
          .set(TrajectoriesTable.LOSS_NORMALIZED, 1.0)
          .build();
    }
  }

  @BeforeAll
  static void startSpark() {
    spark =
        new JavaSparkContext(SparkSettings.of(new SparkConf(), Optional.of("local[2]"), Map.of()));
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  private static List<SweepStage> withEcho() {
    List<SweepStage> all = new ArrayList<>(SweepStages.ALL.all());
    all.add(3, new EchoStage());
    return all;
  }

  private Store store() {
    return Store.open(folder.resolve("store").toUri().toString(), new Configuration());
  }

  private SweepStatus run(String spec, Set<String> retry) throws Exception {
    SweepStages stages = new SweepStages(NewStageTest::withEcho);
    FakeScience science = new FakeScience();
    SweepDefinition sweep = SweepDefinition.of(spec, science.spec(spec));
    String uri = folder.resolve("store").toUri().toString();
    ECHOED.set(0);
    try (StoreWriter writer = StoreWriter.open(uri, new Configuration(), Clock.systemUTC())) {
      writer.writeSpec(sweep.text());
      SweepDriver driver =
          new SweepDriver(
              spark,
              new SparkPool(spark),
              sweep,
              science,
              writer,
              new SilentProgress(),
              false,
              2,
              stages);
      if (!retry.isEmpty()) {
        driver.retry(retry);
      }
      for (SweepStage stage : stages.all()) {
        driver.run(stage);
      }
      driver.compact();
      writer.settle();
      return driver.status();
    }
  }

  private long echoes() {
    AtomicInteger rows = new AtomicInteger();
    store().read(TrajectoriesTable.TABLE, row -> rows.incrementAndGet());
    return rows.get();
  }

  @Test
  void runsResumesAndVerifies() throws Exception {
    String spec = SPEC.replace("WIDTH", "8");
    assertTrue(run(spec, Set.of()).complete());
    assertEquals(6, ECHOED.get());
    assertEquals(6, echoes());
    assertTrue(run(spec, Set.of()).complete());
    assertEquals(0, ECHOED.get(), "nothing is left to do");
    assertEquals(6, echoes());
    assertEquals(List.of(), StoreVerification.problems(store()));
    assertTrue(run(spec.replace("count: 3", "count: 4"), Set.of()).complete());
    assertEquals(2, ECHOED.get(), "only the new seeds");
    assertEquals(8, echoes());
  }

  @Test
  void doesTrialsAgainThatTrainAgain() throws Exception {
    String spec = SPEC.replace("WIDTH", FakeScience.THROWS + "");
    run(spec, Set.of());
    long before = echoes();
    run(spec, Set.of("failed"));
    int failed = (int) (6 - before);
    assertTrue(failed > 0, "some trials fail");
    assertEquals(failed, ECHOED.get());
    assertEquals(before, echoes());
  }

  @Test
  void twoStagesOfOneNameAreRefused() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new SweepStages(() -> List.of(new EchoStage(), new EchoStage())));
    assertEquals("two stages are named echo", refused.getMessage());
  }
}
