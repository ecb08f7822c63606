package io.shallows.spark.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shallows.spark.store.IndexRanges;
import java.util.List;
import org.junit.jupiter.api.Test;

class DepthShardTest {

  @Test
  void batchesHoldEveryTrialOnceInOrder() {
    IndexRanges covers = IndexRanges.parse("4-9,20-23");
    assertEquals(
        List.of(List.of(4L, 5L, 6L, 7L), List.of(8L, 9L, 20L, 21L), List.of(22L, 23L)),
        DepthShard.batches(covers, 4));
    assertEquals(5, DepthShard.batches(covers, 2).size());
    assertEquals(
        List.of(List.of(4L, 5L, 6L, 7L, 8L, 9L, 20L, 21L, 22L, 23L)),
        DepthShard.batches(covers, 1_000_000));
  }
}
