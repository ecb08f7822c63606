package io.shallows.trial;

import io.shallows.depth.path.Path;
import io.shallows.depth.verification.PathVerification;
import io.shallows.depth.verification.PopulationPathVerification;
import io.shallows.grid.TrialCoordinates;
import io.shallows.network.Network;
import io.shallows.problem.TableSource;
import io.shallows.record.LeadingColumns;
import io.shallows.record.PathsTable;
import io.shallows.record.Record;
import io.shallows.spec.SweepSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Checks stored paths from their vertices alone: every segment's maximum is computed again, by
 * other code than wrote it (see {@link PathVerification}, {@link PopulationPathVerification}).
 *
 * <p>Rows come in the order in which they were stored: a path's vertices follow each other from 0.
 * Holds one path at a time.
 */
public final class PathCheck {

  private final SweepSpec spec;
  private final TableSource tables;
  private final Function<Record, Optional<TrialCoordinates>> coordinates;
  private final List<Record> path = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private Optional<TrialProblem> last = Optional.empty();
  private long checked;

  /**
   * A check of one sweep's paths.
   *
   * @param tables gives the table of a problem that is one
   * @param coordinates where the trial of a row stands in the sweep
   */
  public PathCheck(
      SweepSpec spec,
      TableSource tables,
      Function<Record, Optional<TrialCoordinates>> coordinates) {
    this.spec = spec;
    this.tables = tables;
    this.coordinates = coordinates;
  }

  /** Takes the next row of the paths table. */
  public void vertex(Record row) {
    if (row.get(PathsTable.VERTEX) == 0) {
      finish();
    }
    path.add(row);
  }

  /** Checks the last path; to be called after the last row. */
  public void finish() {
    if (!path.isEmpty()) {
      check();
      checked++;
      path.clear();
    }
  }

  /** Number of paths checked. */
  public long checked() {
    return checked;
  }

  /** One line per difference. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  private void check() {
    Record first = path.get(0);
    String name =
        first.get(LeadingColumns.TRIAL_ID)
            + " "
            + first.get(PathsTable.TARGET)
            + first.find(LeadingColumns.ETA).map(eta -> " eta " + eta).orElse("");
    Optional<TrialCoordinates> at = coordinates.apply(first);
    if (at.isEmpty()) {
      problems.add("path " + name + ": the spec has no such trial");
      return;
    }
    TrialProblem problem = problem(at.get());
    Network network = problem.network(at.get().cell());
    List<double[]> vertices = new ArrayList<>();
    List<Double> maxima = new ArrayList<>();
    for (int v = 0; v < path.size(); v++) {
      Record row = path.get(v);
      double[] theta = row.get(PathsTable.PARAMETERS);
      if (row.get(PathsTable.VERTEX) != v || theta.length != network.parameterCount()) {
        problems.add("path " + name + ": vertex " + v + " is missing or of another network");
        return;
      }
      vertices.add(theta);
      if (v > 0) {
        maxima.add(row.find(PathsTable.SEGMENT_MAX).orElse(Double.NaN));
      }
    }
    Path stored = new Path(vertices);
    List<PathVerification.Difference> differences =
        problem
            .landscape(at.get().cell())
            .differences(stored, maxima, spec.measurement().depth().certificateTolerance());
    for (PathVerification.Difference difference : differences) {
      problems.add(
          "path "
              + name
              + ": segment "
              + difference.segment()
              + " is stored with maximum "
              + difference.stored()
              + ", recomputed "
              + difference.recomputed());
    }
  }

  private TrialProblem problem(TrialCoordinates trial) {
    ProblemCoordinates wanted = ProblemCoordinates.of(trial.cell());
    if (last.isEmpty() || !last.get().coordinates().equals(wanted)) {
      last = Optional.of(new TrialProblem(spec, tables, wanted));
    }
    return last.get();
  }
}
