package io.shallows.depth;

import io.shallows.depth.finder.PathFinder;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.SearchLog;
import io.shallows.depth.problem.PathProblem;
import java.util.Optional;

/**
 * The search from one minimum of a loss that no bound and no constructive path is known for: the
 * finders in their order, those that improve last, each knowing the lowest path so far, while the
 * barrier can be told from 0.
 */
final class SurfaceSearch implements PooledDepths.Search {

  private final DepthProblem problem;
  private final double[] start;
  private final double loss;

  SurfaceSearch(DepthProblem problem, double[] start) {
    this.problem = problem;
    this.start = start.clone();
    this.loss = problem.at(start);
  }

  @Override
  public DepthMeasurement before(DepthTarget target, boolean covered, SearchLog log) {
    return DepthMeasurement.without(loss, target.level(), covered);
  }

  @Override
  public DepthMeasurement search(DepthTarget target, DepthMeasurement before, SearchLog log) {
    run(problem.path(start, target, log), false);
    return before.searched(log);
  }

  @Override
  public Optional<DepthMeasurement> improve(
      DepthTarget target, DepthMeasurement before, SearchLog log) {
    if (problem.finders().stream().noneMatch(PathFinder::improves)) {
      return Optional.empty();
    }
    run(problem.path(start, target, log), true);
    return Optional.of(before.searched(log));
  }

  private void run(PathProblem path, boolean improving) {
    for (PathFinder finder : problem.finders()) {
      if (finder.improves() == improving) {
        finder.search(path);
      }
    }
  }
}
