package io.shallows.trial;

import io.shallows.depth.CertifiedPath;
import io.shallows.depth.DepthMeasurement;
import io.shallows.depth.DepthMeter;
import io.shallows.depth.DepthSettings;
import io.shallows.depth.DepthTarget;
import io.shallows.depth.ExplicitBound;
import io.shallows.depth.Reference;
import io.shallows.depth.ReferenceSearch;
import io.shallows.grid.SweepIdentity;
import io.shallows.grid.TrialCoordinates;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.NetworkFamilies;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.PathsTable;
import io.shallows.record.Record;
import io.shallows.spec.DepthSpec;
import io.shallows.spec.OutputSpec.PathsKept;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

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
    EmpiricalLoss loss = EmpiricalLoss.of(problem.network(at.cell()), problem.data().get());
    DepthSpec settings = spec.measurement().depth();
    DepthMeter depth =
        new DepthMeter(
            loss,
            NetworkFamilies.named(at.family()),
            new DepthSettings(
                settings.finders(), settings.certificateTolerance(), settings.budget()));
    double[] theta = minimum.get(MinimaTable.PARAMETERS);
    List<Reference> references = referenceRows.stream().map(ReferenceStage::reference).toList();
    List<Record> rows = new ArrayList<>();
    List<Record> paths = new ArrayList<>();
    for (double eta : spec.measurement().depth().eta()) {
      int k = ReferenceSearch.width(at.width(), eta);
      Optional<Reference> reference = references.stream().filter(r -> r.width() == k).findFirst();
      if (reference.isPresent()) {
        double began = deadline.elapsedSeconds();
        DepthMeasurement measured =
            depth.measure(theta, DepthTarget.reference(reference.get(), problem.data().get()));
        Record.Builder row =
            row(minimum, measured, DepthTarget.Kind.REFERENCE)
                .set(LeadingColumns.ETA, (Double) eta)
                .set(DepthsTable.REFERENCE_WIDTH, k);
        set(
            row,
            DepthsTable.NORMALIZED_DEPTH,
            measured.normalized(at.width(), eta, at.inputDimension()));
        rows.add(row.set(DepthsTable.SECONDS_SPENT, deadline.elapsedSeconds() - began).build());
        paths.addAll(paths(loss, minimum, measured, DepthTarget.Kind.REFERENCE, Optional.of(eta)));
      }
    }
    if (best.isPresent()
        && !best.get().get(LeadingColumns.TRIAL_ID).equals(minimum.get(LeadingColumns.TRIAL_ID))) {
      double began = deadline.elapsedSeconds();
      DepthTarget target =
          DepthTarget.cellBest(
              loss.network(), loss.data(), best.get().get(MinimaTable.PARAMETERS), references);
      DepthMeasurement measured = depth.measure(theta, target);
      rows.add(
          row(minimum, measured, DepthTarget.Kind.CELL_BEST)
              .set(DepthsTable.TARGET_TRIAL_ID, best.get().get(LeadingColumns.TRIAL_ID))
              .set(DepthsTable.SECONDS_SPENT, deadline.elapsedSeconds() - began)
              .build());
      paths.addAll(paths(loss, minimum, measured, DepthTarget.Kind.CELL_BEST, Optional.empty()));
    }
    return new DepthOutcome(rows, paths);
  }

  private Record.Builder row(Record minimum, DepthMeasurement measured, DepthTarget.Kind kind) {
    Record.Builder row =
        Record.of(DepthsTable.TABLE)
            .setShared(minimum)
            .set(DepthsTable.MEASUREMENT_ID, measurementId)
            .set(DepthsTable.TARGET, kind.label())
            .set(DepthsTable.MINIMUM_KIND, minimum.get(MinimaTable.MINIMUM_KIND))
            .set(DepthsTable.LOSS, minimum.get(MinimaTable.LOSS))
            .set(DepthsTable.REFERENCE_LOSS, (Double) measured.level())
            .set(DepthsTable.COVERED, measured.covered())
            .set(DepthsTable.BOUND_APPLIES, measured.boundApplies());
    set(row, DepthsTable.DEPTH_LOWER, lower(minimum, measured));
    set(row, DepthsTable.DEPTH_UPPER, measured.upper());
    set(row, DepthsTable.DEPTH_MERGE, measured.merge());
    set(row, DepthsTable.DEPTH_REFIT, measured.refit());
    set(row, DepthsTable.DEPTH_CONSTRUCTIVE, measured.constructive());
    measured.method().ifPresent(method -> row.set(DepthsTable.DEPTH_METHOD, method));
    measured.zero().ifPresent(zero -> row.set(DepthsTable.ZERO_REASON, zero.reason()));
    measured.certificate().ifPresent(label -> row.set(DepthsTable.CERTIFICATE, label));
    row.set(
        DepthsTable.CERTIFICATE_TOLERANCE,
        (Double) spec.measurement().depth().certificateTolerance());
    measured
        .bound()
        .map(ExplicitBound::value)
        .ifPresent(value -> row.setFinite(DepthsTable.BOUND_EXPLICIT, value));
    if (measured.covered()) {
      row.set(DepthsTable.DEPTH_FLOOR, (Double) measured.floor());
    }
    return row;
  }

  /** The rise that the minimum's certificate proves, if the level lies below its dip. */
  private static OptionalDouble lower(Record minimum, DepthMeasurement measured) {
    Optional<Double> rise = minimum.find(MinimaTable.CERTIFICATE_RISE);
    Optional<Double> dip = minimum.find(MinimaTable.CERTIFICATE_DIP);
    boolean above =
        measured.covered()
            && dip.isPresent()
            && measured.level() < minimum.get(MinimaTable.LOSS) - dip.get();
    return above && rise.isPresent() ? OptionalDouble.of(rise.get()) : measured.lower();
  }

  private static void set(
      Record.Builder row, io.shallows.record.Column<Double> column, OptionalDouble value) {
    if (value.isPresent()) {
      row.setFinite(column, value.getAsDouble());
    }
  }

  private List<Record> paths(
      EmpiricalLoss loss,
      Record minimum,
      DepthMeasurement measured,
      DepthTarget.Kind kind,
      Optional<Double> eta) {
    List<Record> rows = new ArrayList<>();
    if (spec.output().paths() == PathsKept.NONE || measured.best().isEmpty()) {
      return rows;
    }
    CertifiedPath best = measured.best().get();
    for (int v = 0; v < best.path().size(); v++) {
      Record.Builder row =
          Record.of(PathsTable.TABLE)
              .setShared(minimum)
              .set(PathsTable.MEASUREMENT_ID, measurementId)
              .set(PathsTable.TARGET, kind.label())
              .set(PathsTable.DEPTH_METHOD, best.method())
              .set(PathsTable.VERTEX, v)
              .set(PathsTable.LOSS, (Double) loss.value(best.path().vertex(v)))
              .set(PathsTable.PARAMETERS, best.path().vertex(v));
      if (v > 0) {
        row.set(PathsTable.SEGMENT_MAX, best.certificate().segmentMaxima().get(v - 1));
      }
      eta.ifPresent(value -> row.set(LeadingColumns.ETA, value));
      rows.add(row.build());
    }
    return rows;
  }
}
