package io.shallows.trial;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.random.RandomStreams;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.SingularityColumns;
import io.shallows.record.SingularityColumns.Moment;
import io.shallows.record.SpectrumColumns;
import io.shallows.record.TrajectoriesTable;
import io.shallows.singularity.SingularityProfile;
import io.shallows.spec.SweepSpec;
import io.shallows.spectrum.HessianSpectrum;
import io.shallows.training.TrajectoryPoints;
import java.util.ArrayList;
import java.util.List;

/** The recorded points of a trial's first-order run as rows. */
final class TrajectoryStage {

  private final SweepSpec spec;

  TrajectoryStage(SweepSpec spec) {
    this.spec = spec;
  }

  /**
   * One row per point.
   *
   * @param trial the trial's own row
   */
  List<Record> rows(
      Record trial, EmpiricalLoss loss, TrialProblem problem, List<TrajectoryPoints.Point> points) {
    String id = trial.get(LeadingColumns.TRIAL_ID);
    List<Record> rows = new ArrayList<>();
    for (TrajectoryPoints.Point point : points) {
      if (!Double.isFinite(point.loss())) {
        break;
      }
      Record.Builder row =
          Record.of(TrajectoriesTable.TABLE)
              .setShared(trial)
              .set(TrajectoriesTable.POINT, (Long) (long) rows.size())
              .set(TrajectoriesTable.STEP, point.step())
              .set(TrajectoriesTable.GRADIENT_EVALUATIONS, (Long) point.evaluations())
              .set(TrajectoriesTable.LOSS, (Double) point.loss())
              .set(
                  TrajectoriesTable.LOSS_NORMALIZED,
                  (Double) (point.loss() / problem.constantLoss()));
      row.set(
          TrajectoriesTable.LEVEL,
          point.level().isPresent() ? (Double) point.level().getAsDouble() : null);
      measure(row, loss, point.theta(), id, rows.size());
      rows.add(row.build());
    }
    return rows;
  }

  private void measure(
      Record.Builder row, EmpiricalLoss loss, double[] theta, String id, int point) {
    if (spec.measurement().singularities()) {
      SingularityColumns.set(row, Moment.PASSING, SingularityProfile.of(loss, theta));
    }
    if (spec.measurement().spectrum()) {
      RandomStreams streams = new RandomStreams(spec.grid().seed().root());
      SpectrumColumns.set(
          row,
          Moment.PASSING,
          HessianSpectrum.of(
              loss, loss.network(), theta, false, streams.gaussian(id, "spectrum-point-" + point)));
    }
  }
}
