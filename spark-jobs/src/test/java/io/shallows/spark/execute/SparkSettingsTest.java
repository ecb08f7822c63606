package io.shallows.spark.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** What of Spark's settings the answers of a run depend on. */
class SparkSettingsTest {

  private static SparkConf of(Map<String, String> user) {
    return SparkSettings.of(new SparkConf(false), Optional.of("yarn"), user);
  }

  @Test
  void executorsThatTrialsKillAreReplacedOnEveryCluster() {
    SparkConf conf = of(Map.of("spark.executor.maxNumFailures", "3"));
    assertEquals("-1", conf.get("spark.deploy.maxExecutorRetries"));
    assertEquals("" + Integer.MAX_VALUE, conf.get("spark.executor.maxNumFailures"));
  }

  @Test
  void aFullHeapKillsNoExecutorUnlessTheUserSaysSo() {
    String key = "spark.executor.extraJavaOptions";
    assertEquals("-XX:OnOutOfMemoryError=true", of(Map.of()).get(key));
    assertEquals("-Da=b -XX:OnOutOfMemoryError=true", of(Map.of(key, "-Da=b")).get(key));
    String theirs = "-XX:OnOutOfMemoryError=date";
    assertEquals(theirs, of(Map.of(key, theirs)).get(key));
    assertEquals(
        theirs, SparkSettings.of(of(Map.of(key, theirs)), Optional.empty(), Map.of()).get(key));
  }
}
