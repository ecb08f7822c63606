package io.shallows.spark.drive;

import io.shallows.grid.TrialCoordinates;
import io.shallows.record.FailuresTable;
import io.shallows.record.Record;
import io.shallows.record.TrialStatus;
import io.shallows.spark.execute.FailureRow;
import io.shallows.spark.execute.Place;
import io.shallows.spark.execute.Science;
import io.shallows.spark.execute.ShardJob;
import io.shallows.spark.execute.ShardPool;
import io.shallows.spark.execute.ShardRunner;
import io.shallows.spark.execute.SparkPool;
import io.shallows.spark.plan.GridMapping;
import io.shallows.spark.plan.MeasuredCosts;
import io.shallows.spark.plan.ShardWork;
import io.shallows.spark.plan.StageOutlook;
import io.shallows.spark.plan.StagePlan;
import io.shallows.spark.plan.StagePlanner;
import io.shallows.spark.plan.StageWaves;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.stage.DriverStage;
import io.shallows.spark.stage.ShardStage;
import io.shallows.spark.stage.SweepStage;
import io.shallows.spark.stage.SweepStages;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.IndexRanges;
import io.shallows.spark.store.RecordFiles;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreException;
import io.shallows.spark.store.StoreWriter;
import io.shallows.trial.TrialRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Takes a sweep through its stages, each continuing from what is committed.
 *
 * <p>A shard under whose task processes died time after time is split until the trial at fault
 * stands alone and is recorded; every other error of a task ends the run, with everything that was
 * committed in place.
 */
public final class SweepDriver {

  /** A crash forgets what trials cost that ended in this time, and nothing else. */
  private static final Duration BETWEEN_COSTS = Duration.ofSeconds(30);

  /** Jobs may end this often, without a shard done, because processes were taken away. */
  private static final int MOST_DISTURBANCES = 10;

  /**
   * Groups of a cell that are put together before others read all of them for one of its trials.
   */
  private static final int MOST_FILES_OF_A_CELL = 8;

  private final JavaSparkContext spark;
  private final ShardPool pool;
  private final SweepDefinition sweep;
  private final Science science;
  private final StoreWriter writer;
  private final SweepProgress progress;
  private final StagePlanner planner;
  private final boolean failFast;
  private final SweepStages stages;

  /** Processes that cannot compute, each told of once. */
  private final Set<Place> refusers = new HashSet<>();

  /** Jobs that ended because processes were taken away, since a shard was done. */
  private int disturbances;

  /** What is left of the stages that compute trials, in their order. */
  private final Map<Stage, StageOutlook> outlooks = new LinkedHashMap<>();

  /** The stage that was planned last, for messages. */
  private ShardStage present;

  private long costsWritten = System.nanoTime();

  /**
   * @param failFast whether the first failed trial ends the run
   * @param partitions shards per stage; 0 to let the cost model choose
   */
  public SweepDriver(
      JavaSparkContext spark,
      SweepDefinition sweep,
      Science science,
      StoreWriter writer,
      SweepProgress progress,
      boolean failFast,
      int partitions) {
    this(
        spark,
        new SparkPool(spark),
        sweep,
        science,
        writer,
        progress,
        failFast,
        partitions,
        SweepStages.ALL);
  }

  /**
   * @param pool where shards run; all else runs on {@code spark}
   * @param failFast whether the first failed trial ends the run
   * @param partitions shards per stage; 0 to let the cost model choose
   * @param stages what a sweep consists of
   */
  SweepDriver(
      JavaSparkContext spark,
      ShardPool pool,
      SweepDefinition sweep,
      Science science,
      StoreWriter writer,
      SweepProgress progress,
      boolean failFast,
      int partitions,
      SweepStages stages) {
    this.stages = stages;
    this.failFast = failFast;
    this.spark = spark;
    this.pool = pool;
    this.sweep = sweep;
    this.science = science;
    this.writer = writer;
    this.progress = progress;
    TrialRunner runner = science.runner(sweep.spec());
    this.planner = planner(sweep, science, runner, writer.store(), pool::slots, partitions);
    writer.store().costs().flatMap(SweepDriver::costs).ifPresent(planner::measured);
  }

  /** Costs that cannot be read are measured again. */
  static Optional<MeasuredCosts> costs(String text) {
    try {
      return Optional.of(MeasuredCosts.parse(text));
    } catch (IllegalArgumentException damaged) {
      return Optional.empty();
    }
  }

  static StagePlanner planner(
      SweepDefinition sweep,
      Science science,
      TrialRunner runner,
      Store store,
      IntSupplier slots,
      int partitions) {
    return new StagePlanner(sweep, runner, mapping(sweep, science, store), slots, partitions);
  }

  private static GridMapping mapping(SweepDefinition sweep, Science science, Store store) {
    return new GridMapping(
        sweep,
        digest ->
            science.spec(
                store
                    .spec(digest)
                    .orElseThrow(
                        () ->
                            new StoreException(
                                store.folder() + ": _specs/" + digest + ".yaml is missing"))));
  }

