package io.shallows.spark.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
      assertEquals(2, Slots.of(spark));
    }
  }

  @Test
  void aTaskOfTwoCoresIsHalfAsManySlots() {
    assertEquals(4, Slots.of(8, 2));
    assertEquals(8, Slots.of(8, 1));
    assertEquals(1, Slots.of(1, 2));
  }
}
