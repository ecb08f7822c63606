package io.shallows.depth.finder;

import io.shallows.depth.layers.HeadRefitSurface;
import io.shallows.depth.layers.LayerStairs;
import io.shallows.depth.path.BudgetedSurface;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.Images;
import io.shallows.depth.path.Path;
import io.shallows.depth.path.PathCoordinates;
import io.shallows.depth.problem.PathProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The climbing string on the loss with the heads at their best, from several first paths, polished
 * where its certificate is highest.
 *
 * <p>First paths are the straight line to the goal with its units matched, the one to the goal as
 * it is, and the lowest path so far. Each is relaxed with a small share of the budget; the two that
 * look lowest get a larger one, and the one with the lower certificate gets the rest. Where the
 * certified maximum then lies between images, an image is inserted there and the string is relaxed
 * and certified again ({@link StringPolish}). Networks with a fixed head are relaxed on the loss
 * itself. See {@link StringMethod}, {@link HeadRefitSurface}, {@link LayerStairs}.
 */
final class StringFinder implements PathFinder {

  /** Inner images at the start; insertion adds more where they are needed. */
  private static final int IMAGES = 5;

  private static final int ROUNDS = 4;

  /** Evaluations below which a string cannot move. */
  private static final int LEAST = 4 * (IMAGES + 2);

  /** Share of the budget, one over this, in which a first path shows what it promises. */
  private static final int FIRST = 30;

  /** The same for those that go on. */
  private static final int SECOND = 6;

  /** Points between two images at which candidates are compared. */
  private static final int BETWEEN = 3;

  /** First paths that go on. */
  private static final int FINALISTS = 2;

  /** Share of the rest, one over this, that is kept for polishing. */
  private static final int POLISH = 3;

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
  public boolean takesPenalty() {
    return true;
  }

  @Override
  public Optional<CertifiedPath> find(PathProblem problem) {
    Race race = new Race(problem);
    List<Candidate> candidates = race.starts();
    if (candidates.size() > 1) {
      candidates = Race.lowest(race.relaxed(candidates, FIRST, 1), FINALISTS);
      candidates = race.certified(race.relaxed(candidates, SECOND, 2));
    }
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    Candidate winner = candidates.get(0);
    BudgetedSurface surface = race.surface(race.left());
    List<double[]> string = winner.points;
    if (string.size() > 1 && surface.allows(LEAST)) {
      BudgetedSurface most = new BudgetedSurface(surface, surface.left() - surface.left() / POLISH);
      string = new StringMethod(IMAGES, ROUNDS, 0, true).relax(most, string);
    }
    return new StringPolish(name(), problem, race.coordinates, surface, winner.goal).lowest(string);
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

  /** First paths that share one budget. */
  private static final class Race {
    private final PathProblem problem;
    private final PathCoordinates coordinates;
    private final long budget;
    private final long before;

    Race(PathProblem problem) {
      this.problem = problem;
      this.coordinates = problem.coordinates();
      this.budget = problem.settings().budget();
      this.before = problem.log().spent();
    }

    long left() {
      return budget - (problem.log().spent() - before);
    }

    BudgetedSurface surface(long share) {
      return problem.log().counted(coordinates.surface(), share, coordinates.passes());
    }

    List<Candidate> starts() {
      boolean choice = budget >= (long) SECOND * LEAST * coordinates.passes();
      List<Candidate> starts = new ArrayList<>();
      for (List<double[]> line : lines(problem, choice)) {
        starts.add(candidate(line));
      }
      if (choice) {
        problem.known().ifPresent(known -> starts.add(candidate(thinned(known.path()))));
      }
      return starts;
    }

    private Candidate candidate(List<double[]> start) {
      List<double[]> points = new ArrayList<>();
      for (double[] theta : start) {
        double[] point = coordinates.project(theta);
        if (points.isEmpty() || Images.distance(points.get(points.size() - 1), point) > 0) {
          points.add(point);
        }
      }
      return new Candidate(points, start.get(start.size() - 1), Double.POSITIVE_INFINITY);
    }

    /** The lowest candidates. */
    static List<Candidate> lowest(List<Candidate> candidates, int count) {
      return candidates.stream()
          .sorted(Comparator.comparingDouble(candidate -> candidate.top))
          .limit(count)
          .toList();
    }

    /** The candidate of the lowest certificate; if none has one, the lowest of those seen. */
    List<Candidate> certified(List<Candidate> candidates) {
      List<Candidate> lowest = lowest(candidates, 1);
      for (Candidate candidate : candidates) {
        StringPolish polish =
            new StringPolish("string", problem, coordinates, surface(0), candidate.goal);
        if (polish.certified(candidate.points).isPresent()) {
          lowest = List.of(candidate);
        }
      }
      return lowest;
    }

    /** The candidates after each was relaxed with a share of the budget. */
    List<Candidate> relaxed(List<Candidate> candidates, int share, int rounds) {
      List<Candidate> relaxed = new ArrayList<>();
      for (Candidate candidate : candidates) {
        BudgetedSurface part = surface(Math.min(budget / share, left()));
        List<double[]> points = candidate.points;
        if (points.size() > 1) {
          points = new StringMethod(IMAGES, rounds, 0, false).relax(part, points);
        }
        relaxed.add(new Candidate(points, candidate.goal, top(part, points)));
      }
      return relaxed;
    }
  }

  /** The lines to the goal with its units matched and, with {@code both}, to the goal as it is. */
  private static List<List<double[]>> lines(PathProblem problem, boolean both) {
    List<List<double[]>> lines = new ArrayList<>();
    problem.alignedGoal().ifPresent(goal -> lines.add(List.of(problem.start(), goal)));
    if (both) {
      problem.goal().ifPresent(goal -> lines.add(List.of(problem.start(), goal)));
    }
    return lines;
  }

  /** The largest loss at the images of a string and at some points between them. */
  private static double top(BudgetedSurface surface, List<double[]> points) {
    double top = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < points.size(); k++) {
      top = Math.max(top, surface.value(points.get(k)));
      for (int q = 1; k > 0 && q <= BETWEEN; q++) {
        double t = q / (BETWEEN + 1.0);
        top = Math.max(top, surface.value(Images.between(points.get(k - 1), points.get(k), t)));
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
