package io.shallows.depth.finder;

import io.shallows.depth.path.BudgetedSurface;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.problem.PathProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Eigenvector following to saddles of index 1 and descent on both sides: from the highest vertex of
 * the lowest path so far, or else of a string to the goal, and along the minimum's softest modes
 * (see {@link SaddleRoute}).
 *
 * <p>For at most {@value #LARGEST} parameters, since every step takes the whole Hessian. ReLU
 * networks on data are only piecewise smooth: saddles at kinks are not found.
 */
public final class SaddleFinder implements PathFinder {

  private static final int LARGEST = 400;

  @Override
  public String name() {
    return "saddle";
  }

  @Override
  public String definition() {
    return "eigenvector following to a saddle of index 1, then descent on both sides";
  }

  @Override
  public boolean takesPenalty() {
    return true;
  }

  @Override
  public Optional<CertifiedPath> find(PathProblem problem) {
    if (problem.loss().dimension() > LARGEST) {
      return Optional.empty();
    }
    BudgetedSurface surface = problem.budgeted();
    List<double[]> seeds = new ArrayList<>();
    problem
        .known()
        .ifPresent(known -> seeds.add(StringMethod.peak(surface, known.path().vertices())));
    Optional<double[]> goal = problem.alignedGoal();
    if (seeds.isEmpty() && goal.isPresent()) {
      BudgetedSurface part = new BudgetedSurface(surface, problem.settings().budget() / 4);
      List<double[]> string =
          new StringMethod(7, 2, 0, true).relax(part, List.of(problem.start(), goal.get()));
      seeds.add(StringMethod.peak(surface, string));
    }
    return new SaddleRoute(problem, surface)
        .from(problem.start(), seeds)
        .flatMap(vertices -> problem.certified(name(), vertices, false));
  }
}
