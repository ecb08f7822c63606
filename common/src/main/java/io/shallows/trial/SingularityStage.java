package io.shallows.trial;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.minimum.Minimum;
import io.shallows.record.Record;
import io.shallows.record.SingularityColumns;
import io.shallows.record.SingularityColumns.Moment;
import io.shallows.singularity.SingularityProfile;
import io.shallows.spec.SweepSpec;

/** The singularity columns of a trial's row. */
final class SingularityStage {

  private final SweepSpec spec;

  SingularityStage(SweepSpec spec) {
    this.spec = spec;
  }

  /** Measures start and end; a point that is not finite has no singularities. */
  void measure(Record.Builder row, EmpiricalLoss loss, double[] start, Minimum minimum) {
    if (!spec.measurement().singularities() || !Double.isFinite(minimum.loss())) {
      return;
    }
    SingularityColumns.set(row, Moment.INITIAL, SingularityProfile.of(loss, start));
    SingularityColumns.set(row, Moment.END, SingularityProfile.of(loss, minimum.theta()));
  }
}
