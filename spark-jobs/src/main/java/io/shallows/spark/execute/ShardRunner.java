package io.shallows.spark.execute;

import io.shallows.grid.CellCoordinates;
import io.shallows.grid.TrialCoordinates;
import io.shallows.record.FailuresTable;
import io.shallows.record.Record;
import io.shallows.record.Table;
import io.shallows.record.TrialStatus;
import io.shallows.record.TrialsTable;
import io.shallows.spark.plan.MeasuredCosts;
import io.shallows.spark.plan.ShardWork;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.IndexRanges;
import io.shallows.spark.store.RecordFiles;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.StoreFolder;
import io.shallows.trial.TrialOutcome;
import io.shallows.trial.TrialRunner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Carries out one shard and publishes its rows. Knows nothing of Spark, so that tests run it
 * directly.
 */
public final class ShardRunner {

  private final SweepDefinition sweep;
  private final Science science;
  private final RecordFiles files;
  private final Place place;

  /**
   * @param place where this runs, for rows of failures
   */
  public ShardRunner(SweepDefinition sweep, Science science, StoreFolder folder, Place place) {
    this.place = place;
    this.sweep = sweep;
    this.science = science;
    this.files = new RecordFiles(folder);
  }

  /**
   * What a shard gave.
   *
   * @param group its rows, not yet committed
   * @param costs what its trials took
   */
  public record Result(Group group, MeasuredCosts costs) {}

  /**
   * Carries out {@code work} and publishes one file per table.
   *
   * @return the group, not yet committed, and the times
   * @throws InterruptedException if the task is to end
   * @throws io.shallows.spec.SpecException if the problem's data cannot be read
   * @throws io.shallows.spark.store.StoreException if a file cannot be read or written
   */
  public Result run(ShardWork work) throws InterruptedException {
    long started = System.nanoTime();
    Rows rows = new Rows();
    if (work.stage() != Stage.CELLS) {
      science.prepare(sweep.spec());
    }
    switch (work.stage()) {
      case REFERENCES -> new ReferenceShard(sweep, science, files).run(work, rows);
      case MINIMA -> runMinima(work, rows);
      case DEPTHS -> new DepthShard(sweep, science, files, place).run(work, rows);
      case CELLS -> new CellShard(sweep, files).run(work, rows);
      case FITS -> throw new IllegalArgumentException("fits are not made by shards");
    }
    Group group =
        new Group(
            work.id(),
            work.stage(),
            work.scope(),
            work.grid(),
            work.covers(),
            rows.statuses,
            rows.kinds,
            rows.failures,
            (System.nanoTime() - started) * 1e-9,
            work.predictedSeconds(),
            List.of());
    return new Result(files.publish(group, rows.byTable, work.id()), rows.costs);
  }

  private void runMinima(ShardWork work, Rows rows) throws InterruptedException {
    double limit = sweep.spec().training().deadlineSeconds();
    try (TrialSlot slot = new TrialSlot()) {
      TrialRunner runner = science.runner(sweep.spec());
      for (IndexRanges.Range range : IndexRanges.parse(work.covers()).ranges()) {
        for (long index = range.first(); index <= range.last(); index++) {
          TrialCoordinates trial = sweep.grid().at(index);
          TrialRunner current = runner;
          TrialSlot.Ending<TrialOutcome> ending =
              slot.run(deadline -> checked(current.minimum(trial, deadline)), limit);
          rows.cost(Stage.MINIMA, trial, current, ending.seconds());
          if (ending instanceof TrialSlot.Ending.Returned<TrialOutcome> returned) {
            rows.add(returned.value().trial());
            returned.value().minimum().ifPresent(rows::add);
            returned.value().trajectory().forEach(rows::add);
            rows.count(returned.value().trial().get(TrialsTable.STATUS));
            rows.countKind(returned.value().trial().get(TrialsTable.MINIMUM_KIND));
          } else {
            rows.addFailure(failure(sweep, trial, Stage.MINIMA, ending, limit, place));
            // A runner that failed half-way may hold anything; the next trial gets a fresh one.
            runner = science.runner(sweep.spec());
          }
        }
      }
    }
  }

  /** The outcome, with a loss that is not finite recorded as what it is. */
  private static TrialOutcome checked(TrialOutcome outcome) {
    boolean finite = outcome.trial().find(TrialsTable.LOSS).filter(Double::isFinite).isPresent();
    boolean converged =
        outcome.trial().get(TrialsTable.STATUS).equals(TrialStatus.CONVERGED.label());
    if (finite || !converged) {
      return outcome;
    }
    Record diverged =
        outcome.trial().toBuilder()
            .set(TrialsTable.STATUS, TrialStatus.DIVERGED.label())
            .set(TrialsTable.LOSS, null)
            .build();
    return new TrialOutcome(diverged, java.util.Optional.empty(), List.of());
  }

  /**
   * The row of a trial that threw or was abandoned.
   *
   * @throws MachineFault if that was not the trial's fault
   */
  static Record failure(
      SweepDefinition sweep,
      TrialCoordinates trial,
      Stage stage,
      TrialSlot.Ending<?> ending,
      double limitSeconds,
      Place place) {
    if (!(ending instanceof TrialSlot.Ending.Threw<?> threw)) {
      return FailureRow.overdue(
          sweep.identity(), trial, stage, limitSeconds, ending.seconds(), place);
    }
    Blame blame = Blame.of(threw.cause());
    if (blame instanceof Blame.Trial own) {
      return FailureRow.thrown(
          sweep.identity(), trial, stage, own.status(), threw.cause(), threw.seconds(), place);
    }
    throw new MachineFault(((Blame.Machine) blame).defect().sentence(), threw.cause());
  }

  /** The rows of a shard, collected in the order of its trials. */
  static final class Rows {
    private final Map<Table, List<Record>> byTable = new LinkedHashMap<>();
    private final Map<String, Long> statuses = new TreeMap<>();
    private final Map<String, Long> kinds = new TreeMap<>();
    private final Map<String, Long> failures = new TreeMap<>();
    private final MeasuredCosts costs = new MeasuredCosts();

    void cost(Stage stage, TrialCoordinates trial, TrialRunner runner, double seconds) {
      CellCoordinates cell = trial.cell();
      costs.add(stage, cell, MeasuredCosts.operations(runner, stage, cell), seconds);
    }

    void add(Record row) {
      byTable.computeIfAbsent(row.table(), table -> new ArrayList<>()).add(row);
    }

    void addFailure(Record failure) {
      add(failure);
      count(failure.get(FailuresTable.STATUS));
      failures.merge(FailureRow.kind(failure), 1L, Long::sum);
    }

    void countKind(String kind) {
      kinds.merge(kind, 1L, Long::sum);
    }

    void count(String status) {
      statuses.merge(status, 1L, Long::sum);
    }
  }
}
