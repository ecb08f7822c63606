package io.shallows.spark.plan;

import io.shallows.grid.CellCoordinates;
import io.shallows.grid.Grid;
import io.shallows.spark.store.IndexRanges;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Keeps count of what is left of a stage, by shape of its trials, and prices it anew whenever more
 * is known of what trials take. Its size is that of the list of shapes.
 */
public final class StageOutlook {

  /**
   * Problems of one sweep differ by a factor of two, usually, and counted operations are off by
   * about as much.
   */
  private static final double PROBLEM_DOUBT = 0.5;

  /**
   * Shapes are off the curve by a factor of two, and one trial is off the mean of its shape by
   * about as much.
   */
  private static final double SHAPE_DOUBT = 2.5;

  /**
   * As many shards give half of a say to how prices drift: means of few trials miss the rare long
   * ones.
   */
  private static final double DRIFT_SHARDS = 8;

  private static final double MOST_DRIFT = 3;

  /** Trials alike, with a cell that stands for them. */
  private record Alike(CellCoordinates cell, long trials) {}

  private final StagePlan stage;
  private final Grid grid;
  private final Supplier<ToDoubleFunction<CellCoordinates>> prices;
  private final MeasuredCosts costs;
  private final Map<String, Alike> left = new LinkedHashMap<>();

  /** Seconds of problems that are left, by what they cover, as they were planned. */
  private final Map<String, Double> problems = new LinkedHashMap<>();

  private long timedBefore;
  private final long all;
  private long done;
  private long finished;
  private double problemSeconds;
  private double problemPlanned;
  private double plannedLeft;
  private double squares;
  private double learned;
  private double took;
  private double priced;

  private StageOutlook(
      StagePlan stage,
      Grid grid,
      long all,
      Supplier<ToDoubleFunction<CellCoordinates>> prices,
      MeasuredCosts costs) {
    this.stage = stage;
    this.grid = grid;
    this.all = all;
    this.prices = prices;
    this.costs = costs;
  }

  /**
   * A stage that is cut by problems.
   *
   * @param problems what is left, at its price
   * @param timed problems of the stage by which it was priced; 0 if by operations alone
   */
  public static StageOutlook ofProblems(
      StagePlan stage, Grid grid, List<ShardWork> problems, long timed) {
    StageOutlook outlook =
        new StageOutlook(stage, grid, problems.size(), () -> cell -> 0, new MeasuredCosts());
    for (ShardWork work : problems) {
      outlook.problems.put(work.covers(), work.predictedSeconds());
      outlook.plannedLeft += work.predictedSeconds();
    }
    outlook.timedBefore = timed;
    return outlook;
  }

  /**
   * A stage of trials.
   *
   * @param held trials that the store has
   * @param operations predicted for one trial of a cell
   * @param costs what trials took, as it grows
   */
  public static StageOutlook ofTrials(
      StagePlan stage,
      Grid grid,
      IndexRanges held,
      ToDoubleFunction<CellCoordinates> operations,
      MeasuredCosts costs) {
    StageOutlook outlook =
        new StageOutlook(
            stage,
            grid,
            grid.size(),
            () -> CostModel.fit(operations, stage, costs)::seconds,
            costs);
    outlook.done = held.size();
    outlook.count(held.complement(grid.size()), 1);
    return outlook;
  }

  private void count(IndexRanges trials, int sign) {
    for (IndexRanges.Range range : trials.ranges()) {
      long first = range.first();
      while (first <= range.last()) {
        CellCoordinates cell = grid.cell(first / grid.seeds());
        long last = Math.min(range.last(), (first / grid.seeds() + 1) * grid.seeds() - 1);
        long change = sign * (last - first + 1);
        left.merge(
            MeasuredCosts.shape(cell),
            new Alike(cell, change),
            (old, more) -> new Alike(old.cell(), old.trials() + more.trials()));
        first = last + 1;
      }
    }
  }

  /** Whether its shards are problems. */
  private boolean isByProblems() {
    return stage.unit() == StagePlan.Unit.PROBLEM;
  }

  /**
   * A shard has ended, and its trials' times are not yet among the costs.
   *
   * @param covers as in its group
   * @param seconds that it took
   */
  public void finished(String covers, double seconds) {
    if (isByProblems()) {
      double planned = Objects.requireNonNullElse(problems.remove(covers), 0.0);
      learn(planned * problemFactor(), seconds);
      problemSeconds += seconds;
      problemPlanned += planned;
      plannedLeft -= planned;
      done = Math.min(all, done + 1);
    } else {
      IndexRanges trials = IndexRanges.parse(covers);
      ToDoubleFunction<CellCoordinates> price = prices.get();
      double expected = 0;
      for (IndexRanges.Range range : trials.ranges()) {
        for (long index = range.first(); index <= range.last(); index++) {
          expected += price.applyAsDouble(grid.cell(index / grid.seeds()));
        }
      }
      learn(expected, seconds);
      count(trials, -1);
      done = Math.min(all, done + trials.size());
    }
    finished++;
  }

  private void learn(double expected, double seconds) {
    if (expected > 0 && seconds > 0) {
      double miss = Math.log(seconds / expected);
      squares += miss * miss;
      learned++;
      // The first price of all is of operations alone and says nothing of how prices drift.
      if (learned > 1) {
        took += seconds;
        priced += expected;
      }
    }
  }

  /** How much longer shards took than the price that they had just before. */
  private double drift() {
    double weight = learned / (learned + DRIFT_SHARDS);
    double ratio = priced > 0 ? Math.max(1 / MOST_DRIFT, Math.min(MOST_DRIFT, took / priced)) : 1;
    return Math.pow(ratio, weight);
  }

  /** Seconds that problems took for each that was planned. */
  private double problemFactor() {
    return problemPlanned > 0 ? problemSeconds / problemPlanned : 1;
  }

  /**
   * What is left, at present prices. The price of a shape of which n trials were timed is off by
   * independent errors of square {@value #SHAPE_DOUBT} / (1 + n).
   */
  public StageLeft left() {
    double seconds = 0;
    double squared = 0;
    double unseen = 0;
    if (isByProblems()) {
      long timed = timedBefore + finished;
      seconds = problemFactor() * (problems.isEmpty() ? 0 : Math.max(0, plannedLeft));
      squared = seconds * seconds * PROBLEM_DOUBT / (1 + timed);
      unseen = timed == 0 ? seconds : 0;
    } else {
      ToDoubleFunction<CellCoordinates> price = prices.get();
      for (Alike alike : left.values()) {
        double own = Math.max(0, alike.trials()) * price.applyAsDouble(alike.cell());
        long seen = costs.trials(stage.stage(), alike.cell());
        seconds += own;
        squared += own * own * SHAPE_DOUBT / (1 + seen);
        unseen += seen == 0 ? own : 0;
      }
    }
    return new StageLeft(
        stage.stage(),
        all,
        done,
        seconds * drift(),
        finished,
        learned > 0 ? squares / learned : 0,
        seconds > 0 ? Math.sqrt(squared) / seconds : 0,
        seconds > 0 ? Math.min(1, unseen / seconds) : 0);
  }
}
