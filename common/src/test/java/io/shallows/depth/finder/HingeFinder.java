package io.shallows.depth.finder;

import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.Images;
import io.shallows.depth.problem.PathProblem;
import java.util.List;
import java.util.Optional;

/** Two straight pieces that meet at a multiple of the middle between start and goal. */
final class HingeFinder implements PathFinder {
  private static final double[] MULTIPLES = {0.5, 1, 1.5};

  @Override
  public String name() {
    return "hinge";
  }

  @Override
  public String definition() {
    return "two straight pieces over a multiple of the middle, the lowest of three";
  }

  @Override
  public Optional<CertifiedPath> find(PathProblem problem) {
    Optional<double[]> goal = problem.alignedGoal();
    if (goal.isEmpty()) {
      return Optional.empty();
    }
    Optional<CertifiedPath> lowest = Optional.empty();
    for (double multiple : MULTIPLES) {
      double[] middle = Images.between(problem.start(), goal.get(), 0.5);
      for (int i = 0; i < middle.length; i++) {
        middle[i] *= multiple;
      }
      List<double[]> path = List.of(problem.start(), middle, goal.get());
      // only a path that is lower than all before comes back
      Optional<CertifiedPath> found = problem.certified(name(), path, false);
      lowest = found.isPresent() ? found : lowest;
    }
    return lowest;
  }
}
