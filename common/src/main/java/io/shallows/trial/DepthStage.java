package io.shallows.trial;

import io.shallows.depth.Reference;
import io.shallows.depth.ReferenceSearch;
import io.shallows.grid.SweepIdentity;
import io.shallows.grid.TrialCoordinates;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.Record;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The stage {@code depths}: one minimum's depth to every target. */
final class DepthStage {

  private final SweepSpec spec;
  private final String measurementId;

  DepthStage(SweepSpec spec, SweepIdentity identity) {
    this.spec = spec;
    this.measurementId = identity.measurementId().hex();
  }

  DepthOutcome measure(
      TrialProblem problem,
      TrialCoordinates at,
      Record minimum,
      Optional<Record> best,
      List<Record> referenceRows,
      Deadline deadline) {
    if (problem.data().isEmpty() || !spec.measurement().depth().enabled()) {
      return new DepthOutcome(List.of(), List.of());
    }
    List<Reference> references = referenceRows.stream().map(ReferenceStage::reference).toList();
    List<Record> rows = new ArrayList<>();
    for (double eta : spec.measurement().depth().eta()) {
      int k = ReferenceSearch.width(at.width(), eta);
      for (Reference reference : references) {
        if (reference.width() == k) {
          double began = deadline.elapsedSeconds();
          rows.add(
              Record.of(DepthsTable.TABLE)
                  .setShared(minimum)
                  .set(DepthsTable.MEASUREMENT_ID, measurementId)
                  .set(DepthsTable.TARGET, "reference")
                  .set(LeadingColumns.ETA, (Double) eta)
                  .set(DepthsTable.REFERENCE_WIDTH, k)
                  .set(DepthsTable.REFERENCE_LOSS, (Double) reference.loss())
                  .set(DepthsTable.COVERED, minimum.get(MinimaTable.LOSS) > reference.loss())
                  .set(DepthsTable.BOUND_APPLIES, false)
                  .set(DepthsTable.SECONDS_SPENT, deadline.elapsedSeconds() - began)
                  .build());
        }
      }
    }
    return new DepthOutcome(rows, List.of());
  }
}
