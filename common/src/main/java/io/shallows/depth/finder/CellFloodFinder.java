package io.shallows.depth.finder;

import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.problem.CellDepth;
import io.shallows.depth.problem.DepthBracket;
import io.shallows.depth.problem.PathProblem;
import java.util.Optional;

/**
 * The search over the convex cells of a two-layer network with one output ({@link CellDepth}),
 * below the lowest path that is known. What it proves of all paths goes into the log as well.
 */
final class CellFloodFinder implements PathFinder {

  /**
   * Convex programs per evaluation of a budget, for all targets of a minimum. A program takes some
   * gradients of a small network; the 10,000 of the default budget are mostly below a second of one
   * core at 128 samples. Of 140 minima (4 and 8 units, 1 to 4 inputs) 114 depths to a level a
   * thousandth lower closed so.
   */
  private static final long PROGRAMS = 2;

  /** The convex programs that a budget of evaluations stands for. */
  static long programs(long budget) {
    return PROGRAMS * budget;
  }

  @Override
  public String name() {
    return CellDepth.METHOD;
  }

  @Override
  public String definition() {
    return "the lowest walk over convex cells, for two layers, one output and squared loss, with or"
        + " without a penalty; exact where its programs suffice, with a lower end elsewhere";
  }

  /** Programs and bounds are of squares; the cross-entropy of one logit is open. */
  @Override
  public boolean needsSquares() {
    return true;
  }

  /** E is convex on cells. */
  @Override
  public boolean takesPenalty() {
    return true;
  }

  /** Nothing for a target that is a point: the walk ends anywhere at the level. */
  @Override
  public Optional<CertifiedPath> find(PathProblem problem) {
    DepthTarget target = problem.target();
    Optional<CellDepth> cells = problem.cells();
    if (cells.isEmpty() || target.stop() < target.level()) {
      return Optional.empty();
    }
    double ceiling =
        problem.known().map(path -> path.certificate().maximum()).orElse(Double.POSITIVE_INFINITY);
    DepthBracket bracket =
        cells
            .get()
            .measure(
                problem.start(), target.level(), ceiling, programs(problem.settings().budget()));
    problem.log().flooded(bracket.lower(), bracket.cells(), bracket.programs());
    bracket.path().ifPresent(problem.log()::found);
    return bracket.path();
  }
}
