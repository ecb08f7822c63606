package io.shallows.depth.finder;

import io.shallows.depth.path.BudgetedSurface;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.Images;
import io.shallows.depth.problem.PathProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A quadratic Bezier curve to the goal whose one inner control point minimises the mean loss along
 * the curve.
 *
 * <p>{@code theta(t) = (1 - t)^2 a + 2 t (1 - t) c + t^2 b}; the mean over t is by 15 strata, one
 * point drawn in each by a fixed rule of golden-section shifts, and is lowered by Adam with a step
 * that falls to 0. Three bends, as in Garipov et al. 2018, arXiv 1802.10026. Certified by stairs
 * along 61 points of the curve.
 */
final class BezierFinder implements PathFinder {

  private static final int STRATA = 15;
  private static final int POINTS = 61;
  private static final double GOLDEN = 0.6180339887498949;

  @Override
  public String name() {
    return "bezier";
  }

  @Override
  public String definition() {
    return "quadratic Bezier curve of least mean loss to a point at the level";
  }

  @Override
  public boolean takesPenalty() {
    return true;
  }

  @Override
  public Optional<CertifiedPath> find(PathProblem problem) {
    if (problem.goal().isEmpty()) {
      return Optional.empty();
    }
    BudgetedSurface surface = problem.budgeted();
    List<double[]> curve = points(surface, problem.start(), problem.goal().get(), POINTS);
    return problem.certified(name(), curve, false);
  }

  /** Points of the trained curve at equal times. */
  static List<double[]> points(BudgetedSurface surface, double[] a, double[] b, int count) {
    double[] control = Images.between(a, b, 0.5);
    int p = a.length;
    double[] first = new double[p];
    double[] second = new double[p];
    long steps = surface.left() / STRATA;
    double size = 0.1 * Images.distance(a, b) / Math.sqrt(p);
    double[] gradient = new double[p];
    double[] sum = new double[p];
    for (int k = 1; k <= steps; k++) {
      Arrays.fill(sum, 0);
      double shift = (k * GOLDEN) % 1;
      for (int q = 0; q < STRATA; q++) {
        double t = (q + shift) / STRATA;
        surface.valueAndGradient(at(a, control, b, t), gradient);
        for (int i = 0; i < p; i++) {
          sum[i] += 2 * t * (1 - t) * gradient[i] / STRATA;
        }
      }
      double rate = size * 0.1 * (1 - (k - 1.0) / steps);
      double unbias1 = 1 - StrictMath.pow(0.9, k);
      double unbias2 = 1 - StrictMath.pow(0.999, k);
      for (int i = 0; i < p; i++) {
        first[i] = 0.9 * first[i] + 0.1 * sum[i];
        second[i] = 0.999 * second[i] + 0.001 * sum[i] * sum[i];
        control[i] -= rate * (first[i] / unbias1) / (Math.sqrt(second[i] / unbias2) + 1e-300);
      }
    }
    List<double[]> points = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      points.add(at(a, control, b, k / (count - 1.0)));
    }
    points.set(0, a.clone());
    points.set(count - 1, b.clone());
    return points;
  }

  private static double[] at(double[] a, double[] control, double[] b, double t) {
    double[] point = new double[a.length];
    for (int i = 0; i < point.length; i++) {
      point[i] = (1 - t) * (1 - t) * a[i] + 2 * t * (1 - t) * control[i] + t * t * b[i];
    }
    return point;
  }
}
