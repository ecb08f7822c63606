package io.shallows.depth.finder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shallows.depth.path.BudgetedSurface;
import io.shallows.linalg.SymmetricEigen;
import io.shallows.loss.GaussianTeacherLoss;
import io.shallows.loss.GaussianTeacherLoss.Skip;
import java.io.IOException;
import java.io.InputStream;

/** Published bad minima of population losses, refined by Newton's steps. */
public final class PublishedPoints {

  private PublishedPoints() {}

  public static JsonNode truth(String name) throws IOException {
    try (InputStream in =
        PublishedPoints.class.getResourceAsStream("/truth/published_minima.json")) {
      return new ObjectMapper().readTree(in).get(name);
    }
  }

  /** The minimum of k units: x1 to x3 in the first k - 1, x4 and x5 in the last. */
  public static double[] safranShamir(GaussianTeacherLoss loss, int k) throws IOException {
    JsonNode x = truth("safran_shamir_minima").get("k" + k).get("x");
    double[] theta = new double[k * k];
    for (int i = 0; i < k; i++) {
      for (int c = 0; c < k; c++) {
        int which = i < k - 1 ? (c == k - 1 ? 2 : c == i ? 0 : 1) : c == k - 1 ? 4 : 3;
        theta[loss.teacher().unitIndex(i, c)] = x.get(which).asDouble();
      }
    }
    return refined(loss, theta);
  }

  /** The loss of three units in the plane against the trap's teacher. */
  public static GaussianTeacherLoss planarTrap(boolean committee, Skip skip) throws IOException {
    JsonNode trap = truth("planar_trap");
    double[] units = new double[6];
    double[] masses = new double[3];
    for (int j = 0; j < 3; j++) {
      double angle = Math.PI * trap.get("teacher_angles_over_pi").get(j).asDouble();
      units[2 * j] = StrictMath.cos(angle);
      units[2 * j + 1] = StrictMath.sin(angle);
      masses[j] = trap.get("teacher_masses").get(j).asDouble();
    }
    return new GaussianTeacherLoss(2, 3, units, masses, committee, skip);
  }

  /** The trap's bad minimum of a committee. */
  public static double[] trapMinimum(GaussianTeacherLoss loss) throws IOException {
    JsonNode trap = truth("planar_trap");
    double[] theta = new double[6];
    for (int i = 0; i < 3; i++) {
      double mass = trap.get("student_masses").get(i).asDouble();
      double angle = Math.PI * trap.get("student_angles_over_pi").get(i).asDouble();
      theta[loss.teacher().unitIndex(i, 0)] = mass * StrictMath.cos(angle);
      theta[loss.teacher().unitIndex(i, 1)] = mass * StrictMath.sin(angle);
    }
    return refined(loss, theta);
  }

  private static double[] refined(GaussianTeacherLoss loss, double[] theta) {
    double[] point = theta.clone();
    double[] gradient = new double[point.length];
    BudgetedSurface surface = new BudgetedSurface(loss, Long.MAX_VALUE);
    for (int k = 0; k < 4; k++) {
      surface.valueAndGradient(point, gradient);
      SymmetricEigen eigen = SaddleSearch.hessian(surface, point);
      for (int i = 0; i < point.length; i++) {
        double[] v = eigen.vector(i);
        double along = 0;
        for (int j = 0; j < v.length; j++) {
          along += v[j] * gradient[j];
        }
        for (int j = 0; j < v.length; j++) {
          point[j] -= along / eigen.value(i) * v[j];
        }
      }
    }
    return point;
  }
}
