package io.shallows.spark.plan;

import io.shallows.grid.CellCoordinates;
import io.shallows.grid.Grid;
import io.shallows.spark.store.IndexRanges;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Packs the trials that are left into shards of about equal predicted cost, dearest trials first,
 * so that the end of the stage is made of short tasks.
 *
 * <p>Only cells of similar cost share a shard. State is proportional to the number of shards.
 */
public final class ShardPlanner {

  /** A task no longer than this loses little when its executor dies. */
  static final double LONGEST_SHARD_SECONDS = 60;

  /** A task no shorter than this keeps the cost of scheduling under a percent. */
  static final double SHORTEST_SHARD_SECONDS = 1;

  /** Shards per slot: enough that slots finish together, few enough that files stay few. */
  static final int SHARDS_PER_SLOT = 8;

  /** The rows of a shard are held in memory until they are written. */
  static final int MOST_TRIALS = 10_000;

  /** Log and driver hold a line for each shard; longer sweeps have longer shards. */
  static final int MOST_SHARDS = 100_000;

  /** Trials of one sweep: beyond, shards would be more or larger than that. */
  public static final long MOST_TRIALS_OF_SWEEP = (long) MOST_TRIALS * MOST_SHARDS;

  /**
   * Trials to do together.
   *
   * @param trials their numbers
   * @param trialSeconds predicted cost of its dearest trial
   * @param seconds predicted cost of all
   */
  public record Shard(IndexRanges trials, double trialSeconds, double seconds) {}

  /** Where the trials of a cell may be parted. */
  public enum Cuts {
    /** Nowhere. */
    NONE,
    /** Where a cell alone is more than a shard. */
    LARGE_CELLS,
    /** Anywhere. */
    ANYWHERE
  }

  private final Grid grid;
  private final ToDoubleFunction<CellCoordinates> trialSeconds;

  /**
   * @param trialSeconds predicted cost of one trial of a cell
   */
  public ShardPlanner(Grid grid, ToDoubleFunction<CellCoordinates> trialSeconds) {
    this.grid = grid;
    this.trialSeconds = trialSeconds;
  }

  /** Predicted cost of all trials that {@code done} lacks. */
  public double secondsLeft(IndexRanges done) {
    Pass pass = new Pass(done);
    double total = 0;
    for (long cell = 0; cell < grid.cells(); cell++) {
      long missing = pass.missing(cell).stream().mapToLong(r -> r.last() - r.first() + 1).sum();
      if (missing > 0) {
        total += missing * trialSeconds.applyAsDouble(grid.cell(cell));
      }
    }
    return total;
  }

  /** The shard size that suits {@code slots} slots, or {@code partitions} shards if positive. */
  public static double shardSeconds(double secondsLeft, int slots, int partitions) {
    if (partitions > 0) {
      return secondsLeft / partitions;
    }
    double even = secondsLeft / ((double) slots * SHARDS_PER_SLOT);
    double longest = Math.max(LONGEST_SHARD_SECONDS, secondsLeft / MOST_SHARDS);
    return Math.min(longest, Math.max(SHORTEST_SHARD_SECONDS, even));
  }

  /**
   * The shards of all trials that {@code done} lacks.
   *
   * @param cuts where the trials of a cell may be parted
   */
  public List<Shard> plan(IndexRanges done, double shardSeconds, Cuts cuts) {
    Pass pass = new Pass(done);
    Map<Integer, Bin> bins = new TreeMap<>();
    List<Shard> shards = new ArrayList<>();
    for (long cell = 0; cell < grid.cells(); cell++) {
      List<IndexRanges.Range> missing = pass.missing(cell);
      if (missing.isEmpty()) {
        continue;
      }
      double each = trialSeconds.applyAsDouble(grid.cell(cell));
      Bin bin = bins.computeIfAbsent(Math.getExponent(each), exponent -> new Bin());
      for (IndexRanges.Range range : missing) {
        long first = range.first();
        long size = range.last() - first + 1;
        boolean whole =
            cuts == Cuts.NONE
                || (cuts == Cuts.LARGE_CELLS && size * each <= shardSeconds && size <= MOST_TRIALS);
        while (first <= range.last()) {
          long room =
              Math.max(
                  1,
                  Math.min(
                      (long) ((shardSeconds - bin.seconds) / each),
                      MOST_TRIALS - bin.trials.size()));
          long last = whole ? range.last() : Math.min(range.last(), first + room - 1);
          bin.add(first, last, each);
          first = last + 1;
          if (bin.seconds + each / 2 >= shardSeconds || bin.trials.size() >= MOST_TRIALS) {
            bin.flush(shards);
          }
        }
      }
    }
    bins.values().forEach(bin -> bin.flush(shards));
    shards.sort(
        Comparator.comparingDouble(Shard::trialSeconds)
            .reversed()
            .thenComparing(shard -> shard.trials().ranges().get(0).first()));
    return shards;
  }

  private static final class Bin {
    private IndexRanges.Builder trials = new IndexRanges.Builder();
    private double seconds;
    private double dearest;

    void add(long first, long last, double each) {
      trials.add(first, last);
      seconds += (last - first + 1) * each;
      dearest = Math.max(dearest, each);
    }

    void flush(List<Shard> shards) {
      if (trials.size() > 0) {
        shards.add(new Shard(trials.build(), dearest, seconds));
        trials = new IndexRanges.Builder();
        seconds = 0;
        dearest = 0;
      }
    }
  }

  /** One walk over the cells in order beside the ranges that are done. */
  private final class Pass {
    private final List<IndexRanges.Range> done;
    private int position;

    Pass(IndexRanges done) {
      this.done = done.ranges();
    }

    /** The ranges of a cell that are not done; cells must be asked for in rising order. */
    List<IndexRanges.Range> missing(long cell) {
      long first = cell * grid.seeds();
      long last = first + grid.seeds() - 1;
      while (position < done.size() && done.get(position).last() < first) {
        position++;
      }
      List<IndexRanges.Range> missing = new ArrayList<>(1);
      for (int i = position; i < done.size() && done.get(i).first() <= last; i++) {
        if (done.get(i).first() > first) {
          missing.add(new IndexRanges.Range(first, done.get(i).first() - 1));
        }
        first = done.get(i).last() + 1;
      }
      if (first <= last) {
        missing.add(new IndexRanges.Range(first, last));
      }
      return missing;
    }
  }
}
