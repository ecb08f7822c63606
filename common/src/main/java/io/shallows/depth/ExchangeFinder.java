package io.shallows.depth;

import io.shallows.depth.construction.PenalizedHeads;
import io.shallows.depth.finder.PathFinder;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.problem.PathProblem;
import io.shallows.loss.penalty.PenalizedLoss;
import io.shallows.network.DenseLayer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A path of the refit kind under a penalty of units: one after the other, smallest first, each unit
 * of the start makes room for one of the goal.
 *
 * <p>The head slides to one that leaves a unit k out, {@code b_k = 0}; then w_k is moved to the
 * goal's, which changes neither loss nor penalty; then the head slides on to one that leaves the
 * next unit out. At last it slides to the goal's. E is convex in the head with the skip, so on
 * every slide it is largest at an end: the largest E of the path is that of one of these heads
 * ({@link PenalizedHeads}), or of the start or the goal; none is above the network that gives 0.
 *
 * <p>Cost: m fits of heads.
 */
final class ExchangeFinder implements PathFinder {

  static final String NAME = "exchange";

  private final PenalizedLoss loss;
  private final PenalizedHeads heads;

  ExchangeFinder(PenalizedLoss loss) {
    this.loss = loss;
    this.heads = new PenalizedHeads(loss);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String definition() {
    return "unit after unit makes room for one of a point at the level, with a penalty of units";
  }

  @Override
  public boolean takesPenalty() {
    return true;
  }

  @Override
  public Optional<CertifiedPath> find(PathProblem problem) {
    return problem
        .alignedGoal()
        .flatMap(goal -> problem.certified(NAME, vertices(problem.start(), goal), false));
  }

  /** The path from one point to another whose units are matched. */
  List<double[]> vertices(double[] start, double[] goal) {
    DenseLayer first = loss.penalty().units().first();
    List<Integer> order = new ArrayList<>();
    for (int k = 0; k < first.outputs(); k++) {
      order.add(k);
    }
    order.sort(Comparator.comparingDouble(k -> loss.penalty().size(start, k)));
    List<double[]> path = new ArrayList<>(List.of(start.clone()));
    double[] theta = start.clone();
    for (int k : order) {
      theta = heads.without(theta, k);
      path.add(theta.clone());
      for (int c = 0; c < first.inputs(); c++) {
        theta[first.index(c, k)] = goal[first.index(c, k)];
      }
      path.add(theta.clone());
    }
    path.add(goal.clone());
    return path;
  }
}
