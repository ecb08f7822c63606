package io.shallows.depth.finder;

import io.shallows.depth.path.BudgetedSurface;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.Images;
import io.shallows.depth.problem.PathProblem;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.minimum.finish.DecayedDescent;
import java.util.Optional;

/**
 * Goes down from the minimum by BFGS on all layers under ever smaller weight decays ({@link
 * DecayedDescent}): what a search calls a minimum, since its gradient is below a tolerance, may lie
 * in a flat valley that leads farther down, over bumps that are small against its loss.
 *
 * <p>A descent under the decay {@code 2 share L / |theta|^2} has no point higher than {@code (1 +
 * share) L}. The first share is half of the lowest known barrier, relative to L, or {@value
 * #UNKNOWN}, each next one a tenth of it, as long as the level is reached. The steps of the last
 * descent that reached it become moves of one layer, whose exact maximum is the barrier: it is
 * above that of the points, by second order in the steps. No goal is needed. Nothing for population
 * losses and targets that are points.
 *
 * <p>Cost: {@value #CHEAP} evaluations for each of the budget, those of the curvature among them.
 */
final class DescentFinder implements PathFinder {

  /** Evaluations for each of the budget, as for the other finders that need no goal. */
  private static final int CHEAP = 2;

  /** First share where no path is known. */
  private static final double UNKNOWN = 0.1;

  /** First share, of the lowest known barrier over the loss: what it finds has to be lower. */
  private static final double BELOW = 0.5;

  /** From one share to the next. */
  private static final double FALL = 0.1;

  /** The least share: moves of one layer add more than that. */
  private static final double LEAST = 1e-7;

  /** Evaluations with which a descent can begin. */
  private static final int FIRST = 40;

  @Override
  public String name() {
    return "descent";
  }

  @Override
  public String definition() {
    return "goes down from the minimum by BFGS on all layers under ever smaller weight decays, which"
        + " limit its climb";
  }

  @Override
  public boolean improves() {
    return true;
  }

  @Override
  public Optional<CertifiedPath> find(PathProblem problem) {
    Optional<EmpiricalLoss> loss = problem.empirical();
    double square = Images.norm(problem.start()) * Images.norm(problem.start());
    if (loss.isEmpty() || problem.target().kind().point() || !(square > 0)) {
      return Optional.empty();
    }
    BudgetedSurface counted =
        problem.log().counted(loss.get(), CHEAP * problem.settings().budget());
    DecayedDescent descent = new DecayedDescent(loss.get());
    double height = problem.startLoss();
    double share =
        Math.min(
            UNKNOWN, problem.known().map(path -> BELOW * path.barrier() / height).orElse(UNKNOWN));
    Optional<DecayedDescent.Way> lowest = Optional.empty();
    while (share >= LEAST && counted.allows(FIRST)) {
      DecayedDescent.Way way =
          descent.down(
              problem.start(),
              2 * share * height / square,
              problem.target().stop(),
              counted.left());
      counted.charge(way.evaluations());
      if (!way.arrived()) {
        break;
      }
      lowest = Optional.of(way);
      share *= FALL;
    }
    return lowest.flatMap(way -> problem.certifiedClosely(name(), way.points()));
  }
}
