package io.shallows.spark.progress;

import io.shallows.grid.CellCoordinates;
import io.shallows.grid.Grid;
import io.shallows.spark.execute.UnderWay;
import io.shallows.spark.plan.CostModel;
import io.shallows.spark.plan.MeasuredCosts;
import io.shallows.spark.plan.ShardWork;
import io.shallows.spark.plan.StageLeft;
import io.shallows.spark.plan.StageOutlook;
import io.shallows.spark.plan.StagePlan;
import io.shallows.spark.store.IndexRanges;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.LongToDoubleFunction;
import java.util.function.ToDoubleFunction;

/**
 * A sweep once more on a clock of its own: shards start in the order of a log as slots are free,
 * take what they took, and {@link Headway} is asked after each of them and every second.
 */
final class Replay {

  /** Longer sweeps are asked as often as this and not every second. */
  private static final int MOST_LOOKS = 80;

  /** Trials of each shape that are run first. */
  private static final int SAMPLE = 2;

  /**
   * A shard of a log.
   *
   * @param trials seconds of each of its trials, where the process that runs it shows them; empty
   *     for shards that run elsewhere
   */
  record Shard(String covers, double seconds, double predicted, List<Double> trials) {}

  /**
   * The shards of a stage in their order.
   *
   * @param operations what planning takes a trial to cost
   */
  record Act(
      StagePlan stage,
      BiFunction<StagePlan, CellCoordinates, Double> operations,
      List<Shard> shards) {}

  /**
   * What was shown at a time.
   *
   * @param truth how long the sweep took from there on
   */
  record Look(double at, double share, TimeLeft.Range range, double truth) {
    boolean holds() {
      return range.low() <= truth && truth <= range.high();
    }
  }

  private record Running(Shard shard, double from) {
    double end() {
      return from + shard.seconds();
    }

    UnderWay at(double now) {
      double age = now - from;
      long ended = 0;
      double since = 0;
      for (double trial : shard.trials()) {
        if (since + trial > age) {
          break;
        }
        since += trial;
        ended++;
      }
      long size = IndexRanges.parse(shard.covers()).size();
      return new UnderWay(
          shard.covers(), size, ended, shard.predicted(), age, age - Math.min(age, since));
    }
  }

  private final Grid grid;
  private final List<Act> acts;
  private final int slots;
  private final List<Look> looks = new ArrayList<>();
  private final MeasuredCosts costs = new MeasuredCosts();
  private final Headway headway = new Headway();
  private final List<StageOutlook> outlooks = new ArrayList<>();
  private double now;
  private double step;

  private Replay(Grid grid, List<Act> acts, int slots) {
    this.grid = grid;
    this.acts = acts;
    this.slots = slots;
  }

  static List<Look> of(Grid grid, List<Act> acts, int slots) {
    Replay replay = new Replay(grid, acts, slots);
    replay.run();
    return replay.looks.stream()
        .map(look -> new Look(look.at(), look.share(), look.range(), replay.now - look.at()))
        .toList();
  }

  static String shape(CellCoordinates cell) {
    return cell.family() + " " + cell.width() + " " + cell.networkDepth();
  }

  /**
   * A shard for each cell, as the planner has them: two trials of each shape first where the stage
   * is sampled, then the dearest; large cells are cut.
   *
   * @param most trials of a shard
   * @param operations predicted for one trial of a cell
   * @param seconds that a trial takes, by its number
   * @param seen whether trials of running shards are seen, as where Spark is embedded
   */
  static List<Shard> cells(
      Grid grid,
      StagePlan stage,
      long most,
      ToDoubleFunction<CellCoordinates> operations,
      LongToDoubleFunction seconds,
      boolean seen) {
    List<Long> cells = new ArrayList<>();
    for (long cell = 0; cell < grid.cells(); cell++) {
      cells.add(cell);
    }
    cells.sort(Comparator.comparingDouble(cell -> -operations.applyAsDouble(grid.cell(cell))));
    Set<String> shapes = new HashSet<>();
    Set<Long> sampled = new HashSet<>();
    for (long cell : cells) {
      if (stage.isSampled() && shapes.add(shape(grid.cell(cell)))) {
        sampled.add(cell);
      }
    }
    List<Shard> shards = new ArrayList<>();
    for (boolean sample : new boolean[] {true, false}) {
      for (long cell : cells) {
        boolean mine = sampled.contains(cell);
        if (sample && !mine) {
          continue;
        }
        long from = cell * grid.seeds() + (sample || !mine ? 0 : SAMPLE);
        long to = sample ? from + SAMPLE : (cell + 1) * grid.seeds();
        double each = operations.applyAsDouble(grid.cell(cell)) / CostModel.OPERATIONS_PER_SECOND;
        for (long first = from; first < to; first += most) {
          long last = Math.min(to, first + most) - 1;
          List<Double> trials = new ArrayList<>();
          for (long trial = first; trial <= last; trial++) {
            trials.add(seconds.applyAsDouble(trial));
          }
          shards.add(
              new Shard(
                  IndexRanges.of(first, last).toString(),
                  trials.stream().mapToDouble(Double::doubleValue).sum(),
                  each * trials.size(),
                  seen ? trials : List.of()));
        }
      }
    }
    return shards;
  }

