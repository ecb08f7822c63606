package io.shallows.spark.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.store.LoopbackS3;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreVerification;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep whose store is on S3A: {@code ./mvnw -Pobject-store -pl spark-jobs -am test}. */
@Tag("object-store")
class ObjectStoreSweepTest {

  @TempDir Path folder;

  private static SweepStatus run(String uri, Map<String, String> settings, int partitions)
      throws Exception {
    FakeScience science = new FakeScience();
    SparkConf conf = SparkSettings.of(new SparkConf(), Optional.of("local[2]"), settings);
    String spec = FaultCampaign.spec(uri);
    return new SweepRun(science, conf, new SilentProgress(), false, partitions, Set.of())
        .run(science.spec(spec), spec);
  }

  @Test
  void aSweepHasTheSameRowsAsOnALocalDiskAndIsContinued() throws Exception {
    String local = folder.resolve("local").toString();
    run(local, Map.of(), 3);
    try (LoopbackS3 s3 = new LoopbackS3(folder)) {
      Map<String, String> settings = new TreeMap<>();
      s3.settings().forEach((key, value) -> settings.put("spark.hadoop." + key, value));
      String uri = s3.uri() + "/sweep";
      assertTrue(run(uri, settings, 12).complete());
      int trained = FakeScience.TRAINED.get();
      assertTrue(run(uri, settings, 5).complete());
      assertEquals(trained, FakeScience.TRAINED.get());
      Store store = Store.open(uri, s3.configuration());
      assertEquals(
          SweepDriverTest.allRows(Store.open(local, new Configuration())),
          SweepDriverTest.allRows(store));
      assertEquals(List.of(), StoreVerification.problems(store));
    }
  }
}
