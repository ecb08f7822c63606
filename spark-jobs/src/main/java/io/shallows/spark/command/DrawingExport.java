package io.shallows.spark.command;

import io.shallows.loss.LossSurface;
import io.shallows.record.PathsTable;
import io.shallows.record.Record;
import io.shallows.record.Table;
import io.shallows.spark.cli.Mistake;
import io.shallows.trial.TrialSurface;
import java.util.List;

/** One path as a drawing. */
final class DrawingExport implements ExportFormat {

  @Override
  public String label() {
    return "svg";
  }

  @Override
  public void write(ExportRequest request) {
    Table table = request.table();
    if (table != PathsTable.TABLE) {
      throw new Mistake("--format: svg draws a path, and " + table.name() + " has none; use paths");
    }
    List<Record> path = request.filter().onePath(request.open(), "svg draws");
    ExportRequest.Opened opened = request.openToCompute();
    LossSurface loss =
        StoredTrial.coordinates(path.get(0), opened.spec())
            .map(trial -> TrialSurface.of(opened.spec(), opened.science().tables(), trial))
            .orElseThrow(
                () -> new Mistake("--format: the spec of the store has no trial of this path"));
    request.out().println(new PathDrawing(path, loss).svg());
    request.out().flush();
  }
}
