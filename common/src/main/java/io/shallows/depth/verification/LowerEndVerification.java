package io.shallows.depth.verification;

import io.shallows.depth.cell.CellFlood;
import io.shallows.depth.cell.CellFloodVerification;
import io.shallows.depth.cell.FloodCut;
import io.shallows.depth.cell.FloodResult;
import io.shallows.depth.exact.PenalizedMaximum;
import io.shallows.depth.path.NodeValues;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.penalty.PenalizedLoss;
import java.util.List;
import java.util.Optional;

/**
 * Whether a lower end of the depth of a two-layer network holds: the cells that no path leaves
 * below it are searched again up to it, and that they are such is checked from the data by code
 * that shares nothing with the search ({@link CellFloodVerification}). Ways out that it finds open,
 * since it has other multipliers than the search had, get programs of their own, and all is checked
 * once more.
 */
public final class LowerEndVerification {

  /** What the search may miss of a lower end, as a share of it. */
  private static final double TOLERANCE = 1e-6;

  private LowerEndVerification() {}

  /**
   * What is wrong with a lower end; empty where it is proven.
   *
   * @param lower the lower end of the depth, above 0
   * @param level the loss that it is the depth to
   * @param programs convex programs that may be solved
   */
  public static Optional<String> fault(
      EmpiricalLoss loss, double[] theta, double lower, double level, long programs) {
    double start = NodeValues.at(loss.network(), loss.data(), theta).loss();
    return fault(loss, 0, start, theta, lower, level, programs);
  }

  /** The same under a penalty of units. */
  public static Optional<String> fault(
      PenalizedLoss loss, double[] theta, double lower, double level, long programs) {
    double start = new PenalizedMaximum(loss).value(theta);
    return fault(loss.loss(), loss.penalty().kappa(), start, theta, lower, level, programs);
  }

  private static Optional<String> fault(
      EmpiricalLoss loss,
      double penalty,
      double start,
      double[] theta,
      double lower,
      double level,
      long programs) {
    Optional<CellFlood> flood = CellFlood.of(loss.network(), loss.data(), penalty);
    if (flood.isEmpty()) {
      return Optional.of("a lower end of a network without cells");
    }
    FloodResult found = flood.get().flood(theta, start, level, start + lower, programs);
    double reached = Math.min(found.lower(), found.upper().orElse(Double.POSITIVE_INFINITY));
    double least = start + lower * (1 - TOLERANCE) - CellFloodVerification.SLACK * start;
    if (!(reached >= least)) {
      return Optional.of("a lower end of " + lower + ", recomputed " + (reached - start));
    }
    List<CellFloodVerification.Fault> faults = faults(loss, penalty, theta, start, found.cut());
    List<FloodCut.Way> open = faults.stream().flatMap(fault -> fault.way().stream()).toList();
    if (!open.isEmpty() && open.size() == faults.size()) {
      faults = faults(loss, penalty, theta, start, flood.get().withPrograms(found.cut(), open));
    }
    return faults.stream()
        .findFirst()
        .map(fault -> "its cells do not prove a lower end of " + lower + ": " + fault.what());
  }

  private static List<CellFloodVerification.Fault> faults(
      EmpiricalLoss loss, double penalty, double[] theta, double start, FloodCut cut) {
    return CellFloodVerification.faults(loss.network(), loss.data(), penalty, theta, start, cut);
  }
}
