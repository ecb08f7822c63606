package io.shallows.depth.finder;

import io.shallows.depth.path.BudgetedSurface;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.Images;
import io.shallows.depth.problem.PathProblem;
import io.shallows.linalg.SymmetricEigen;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A way from a minimum to a level over saddles of index 1.
 *
 * <p>Saddles are looked for by {@link SaddleSearch}, from given points and from beside the minimum
 * along its softest modes and mixtures of them: where these are degenerate, as at symmetric minima,
 * any basis of them is as good as another. From a saddle, {@link DescentPath} goes down on both
 * sides. A saddle counts if one side comes back to the minimum; if the other side does not end at
 * the level but lower than it began, the way goes on from there, at most {@value #HOPS} times. The
 * lowest way found counts. Where the start is no minimum the way begins with a descent. Cost: p + 1
 * evaluations per step of a search, a dozen searches; for at most a few hundred parameters.
 */
final class SaddleRoute {

  private static final int HOPS = 3;
  private static final int SEARCH_STEPS = 60;
  private static final int MODES = 4;
  private static final int MIXTURES = 8;
  private static final int LINE = 32;

  /**
   * Searches that end at the lowest saddle again, or at its mirror images, before it is believed.
   */
  private static final int AGREED = 3;

  /** Distance from the minimum at which a search begins, and its steps, in lengths of the units. */
  private static final double BESIDE = 0.05;

  private static final double GRADIENT = 1e-11;
  private static final double GOLDEN = 0.6180339887498949;

  private final PathProblem problem;
  private final BudgetedSurface surface;
  private final double size;
  private final double length;

  SaddleRoute(PathProblem problem, BudgetedSurface surface) {
    this.problem = problem;
    this.surface = surface;
    int units = Math.max(1, problem.units());
    size = Images.norm(problem.start()) / Math.sqrt(units);
    length = BESIDE * size;
  }

  /** Points to the level with the largest loss among them; the first is left out. */
  private record Way(List<double[]> points, double highest) {}

  /**
   * The vertices of the lowest way found, from the start on.
   *
   * @param seeds points from which saddles are looked for first
   */
  Optional<List<double[]>> from(double[] start, List<double[]> seeds) {
    List<double[]> vertices = new ArrayList<>(List.of(start.clone()));
    double[] gradient = new double[start.length];
    double loss = surface.valueAndGradient(start, gradient);
    double[] from = start;
    if (Images.norm(gradient) > 1e-5) {
      List<double[]> down = descent().from(start);
      vertices.addAll(down.subList(1, down.size()));
      from = down.get(down.size() - 1);
      if (reached(vertices)) {
        return Optional.of(vertices);
      }
    }
    double ceiling = problem.known().map(CertifiedPath::barrier).orElse(Double.POSITIVE_INFINITY);
    Optional<Way> way = onward(from, loss + ceiling, seeds, HOPS);
    way.ifPresent(found -> vertices.addAll(found.points));
    return way.map(found -> vertices);
  }

  private DescentPath descent() {
    return new DescentPath(surface, length, GRADIENT);
  }

  /** Whether the last point is at the level; the goal itself is added if it is next to it. */
  private boolean reached(List<double[]> points) {
    double[] end = points.get(points.size() - 1);
    Optional<double[]> goal = problem.goal().map(point -> problem.aligned(end, point));
    if (goal.isPresent() && Images.distance(goal.get(), end) < 0.02 * size) {
      points.add(goal.get());
      return true;
    }
    return surface.value(end) <= problem.target().level();
  }

  private Optional<Way> onward(double[] from, double ceiling, List<double[]> seeds, int hops) {
    double loss = surface.value(from);
    Optional<Way> best = Optional.empty();
    double limit = ceiling;
    List<Double> seen = new ArrayList<>();
    int agreements = 0;
    for (double[] seed : starts(from, seeds)) {
      if (!surface.allows(from.length + 1L)) {
        break;
      }
      SaddleSearch.Saddle saddle =
          new SaddleSearch(SEARCH_STEPS, GRADIENT).from(surface, seed, length);
      if (best.isPresent() && saddle.converged && equal(saddle.loss, limit)) {
        agreements++;
        if (agreements == AGREED) {
          break;
        }
      }
      boolean useful = saddle.converged && saddle.loss > loss && saddle.loss < limit;
      if (!useful || seen.stream().anyMatch(l -> equal(l, saddle.loss))) {
        continue;
      }
      seen.add(saddle.loss);
      Optional<Way> way = over(saddle, from, loss, limit, hops);
      if (way.isPresent() && way.get().highest < limit) {
        best = way;
        limit = way.get().highest;
        agreements = 0;
      }
    }
    return best;
  }

  private static boolean equal(double a, double b) {
    return Math.abs(a - b) <= 1e-11 * Math.abs(a);
  }

  /** Where searches begin: the seeds, then points beside the minimum. */
  private List<double[]> starts(double[] from, List<double[]> seeds) {
    List<double[]> starts = new ArrayList<>(seeds);
    if (!surface.allows(from.length)) {
      return starts;
    }
    SymmetricEigen eigen = SaddleSearch.hessian(surface, from);
    int p = from.length;
    int first = 0;
    // flat directions, such as those of rescaling, lead nowhere
    while (first < p - 1 && eigen.value(first) < 1e-7 * eigen.value(p - 1)) {
      first++;
    }
    List<double[]> directions = new ArrayList<>();
    for (int i = first; i < Math.min(p, first + MODES); i++) {
      directions.add(eigen.vector(i));
    }
    int soft = first;
    while (soft < p && eigen.value(soft) <= 4 * eigen.value(first)) {
      soft++;
    }
    for (int q = 1; q <= MIXTURES && soft > first + 1; q++) {
      double[] mixture = new double[p];
      for (int i = first; i < soft; i++) {
        double share = 2 * ((q * GOLDEN + (i - first + 1) * q * Math.sqrt(2)) % 1) - 1;
        double[] v = eigen.vector(i);
        for (int j = 0; j < p; j++) {
          mixture[j] += share * v[j];
        }
      }
      double norm = Images.norm(mixture);
      for (int j = 0; j < p; j++) {
        mixture[j] /= norm;
      }
      directions.add(mixture);
    }
    for (double[] direction : directions) {
      for (int side = 1; side >= -1; side -= 2) {
        starts.add(beside(from, direction, side * length));
      }
    }
    return starts;
  }

  private static double[] beside(double[] point, double[] direction, double by) {
    double[] moved = point.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += by * direction[i];
    }
    return moved;
  }

  /** The way over a saddle, if one side of it comes back and the other leads to the level. */
  private Optional<Way> over(
      SaddleSearch.Saddle saddle, double[] from, double loss, double limit, int hops) {
    List<double[]> one = descent().from(beside(saddle.point, saddle.down, 0.2 * length));
    List<double[]> other = descent().from(beside(saddle.point, saddle.down, -0.2 * length));
    boolean oneIsBack = distance(one, from) < distance(other, from);
    List<double[]> back = oneIsBack ? one : other;
    List<double[]> on = oneIsBack ? other : one;
    if (!joined(back.get(back.size() - 1), from, saddle.loss)) {
      return Optional.empty();
    }
    List<double[]> points = new ArrayList<>(back);
    Collections.reverse(points);
    points.add(saddle.point);
    points.addAll(on);
    if (reached(points)) {
      return Optional.of(new Way(points, saddle.loss));
    }
    double[] end = points.get(points.size() - 1);
    if (hops == 0 || !(surface.value(end) < loss)) {
      return Optional.empty();
    }
    return onward(end, limit, List.of(), hops - 1)
        .map(
            rest -> {
              points.addAll(rest.points);
              return new Way(points, Math.max(saddle.loss, rest.highest));
            });
  }

  /**
   * Whether the straight line between two points seems to stay below a loss: next to each other, or
   * rescaled copies. The certificate decides.
   */
  private boolean joined(double[] a, double[] b, double below) {
    if (Images.distance(a, b) <= 0.02 * size) {
      return true;
    }
    for (int k = 0; k <= LINE; k++) {
      if (surface.value(Images.between(a, b, (double) k / LINE)) >= below) {
        return false;
      }
    }
    return true;
  }

  private static double distance(List<double[]> points, double[] to) {
    return Images.distance(points.get(points.size() - 1), to);
  }
}
