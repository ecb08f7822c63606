package io.shallows.depth;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The climbing string on the loss with the heads at their best, from the aligned straight line and,
 * where there is one, from the lowest path so far.
 *
 * <p>Both starts share the budget. Networks with a fixed head are relaxed on the loss itself. See
 * {@link StringMethod}, {@link HeadRefitSurface}, {@link LayerStairs}.
 */
final class StringFinder implements PathFinder {

  /** Inner images at the start; insertion adds more where they are needed. */
  private static final int IMAGES = 7;

  private static final int ROUNDS = 2;

  /** Steps per round beyond which the lowest path hardly changes on these shapes. */
  private static final int STEPS = 15;

  /** Vertices that a known path keeps when it becomes a string. */
  private static final int VERTICES = 24;

  @Override
  public String name() {
    return "string";
  }

  @Override
  public String definition() {
    return "string method with climbing image on the loss with refitted heads, images inserted where needed";
  }

  @Override
  public Optional<CertifiedPath> find(PathProblem problem) {
    List<List<double[]>> starts = new ArrayList<>();
    problem.alignedGoal().ifPresent(goal -> starts.add(List.of(problem.start(), goal)));
    problem.known().ifPresent(known -> starts.add(thinned(known.path())));
    Optional<CertifiedPath> best = Optional.empty();
    for (List<double[]> start : starts) {
      Optional<CertifiedPath> found =
          relaxed(problem, start, problem.settings().budget() / starts.size());
      if (best.isEmpty() || (found.isPresent() && found.get().barrier() < best.get().barrier())) {
        best = found;
      }
    }
    return best;
  }

  private static List<double[]> thinned(Path path) {
    List<double[]> kept = new ArrayList<>();
    int stride = Math.max(1, (path.size() + VERTICES - 1) / VERTICES);
    for (int k = 0; k < path.size() - 1; k += stride) {
      kept.add(path.at(k));
    }
    kept.add(path.at(path.size() - 1));
    return kept;
  }

  private Optional<CertifiedPath> relaxed(PathProblem problem, List<double[]> start, long budget) {
    PathCoordinates coordinates = problem.coordinates();
    List<double[]> points = new ArrayList<>();
    for (double[] theta : start) {
      double[] point = coordinates.project(theta);
      if (points.isEmpty() || Images.distance(points.get(points.size() - 1), point) > 0) {
        points.add(point);
      }
    }
    double[] goal = start.get(start.size() - 1);
    List<double[]> vertices = new ArrayList<>(List.of(problem.start()));
    if (points.size() > 1) {
      BudgetedSurface surface =
          problem
              .log()
              .counted(
                  coordinates.surface(),
                  Math.min(budget, (long) ROUNDS * STEPS * (IMAGES + points.size())));
      List<double[]> string = new StringMethod(IMAGES, ROUNDS, 0, true).relax(surface, points);
      for (double[] point : string.subList(1, string.size() - 1)) {
        vertices.add(coordinates.lift(point));
      }
    }
    vertices.add(goal);
    return problem.certified(name(), vertices, true);
  }
}
