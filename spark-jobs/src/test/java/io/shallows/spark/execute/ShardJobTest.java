package io.shallows.spark.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ShardJobTest {

  @Test
  void theLastShardsOfASampleDoNotHoldAThousandSlots() {
    int late = ShardJob.leftWhilePlanning(true, 1000);
    assertTrue(late > 0 && late < 100, late + " shards may be late");
    assertEquals(0, ShardJob.leftWhilePlanning(true, 8), "on few slots all of a sample counts");
    assertEquals(2000, ShardJob.leftWhilePlanning(false, 1000));
  }
}
