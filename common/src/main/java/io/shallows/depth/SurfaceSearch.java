package io.shallows.depth;

import io.shallows.depth.finder.PathFinder;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.SearchLog;
import io.shallows.depth.problem.PathProblem;
import java.util.List;

/**
 * The search from one minimum of a loss that no bound and no constructive path is known for: the
 * finders in their order, each knowing the lowest path so far, while the barrier can be told from
 * 0.
 */
final class SurfaceSearch implements PooledDepths.Search {

  /** Makes the problem of one target. */
  interface Problems {
    PathProblem to(DepthTarget target, SearchLog log);
  }

  private final double loss;
  private final List<PathFinder> finders;
  private final Problems problems;

  SurfaceSearch(double loss, List<PathFinder> finders, Problems problems) {
    this.loss = loss;
    this.finders = List.copyOf(finders);
    this.problems = problems;
  }

  @Override
  public DepthMeasurement before(DepthTarget target, boolean covered, SearchLog log) {
    return DepthMeasurement.without(loss, target.level(), covered);
  }

  @Override
  public DepthMeasurement search(DepthTarget target, DepthMeasurement before, SearchLog log) {
    PathProblem problem = problems.to(target, log);
    finders.forEach(finder -> finder.search(problem));
    return before.searched(log);
  }
}
