package io.shallows.spark.plan;

import io.shallows.grid.CellCoordinates;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.IndexRanges;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoredFile;
import io.shallows.trial.ProblemCoordinates;
import io.shallows.trial.TrialRunner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;

/** What each stage has left to do, given what the store holds. */
public final class StagePlanner {

  /** Trials of each shape in a first look at what trials cost. */
  static final int SAMPLE = 2;

  /** Shapes with fewer trials for each one of the sample are not looked at first. */
  static final int LEAST_SHARE = 8;

  /** With fewer shapes slots would wait for the last of the sample. */
  private static final int LEAST_SHAPES_PER_SLOT = 4;

  private final SweepDefinition sweep;
  private final TrialRunner runner;
  private final GridMapping mapping;
  private final IntSupplier slots;
  private final int partitions;
  private final MeasuredCosts costs = new MeasuredCosts();
  private final Map<String, Double> operations = new HashMap<>();

  /**
   * @param slots tasks that run at the same time; clusters grow and shrink
   * @param partitions shards per stage; 0 to let the cost model choose
   */
  public StagePlanner(
      SweepDefinition sweep,
      TrialRunner runner,
      GridMapping mapping,
      IntSupplier slots,
      int partitions) {
    this.sweep = sweep;
    this.runner = runner;
    this.mapping = mapping;
    this.slots = slots;
    this.partitions = partitions;
  }

  /** Takes note of what trials took. */
  public void measured(MeasuredCosts more) {
    costs.addAll(more);
  }

  /** What trials took so far. */
  public MeasuredCosts costs() {
    return costs;
  }

  private CostModel cost(StagePlan stage) {
    return CostModel.fit(cell -> operations(stage, cell), stage, costs);
  }

  private double operations(StagePlan stage, CellCoordinates cell) {
    return operations.computeIfAbsent(
        MeasuredCosts.key(stage.stage(), cell), shape -> stage.operations(runner, cell));
  }

  int slots() {
    return Math.max(1, slots.getAsInt());
  }

  /** Ids of groups of a stage that no longer hold, to be removed before it starts. */
  public List<String> stale(StagePlan stage, Store store) {
    if (stage.unit() == StagePlan.Unit.PROBLEM) {
      return stage.isWanted(sweep.spec()) ? stage.replaced(sweep, store) : List.of();
    }
    return hasTrials(stage) ? holding(stage, store).stale() : List.of();
  }

  /** What is left of a stage, wave by wave. */
  public StageWaves waves(StagePlan stage, Store store) {
    return new StageWaves(this, stage, store);
  }

  /** What is left of a stage, to be told of what ends; nothing of one that is not wanted. */
  public StageOutlook outlook(StagePlan stage, Store store) {
    if (stage.unit() == StagePlan.Unit.PROBLEM) {
      return stage.isWanted(sweep.spec())
          ? StageOutlook.ofProblems(
              stage, sweep.grid(), problems(stage, store), prices(stage, store).timed())
          : StageOutlook.ofProblems(stage, sweep.grid(), List.of(), 0);
    }
    IndexRanges held =
        hasTrials(stage)
            ? holding(stage, store).done()
            : new IndexRanges(List.of()).complement(sweep.grid().size());
    return StageOutlook.ofTrials(stage, sweep.grid(), held, cell -> operations(stage, cell), costs);
  }

  private boolean hasTrials(StagePlan stage) {
    return stage.unit() != StagePlan.Unit.PROBLEM && stage.isWanted(sweep.spec());
  }

  /** Whether a stage is planned once: as many shards as were asked for, or summaries. */
  boolean isInOneWave(StagePlan stage) {
    return partitions > 0 || stage.isSummary();
  }

  /**
   * {@value #SAMPLE} trials of every shape, if nothing is known of what trials cost and they are a
   * small part of the stage; otherwise no work.
   */
  List<ShardWork> sample(StagePlan stage, Store store) {
    if (!stage.isSampled()
        || partitions > 0
        || cost(stage).isMeasured()
        || holding(stage, store).done().size() > 0) {
      return List.of();
    }
    IndexRanges sample = new CostSample(sweep.grid()).trials(SAMPLE, LEAST_SHARE);
    return sample.size() < (long) SAMPLE * LEAST_SHAPES_PER_SLOT * slots()
        ? List.of()
        : shards(stage, store, sample.complement(sweep.grid().size()));
  }

  /** What is left of a stage beside trials that are taken, dearest first. */
  List<ShardWork> work(StagePlan stage, Store store, IndexRanges taken) {
    if (!hasTrials(stage)) {
      return List.of();
    }
    List<IndexRanges.Range> done = new ArrayList<>(holding(stage, store).done().ranges());
    done.addAll(taken.ranges());
    return shards(stage, store, IndexRanges.union(done));
  }

