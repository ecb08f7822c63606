package io.shallows.depth.finder;

import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.problem.PathProblem;
import java.util.List;
import java.util.Optional;

/** The straight line to the goal, as it is or with the goal's units matched first. */
final class LinearFinder implements PathFinder {

  private final boolean aligned;

  LinearFinder(boolean aligned) {
    this.aligned = aligned;
  }

  @Override
  public String name() {
    return aligned ? "aligned" : "linear";
  }

  @Override
  public String definition() {
    return aligned
        ? "straight to a point at the level whose units are permuted and rescaled to match"
        : "straight to a point at the level";
  }

  @Override
  public boolean takesPenalty() {
    return true;
  }

  @Override
  public Optional<CertifiedPath> find(PathProblem problem) {
    Optional<double[]> goal = aligned ? problem.alignedGoal() : problem.goal();
    if (goal.isEmpty()) {
      return Optional.empty();
    }
    List<double[]> straight = List.of(problem.start(), goal.get());
    return problem.certified(name(), straight, false);
  }
}
