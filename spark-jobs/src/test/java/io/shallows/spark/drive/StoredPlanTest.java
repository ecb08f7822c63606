package io.shallows.spark.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.StoreException;
import io.shallows.spark.store.StoreWriter;
import io.shallows.spec.SpecWriter;
import io.shallows.spec.SweepSpec;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan says what the store of its spec holds already. */
class StoredPlanTest {

  private static final String SPEC =
      """
      apiVersion: shallows/v1
      name: planned
      grid:
        family: [plain]
        width: [4]
        networkDepth: [1]
        inputDimension: [2]
        initialization: [he]
        seed: {count: COUNT, root: ROOT}
      training: {deadlineSeconds: 1}
      measurement:
        depth: {eta: [0.5]}
      output: {uri: "URI"}
      """;

  @TempDir private Path folder;

  private SweepSpec spec(int count, int root) {
    String text =
        SPEC.replace("COUNT", count + "")
            .replace("ROOT", root + "")
            .replace("URI", folder.resolve("store").toUri().toString());
    return new FakeScience().spec(text);
  }

  private void train(SweepSpec spec) throws Exception {
    FakeScience science = new FakeScience();
    SweepDefinition sweep = SweepDefinition.of(SpecWriter.write(spec), spec);
    SparkConf conf = SparkSettings.of(new SparkConf(), Optional.of("local[2]"), Map.of());
    try (JavaSparkContext spark = new JavaSparkContext(conf);
        StoreWriter writer =
            StoreWriter.open(spec.output().uri(), new Configuration(), Clock.systemUTC())) {
      writer.writeSpec(sweep.text());
      SweepDriver driver =
          new SweepDriver(spark, sweep, science, writer, new SilentProgress(), false, 2);
      driver.run(Stage.REFERENCES);
      driver.run(Stage.MINIMA);
    }
  }

  @Test
  void countsWhatIsTrainedAndMeasured() throws Exception {
    assertEquals(Optional.empty(), StoredPlan.of(spec(3, 1), new FakeScience()));
    train(spec(3, 1));
    StoredPlan plan = StoredPlan.of(spec(5, 1), new FakeScience()).orElseThrow();
    assertEquals(5, plan.trials());
    assertEquals(3, plan.trained());
    assertEquals(0, plan.measured());
    assertTrue(plan.knowsCosts());
    assertFalse(plan.depthSeconds() != null, "no depth was measured");
    assertThrows(
        StoreException.OtherSpec.class, () -> StoredPlan.of(spec(3, 2), new FakeScience()));
  }
}
