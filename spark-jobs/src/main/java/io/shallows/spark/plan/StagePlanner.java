package io.shallows.spark.plan;

import io.shallows.grid.CellCoordinates;
import io.shallows.record.DepthsTable;
import io.shallows.record.FailuresTable;
import io.shallows.record.MinimaTable;
import io.shallows.record.ReferencesTable;
import io.shallows.record.TrialsTable;
import io.shallows.spark.aggregate.CellSummary;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.IndexRanges;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoredFile;
import io.shallows.trial.ProblemCoordinates;
import io.shallows.trial.TrialRunner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

  private CostModel cost(Stage stage) {
    return CostModel.fit(cell -> operations(stage, cell), stage, costs);
  }

  private double operations(Stage stage, CellCoordinates cell) {
    return operations.computeIfAbsent(
        MeasuredCosts.key(stage, cell), shape -> MeasuredCosts.operations(runner, stage, cell));
  }

  int slots() {
    return Math.max(1, slots.getAsInt());
  }

  /** Ids of groups of a stage that no longer hold, to be removed before it starts. */
  public List<String> stale(Stage stage, Store store) {
    return hasTrials(stage) ? holding(stage, store).stale() : List.of();
  }

  /** What is left of a stage, wave by wave. */
  public StageWaves waves(Stage stage, Store store) {
    return new StageWaves(this, stage, store);
  }

  private boolean hasTrials(Stage stage) {
    return switch (stage) {
      case MINIMA, CELLS -> true;
      case DEPTHS -> sweep.spec().measurement().depth().enabled();
      case REFERENCES, FITS -> false;
    };
  }

  /** Whether a stage is planned once: as many shards as were asked for, or summaries. */
  boolean isInOneWave(Stage stage) {
    return partitions > 0 || stage == Stage.CELLS;
  }

  /**
   * {@value #SAMPLE} trials of every shape, if nothing is known of what trials cost and they are a
   * small part of the stage; otherwise no work.
   */
  List<ShardWork> sample(Stage stage, Store store) {
    if (stage != Stage.MINIMA
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
  List<ShardWork> work(Stage stage, Store store, IndexRanges taken) {
    if (!hasTrials(stage)) {
      return List.of();
    }
    List<IndexRanges.Range> done = new ArrayList<>(holding(stage, store).done().ranges());
    done.addAll(taken.ranges());
    return shards(stage, store, IndexRanges.union(done));
  }

  /** Trials of the grid that a stage has finished. */
  public long finished(Stage stage, Store store) {
    return holding(stage, store).done().size();
  }

  /** The references that are missing. */
  List<ShardWork> references(Store store) {
    if (!sweep.spec().measurement().depth().enabled()) {
      return List.of();
    }
    Map<String, ProblemCoordinates> problems = new TreeMap<>();
    Map<String, Set<Integer>> widths = new TreeMap<>();
    for (long c = 0; c < sweep.grid().cells(); c++) {
      CellCoordinates cell = sweep.grid().cell(c);
      String key = cell.problemIndex() + ":" + cell.inputDimension();
      problems.putIfAbsent(key, ProblemCoordinates.of(cell));
      widths.computeIfAbsent(key, k -> new TreeSet<>()).add(cell.width());
    }
    String scope = sweep.referenceScope();
    List<Group> known =
        store.groups(Stage.REFERENCES).stream().filter(g -> g.scope().equals(scope)).toList();
    List<ShardWork> work = new ArrayList<>();
    for (Map.Entry<String, ProblemCoordinates> problem : problems.entrySet()) {
      ProblemCoordinates at = problem.getValue();
      List<Integer> needed = runner.referenceWidths(widths.get(problem.getKey()));
      Set<Integer> missing = new TreeSet<>(needed);
      for (Group group : known) {
        ReferenceKey key = ReferenceKey.parse(group.covers());
        if (key.coordinates().equals(at)) {
          key.widths().forEach(missing::remove);
        }
      }
      if (!missing.isEmpty()) {
        String covers = new ReferenceKey(at.problemIndex(), at.inputDimension(), needed).toString();
        work.add(new ShardWork(Stage.REFERENCES, scope, sweep.digest(), covers, 1, files(known)));
      }
    }
    return work;
  }

  /**
   * What of a stage still holds.
   *
   * @param done the trials it covers
   * @param stale ids of groups of this measurement that no longer hold
   */
  private record Holding(IndexRanges done, List<String> stale) {}

  private Holding holding(Stage stage, Store store) {
    String scope = scope(stage, store);
    List<Group> holding = new ArrayList<>();
    List<String> stale = new ArrayList<>();
    for (Group group : store.groups(stage)) {
      boolean sameScope = group.scope().equals(scope);
      boolean holds =
          switch (stage) {
            // The best of a cell is known only once all of its trials are: new seeds undo it.
            case DEPTHS -> sameScope && wholeCells(mapping.trials(group));
            case CELLS -> sameScope && group.grid().equals(sweep.digest());
            default -> sameScope;
          };
      if (holds) {
        holding.add(group);
      } else if (sameScope || stage == Stage.CELLS) {
        stale.add(group.id());
      }
    }
    return new Holding(mapping.covered(holding), stale);
  }

  /** What the rows of a stage depend on beside their trials. */
  private String scope(Stage stage, Store store) {
    return switch (stage) {
      case REFERENCES -> sweep.referenceScope();
      case DEPTHS -> sweep.depthScope();
      case CELLS -> {
        List<Group> inputs = new ArrayList<>(store.groups(Stage.MINIMA));
        inputs.addAll(store.groups(Stage.DEPTHS));
        yield sweep.depthScope()
            + " version="
            + CellSummary.VERSION
            + " rows="
            + Group.content(inputs);
      }
      case MINIMA -> sweep.identity().trialScope();
      case FITS -> "";
    };
  }

  private boolean wholeCells(IndexRanges trials) {
    long seeds = sweep.grid().seeds();
    return trials.ranges().stream()
        .allMatch(range -> range.first() % seeds == 0 && (range.last() + 1) % seeds == 0);
  }

  private List<ShardWork> shards(Stage stage, Store store, IndexRanges done) {
    String scope = scope(stage, store);
    CostModel cost = cost(stage);
    ShardPlanner planner = new ShardPlanner(sweep.grid(), cost::seconds);
    double shardSeconds = ShardPlanner.shardSeconds(planner.secondsLeft(done), slots(), partitions);
    List<ShardPlanner.Shard> shards = planner.plan(done, shardSeconds, stage != Stage.MINIMA);
    FileIndex index = new FileIndex(inputGroups(stage, store), mapping);
    List<StoredFile> references = stage == Stage.DEPTHS ? files(referenceGroups(store)) : List.of();
    List<ShardWork> work = new ArrayList<>();
    for (ShardPlanner.Shard shard : shards) {
      List<StoredFile> inputs = new ArrayList<>(references);
      inputs.addAll(index.files(shard.trials(), inputTables(stage)));
      work.add(
          new ShardWork(
              stage, scope, sweep.digest(), shard.trials().toString(), shard.seconds(), inputs));
    }
    return work;
  }

  private List<Group> referenceGroups(Store store) {
    return store.groups(Stage.REFERENCES).stream()
        .filter(group -> group.scope().equals(sweep.referenceScope()))
        .toList();
  }

  private List<Group> inputGroups(Stage stage, Store store) {
    List<Group> groups = new ArrayList<>();
    if (stage == Stage.DEPTHS || stage == Stage.CELLS) {
      groups.addAll(store.groups(Stage.MINIMA));
    }
    if (stage == Stage.CELLS) {
      store.groups(Stage.DEPTHS).stream()
          .filter(group -> group.scope().equals(sweep.depthScope()))
          .forEach(groups::add);
    }
    return groups;
  }

  private static Set<String> inputTables(Stage stage) {
    return stage == Stage.DEPTHS
        ? Set.of(MinimaTable.TABLE.name())
        : Set.of(TrialsTable.TABLE.name(), FailuresTable.TABLE.name(), DepthsTable.TABLE.name());
  }

  private static List<StoredFile> files(List<Group> groups) {
    return groups.stream()
        .flatMap(group -> group.files().stream())
        .filter(file -> file.table().equals(ReferencesTable.TABLE.name()))
        .sorted(Comparator.comparing(StoredFile::name))
        .toList();
  }
}