  /** Takes trials with these statuses out of the store, to be done again. */
  public void retry(Set<String> statuses) {
    long trials =
        new TrialRetry(sweep, mapping(sweep, science, writer.store()), writer, stages)
            .remove(statuses);
    progress.message(trials + " trials are done again");
  }

  /**
   * Runs the stage of this name to its end.
   *
   * @throws InterruptedException if this thread is interrupted
   * @throws IllegalArgumentException if there is none
   */
  void run(Stage name) throws InterruptedException {
    run(
        stages
            .named(name)
            .orElseThrow(() -> new IllegalArgumentException("no stage " + name.label())));
  }

  /**
   * Runs a stage to its end.
   *
   * @throws InterruptedException if this thread is interrupted
   * @throws StoreException.Stopped if rows could not be read or written
   */
  public void run(SweepStage stage) throws InterruptedException {
    run(List.of(stage));
  }

  /**
   * Runs stages of {@link SweepStages#together()} to their ends.
   *
   * @throws InterruptedException if this thread is interrupted
   * @throws StoreException.Stopped if rows could not be read or written
   */
  public void run(List<SweepStage> together) throws InterruptedException {
    List<ShardStage> shards = new ArrayList<>();
    for (SweepStage stage : together) {
      if (stage instanceof ShardStage one) {
        shards.add(one);
      } else if (stage instanceof DriverStage whole) {
        try {
          whole.run(spark, sweep, writer);
        } catch (StoreException.Unreachable e) {
          throw StageFailure.of(stage.stage(), e);
        } catch (Exception e) {
          throw StageFailure.ofDriver(stage.stage(), e);
        }
      }
    }
    present = shards.isEmpty() ? present : shards.get(0);
    try {
      runShards(shards);
    } catch (StoreException.Unreachable e) {
      throw StageFailure.of(present.stage(), e);
    }
  }

  private void runShards(List<ShardStage> together) throws InterruptedException {
    StageQueue queue = new StageQueue(together, this::plan, new Told());
    if (!queue.begin()) {
      return;
    }
    ShardPool.Watch watch = pool.watch(progress::slots, progress::message);
    try {
      ShardJob job =
          new ShardJob(
              pool,
              sweep,
              science,
              stages,
              writer.store().folder().uri(),
              writer.run(),
              progress::message,
              refusers);
      ShardJob.Ending ending = run(job, queue);
      while (ending instanceof ShardJob.Ending.Aborted aborted) {
        queue.aborted(aborted.disturbed() ? disturbed(aborted) : withoutPoison(aborted));
        ending = run(job, queue);
      }
      if (ending instanceof ShardJob.Ending.Refused refused) {
        throw refusal(queue.present().stage(), refused);
      }
    } finally {
      watch.close();
      queue.close();
    }
    writer.writeCosts(planner.costs().toJson());
  }

  private ShardJob.Ending run(ShardJob job, StageQueue queue) throws InterruptedException {
    return job.run(
        queue::next, queue::isSampling, sweep.spec().name(), results -> finished(results, queue));
  }

  private StageWaves plan(ShardStage stage) {
    present = stage;
    List<String> stale = planner.stale(stage, writer.store());
    if (!stale.isEmpty()) {
      writer.commit(List.of(), stale);
    }
    gatherInputs(stage);
    return planner.waves(stage, writer.store());
  }

  /** Hands on how stages get on. */
  private final class Told implements StageQueue.Listener {
    @Override
    public void started(ShardStage stage) {
      lookAhead(stage);
      progress.stageStarted(stage.stage(), pool.slots());
      tellLeft();
    }

    @Override
    public void ended(ShardStage stage) {
      progress.stageEnded(stage.stage());
    }

    @Override
    public void planned(int shards, double seconds) {
      progress.planned(shards, seconds);
    }
  }

  /** Shards of one cell each read what all of it was trained to: that has to be in few files. */
  private void gatherInputs(ShardStage stage) {
    if (stage.cutsCells(sweep.spec())
        && stage.isWanted(sweep.spec())
        && planner.finished(stage, writer.store()) < sweep.grid().size()
        && writer.store().trained().size() / MOST_FILES_OF_A_CELL >= sweep.grid().cells()) {
      new Compaction(spark, writer, stages).run(stages.training().stage());
    }
  }

  /** Counted again when a stage starts, for the one before it made more to do; never what ended. */
  private void lookAhead(ShardStage starting) {
    boolean ended = true;
    for (ShardStage each : stages.sharded()) {
      ended &= !each.stage().equals(starting.stage());
      boolean counts = !each.isSummary() && each.isWanted(sweep.spec());
      if (counts && !(ended && outlooks.containsKey(each.stage()))) {
        outlooks.put(each.stage(), planner.outlook(each, writer.store()));
      }
    }
  }

  private void tellLeft() {
    progress.left(outlooks.values().stream().map(StageOutlook::left).toList());
  }

