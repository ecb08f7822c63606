package io.shallows.depth.problem;

import io.shallows.depth.cell.CellFlood;
import io.shallows.depth.cell.FloodResult;
import io.shallows.depth.exact.PathBound;
import io.shallows.depth.exact.PathCertifier;
import io.shallows.depth.exact.PenalizedMaximum;
import io.shallows.depth.exact.SegmentBound;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.Path;
import io.shallows.depth.path.PathCertificate;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.penalty.PenalizedLoss;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The depth of a two-layer network with one output under squared loss, with or without a penalty of
 * units, as a bracket that is closed where a budget of convex programs allows.
 *
 * <p>The lower end is that of {@link CellFlood}; the upper end is the certified largest loss on the
 * path that it found, not what the programs say of it. The depth is that to the level: the infimum,
 * over paths to {@code {L <= level}}, of the largest loss minus the loss at the start. A drop
 * belongs to it: depth to any lower loss is often orders below depth to one that is a tenth lower.
 *
 * <p>The lower end is that of the loss in real numbers: what rounding may have done to the loss at
 * the start is taken off. Not safe for use by several threads.
 */
public final class CellDepth {

  /** What {@link CertifiedPath#method} says of its paths. */
  public static final String METHOD = "cell-flood";

  private final Function<Path, PathCertificate> certifier;
  private final CellFlood flood;

  private CellDepth(Function<Path, PathCertificate> certifier, CellFlood flood) {
    this.certifier = certifier;
    this.flood = flood;
  }

  /** For a loss; empty unless it is squared, of two layers with a learned head and one output. */
  public static Optional<CellDepth> of(EmpiricalLoss loss) {
    return PathBound.of(loss.outputLoss()).filter(PathBound.SQUARED::equals).isPresent()
        ? CellFlood.of(loss.network(), loss.data())
            .map(flood -> new CellDepth(path -> new PathCertifier(loss).certify(path), flood))
        : Optional.empty();
  }

  /** For a loss with a penalty, which is of such a network; empty unless the loss is squared. */
  public static Optional<CellDepth> of(PenalizedLoss penalized) {
    EmpiricalLoss loss = penalized.loss();
    if (PathBound.of(loss.outputLoss()).filter(PathBound.SQUARED::equals).isEmpty()) {
      return Optional.empty();
    }
    PenalizedMaximum maximum = new PenalizedMaximum(penalized);
    return CellFlood.of(loss.network(), loss.data(), penalized.penalty().kappa())
        .map(flood -> new CellDepth(path -> certificate(maximum, path), flood));
  }

  private static PathCertificate certificate(PenalizedMaximum maximum, Path path) {
    List<SegmentBound> segments = new ArrayList<>();
    for (int k = 1; k < path.size(); k++) {
      segments.add(maximum.between(path.at(k - 1), path.at(k)));
    }
    return maximum.joined(
        maximum.value(path.at(0)), maximum.value(path.at(path.size() - 1)), segments);
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
    double start = certifier.apply(new Path(List.of(theta, theta))).start();
    return measure(theta, (1 - drop) * start, Double.POSITIVE_INFINITY, budget);
  }

  /**
   * The depth profile: the depths to levels that lie shares below the point's own loss, from one
   * search, which passes the nearer levels on its way to the farthest. They rise with the drop.
   *
   * @param drops above 0, at most 1
   * @param budget convex programs that may be solved for all of them
   * @return one bracket per drop, in their order
   */
  public List<DepthBracket> profile(double[] theta, List<Double> drops, long budget) {
    DepthBracket[] profile = new DepthBracket[drops.size()];
    IntStream.range(0, profile.length)
        .boxed()
        .sorted(Comparator.comparingDouble(k -> -drops.get(k)))
        .forEach(k -> profile[k] = own(theta, drops.get(k), budget));
    return List.of(profile);
  }

  /**
   * The depth to a level. Of several levels from one point the lowest is best asked first: see
   * {@link CellFlood#flood}.
   *
   * @param ceiling the largest loss on a path that is known, above which nothing is looked for;
   *     infinite if none is
   * @param budget convex programs that may be solved
   */
  public DepthBracket measure(double[] theta, double level, double ceiling, long budget) {
    PathCertificate here = certifier.apply(new Path(List.of(theta, theta)));
    double start = here.start();
    FloodResult result = flood.flood(theta, start, level, ceiling, budget);
    Optional<CertifiedPath> path =
        result.path().isEmpty() ? Optional.empty() : certified(result.path(), level);
    double lower = Math.max(0, result.lower() - start - here.rounding());
    boolean exact = false;
    if (path.isPresent()) {
      double upper = path.get().barrier();
      double rounding = Math.max(DepthBracket.TOLERANCE * upper, path.get().certificate().floor());
      exact = result.closed() && upper - lower <= rounding;
      if (lower > upper + rounding) {
        throw new IllegalStateException(
            "cell flood: its lower end " + lower + " is above a certified barrier of " + upper);
      }
      lower = Math.min(lower, upper);
    }
    return new DepthBracket(
        start, level, lower, exact, result.cells(), result.programs(), path, result.cut());
  }

  private Optional<CertifiedPath> certified(List<double[]> vertices, double level) {
    Path path = new Path(vertices);
    PathCertificate certificate = certifier.apply(path);
    return certificate.reaches(level)
        ? Optional.of(new CertifiedPath(METHOD, path, certificate))
        : Optional.empty();
  }
}
