package io.shallows.trial;

import io.shallows.landscape.Landscape;
import io.shallows.loss.LossSurface;
import io.shallows.minimum.Minimum;
import io.shallows.network.Network;
import io.shallows.random.RandomStreams;
import io.shallows.record.Record;
import io.shallows.record.SingularityColumns;
import io.shallows.record.SingularityColumns.Moment;
import io.shallows.record.SpectrumColumns;
import io.shallows.spec.SweepSpec;
import io.shallows.spectrum.HessianSpectrum;

/** The singularity and spectrum columns of a trial's row. */
final class SingularityStage {

  private final SweepSpec spec;

  SingularityStage(SweepSpec spec) {
    this.spec = spec;
  }

  /**
   * Measures start and end; a point that is not finite has no singularities, and what reads data is
   * null for a population loss.
   *
   * @param landscape the loss of the network
   * @param id names the random streams of the spectrum's probes
   */
  void measure(
      Record.Builder row,
      String id,
      Landscape landscape,
      Network network,
      double[] start,
      Minimum minimum) {
    if (!Double.isFinite(minimum.loss())) {
      return;
    }
    if (spec.measurement().singularities()) {
      SingularityColumns.set(row, Moment.INITIAL, landscape.singularities(start));
      SingularityColumns.set(row, Moment.END, landscape.singularities(minimum.theta()));
    }
    if (spec.measurement().spectrum()) {
      LossSurface loss = landscape.surface();
      if (spec.measurement().spectrumDetail()) {
        SpectrumColumns.set(row, Moment.INITIAL, spectrum(id, loss, network, start, "initial"));
      }
      SpectrumColumns.set(row, Moment.END, spectrum(id, loss, network, minimum.theta(), "end"));
    }
  }

  private HessianSpectrum spectrum(
      String id, LossSurface loss, Network network, double[] theta, String moment) {
    RandomStreams streams = new RandomStreams(spec.grid().seed().root());
    return HessianSpectrum.of(
        loss,
        network,
        theta,
        spec.measurement().spectrumDetail(),
        streams.gaussian(id, "spectrum-" + moment));
  }
}
