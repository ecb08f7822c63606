package io.shallows.trial;

import io.shallows.depth.cell.CellFlood;
import io.shallows.depth.cell.CellFloodVerification;
import io.shallows.depth.cell.FloodResult;
import io.shallows.depth.finder.PathFinders;
import io.shallows.depth.path.NodeValues;
import io.shallows.grid.TrialCoordinates;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.problem.TableSource;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.Record;
import io.shallows.spec.SweepSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Proves stored lower ends of depths again: the cells that no path leaves below the lower end are
 * searched anew up to it, and that they are such is checked from the data by code that shares
 * nothing with the search ({@link CellFloodVerification}).
 *
 * <p>Rows of depths come first, then those of minima. A lower end that the certificate of a strict
 * minimum gave is no business of cells and passed over. Holds the rows that have a lower end, one
 * set of parameters at a time.
 */
public final class LowerEndCheck {

  /** What the search may miss of a lower end, as a share of it. */
  private static final double TOLERANCE = 1e-6;

  private final SweepSpec spec;
  private final TableSource tables;
  private final Function<Record, Optional<TrialCoordinates>> coordinates;
  private final Map<String, List<Record>> depths = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private long checked;

  /**
   * A check of one sweep's lower ends.
   *
   * @param tables gives the table of a problem that is one
   * @param coordinates where the trial of a row stands in the sweep
   */
  public LowerEndCheck(
      SweepSpec spec,
      TableSource tables,
      Function<Record, Optional<TrialCoordinates>> coordinates) {
    this.spec = spec;
    this.tables = tables;
    this.coordinates = coordinates;
  }

  /** Takes a row of depths. */
  public void depth(Record row) {
    if (row.find(DepthsTable.DEPTH_LOWER).filter(lower -> lower > 0).isPresent()) {
      depths.computeIfAbsent(row.get(LeadingColumns.TRIAL_ID), id -> new ArrayList<>()).add(row);
    }
  }

  /** Takes a row of minima, and checks the lower ends of its depths. */
  public void minimum(Record row) {
    List<Record> rows = depths.getOrDefault(row.get(LeadingColumns.TRIAL_ID), List.of());
    if (rows.isEmpty()) {
      return;
    }
    Optional<TrialCoordinates> at = coordinates.apply(row);
    Optional<EmpiricalLoss> loss =
        at.flatMap(trial -> TrialSurface.empirical(spec, tables, trial));
    double[] theta = row.get(MinimaTable.PARAMETERS);
    double rise = row.find(MinimaTable.CERTIFICATE_RISE).orElse(0.0);
    for (Record depth : rows) {
      double lower = depth.get(DepthsTable.DEPTH_LOWER);
      if (lower > rise) {
        checked++;
        loss.flatMap(surface -> fault(surface, theta, depth, lower))
            .or(
                () ->
                    loss.isPresent()
                        ? Optional.empty()
                        : Optional.of("the spec has no such trial on data"))
            .ifPresent(fault -> problems.add(name(depth) + ": " + fault));
      }
    }
  }

  private Optional<String> fault(
      EmpiricalLoss loss, double[] theta, Record depth, double lower) {
    Optional<CellFlood> flood = CellFlood.of(loss.network(), loss.data());
    if (flood.isEmpty()) {
      return Optional.of("a lower end of a network without cells");
    }
    double start = NodeValues.at(loss.network(), loss.data(), theta).loss();
    double height = start + lower * (1 - TOLERANCE);
    double level = depth.get(DepthsTable.REFERENCE_LOSS);
    FloodResult found =
        flood
            .get()
            .flood(
                theta,
                start,
                level,
                start + lower,
                PathFinders.programs(spec.measurement().depth().budget()));
    double reached = Math.min(found.lower(), found.upper().orElse(Double.POSITIVE_INFINITY));
    if (!(reached >= height - CellFloodVerification.SLACK * start)) {
      return Optional.of("a lower end of " + lower + ", recomputed " + (reached - start));
    }
    return CellFloodVerification.faults(loss.network(), loss.data(), theta, start, found.cut())
        .stream()
        .findFirst()
        .map(fault -> "its cells do not prove a lower end of " + lower + ": " + fault.what());
  }

  private static String name(Record depth) {
    return "depth "
        + depth.get(LeadingColumns.TRIAL_ID)
        + " "
        + depth.get(DepthsTable.TARGET)
        + depth.find(LeadingColumns.ETA).map(eta -> " eta " + eta).orElse("")
        + depth.find(DepthsTable.DROP).map(drop -> " drop " + drop).orElse("");
  }

  /** Number of lower ends checked. */
  public long checked() {
    return checked;
  }

  /** One line per lower end that does not hold. */
  public List<String> problems() {
    return List.copyOf(problems);
  }
}
