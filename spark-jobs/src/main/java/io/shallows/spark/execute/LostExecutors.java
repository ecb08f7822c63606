package io.shallows.spark.execute;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Counts, for every task of a job, how often its process died under it. */
final class LostExecutors extends SparkListener {

  private final Map<Integer, Integer> losses = new ConcurrentHashMap<>();

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.reason() instanceof ExecutorLostFailure) {
      losses.merge(end.taskInfo().partitionId(), 1, Integer::sum);
    }
  }

  int losses(int partition) {
    return losses.getOrDefault(partition, 0);
  }
}
