package io.shallows.depth.finder;

import io.shallows.depth.path.BudgetedSurface;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.problem.PathProblem;
import java.util.List;
import java.util.Optional;

/**
 * The nudged elastic band with AutoNEB's schedule on the loss itself: four rounds of relaxation
 * from seven images on the straight line, images inserted between rounds where the path is above
 * its interpolation, none climbing.
 *
 * <p>Source: Draxler, Veschgini, Salmhofer, Hamprecht 2018, arXiv 1803.00885. Images are kept apart
 * by even spreading in place of springs, which changes speed, not the path that is approached.
 */
final class AutoNebFinder implements PathFinder {

  @Override
  public String name() {
    return "autoneb";
  }

  @Override
  public String definition() {
    return "nudged elastic band with AutoNEB's schedule to a point at the level";
  }

  @Override
  public boolean takesPenalty() {
    return true;
  }

  @Override
  public Optional<CertifiedPath> find(PathProblem problem) {
    if (problem.goal().isEmpty()) {
      return Optional.empty();
    }
    BudgetedSurface surface = problem.budgeted();
    List<double[]> string =
        new StringMethod(7, 4, 0, false)
            .relax(surface, List.of(problem.start(), problem.goal().get()));
    return problem.certified(name(), string, false);
  }
}
