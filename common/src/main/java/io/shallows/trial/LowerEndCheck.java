package io.shallows.trial;

import io.shallows.depth.finder.PathFinders;
import io.shallows.depth.verification.LowerEndVerification;
import io.shallows.grid.TrialCoordinates;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.LossSurface;
import io.shallows.loss.penalty.PenalizedLoss;
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
 * Proves stored lower ends of depths again ({@link LowerEndVerification}).
 *
 * <p>Rows of depths come first, then those of minima. A lower end that the certificate of a strict
 * minimum gave is no business of cells and passed over. Holds the rows that have a lower end, one
 * set of parameters at a time.
 */
public final class LowerEndCheck {

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
    Optional<LossSurface> loss =
        at.map(trial -> TrialSurface.of(spec, tables, trial)).filter(LowerEndCheck::isOnData);
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

  private static boolean isOnData(LossSurface loss) {
    return loss instanceof EmpiricalLoss || loss instanceof PenalizedLoss;
  }

  private Optional<String> fault(LossSurface loss, double[] theta, Record depth, double lower) {
    double level = depth.get(DepthsTable.REFERENCE_LOSS);
    long programs = PathFinders.programs(spec.measurement().depth().budget());
    return loss instanceof PenalizedLoss penalized
        ? LowerEndVerification.fault(penalized, theta, lower, level, programs)
        : LowerEndVerification.fault((EmpiricalLoss) loss, theta, lower, level, programs);
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
