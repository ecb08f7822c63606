package io.shallows.spark.stage;

import io.shallows.grid.CellCoordinates;
import io.shallows.grid.TrialCoordinates;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.Record;
import io.shallows.record.ReferencesTable;
import io.shallows.record.Table;
import io.shallows.spark.execute.ShardContext;
import io.shallows.spark.execute.ShardRows;
import io.shallows.spark.execute.TrialSlot;
import io.shallows.spark.plan.ShardWork;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.IndexRanges;
import io.shallows.spark.store.RecordFiles;
import io.shallows.spark.store.StoredFile;
import io.shallows.trial.DepthOutcome;
import io.shallows.trial.TrialRunner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The depths of all minima of whole cells, or of some of a large cell.
 *
 * <p>Minima are read for many cells at a time: a file is read from its beginning for every batch.
 * Of a cell that a batch has in part, the best is found by losses alone before its network is read.
 */
final class DepthShard {

  /** Bytes of minima that a batch may have in the files, if it has more than one cell. */
  private static final long BATCH_BYTES = 32L << 20;

  /** How groups count trials that have depths, and those that have none. */
  static final String MEASURED = "measured";

  private static final String NONE = "none";

  /** With more trials, row groups are not chosen by their ids. */
  private static final int FEW = 1000;

  /** What tells which minimum is the best of its cell. */
  private static final Table LOSSES =
      Table.define(
              MinimaTable.TABLE.name(),
              MinimaTable.TABLE.definition(),
              List.of(
                  LeadingColumns.TRIAL_ID,
                  LeadingColumns.SEED,
                  MinimaTable.LOSS,
                  MinimaTable.MINIMUM_KIND))
          .build();

  private final DepthsStage stage;
  private final ShardContext context;
  private final SweepDefinition sweep;
  private final RecordFiles files;

  /** The cell whose best was found last, and that. */
  private long bestOf = -1;

  private Optional<Record> best = Optional.empty();

  DepthShard(DepthsStage stage, ShardContext context) {
    this.stage = stage;
    this.context = context;
    this.sweep = context.sweep();
    this.files = context.files();
  }

  void run(ShardWork work, ShardRows rows) throws InterruptedException {
    Map<String, List<Record>> references = references(work);
    long seeds = sweep.grid().seeds();
    long most = Math.max(1, BATCH_BYTES / Math.max(1, bytesPerTrial(work)));
    boolean cuts = stage.cutsCells(sweep.spec());
    long size = cuts && most < seeds ? most : Math.max(1, most / seeds) * seeds;
    try (TrialSlot slot = new TrialSlot()) {
      for (List<Long> batch : batches(IndexRanges.parse(work.covers()), size)) {
        runCells(work, batch.stream().map(sweep.grid()::at).toList(), references, slot, rows);
      }
    }
  }

