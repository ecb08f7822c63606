package io.shallows.spark.execute;

import io.shallows.spark.plan.ShardWork;
import io.shallows.spark.store.IndexRanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A shard that a thread of this process carries out right now. Where Spark is embedded all of them
 * are of this process; on a cluster the driver sees none.
 *
 * @param id of the shard and of the group that it will give
 * @param trials that it holds; 1 where it is a problem
 * @param ended of these, how many have ended
 * @param predictedSeconds of the whole shard, when it was planned
 * @param age seconds since it began
 * @param trialAge seconds since its present trial began; that of the shard where it has none
 */
public record UnderWay(
    String id, long trials, long ended, double predictedSeconds, double age, double trialAge) {

  private static final Map<Thread, Running> RUNNING = new ConcurrentHashMap<>();
  private static final double NANOS = 1e-9;

  private static final class Running {
    private final ShardWork work;
    private final long trials;
    private final long since = System.nanoTime();
    private final AtomicLong ended = new AtomicLong();
    private volatile long trialSince = since;

    Running(ShardWork work) {
      this.work = work;
      // What stands for a problem is no range of trials.
      this.trials = work.covers().matches("[0-9,-]+") ? IndexRanges.parse(work.covers()).size() : 1;
    }

    UnderWay at(long now) {
      return new UnderWay(
          work.id(),
          trials,
          Math.min(trials, ended.get()),
          work.predictedSeconds(),
          (now - since) * NANOS,
          (now - trialSince) * NANOS);
    }
  }

  /** What this process does right now. */
  public static List<UnderWay> here() {
    long now = System.nanoTime();
    List<UnderWay> shards = new ArrayList<>();
    RUNNING.values().forEach(running -> shards.add(running.at(now)));
    return shards;
  }

  /** This thread begins a shard. */
  static void begin(ShardWork work) {
    RUNNING.put(Thread.currentThread(), new Running(work));
  }

  /** This thread begins a trial of its shard, if it has one. */
  static void trialBegins() {
    Running running = RUNNING.get(Thread.currentThread());
    if (running != null) {
      running.trialSince = System.nanoTime();
    }
  }

  /** This thread has ended a trial of its shard. */
  static void trialEnded() {
    Running running = RUNNING.get(Thread.currentThread());
    if (running != null) {
      running.ended.incrementAndGet();
      running.trialSince = System.nanoTime();
    }
  }

  /** This thread has ended its shard. */
  static void end() {
    RUNNING.remove(Thread.currentThread());
  }
}
