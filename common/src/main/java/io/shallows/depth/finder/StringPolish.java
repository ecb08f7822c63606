package io.shallows.depth.finder;

import io.shallows.depth.path.BudgetedSurface;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.Images;
import io.shallows.depth.path.PathCoordinates;
import io.shallows.depth.problem.PathProblem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Lowers the certified maximum of a relaxed string with what is left of its budget.
 *
 * <p>Certify; insert an image in each gap where the certificate is about highest; relax all images
 * with a share of the budget; again. The lowest certified path counts, so that polishing never
 * raises it. Between images a string is only a guess, and the loss there can be several times that
 * at the images where features nearly depend on each other; this is what the first inserted images
 * mend.
 */
final class StringPolish {

  private static final int PASSES = 3;

  /** Share of the certified barrier from which on a gap between images gets one more. */
  private static final double HIGH = 0.7;

  private final String name;
  private final PathProblem problem;
  private final PathCoordinates coordinates;
  private final BudgetedSurface surface;
  private final double[] goal;

  StringPolish(
      String name,
      PathProblem problem,
      PathCoordinates coordinates,
      BudgetedSurface surface,
      double[] goal) {
    this.name = name;
    this.problem = problem;
    this.coordinates = coordinates;
    this.surface = surface;
    this.goal = goal;
  }

  /** The lowest certified path; empty if none is lower than what is known. */
  Optional<CertifiedPath> lowest(List<double[]> relaxed) {
    List<double[]> string = new ArrayList<>(relaxed);
    Optional<CertifiedPath> best = certified(string);
    Optional<CertifiedPath> last = best;
    for (int pass = 0; pass < PASSES && string.size() > 1; pass++) {
      long share = surface.left() / (PASSES - pass);
      if (share < 2L * string.size() + 4) {
        break;
      }
      if (last.isPresent()) {
        string = refined(string, last.get());
      }
      string =
          new StringMethod(0, 1, 0, pass % 2 == 1)
              .relax(new BudgetedSurface(surface, share), string);
      last = certified(string);
      best = CertifiedPath.lower(best, last);
    }
    return best;
  }

  Optional<CertifiedPath> certified(List<double[]> string) {
    List<double[]> vertices = new ArrayList<>(List.of(problem.start()));
    for (int k = 1; k < string.size() - 1; k++) {
      vertices.add(coordinates.lift(string.get(k)));
    }
    vertices.add(goal);
    return problem.certified(name, vertices, true);
  }

  /** The string with one image more in every gap where the certificate is about highest. */
  private List<double[]> refined(List<double[]> string, CertifiedPath path) {
    List<Double> maxima = path.certificate().segmentMaxima();
    double start = path.certificate().start();
    double high = start + HIGH * (path.certificate().maximum() - start);
    double[] tops = new double[string.size()];
    List<double[]> points = new ArrayList<>(Collections.nCopies(string.size(), new double[0]));
    for (int k = 0; k < maxima.size(); k++) {
      if (maxima.get(k) >= high) {
        double[] middle = Images.between(path.path().at(k), path.path().at(k + 1), 0.5);
        double[] point = coordinates.project(middle);
        int gap = gap(string, point);
        if (maxima.get(k) > tops[gap]) {
          tops[gap] = maxima.get(k);
          points.set(gap, point);
        }
      }
    }
    List<double[]> refined = new ArrayList<>(List.of(string.get(0)));
    for (int k = 0; k + 1 < string.size(); k++) {
      double[] point = points.get(k);
      if (tops[k] > 0 && apart(string, k, point)) {
        refined.add(point);
      }
      refined.add(string.get(k + 1));
    }
    return refined;
  }

  /** The gap between images that a point is closest to. */
  private static int gap(List<double[]> string, double[] point) {
    int gap = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int k = 0; k + 1 < string.size(); k++) {
      double detour =
          Images.distance(string.get(k), point)
              + Images.distance(point, string.get(k + 1))
              - Images.distance(string.get(k), string.get(k + 1));
      if (detour < least) {
        least = detour;
        gap = k;
      }
    }
    return gap;
  }

  private static boolean apart(List<double[]> string, int gap, double[] point) {
    double left = Images.distance(string.get(gap), point);
    double right = Images.distance(point, string.get(gap + 1));
    return Math.min(left, right) > 0.1 * Images.distance(string.get(gap), string.get(gap + 1));
  }
}
