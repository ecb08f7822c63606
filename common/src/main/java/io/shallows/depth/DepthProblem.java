package io.shallows.depth;

import io.shallows.depth.finder.PathFinder;
import io.shallows.depth.measurement.Coverage;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.PathPool;
import io.shallows.depth.path.SearchLog;
import io.shallows.depth.problem.PathProblem;
import java.util.List;
import java.util.Optional;

/**
 * One loss as depth asks for it: its levels, the problem of a path, and how paths are looked for. A
 * landscape makes one; {@link DepthMeter} and {@link CellTree} know no other difference between
 * losses.
 */
public interface DepthProblem {

  /** The loss as certificates evaluate it. */
  double at(double[] theta);

  /** The values by whose distance minima are near each other: no symmetry of units changes them. */
  double[] outputs(double[] theta);

  /** A level below the minimum itself by a share of its loss. */
  default DepthTarget own(double[] theta, double drop, Coverage coverage) {
    return DepthTarget.own(coverage.below(at(theta), drop), List.of());
  }

  /** The level of the best minimum of the cell. */
  default DepthTarget cellBest(double[] best) {
    return DepthTarget.cellBest(at(best), best);
  }

  /** The level of the reference of this width; empty where there is none. */
  default Optional<DepthTarget> reference(int width) {
    return Optional.empty();
  }

  /** What a finder is asked: from a point to a target. */
  PathProblem path(double[] start, DepthTarget target, SearchLog log);

  /** The finders that run, in their order. */
  List<PathFinder> finders();

  /** How paths from one minimum are looked for. */
  default PooledDepths.Search search(double[] start) {
    return new SurfaceSearch(this, start);
  }

  /**
   * The same from a minimum of a smaller network within this one, which the layers that this one
   * has more may lower at once.
   */
  default PooledDepths.Search searchNested(double[] start) {
    return search(start);
  }

  /** A pool for the paths from one minimum. */
  default PathPool pool() {
    return new PathPool(this::at);
  }

  /** A path with fewer vertices and no larger maximum, or the same. */
  default CertifiedPath simplified(CertifiedPath path) {
    return path;
  }
}