  /** No process can compute: running again may help only where that may pass by itself. */
  private static StoreException refusal(Stage stage, ShardJob.Ending.Refused refused) {
    String told = "stage " + stage.label() + " stopped: " + refused.sentence();
    return refused.lasting()
        ? new StoreException(told)
        : new StoreException.Stopped(told + "; then run again", null);
  }

  /** All that is left after processes were taken away, unless that goes on without a shard done. */
  private List<ShardWork> disturbed(ShardJob.Ending.Aborted aborted) {
    disturbances++;
    if (disturbances > MOST_DISTURBANCES) {
      throw StageFailure.of(present.stage(), aborted.reason());
    }
    progress.message("processes were taken away; what they ran is done again");
    return aborted.unfinished();
  }

  /** Puts small files of finished stages together. */
  public void compact() {
    new Compaction(spark, writer, stages).run();
  }

  /** How far the sweep is. */
  public SweepStatus status() {
    return SweepStatus.of(sweep, writer.store(), planner, stages);
  }

  private void finished(List<ShardRunner.Result> results, StageQueue queue) {
    disturbances = 0;
    for (ShardRunner.Result result : results) {
      ended(result.group());
      planner.measured(result.costs());
      queue.ended(result.group());
    }
    commit(results);
    queue.endThoseWithoutShards();
    if (System.nanoTime() - costsWritten > BETWEEN_COSTS.toNanos()) {
      costsWritten = System.nanoTime();
      writer.writeCosts(planner.costs().toJson());
    }
  }

  private void ended(Group group) {
    StageOutlook outlook = outlooks.get(group.stage());
    if (outlook != null) {
      outlook.finished(group.covers(), group.seconds());
    }
  }

  private void commit(List<ShardRunner.Result> results) {
    List<Group> groups = results.stream().map(ShardRunner.Result::group).toList();
    writer.commit(groups, List.of());
    results.forEach(result -> progress.committed(result.group(), result.costs().seconds()));
    tellLeft();
    if (failFast && groups.stream().anyMatch(group -> failures(group) > 0)) {
      throw new FailedTrialException("a trial failed and --fail-fast was given");
    }
  }

  /** Number of trials of a group that have rows in table failures by their own fault. */
  static long failures(Group group) {
    long failures = 0;
    for (TrialStatus status : TrialStatus.values()) {
      if (status.isFailure()) {
        failures += group.statuses().getOrDefault(status.label(), 0L);
      }
    }
    return failures;
  }

  /** What is left after a job was aborted, suspicious shards split or given up. */
  private List<ShardWork> withoutPoison(ShardJob.Ending.Aborted aborted) {
    ShardStage stage =
        aborted.suspect().flatMap(work -> stages.sharded(work.stage())).orElse(present);
    if (aborted.suspect().isEmpty() || stage.unit() == StagePlan.Unit.PROBLEM) {
      throw StageFailure.of(stage.stage(), aborted.reason());
    }
    ShardWork suspect = aborted.suspect().get();
    List<ShardWork> left = new ArrayList<>(aborted.unfinished());
    left.remove(suspect);
    IndexRanges trials = IndexRanges.parse(suspect.covers());
    boolean single = stage.unit() == StagePlan.Unit.TRIAL || stage.cutsCells(sweep.spec());
    long unit = single ? 1 : sweep.grid().seeds();
    if (trials.size() == unit) {
      progress.message("a process died again and again under one trial; it is recorded as lost");
      Group group = lost(stage.stage(), suspect, trials, aborted);
      ended(group);
      commit(List.of(new ShardRunner.Result(group, new MeasuredCosts())));
      return left;
    }
    progress.message("processes died under a shard; it is split until the trial at fault is alone");
    for (IndexRanges half : trials.halves(unit)) {
      double share = suspect.predictedSeconds() * half.size() / trials.size();
      left.add(
          new ShardWork(
              stage.stage(),
              suspect.scope(),
              suspect.grid(),
              half.toString(),
              share,
              suspect.inputs()));
    }
    return left;
  }

  private Group lost(
      Stage stage, ShardWork work, IndexRanges trials, ShardJob.Ending.Aborted aborted) {
    int tries = pool.tries();
    List<Record> rows = new ArrayList<>();
    trials.forEach(
        index -> {
          TrialCoordinates trial = sweep.grid().at(index);
          rows.add(
              FailureRow.executorLost(
                  sweep.identity(),
                  trial,
                  stage,
                  StageFailure.firstLine(aborted.reason()),
                  tries,
                  aborted.place()));
        });
    Group group =
        new Group(
            work.id(),
            stage,
            work.scope(),
            work.grid(),
            work.covers(),
            Map.of(TrialStatus.EXECUTOR_LOST.label(), (long) rows.size()),
            Map.of(),
            Map.of(FailureRow.kind(rows.get(0)), (long) rows.size()),
            0,
            0,
            List.of());
    return new RecordFiles(writer.store().folder())
        .publish(group, Map.of(FailuresTable.TABLE, rows), work.id() + "-lost");
  }
}
