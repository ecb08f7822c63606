package io.shallows.depth.problem;

import io.shallows.depth.cell.CellFlood;
import io.shallows.depth.cell.FloodCut;
import io.shallows.depth.cell.FloodResult;
import io.shallows.depth.exact.PathBound;
import io.shallows.depth.exact.PathCertifier;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.Path;
import io.shallows.depth.path.PathCertificate;
import io.shallows.loss.EmpiricalLoss;
import java.util.List;
import java.util.Optional;

/**
 * The depth of a two-layer network with one output under squared loss, as a bracket that is closed
 * where a budget of convex programs allows.
 *
 * <p>The lower end is that of {@link CellFlood}; the upper end is the certified largest loss on the
 * path that it found, not what the programs say of it. The depth is that to the level: the infimum,
 * over paths to {@code {L <= level}}, of the largest loss minus the loss at the start. A drop
 * belongs to it: depth to any lower loss is often orders below depth to one that is a tenth lower.
 */
public final class CellDepth {

  /** What {@link CertifiedPath#method} says of its paths. */
  public static final String METHOD = "cell-flood";

  private final EmpiricalLoss loss;
  private final CellFlood flood;

  private CellDepth(EmpiricalLoss loss, CellFlood flood) {
    this.loss = loss;
    this.flood = flood;
  }

  /** For a loss; empty unless it is squared, of two layers with a learned head and one output. */
  public static Optional<CellDepth> of(EmpiricalLoss loss) {
    return PathBound.of(loss.outputLoss()).filter(PathBound.SQUARED::equals).isPresent()
        ? CellFlood.of(loss.network(), loss.data()).map(flood -> new CellDepth(loss, flood))
        : Optional.empty();
  }

  /**
   * The depth to a level that lies a share below the point's own loss.
   *
   * @param drop above 0, at most 1
   * @param budget convex programs that may be solved
   */
  public DepthBracket own(double[] theta, double drop, long budget) {
    if (!(drop > 0 && drop <= 1)) {
      throw new IllegalArgumentException("drop: " + drop + " is outside (0, 1]");
    }
    double start = NodeValues.at(loss.network(), loss.data(), theta).loss();
    return measure(theta, (1 - drop) * start, Double.POSITIVE_INFINITY, budget);
  }

  /**
   * The depth to a level.
   *
   * @param ceiling the largest loss on a path that is known, above which nothing is looked for;
   *     infinite if none is
   * @param budget convex programs that may be solved
   */
  public DepthBracket measure(double[] theta, double level, double ceiling, long budget) {
    double start = NodeValues.at(loss.network(), loss.data(), theta).loss();
    FloodResult result = flood.flood(theta, start, level, ceiling, budget);
    Optional<CertifiedPath> path =
        result.path().isEmpty() ? Optional.empty() : certified(result.path(), level);
    double lower = result.lower() - start;
    FloodCut cut = result.cut();
    boolean exact = false;
    if (path.isPresent()) {
      double upper = path.get().barrier();
      double floor = path.get().certificate().floor();
      double rounding = Math.max(DepthBracket.TOLERANCE * upper, floor);
      exact = result.closed() && upper - lower <= rounding;
      if (lower > upper + rounding) {
        throw new IllegalStateException(
            "cell flood: its lower end " + lower + " is above a certified barrier of " + upper);
      }
      lower = Math.min(lower, upper);
    }
    return new DepthBracket(
        start, level, lower, exact, result.cells(), result.programs(), path, cut);
  }

  private Optional<CertifiedPath> certified(List<double[]> vertices, double level) {
    Path path = new Path(vertices);
    PathCertificate certificate = new PathCertifier(loss).certify(path);
    return certificate.reaches(level)
        ? Optional.of(new CertifiedPath(METHOD, path, certificate))
        : Optional.empty();
  }
}
