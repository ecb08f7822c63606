package io.shallows.spark.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shallows.spark.execute.SparkSettings;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class SlotsTest {

  @Test
  void slotsAreTheTasksThatTheExecutorsRunAndNotWhatASettingSays() {
    Map<String, String> settings =
        Map.of("spark.task.cpus", "2", "spark.default.parallelism", "64");
    try (JavaSparkContext spark =
        new JavaSparkContext(
            SparkSettings.of(new SparkConf(), Optional.of("local[5]"), settings))) {
      assertEquals(64, spark.defaultParallelism());
      assertEquals(2, SweepDriver.slots(spark));
    }
  }
}
