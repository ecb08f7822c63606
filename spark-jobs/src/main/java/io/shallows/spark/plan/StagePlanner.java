package io.shallows.spark.plan;

import io.shallows.grid.CellCoordinates;
import io.shallows.record.DepthsTable;
import io.shallows.record.FailuresTable;
import io.shallows.record.MinimaTable;
import io.shallows.record.ReferencesTable;
import io.shallows.record.TrialsTable;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.IndexRanges;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoredFile;
import io.shallows.trial.ProblemCoordinates;
import io.shallows.trial.TrialRunner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What each stage has left to do, given what the store holds. */
public final class StagePlanner {

  /**
   * The plan of a stage.
   *
   * @param stale ids of groups that no longer hold, to be removed before the stage starts
   * @param work what is left, dearest first
   */
  public record StagePlan(List<String> stale, List<ShardWork> work) {
    public StagePlan {
      stale = List.copyOf(stale);
      work = List.copyOf(work);
    }
  }

  /** With fewer seeds the first of each cell are too large a part of the sweep. */
  private static final int LEAST_SEEDS = 8;

  /** With fewer cells slots would wait for the last of the sample. */
  private static final int LEAST_CELLS_PER_SLOT = 8;

  private final SweepDefinition sweep;
  private final TrialRunner runner;
  private final GridMapping mapping;
  private final int slots;
  private final int partitions;
  private final MeasuredCosts costs = new MeasuredCosts();

  /**
   * @param slots tasks that run at the same time
   * @param partitions shards per stage; 0 to let the cost model choose
   */
  public StagePlanner(
      SweepDefinition sweep, TrialRunner runner, GridMapping mapping, int slots, int partitions) {
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

  /**
   * The first seed of every cell, if a stage is large enough for a first look at its costs and
   * nothing is known of them; otherwise no work.
   */
  public List<ShardWork> sample(Stage stage, Store store) {
    long seeds = sweep.grid().seeds();
    boolean isLarge =
        seeds >= LEAST_SEEDS && sweep.grid().cells() >= (long) LEAST_CELLS_PER_SLOT * slots;
    if (stage != Stage.MINIMA || partitions > 0 || !isLarge) {
      return List.of();
    }
    boolean isKnown = CostModel.fit(runner, stage, costs).isMeasured();
    if (isKnown || holding(stage, store).done().size() > 0) {
      return List.of();
    }
    IndexRanges.Builder rest = new IndexRanges.Builder();
    for (long cell = 0; cell < sweep.grid().cells(); cell++) {
      rest.add(cell * seeds + 1, (cell + 1) * seeds - 1);
    }
    return trialWork(stage, scope(stage, store), rest.build(), store);
  }

  /** What is left of a stage. */
  public StagePlan plan(Stage stage, Store store) {
    boolean depths = sweep.spec().measurement().depth().enabled();
    return switch (stage) {
      case REFERENCES -> depths ? references(store) : new StagePlan(List.of(), List.of());
      case DEPTHS -> depths ? trials(Stage.DEPTHS, store) : new StagePlan(List.of(), List.of());
      case MINIMA, CELLS -> trials(stage, store);
      case FITS -> new StagePlan(List.of(), List.of());
    };
  }

  /** Trials of the grid that a stage has finished. */
  public long finished(Stage stage, Store store) {
    return holding(stage, store).done().size();
  }

  private StagePlan references(Store store) {
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
    return new StagePlan(List.of(), work);
  }

  private StagePlan trials(Stage stage, Store store) {
    Holding holding = holding(stage, store);
    return new StagePlan(
        holding.stale(), trialWork(stage, scope(stage, store), holding.done(), store));
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
        yield sweep.depthScope() + " rows=" + Group.content(inputs);
      }
      case MINIMA, FITS -> "";
    };
  }

  private boolean wholeCells(IndexRanges trials) {
    long seeds = sweep.grid().seeds();
    return trials.ranges().stream()
        .allMatch(range -> range.first() % seeds == 0 && (range.last() + 1) % seeds == 0);
  }

  private List<ShardWork> trialWork(Stage stage, String scope, IndexRanges done, Store store) {
    CostModel cost = CostModel.fit(runner, stage, costs);
    ShardPlanner planner = new ShardPlanner(sweep.grid(), cost::seconds);
    double shardSeconds = ShardPlanner.shardSeconds(planner.secondsLeft(done), slots, partitions);
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
