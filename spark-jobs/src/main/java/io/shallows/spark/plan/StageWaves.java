package io.shallows.spark.plan;

import io.shallows.spark.store.IndexRanges;
import io.shallows.spark.store.Store;
import java.util.ArrayList;
import java.util.List;

/**
 * A stage as waves of shards, each planned when it is asked for, by what trials took until then.
 *
 * <p>The first wave of a stage that nobody has timed is a sample of all shapes. Every other wave
 * holds the dearest shards of what is left, half of its predicted time, so shards shrink towards
 * the end, where slots would wait for long ones; the last wave holds the rest.
 */
public final class StageWaves {

  /** What is left is one wave if it has no more shards per slot. */
  private static final int LAST_SHARDS_PER_SLOT = 4;

  private final StagePlanner planner;
  private final StagePlan stage;
  private final Store store;
  private final List<IndexRanges.Range> taken = new ArrayList<>();
  private boolean started;
  private boolean sampling;
  private double secondsLater;
  private int shardsLater;

  StageWaves(StagePlanner planner, StagePlan stage, Store store) {
    this.planner = planner;
    this.stage = stage;
    this.store = store;
  }

  /** The next shards, dearest first; none when no work is left. */
  public List<ShardWork> next() {
    boolean first = !started;
    started = true;
    sampling = false;
    secondsLater = 0;
    shardsLater = 0;
    if (stage.unit() == StagePlan.Unit.PROBLEM) {
      return first ? planner.problems(stage, store) : List.of();
    }
    if (first) {
      List<ShardWork> sample = planner.sample(stage, store);
      if (!sample.isEmpty()) {
        sampling = true;
        take(sample);
        count(planner.work(stage, store, IndexRanges.union(taken)));
        return sample;
      }
    }
    List<ShardWork> left = planner.work(stage, store, IndexRanges.union(taken));
    List<ShardWork> wave = left.subList(0, size(left));
    take(wave);
    count(left.subList(wave.size(), left.size()));
    return List.copyOf(wave);
  }

  /** Whether the last shards are a sample, by which all others are to be planned. */
  public boolean isSampling() {
    return sampling;
  }

  /** Predicted time on one slot of what no wave holds yet. */
  public double secondsLater() {
    return secondsLater;
  }

  /** Shards that no wave holds yet, if they were planned now. */
  public int shardsLater() {
    return shardsLater;
  }

  private int size(List<ShardWork> left) {
    if (planner.isInOneWave(stage) || left.size() <= LAST_SHARDS_PER_SLOT * planner.slots()) {
      return left.size();
    }
    double half = left.stream().mapToDouble(ShardWork::predictedSeconds).sum() / 2;
    double seconds = 0;
    int size = 0;
    while (size < left.size() && seconds < half) {
      seconds += left.get(size).predictedSeconds();
      size++;
    }
    return size;
  }

  private void take(List<ShardWork> wave) {
    wave.forEach(work -> taken.addAll(IndexRanges.parse(work.covers()).ranges()));
  }

  private void count(List<ShardWork> later) {
    secondsLater = later.stream().mapToDouble(ShardWork::predictedSeconds).sum();
    shardsLater = later.size();
  }
}
