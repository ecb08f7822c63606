package io.shallows.depth;

import io.shallows.loss.EmpiricalLoss;
import java.util.List;
import java.util.Optional;

/**
 * What a finder is asked: from a minimum of a network to a level, with a point at the level if one
 * is known.
 */
public final class PathProblem {

  private final EmpiricalLoss loss;
  private final NodeValues start;
  private final DepthTarget target;
  private final DepthSettings settings;
  private final Optional<CertifiedPath> known;

  PathProblem(
      EmpiricalLoss loss,
      NodeValues start,
      DepthTarget target,
      DepthSettings settings,
      Optional<CertifiedPath> known) {
    this.loss = loss;
    this.start = start;
    this.target = target;
    this.settings = settings;
    this.known = known;
  }

  EmpiricalLoss loss() {
    return loss;
  }

  /** The minimum. */
  NodeValues start() {
    return start;
  }

  DepthTarget target() {
    return target;
  }

  DepthSettings settings() {
    return settings;
  }

  /** The lowest path so far. */
  Optional<CertifiedPath> known() {
    return known;
  }

  /** A point at the level: the target's minimum, or where the lowest path so far ends. */
  Optional<double[]> goal() {
    return target.minimum().map(point -> point.vertex(0)).or(this::knownEnd);
  }

  /** Where the lowest path so far ends. */
  private Optional<double[]> knownEnd() {
    return known.map(path -> path.path().vertex(path.path().size() - 1));
  }

  /** The goal with its units matched to those of the start. */
  Optional<double[]> alignedGoal() {
    return goal()
        .map(to -> UnitAlignment.matched(start, NodeValues.at(loss.network(), loss.data(), to)));
  }

  /**
   * The certified stairs along a path, if they reach the level and are lower than the lowest path
   * so far.
   *
   * @param refit the heads that vertices get, if they are refitted on the way
   */
  Optional<CertifiedPath> certified(
      String method, List<double[]> path, Optional<DampedHeads> refit) {
    double cutoff = known.map(CertifiedPath::barrier).orElse(Double.POSITIVE_INFINITY);
    return new LayerStairs(loss, refit)
        .along(method, new Path(path), target.level(), cutoff)
        .filter(found -> found.certificate().reaches(target.level()));
  }
}