  /** Trials of the grid that a stage has finished. */
  public long finished(StagePlan stage, Store store) {
    return holding(stage, store).done().size();
  }

  /** Whether nothing that a spec asks of a stage is missing. */
  public boolean isComplete(StagePlan stage, Store store) {
    if (stage.unit() == StagePlan.Unit.PROBLEM) {
      return stage.isInput() || problems(stage, store).isEmpty();
    }
    return !stage.isWanted(sweep.spec()) || finished(stage, store) == sweep.grid().size();
  }

  /** The prices of what is missing of a stage whose unit is a problem. */
  public ProblemsLeft problemsLeft(StagePlan stage, Store store) {
    return new ProblemsLeft(
        stage.stage(),
        problems(stage, store).stream().map(ShardWork::predictedSeconds).toList(),
        stage.isWanted(sweep.spec()) ? prices(stage, store).timed() : 0);
  }

  /** What is missing of a stage whose unit is a problem, at what others of it took. */
  List<ShardWork> problems(StagePlan stage, Store store) {
    if (!stage.isWanted(sweep.spec())) {
      return List.of();
    }
    ProblemPrices prices = prices(stage, store);
    return stage.problems(sweep, runner, store).stream().map(prices::priced).toList();
  }

  /** What problems of a stage take, by those that a store has under the present scope. */
  public ProblemPrices prices(StagePlan stage, Store store) {
    String scope = stage.scope(sweep, store);
    return ProblemPrices.of(
        stage,
        runner,
        store.groups(stage.stage()).stream().filter(group -> group.scope().equals(scope)).toList());
  }

  /**
   * What of a stage still holds.
   *
   * @param done the trials it covers
   * @param stale ids of groups of this measurement that no longer hold
   */
  private record Holding(IndexRanges done, List<String> stale) {}

  private Holding holding(StagePlan stage, Store store) {
    String scope = stage.scope(sweep, store);
    List<Group> holding = new ArrayList<>();
    List<String> stale = new ArrayList<>();
    for (Group group : store.groups(stage.stage())) {
      boolean sameScope = group.scope().equals(scope);
      if (sameScope && stage.holds(sweep, group, mapping)) {
        holding.add(group);
      } else if (sameScope || stage.isSummary()) {
        stale.add(group.id());
      }
    }
    return new Holding(mapping.covered(holding), stale);
  }

  private List<ShardWork> shards(StagePlan stage, Store store, IndexRanges done) {
    String scope = stage.scope(sweep, store);
    CostModel cost = cost(stage);
    ShardPlanner planner = new ShardPlanner(sweep.grid(), cost::seconds);
    double shardSeconds = ShardPlanner.shardSeconds(planner.secondsLeft(done), slots(), partitions);
    boolean cutsCells = stage.cutsCells(sweep.spec());
    List<ShardPlanner.Shard> shards = planner.plan(done, shardSeconds, cuts(stage, cutsCells));
    FileIndex index = new FileIndex(stage.inputs(sweep, store), mapping);
    Map<ProblemCoordinates, List<StoredFile>> ofProblems = stage.inputsOfProblems(sweep, store);
    List<ShardWork> work = new ArrayList<>();
    for (ShardPlanner.Shard shard : shards) {
      List<StoredFile> inputs = new ArrayList<>();
      if (!ofProblems.isEmpty()) {
        problems(shard.trials())
            .forEach(problem -> inputs.addAll(ofProblems.getOrDefault(problem, List.of())));
      }
      IndexRanges read =
          cutsCells ? shard.trials().wholeRuns(sweep.grid().seeds()) : shard.trials();
      inputs.addAll(index.files(read, stage.inputTables()));
      work.add(
          new ShardWork(
              stage.stage(),
              scope,
              sweep.digest(),
              shard.trials().toString(),
              shard.seconds(),
              inputs));
    }
    return work;
  }

  private static ShardPlanner.Cuts cuts(StagePlan stage, boolean cutsCells) {
    if (stage.unit() == StagePlan.Unit.TRIAL) {
      return ShardPlanner.Cuts.ANYWHERE;
    }
    return cutsCells ? ShardPlanner.Cuts.LARGE_CELLS : ShardPlanner.Cuts.NONE;
  }

  /** The problems of some trials, in the order of these. */
  private Set<ProblemCoordinates> problems(IndexRanges trials) {
    long seeds = sweep.grid().seeds();
    Set<ProblemCoordinates> problems = new LinkedHashSet<>();
    for (IndexRanges.Range range : trials.ranges()) {
      for (long cell = range.first() / seeds; cell <= range.last() / seeds; cell++) {
        problems.add(ProblemCoordinates.of(sweep.grid().cell(cell)));
      }
    }
    return problems;
  }
}
