package io.shallows.spark.command;

import io.shallows.grid.TrialCoordinates;
import io.shallows.record.MinimaTable;
import io.shallows.record.PathsTable;
import io.shallows.record.Record;
import io.shallows.spark.cli.Mistake;
import java.util.ArrayList;
import java.util.List;

/** One trial as arrays for NumPy. */
final class ArraysExport implements ExportFormat {

  @Override
  public String label() {
    return "npz";
  }

  @Override
  public void write(ExportRequest request) {
    request.filter().requireFit(PathsTable.TABLE);
    ExportRequest.Opened opened = request.openToCompute();
    String id = StoredTrial.id(opened.store(), request.filter().requireOneTrial());
    List<Record> minimum = new ArrayList<>();
    StoredTrial.rows(opened.store(), MinimaTable.TABLE, id, minimum::add);
    if (minimum.isEmpty()) {
      throw new Mistake(
          "--trial: "
              + id
              + " has no row in table minima, which has the parameters; ids are in its column"
              + " trial_id");
    }
    TrialCoordinates trial =
        StoredTrial.coordinates(minimum.get(0), opened.spec())
            .orElseThrow(() -> new Mistake("--trial: " + id + " is of a problem the spec has not"));
    List<Record> path =
        request.filter().choosesPath()
            ? request.filter().onePath(opened.store(), "npz with --target has")
            : List.of();
    request.write(
        TrialArchive.of(minimum.get(0), path, trial, opened.spec(), opened.science().tables()));
  }
}
