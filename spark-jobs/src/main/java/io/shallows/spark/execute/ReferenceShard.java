package io.shallows.spark.execute;

import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.ReferencesTable;
import io.shallows.spark.plan.ReferenceKey;
import io.shallows.spark.plan.ShardWork;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.RecordFiles;
import io.shallows.spark.store.StoredFile;
import io.shallows.training.Deadline;
import java.util.ArrayList;
import java.util.List;

/** The references of one problem. */
final class ReferenceShard {

  private final SweepDefinition sweep;
  private final Science science;
  private final RecordFiles files;

  ReferenceShard(SweepDefinition sweep, Science science, RecordFiles files) {
    this.sweep = sweep;
    this.science = science;
    this.files = files;
  }

  void run(ShardWork work, ShardRunner.Rows rows) {
    ReferenceKey key = ReferenceKey.parse(work.covers());
    String problem = sweep.identity().problemId(key.problem(), key.inputDimension()).hex();
    List<Record> known = new ArrayList<>();
    for (StoredFile file : work.inputs()) {
      files.read(
          file,
          ReferencesTable.TABLE,
          row -> {
            if (row.get(LeadingColumns.PROBLEM_ID).equals(problem)) {
              known.add(row);
            }
          });
    }
    List<Record> found =
        science
            .runner(sweep.spec())
            .references(key.coordinates(), key.widths(), known, Deadline.never());
    for (Record row : found) {
      rows.add(row);
      rows.count(row.get(ReferencesTable.STATUS));
    }
  }
}
