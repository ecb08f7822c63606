package io.shallows.depth;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The climbing string on the loss with the heads at their best, from several first paths, polished
 * where its certificate is highest.
 *
 * <p>First paths are the straight line to the goal with its units matched, the one to the goal as
 * it is, and the lowest path so far. Each is relaxed with a small share of the budget; the lowest
 * gets most of the rest. Where the certified maximum then lies between images, an image is inserted
 * there and the string is relaxed and certified again ({@link StringPolish}). Networks with a fixed
 * head are relaxed on the loss itself. See {@link StringMethod}, {@link HeadRefitSurface}, {@link
 * LayerStairs}.
 */
final class StringFinder implements PathFinder {

  /** Inner images at the start; insertion adds more where they are needed. */
  private static final int IMAGES = 5;

  private static final int ROUNDS = 4;

  /** Evaluations below which a string cannot move. */
  private static final int LEAST = 4 * (IMAGES + 2);

  /** Share of the budget, one over this, in which a first path shows what it promises. */
  private static final int TRIAL = 12;

  /** Share of the rest, one over this, that is kept for polishing. */
  private static final int POLISH = 4;

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
    PathCoordinates coordinates = problem.coordinates();
    BudgetedSurface surface =
        problem
            .log()
            .counted(coordinates.surface(), problem.settings().budget(), coordinates.passes());
    List<List<double[]>> starts = new ArrayList<>();
    problem.alignedGoal().ifPresent(goal -> starts.add(List.of(problem.start(), goal)));
    if (surface.allows((long) TRIAL * LEAST)) {
      problem.goal().ifPresent(goal -> starts.add(List.of(problem.start(), goal)));
      problem.known().ifPresent(known -> starts.add(thinned(known.path())));
    }
    Candidate best = null;
    for (List<double[]> start : starts) {
      Candidate candidate = tried(surface, coordinates, start, starts.size());
      if (best == null || candidate.top < best.top) {
        best = candidate;
      }
    }
    if (best == null) {
      return Optional.empty();
    }
    List<double[]> string = best.points;
    if (string.size() > 1 && surface.allows(LEAST)) {
      BudgetedSurface most = new BudgetedSurface(surface, surface.left() - surface.left() / POLISH);
      string = new StringMethod(IMAGES, ROUNDS, 0, true).relax(most, string);
    }
    return new StringPolish(name(), problem, coordinates, surface, best.goal).lowest(string);
  }

  /** A path in relaxed coordinates, where it leads, and the largest loss seen on it. */
  private static final class Candidate {
    final List<double[]> points;
    final double[] goal;
    final double top;

    Candidate(List<double[]> points, double[] goal, double top) {
      this.points = points;
      this.goal = goal;
      this.top = top;
    }
  }

  private static Candidate tried(
      BudgetedSurface surface, PathCoordinates coordinates, List<double[]> start, int count) {
    List<double[]> points = new ArrayList<>();
    for (double[] theta : start) {
      double[] point = coordinates.project(theta);
      if (points.isEmpty() || Images.distance(points.get(points.size() - 1), point) > 0) {
        points.add(point);
      }
    }
    double[] goal = start.get(start.size() - 1);
    if (count == 1) {
      return new Candidate(points, goal, Double.POSITIVE_INFINITY);
    }
    if (points.size() > 1) {
      long share = Math.max(surface.left() / TRIAL, LEAST);
      BudgetedSurface part = new BudgetedSurface(surface, Math.min(share, surface.left() / 2));
      points = new StringMethod(IMAGES, 1, 0, false).relax(part, points);
    }
    return new Candidate(points, goal, top(surface, points));
  }

  /** The largest loss at the images of a string and in the middle between them. */
  private static double top(BudgetedSurface surface, List<double[]> points) {
    double top = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < points.size(); k++) {
      top = Math.max(top, surface.value(points.get(k)));
      if (k > 0) {
        top = Math.max(top, surface.value(Images.between(points.get(k - 1), points.get(k), 0.5)));
      }
    }
    return top;
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
}