  /** The trials, at most {@code size} at a time. */
  static List<List<Long>> batches(IndexRanges covers, long size) {
    List<List<Long>> batches = new ArrayList<>();
    List<Long> batch = new ArrayList<>();
    for (IndexRanges.Range range : covers.ranges()) {
      for (long index = range.first(); index <= range.last(); index++) {
        batch.add(index);
        if (batch.size() == size) {
          batches.add(batch);
          batch = new ArrayList<>();
        }
      }
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }

  /** The most bytes that a row of minima takes in a file, over the files. */
  private static long bytesPerTrial(ShardWork work) {
    return minimaFiles(work).stream()
        .mapToLong(file -> file.bytes() / Math.max(1, file.rows()))
        .max()
        .orElse(0);
  }

  private void runCells(
      ShardWork work,
      List<TrialCoordinates> batch,
      Map<String, List<Record>> references,
      TrialSlot slot,
      ShardRows rows)
      throws InterruptedException {
    Map<String, Record> minima = minima(work, batch);
    for (int from = 0; from < batch.size(); ) {
      long cell = cell(batch.get(from));
      int to = from + 1;
      while (to < batch.size() && cell(batch.get(to)) == cell) {
        to++;
      }
      runCell(work, batch.subList(from, to), minima, references, slot, rows);
      from = to;
    }
  }

  private long cell(TrialCoordinates trial) {
    return sweep.grid().indexOf(trial.cell());
  }

  private void runCell(
      ShardWork work,
      List<TrialCoordinates> trials,
      Map<String, Record> minima,
      Map<String, List<Record>> references,
      TrialSlot slot,
      ShardRows rows)
      throws InterruptedException {
    TrialRunner runner = context.runner();
    List<Record> inOrder = new ArrayList<>();
    for (TrialCoordinates trial : trials) {
      Record minimum = minima.get(sweep.identity().trialId(trial).hex());
      if (minimum != null) {
        inOrder.add(minimum);
      }
    }
    boolean whole = trials.size() == sweep.grid().seeds();
    Optional<Record> best =
        whole || inOrder.isEmpty() ? runner.best(inOrder) : best(work, cell(trials.get(0)));
    List<DepthOutcome> held = new ArrayList<>();
    double limit = context.limitSeconds();
    for (TrialCoordinates trial : trials) {
      Record minimum = minima.get(sweep.identity().trialId(trial).hex());
      if (minimum == null) {
        continue;
      }
      List<Record> ofProblem =
          references.getOrDefault(minimum.get(LeadingColumns.PROBLEM_ID), List.of());
      TrialRunner current = runner;
      TrialSlot.Ending<DepthOutcome> ending =
          slot.run(
              deadline -> current.depths(trial, minimum, best, inOrder, ofProblem, deadline),
              limit);
      CellCoordinates cell = trial.cell();
      rows.cost(stage.stage(), cell, stage.operations(current, cell), ending.seconds());
      if (ending instanceof TrialSlot.Ending.Returned<DepthOutcome> returned) {
        returned.value().depths().forEach(rows::add);
        returned.value().paths().forEach(rows::add);
        returned.value().nested().forEach(rows::add);
        if (returned.value().held().isPresent()) {
          held.add(returned.value());
        }
        rows.count(returned.value().isMeasured() ? MEASURED : NONE);
      } else {
        rows.addFailure(context.failure(trial, stage.stage(), ending));
        runner = context.runner();
      }
    }
    if (!whole) {
      return;
    }
    DepthOutcome tree = runner.tree(trials.get(0), inOrder, held);
    tree.depths().forEach(rows::add);
    tree.paths().forEach(rows::add);
    tree.nested().forEach(rows::add);
  }

  /** The best minimum of a whole cell, of which this shard or batch has a part. */
  private Optional<Record> best(ShardWork work, long cell) {
    if (cell == bestOf) {
      return best;
    }
    long seeds = sweep.grid().seeds();
    Set<String> ids = new HashSet<>();
    for (long index = cell * seeds; index < (cell + 1) * seeds; index++) {
      ids.add(sweep.identity().trialId(sweep.grid().at(index)).hex());
    }
    TrialRunner runner = context.runner();
    List<Record> lowest = new ArrayList<>();
    for (StoredFile file : minimaFiles(work)) {
      Consumer<Record> compare =
          row -> {
            if (ids.contains(row.get(LeadingColumns.TRIAL_ID))) {
              lowest.add(row);
              Optional<Record> lower = runner.best(lowest);
              lowest.clear();
              lower.ifPresent(lowest::add);
            }
          };
      if (ids.size() <= FEW) {
        files.read(file, LOSSES, ids, compare);
      } else {
        files.read(file, LOSSES, compare);
      }
    }
    List<Record> found = new ArrayList<>();
    if (!lowest.isEmpty()) {
      Set<String> id = Set.of(lowest.get(0).get(LeadingColumns.TRIAL_ID));
      minimaFiles(work).forEach(file -> files.read(file, MinimaTable.TABLE, id, found::add));
    }
    bestOf = cell;
    best = found.stream().findFirst();
    return best;
  }

  private static List<StoredFile> minimaFiles(ShardWork work) {
    return work.inputs().stream()
        .filter(file -> file.table().equals(MinimaTable.TABLE.name()))
        .toList();
  }

  private Map<String, Record> minima(ShardWork work, List<TrialCoordinates> trials) {
    Set<String> wanted = new HashSet<>();
    trials.forEach(trial -> wanted.add(sweep.identity().trialId(trial).hex()));
    Map<String, Record> minima = new HashMap<>();
    for (StoredFile file : minimaFiles(work)) {
      files.read(
          file,
          MinimaTable.TABLE,
          wanted,
          row -> minima.put(row.get(LeadingColumns.TRIAL_ID), row));
    }
    return minima;
  }

  private Map<String, List<Record>> references(ShardWork work) {
    Map<String, List<Record>> byProblem = new HashMap<>();
    for (StoredFile file : work.inputs()) {
      if (file.table().equals(ReferencesTable.TABLE.name())) {
        files.read(
            file,
            ReferencesTable.TABLE,
            row ->
                byProblem
                    .computeIfAbsent(row.get(LeadingColumns.PROBLEM_ID), id -> new ArrayList<>())
                    .add(row));
      }
    }
    return byProblem;
  }
}