  private void run() {
    double total = 0;
    for (Act act : acts) {
      total += act.shards().stream().mapToDouble(Shard::seconds).sum() / slots;
      outlooks.add(outlook(act));
    }
    step = Math.max(1, total / MOST_LOOKS);
    for (int i = 0; i < acts.size(); i++) {
      run(acts.get(i), outlooks.get(i));
    }
  }

  private StageOutlook outlook(Act act) {
    if (act.stage().unit() == StagePlan.Unit.PROBLEM) {
      return StageOutlook.ofProblems(
          act.stage(),
          grid,
          act.shards().stream()
              .map(
                  shard ->
                      new ShardWork(
                          act.stage().stage(),
                          "",
                          "",
                          shard.covers(),
                          shard.predicted(),
                          List.of()))
              .toList(),
          0);
    }
    List<IndexRanges.Range> mine = new ArrayList<>();
    act.shards().forEach(shard -> mine.addAll(IndexRanges.parse(shard.covers()).ranges()));
    return StageOutlook.ofTrials(
        act.stage(),
        grid,
        IndexRanges.union(mine).complement(grid.size()),
        cell -> act.operations().apply(act.stage(), cell),
        costs);
  }

  private void run(Act act, StageOutlook outlook) {
    PriorityQueue<Running> busy = new PriorityQueue<>(Comparator.comparingDouble(Running::end));
    int next = 0;
    int left = act.shards().size();
    headway.started(act.stage().stage(), slots, now);
    headway.planned(left, act.shards().stream().mapToDouble(Shard::predicted).sum());
    headway.left(left());
    while (left > 0) {
      while (busy.size() < slots && next < act.shards().size()) {
        busy.add(new Running(act.shards().get(next++), now));
      }
      Running first = busy.remove();
      while (now + step < first.end()) {
        now += step;
        look(busy, Optional.of(first));
      }
      now = first.end();
      outlook.finished(first.shard().covers(), first.shard().seconds());
      note(act, first.shard());
      headway.ended(act.stage().stage(), first.shard().predicted(), now);
      headway.left(left());
      left--;
      if (looks.isEmpty() || now - looks.get(looks.size() - 1).at() >= step / 2) {
        look(busy, Optional.empty());
      }
    }
  }

  /**
   * In a log a shard's time is known and not that of its trials: it is shared out by their price.
   */
  private void note(Act act, Shard shard) {
    if (act.stage().unit() == StagePlan.Unit.PROBLEM) {
      return;
    }
    List<CellCoordinates> cells = new ArrayList<>();
    IndexRanges.parse(shard.covers()).forEach(index -> cells.add(grid.cell(index / grid.seeds())));
    double all =
        cells.stream().mapToDouble(cell -> act.operations().apply(act.stage(), cell)).sum();
    MeasuredCosts more = new MeasuredCosts();
    for (int i = 0; i < cells.size(); i++) {
      double operations = act.operations().apply(act.stage(), cells.get(i));
      double seconds =
          shard.trials().isEmpty() ? shard.seconds() * operations / all : shard.trials().get(i);
      more.add(act.stage().stage(), cells.get(i), operations, seconds);
    }
    costs.addAll(more);
  }

  private List<StageLeft> left() {
    return outlooks.stream().map(StageOutlook::left).toList();
  }

  private void look(PriorityQueue<Running> busy, Optional<Running> first) {
    List<UnderWay> running = new ArrayList<>();
    first.filter(one -> !one.shard().trials().isEmpty()).ifPresent(one -> running.add(one.at(now)));
    busy.stream()
        .filter(one -> !one.shard().trials().isEmpty())
        .forEach(one -> running.add(one.at(now)));
    headway.running(running);
    headway
        .timeLeft(now)
        .ifPresent(range -> looks.add(new Look(now, headway.share(), range, Double.NaN)));
  }
}
