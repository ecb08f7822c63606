package io.shallows.trial;

import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.TargetKind;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.SearchEffort;
import io.shallows.depth.question.DepthQuestion;
import io.shallows.grid.SweepIdentity;
import io.shallows.loss.LossSurface;
import io.shallows.record.Column;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.PathsTable;
import io.shallows.record.Record;
import io.shallows.spec.OutputSpec.PathsKept;
import io.shallows.spec.SweepSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Writes what is known of a minimum's depth as rows. */
final class DepthRows {

  private final SweepSpec spec;
  private final String measurementId;

  DepthRows(SweepSpec spec, SweepIdentity identity) {
    this.spec = spec;
    this.measurementId = identity.measurementId().hex();
  }

  /**
   * A row of the depths table.
   *
   * @param seconds wall-clock time to be written
   */
  Record depth(Record minimum, DepthMeasurement measured, DepthQuestion question, double seconds) {
    TargetKind kind = question.target().kind();
    Record.Builder row =
        Record.of(DepthsTable.TABLE)
            .setShared(minimum)
            .set(DepthsTable.MEASUREMENT_ID, measurementId)
            .set(DepthsTable.TARGET, kind.label())
            .set(DepthsTable.MINIMUM_KIND, minimum.get(MinimaTable.MINIMUM_KIND))
            .set(DepthsTable.LOSS, minimum.get(MinimaTable.LOSS))
            .set(DepthsTable.REFERENCE_LOSS, (Double) measured.level())
            .set(DepthsTable.COVERED, measured.covered())
            .set(DepthsTable.BOUND_APPLIES, measured.theory().applies() && kind.bounded())
            .set(DepthsTable.SECONDS_SPENT, (Double) seconds);
    question.targetTrialId().ifPresent(id -> row.set(DepthsTable.TARGET_TRIAL_ID, id));
    question.level().drop().ifPresent(drop -> row.set(DepthsTable.DROP, drop));
    question
        .level()
        .eta()
        .ifPresent(
            eta -> {
              row.set(LeadingColumns.ETA, eta);
              set(
                  row,
                  DepthsTable.NORMALIZED_DEPTH,
                  measured.normalized(
                      Math.toIntExact(minimum.get(LeadingColumns.WIDTH)),
                      eta,
                      Math.toIntExact(minimum.get(LeadingColumns.INPUT_DIMENSION))));
            });
    question.referenceWidth().ifPresent(k -> row.set(DepthsTable.REFERENCE_WIDTH, (int) k));
    OptionalDouble lower = lower(minimum, measured);
    set(row, DepthsTable.DEPTH_LOWER, lower);
    set(row, DepthsTable.DEPTH_UPPER, measured.upper());
    measured
        .effort()
        .flood()
        .ifPresent(
            flood ->
                row.set(DepthsTable.FLOOD_CELLS, (Long) flood.cells())
                    .set(DepthsTable.FLOOD_PROGRAMS, (Long) flood.programs()));
    set(row, DepthsTable.DEPTH_MERGE, measured.theory().merge());
    set(row, DepthsTable.DEPTH_REFIT, measured.theory().refit());
    set(row, DepthsTable.DEPTH_CONSTRUCTIVE, measured.theory().constructive());
    measured.method().ifPresent(method -> row.set(DepthsTable.DEPTH_METHOD, method));
    measured.zero().ifPresent(zero -> row.set(DepthsTable.ZERO_REASON, zero.reason()));
    measured.certificate().ifPresent(label -> row.set(DepthsTable.CERTIFICATE, label));
    row.set(
        DepthsTable.CERTIFICATE_TOLERANCE,
        (Double) spec.measurement().depth().certificateTolerance());
    measured
        .bound()
        .ifPresent(
            bound -> {
              row.setFinite(DepthsTable.BOUND_EXPLICIT, bound.value());
              row.set(DepthsTable.BOUND_KIND, bound.kind());
            });
    set(row, DepthsTable.PATH_NORM, measured.theory().pathNorm());
    List<SearchEffort.Improvement> improvements = measured.effort().improvements();
    row.set(DepthsTable.GRADIENT_EVALUATIONS, (Long) measured.effort().evaluations())
        .set(
            DepthsTable.IMPROVEMENT_EVALUATIONS,
            improvements.stream().mapToDouble(fall -> fall.evaluations()).toArray())
        .set(
            DepthsTable.IMPROVEMENT_BARRIERS,
            improvements.stream().mapToDouble(fall -> fall.barrier()).toArray());
    if (measured.covered()) {
      row.set(DepthsTable.DEPTH_FLOOR, (Double) measured.floor())
          .set(
              DepthsTable.DEPTH_EXACT,
              DepthMeasurement.isExact(
                  lower.orElse(0), measured.upper().orElse(Double.NaN), measured.floor()));
    }
    return row.build();
  }

  /** What a search proved, or the minimum's certificate if the level lies below its dip. */
  private static OptionalDouble lower(Record minimum, DepthMeasurement measured) {
    Optional<Double> rise = minimum.find(MinimaTable.CERTIFICATE_RISE);
    Optional<Double> dip = minimum.find(MinimaTable.CERTIFICATE_DIP);
    boolean above =
        measured.covered()
            && dip.isPresent()
            && measured.level() < minimum.get(MinimaTable.LOSS) - dip.get();
    return above && rise.isPresent()
        ? OptionalDouble.of(Math.max(rise.get(), measured.lower().orElse(0)))
        : measured.lower();
  }

  static void set(Record.Builder row, Column<Double> column, OptionalDouble value) {
    if (value.isPresent()) {
      row.setFinite(column, value.getAsDouble());
    }
  }

  /** Rows of the paths table, as many as {@code output.paths} asks for. */
  List<Record> paths(
      LossSurface loss, Record minimum, DepthMeasurement measured, DepthQuestion question) {
    List<CertifiedPath> kept = new ArrayList<>();
    if (spec.output().paths() != PathsKept.NONE) {
      measured.best().ifPresent(kept::add);
    }
    if (spec.output().paths() == PathsKept.ALL) {
      measured.effort().paths().stream().filter(path -> !kept.contains(path)).forEach(kept::add);
    }
    List<Record> rows = new ArrayList<>();
    for (int k = 0; k < kept.size(); k++) {
      CertifiedPath path = kept.get(k);
      for (int v = 0; v < path.path().size(); v++) {
        Record.Builder row =
            Record.of(PathsTable.TABLE)
                .setShared(minimum)
                .set(PathsTable.MEASUREMENT_ID, measurementId)
                .set(PathsTable.TARGET, question.target().kind().label())
                .set(PathsTable.DEPTH_METHOD, path.method())
                .set(PathsTable.PATH, k)
                .set(PathsTable.VERTEX, v)
                .set(PathsTable.LOSS, (Double) loss.value(path.path().vertex(v)))
                .set(PathsTable.PARAMETERS, path.path().vertex(v));
        if (v > 0) {
          row.set(PathsTable.SEGMENT_MAX, path.certificate().segmentMaxima().get(v - 1));
        }
        question.level().eta().ifPresent(eta -> row.set(LeadingColumns.ETA, eta));
        question.level().drop().ifPresent(drop -> row.set(PathsTable.DROP, drop));
        rows.add(row.build());
      }
    }
    return rows;
  }
}
