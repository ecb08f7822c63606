package io.shallows.spark.stage;

import io.shallows.grid.CellCoordinates;
import io.shallows.grid.TrialCoordinates;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.Record;
import io.shallows.record.ReferencesTable;
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

/**
 * The depths of all minima of whole cells.
 *
 * <p>Minima are read for many cells at a time: a file is read from its beginning for every batch.
 */
final class DepthShard {

  /** Bytes of minima that a batch may have in the files, if it has more than one cell. */
  private static final long BATCH_BYTES = 32L << 20;

  /** How groups count trials that have depths, and those that have none. */
  static final String MEASURED = "measured";

  private static final String NONE = "none";

  private final DepthsStage stage;
  private final ShardContext context;
  private final SweepDefinition sweep;
  private final RecordFiles files;

  DepthShard(DepthsStage stage, ShardContext context) {
    this.stage = stage;
    this.context = context;
    this.sweep = context.sweep();
    this.files = context.files();
  }

  void run(ShardWork work, ShardRows rows) throws InterruptedException {
    Map<String, List<Record>> references = references(work);
    int seeds = Math.toIntExact(sweep.grid().seeds());
    long cells = Math.max(1, BATCH_BYTES / Math.max(1, bytesPerTrial(work) * seeds));
    try (TrialSlot slot = new TrialSlot()) {
      for (List<Long> batch : batches(IndexRanges.parse(work.covers()), cells * seeds)) {
        runCells(work, batch.stream().map(sweep.grid()::at).toList(), references, slot, rows);
      }
    }
  }

  /** The trials of whole cells, at most {@code size} at a time. */
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
    return work.inputs().stream()
        .filter(file -> file.table().equals(MinimaTable.TABLE.name()))
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
    int seeds = Math.toIntExact(sweep.grid().seeds());
    for (int from = 0; from < batch.size(); from += seeds) {
      runCell(batch.subList(from, from + seeds), minima, references, slot, rows);
    }
  }

  private void runCell(
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
    Optional<Record> best = runner.best(inOrder);
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
    DepthOutcome tree = runner.tree(trials.get(0), inOrder, held);
    tree.depths().forEach(rows::add);
    tree.paths().forEach(rows::add);
    tree.nested().forEach(rows::add);
  }

  private Map<String, Record> minima(ShardWork work, List<TrialCoordinates> trials) {
    Set<String> wanted = new HashSet<>();
    trials.forEach(trial -> wanted.add(sweep.identity().trialId(trial).hex()));
    Map<String, Record> minima = new HashMap<>();
    for (StoredFile file : work.inputs()) {
      if (file.table().equals(MinimaTable.TABLE.name())) {
        files.read(
            file,
            MinimaTable.TABLE,
            wanted,
            row -> minima.put(row.get(LeadingColumns.TRIAL_ID), row));
      }
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
