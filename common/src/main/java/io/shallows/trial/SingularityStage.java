package io.shallows.trial;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.minimum.Minimum;
import io.shallows.random.RandomStreams;
import io.shallows.record.Record;
import io.shallows.record.SingularityColumns;
import io.shallows.record.SingularityColumns.Moment;
import io.shallows.record.SpectrumColumns;
import io.shallows.singularity.SingularityProfile;
import io.shallows.spec.SweepSpec;
import io.shallows.spectrum.HessianSpectrum;

/** The singularity and spectrum columns of a trial's row. */
final class SingularityStage {

  private final SweepSpec spec;

  SingularityStage(SweepSpec spec) {
    this.spec = spec;
  }

  /**
   * Measures start and end; a point that is not finite has no singularities.
   *
   * @param id names the random streams of the spectrum's probes
   */
  void measure(Record.Builder row, String id, EmpiricalLoss loss, double[] start, Minimum minimum) {
    if (!Double.isFinite(minimum.loss())) {
      return;
    }
    if (spec.measurement().singularities()) {
      SingularityColumns.set(row, Moment.INITIAL, SingularityProfile.of(loss, start));
      SingularityColumns.set(row, Moment.END, SingularityProfile.of(loss, minimum.theta()));
    }
    if (spec.measurement().spectrum()) {
      if (spec.measurement().spectrumDetail()) {
        SpectrumColumns.set(row, Moment.INITIAL, spectrum(id, loss, start, "initial"));
      }
      SpectrumColumns.set(row, Moment.END, spectrum(id, loss, minimum.theta(), "end"));
    }
  }

  private HessianSpectrum spectrum(String id, EmpiricalLoss loss, double[] theta, String moment) {
    RandomStreams streams = new RandomStreams(spec.grid().seed().root());
    return HessianSpectrum.of(
        loss,
        loss.network(),
        theta,
        spec.measurement().spectrumDetail(),
        streams.gaussian(id, "spectrum-" + moment));
  }
}
