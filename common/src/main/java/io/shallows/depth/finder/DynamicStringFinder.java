package io.shallows.depth.finder;

import io.shallows.depth.path.BudgetedSurface;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.Images;
import io.shallows.depth.problem.PathProblem;
import java.util.List;
import java.util.Optional;

/**
 * Dynamic string sampling to the aligned goal, at levels above the start that are tried from the
 * largest loss of the straight line downwards by bisection on a logarithmic scale; the lowest
 * certified polygon counts.
 */
final class DynamicStringFinder implements PathFinder {

  private static final int LEVELS = 6;
  private static final double ALPHA = 0.8;

  @Override
  public String name() {
    return "dss";
  }

  @Override
  public String definition() {
    return "dynamic string sampling: beads trained below falling levels";
  }

  @Override
  public boolean takesPenalty() {
    return true;
  }

  @Override
  public Optional<CertifiedPath> find(PathProblem problem) {
    Optional<double[]> goal = problem.alignedGoal();
    if (goal.isEmpty()) {
      return Optional.empty();
    }
    double[] a = problem.start();
    double low = problem.startLoss();
    double high = low;
    for (int k = 1; k < 20; k++) {
      high = Math.max(high, problem.loss().value(Images.between(a, goal.get(), k / 20.0)));
    }
    Optional<CertifiedPath> best = Optional.empty();
    double margin = high - low;
    for (int k = 0; k < LEVELS && margin > 1e-12 * low; k++) {
      BudgetedSurface surface =
          problem.log().counted(problem.loss(), problem.settings().budget() / LEVELS);
      DynamicStringSampling sampling = new DynamicStringSampling(low + margin, ALPHA);
      List<double[]> beads = sampling.connect(surface, a, goal.get());
      if (!sampling.connected()) {
        break;
      }
      best = CertifiedPath.lower(best, problem.certified(name(), beads, false));
      margin *= 0.2;
    }
    return best;
  }
}
