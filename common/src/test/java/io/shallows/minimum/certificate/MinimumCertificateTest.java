package io.shallows.minimum.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.linalg.OrthonormalRows;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Linearization;
import io.shallows.minimum.Minimum;
import io.shallows.minimum.MinimumKind;
import io.shallows.minimum.MinimumSearch;
import io.shallows.minimum.MinimumTolerances;
import io.shallows.network.RescalingSymmetry;
import io.shallows.training.Deadline;
import io.shallows.training.LevenbergMarquardt;
import io.shallows.training.TestProblems;
import io.shallows.training.TrainingLimits;
import java.util.Optional;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MinimumCertificateTest {

  private static final MinimumTolerances TOLERANCES =
      new MinimumTolerances(1e-8, 1e-9, 1e-7, 1e-10);

  private static double[] direction(int length, long seed) {
    var normal = ZigguratSampler.NormalizedGaussian.of(TestProblems.random(seed));
    double[] d = new double[length];
    for (int i = 0; i < length; i++) {
      d[i] = normal.sample();
    }
    return scaled(d, 1 / norm(d));
  }

  private static double norm(double[] v) {
    double sum = 0;
    for (double x : v) {
      sum += x * x;
    }
    return Math.sqrt(sum);
  }

  private static double[] scaled(double[] v, double factor) {
    double[] w = v.clone();
    for (int i = 0; i < w.length; i++) {
      w[i] *= factor;
    }
    return w;
  }

  private static double[] sum(double[] a, double[] b) {
    double[] c = a.clone();
    for (int i = 0; i < c.length; i++) {
      c[i] += b[i];
    }
    return c;
  }

  /** Without a gradient and with room, the best radius and rise are those of the formula. */
  @Test
  void riseIsThatOfTheCubic() {
    double lambda = 0.3;
    double third = 7;
    MinimumCertificate found = MinimumCertificate.of(0, lambda, r -> third, 10, 0).orElseThrow();
    assertEquals(2 * lambda / third, found.radius(), 1e-8);
    assertEquals(2 * Math.pow(lambda, 3) / (3 * third * third), found.rise(), 1e-9);
    assertEquals(0, found.dip(), 0);
    assertEquals(found.rise(), found.depthLower(1, 0.5));
    assertEquals(0, found.depthLower(1, 1));
    // a ball that ends early
    MinimumCertificate near = MinimumCertificate.of(0, lambda, r -> third, 0.01, 0).orElseThrow();
    assertEquals(0.01, near.radius(), 1e-15);
    assertEquals(lambda * 1e-4 / 2 - third * 1e-6 / 6, near.rise(), 1e-9);
    // a slope that outweighs the curvature
    assertEquals(Optional.empty(), MinimumCertificate.of(0.1, lambda, r -> third, 10, 0));
    assertEquals(Optional.empty(), MinimumCertificate.of(0, 0, r -> third, 10, 0));
    assertEquals(Optional.empty(), MinimumCertificate.of(0, lambda, r -> third, 0, 0));
    assertThrows(
        IllegalArgumentException.class, () -> new MinimumCertificate(0, 1, 1, 1, Double.NaN, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "plain, 2, 0",
    "plain, 3, 0",
    "plain, 4, 0",
    "plain, 2, 1",
    "linear-skip, 2, 0",
    "linear-skip, 3, 0",
  })
  void certifiedMinimaSurviveAThousandPerturbations(String family, int width, int depth) {
    int certified = 0;
    for (long seed = 1; seed <= 12; seed++) {
      EmpiricalLoss loss =
          TestProblems.loss(family, width, depth, TestProblems.teacher(64, 2, 8, 21 + seed));
      Minimum found =
          new MinimumSearch(new LevenbergMarquardt(), TrainingLimits.of(1e-8, 2000), TOLERANCES)
              .search(loss, TestProblems.start(loss, "he", seed), Deadline.never());
      Optional<MinimumCertificate> certificate = MinimumCertifier.of(loss, found);
      assertTrue(
          certificate.isEmpty() || found.kind() == MinimumKind.SMOOTH_STRICT,
          "certificate of a " + found.kind());
      if (certificate.isPresent()) {
        certified++;
        checkPerturbations(loss, found, certificate.get(), family + " seed " + seed);
      }
    }
    assertTrue(certified > 0, "no strict minimum was certified");
  }

  private static void checkPerturbations(
      EmpiricalLoss loss, Minimum found, MinimumCertificate certificate, String where) {
    assertTrue(certificate.hessianMin() <= found.hessianMin());
    assertTrue(certificate.hessianMin() > 0.99 * found.hessianMin(), where);
    RescalingSymmetry symmetry = RescalingSymmetry.of(loss.network());
    double[] theta = found.theta();
    OrthonormalRows removed = RescalingSlice.of(symmetry, theta).removed();
    double rounding = 1e-14 * (1 + found.loss());
    for (int trial = 0; trial < 1000; trial++) {
      double[] step = direction(theta.length, 1000 * trial + 17);
      String which = where + " perturbation " + trial;
      // any direction: not below the point
      double[] moved = sum(theta, scaled(step, certificate.radius()));
      assertTrue(loss.value(moved) >= found.loss() - certificate.dip() - rounding, which);
      // on the sphere of the slice, and on any rescaled copy of it: at least the rise
      removed.project(step);
      moved = sum(theta, scaled(step, certificate.radius() / norm(step)));
      assertTrue(loss.value(moved) >= found.loss() + certificate.rise() - rounding, which);
      for (int c = 0; c < symmetry.count(); c++) {
        symmetry.rescale(c, 0.5 + 0.01 * ((trial + 7 * c) % 100), moved);
      }
      assertTrue(loss.value(moved) >= found.loss() + certificate.rise() - 4 * rounding, which);
    }
  }

  /**
   * Within the radius no relu changes sides, and Hessians differ by at most M times the distance.
   */
  @ParameterizedTest
  @CsvSource({
    "plain, 0",
    "plain, 1",
    "plain, 2",
    "residual, 1",
    "long-skip, 1",
    "linear-skip, 1",
    "orhan-residual, 2",
  })
  void neighbourhoodsHaveNoKinksAndBoundTheThirdDerivative(String family, int depth) {
    EmpiricalLoss loss = TestProblems.loss(family, 5, depth, TestProblems.teacher(24, 2, 6, 5));
    double largest = 0;
    for (long seed = 1; seed <= 5; seed++) {
      double[] theta = TestProblems.start(loss, "he", 40 + seed);
      // off the kinks that biases of 0 start on
      theta = sum(theta, scaled(direction(theta.length, seed), 0.5));
      NetworkNeighbourhood around = new NetworkNeighbourhood(loss, theta);
      double r = around.radius();
      assertTrue(r > 0, "seed " + seed);
      double third = around.thirdDerivative(r);
      int p = theta.length;
      double[] here = new double[p];
      double[] there = new double[p];
      for (int trial = 0; trial < 200; trial++) {
        double[] d = direction(p, 100 * seed + trial);
        double[] moved = sum(theta, scaled(d, r));
        assertTrue(sides(loss, theta).equals(sides(loss, moved)), "seed " + seed + " " + trial);
        loss.hessianVectorProduct(theta, d, here);
        loss.hessianVectorProduct(moved, d, there);
        double ratio = norm(sum(there, scaled(here, -1))) / r;
        assertTrue(ratio <= third, "third derivative " + ratio + " above " + third);
        largest = Math.max(largest, ratio / third);
      }
    }
    assertTrue(largest > 1e-4, "the bound is " + 1 / largest + " times what is seen");
  }

  private static String sides(EmpiricalLoss loss, double[] theta) {
    StringBuilder signs = new StringBuilder();
    Linearization at = loss.linearize(theta);
    for (int r = 0; r < loss.network().relus().size(); r++) {
      for (double z : at.preActivations(r)) {
        signs.append(z > 0 ? '+' : '-');
      }
    }
    return signs.toString();
  }

  /** With two layers the radius is the distance to the nearest kink itself. */
  @Test
  void radiusOfTwoLayersIsTheDistanceToTheNearestKink() {
    EmpiricalLoss loss = TestProblems.loss("plain", 6, 0, TestProblems.teacher(40, 3, 6, 5));
    double[] theta = TestProblems.start(loss, "he", 3);
    double[] z = loss.linearize(theta).preActivations(0);
    double nearest = Double.POSITIVE_INFINITY;
    for (int s = 0; s < 40; s++) {
      double square = 0;
      for (int i = 0; i < loss.data().inputs(); i++) {
        square += loss.data().x(s, i) * loss.data().x(s, i);
      }
      for (int j = 0; j < 6; j++) {
        nearest = Math.min(nearest, Math.abs(z[s * 6 + j]) / Math.sqrt(square));
      }
    }
    double radius = new NetworkNeighbourhood(loss, theta).radius();
    assertTrue(radius <= nearest, radius + " is beyond " + nearest);
    assertEquals(nearest, radius, 1e-6 * nearest);
  }

  /** The bound of the smallest eigenvalue is below it, close to it, and absent at saddles. */
  @Test
  void curvatureFloorIsALowerBound() {
    int p = 30;
    for (long seed = 1; seed <= 20; seed++) {
      double[] q = direction(p, seed);
      double least = seed % 4 == 0 ? -1e-6 : Math.pow(10, -(int) (seed % 7));
      // I + (least - 1) q q^T has eigenvalues 1 and least
      double eigenvalue = least;
      var floor =
          CurvatureFloor.of(
              (v, product) -> {
                double along = 0;
                for (int i = 0; i < p; i++) {
                  along += q[i] * v[i];
                }
                for (int i = 0; i < p; i++) {
                  product[i] = v[i] + (eigenvalue - 1) * along * q[i];
                }
              },
              new OrthonormalRows(p),
              Math.abs(least),
              1e-14);
      if (least < 0) {
        assertTrue(floor.isEmpty(), "seed " + seed);
      } else {
        assertTrue(floor.getAsDouble() <= least, "seed " + seed);
        assertEquals(least, floor.getAsDouble(), 1e-11, "seed " + seed);
      }
    }
  }
}
