package io.shallows.depth;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A string to the goal, eigenvector following from its highest image to a saddle of index 1, and
 * descent on both sides of it.
 *
 * <p>If one descent comes back to the start (within a thousandth of the distance between the two,
 * joined by a straight line) and the other ends at or below the level, the two make a path over the
 * saddle. For at most {@value #LARGEST} parameters, since every step takes the whole Hessian. ReLU
 * networks are only piecewise smooth: saddles at kinks are not found.
 */
final class SaddleFinder implements PathFinder {

  private static final int LARGEST = 200;
  private static final int DESCENT = 2000;

  @Override
  public String name() {
    return "saddle";
  }

  @Override
  public String definition() {
    return "eigenvector following to a saddle of index 1, then descent on both sides";
  }

  @Override
  public Optional<CertifiedPath> find(PathProblem problem) {
    Optional<double[]> goal = problem.alignedGoal();
    if (goal.isEmpty() || problem.loss().dimension() > LARGEST) {
      return Optional.empty();
    }
    BudgetedSurface surface = new BudgetedSurface(problem.loss(), problem.settings().budget());
    double[] a = problem.start().theta();
    BudgetedSurface half = new BudgetedSurface(surface, problem.settings().budget() / 4);
    List<double[]> string = new StringMethod(7, 2, 0, true).relax(half, List.of(a, goal.get()));
    double[] peak = StringMethod.peak(surface, string);
    double size = Images.distance(a, goal.get());
    SaddleSearch.Saddle saddle = new SaddleSearch(60, 1e-9).from(surface, peak, 0.05 * size);
    if (!saddle.converged) {
      return Optional.empty();
    }
    List<double[]> one = descent(surface, saddle, 1, 1e-3 * size);
    List<double[]> other = descent(surface, saddle, -1, 1e-3 * size);
    boolean oneIsBack =
        Images.distance(one.get(one.size() - 1), a)
            < Images.distance(other.get(other.size() - 1), a);
    List<double[]> back = oneIsBack ? one : other;
    List<double[]> on = oneIsBack ? other : one;
    List<double[]> path = new ArrayList<>(back);
    path.add(a.clone());
    Collections.reverse(path);
    path.add(saddle.point);
    path.addAll(on);
    return problem.certified(name(), path, Optional.empty());
  }

  /**
   * Points of a gradient descent from beside a saddle, each at most {@code length} from the one
   * before.
   */
  static List<double[]> descent(
      BudgetedSurface surface, SaddleSearch.Saddle saddle, int side, double length) {
    double[] point = saddle.point.clone();
    for (int i = 0; i < point.length; i++) {
      point[i] += side * length * saddle.down[i];
    }
    List<double[]> points = new ArrayList<>();
    double[] gradient = new double[point.length];
    double value = surface.valueAndGradient(point, gradient);
    points.add(point);
    double rate = 1;
    for (int k = 0; k < DESCENT && surface.allows(1) && rate > 1e-14; k++) {
      double norm = TwoLayerTarget.norm(gradient);
      double step = Math.min(rate, 20 * length / Math.max(norm, 1e-300));
      double[] next = point.clone();
      for (int i = 0; i < next.length; i++) {
        next[i] -= step * gradient[i];
      }
      double[] nextGradient = new double[point.length];
      double lower = surface.valueAndGradient(next, nextGradient);
      if (lower < value) {
        if (Images.distance(points.get(points.size() - 1), next) > 10 * length) {
          points.add(next);
        }
        point = next;
        gradient = nextGradient;
        value = lower;
        rate *= 1.5;
      } else {
        rate = 0.3 * step;
      }
    }
    if (points.get(points.size() - 1) != point) {
      points.add(point);
    }
    return points;
  }
}
