package io.shallows.spark.execute;

import io.shallows.grid.CellCoordinates;
import io.shallows.random.RandomStreams;
import io.shallows.record.DepthsTable;
import io.shallows.record.FailuresTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.TrialsTable;
import io.shallows.spark.aggregate.CellSummary;
import io.shallows.spark.plan.ShardWork;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.IndexRanges;
import io.shallows.spark.store.RecordFiles;
import io.shallows.spark.store.StoredFile;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The summaries of whole cells. */
final class CellShard {

  private final SweepDefinition sweep;
  private final RecordFiles files;

  CellShard(SweepDefinition sweep, RecordFiles files) {
    this.sweep = sweep;
    this.files = files;
  }

  void run(ShardWork work, ShardRunner.Rows rows) {
    Map<String, CellSummary> byTrial = new HashMap<>();
    Map<Long, CellSummary> byCell = new LinkedHashMap<>();
    long seeds = sweep.grid().seeds();
    IndexRanges.parse(work.covers())
        .forEach(
            index -> {
              CellSummary summary =
                  byCell.computeIfAbsent(index / seeds, cell -> summary(sweep.grid().cell(cell)));
              byTrial.put(sweep.identity().trialId(sweep.grid().at(index)).hex(), summary);
            });
    for (StoredFile file : work.inputs()) {
      if (file.table().equals(TrialsTable.TABLE.name())) {
        files.read(
            file, TrialsTable.TABLE, byTrial.keySet(), row -> find(byTrial, row).addTrial(row));
      } else if (file.table().equals(FailuresTable.TABLE.name())) {
        files.read(
            file, FailuresTable.TABLE, byTrial.keySet(), row -> find(byTrial, row).addFailure(row));
      } else if (file.table().equals(DepthsTable.TABLE.name())) {
        files.read(
            file, DepthsTable.TABLE, byTrial.keySet(), row -> find(byTrial, row).addDepth(row));
      }
    }
    byCell.values().forEach(summary -> summary.rows().forEach(rows::add));
    rows.count("summarised");
  }

  private CellSummary summary(CellCoordinates cell) {
    return new CellSummary(
        sweep.identity().problemId(cell.problemIndex(), cell.inputDimension()).hex(),
        cell,
        sweep.identity().measurementId().hex(),
        sweep.spec().measurement().depth(),
        new RandomStreams(sweep.spec().grid().seed().root()));
  }

  private static CellSummary find(Map<String, CellSummary> byTrial, Record row) {
    return byTrial.get(row.get(LeadingColumns.TRIAL_ID));
  }
}
