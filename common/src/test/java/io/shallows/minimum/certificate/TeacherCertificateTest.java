package io.shallows.minimum.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.loss.GaussianTeacherLoss;
import io.shallows.loss.GaussianTeacherLoss.Skip;
import io.shallows.minimum.Minimum;
import io.shallows.minimum.MinimumSearch;
import io.shallows.minimum.MinimumTolerances;
import io.shallows.minimum.PublishedMinimaTest;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.network.RescalingSymmetry;
import io.shallows.training.Deadline;
import io.shallows.training.LevenbergMarquardt;
import io.shallows.training.TestProblems;
import io.shallows.training.TrainingLimits;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates of the population loss: its minima have known depths. */
class TeacherCertificateTest {

  private static double[] normal(int length, double scale, long seed) {
    var normal = ZigguratSampler.NormalizedGaussian.of(TestProblems.random(seed));
    double[] v = new double[length];
    for (int i = 0; i < length; i++) {
      v[i] = scale * normal.sample();
    }
    return v;
  }

  private static double norm(double[] v) {
    double sum = 0;
    for (double x : v) {
      sum += x * x;
    }
    return Math.sqrt(sum);
  }

  /**
   * The published minima: the certificate lies below the depth over the best saddle found, by
   * eigenvector following with descent on both sides; its third derivative below the published
   * bound.
   */
  @ParameterizedTest
  @CsvSource({"6, 1.1749645e-05", "8, 0.00065036077", "10, 0.0017009191"})
  void certifiedDepthIsBelowTheKnownOne(int k, double depth) throws Exception {
    GaussianTeacherLoss loss = GaussianTeacherLoss.orthonormal(k, k, k, true, Skip.NONE);
    double[] theta = PublishedMinimaTest.listedMinimum(k);
    RescalingSymmetry symmetry =
        RescalingSymmetry.of(
            NetworkFamilies.named("plain").build(new NetworkShape(k, 0, k, 1, true)));
    Minimum found =
        new MinimumSearch(
                new LevenbergMarquardt(),
                TrainingLimits.of(1e-12, 100),
                new MinimumTolerances(1e-9, 1e-9, 1e-7, 1e-10))
            .search(loss, loss.constantLoss(), symmetry, theta, Deadline.never());
    MinimumCertificate certificate = MinimumCertifier.of(loss, found).orElseThrow();
    assertTrue(certificate.rise() < depth, certificate + " is above the depth " + depth);
    assertTrue(certificate.rise() > 1e-6 * depth, certificate + " says next to nothing");
    double third = certificate.thirdDerivative();
    assertEquals(
        2 * Math.pow(certificate.hessianMin(), 3) / (3 * third * third),
        certificate.rise(),
        0.05 * certificate.rise());
    double shortest = Double.POSITIVE_INFINITY;
    double longest = 0;
    for (int i = 0; i < k; i++) {
      double square = 0;
      for (int c = 0; c < k; c++) {
        square += theta[c * k + i] * theta[c * k + i];
      }
      shortest = Math.min(shortest, Math.sqrt(square));
      longest = Math.max(longest, Math.sqrt(square));
    }
    double published =
        k * (Math.sqrt(2) * (k - 1) * (longest + shortest) + k) / (Math.PI * shortest * shortest);
    assertTrue(third < published, third + " is above the published " + published);
    for (int trial = 0; trial < 1000; trial++) {
      double[] step = normal(k * k, 1, 31 * trial + 1);
      double[] moved = found.theta();
      double scale = certificate.radius() / norm(step);
      for (int i = 0; i < moved.length; i++) {
        moved[i] += scale * step[i];
      }
      assertTrue(
          loss.value(moved) >= found.loss() + certificate.rise() - 1e-14, "perturbation " + trial);
    }
  }

  /** The planar trap has learned masses: the certificate speaks of masses times units. */
  @Test
  void thePlanarTrapIsCertifiedAcrossItsRescalings() throws Exception {
    GaussianTeacherLoss loss = PublishedMinimaTest.planarLoss(Skip.NONE);
    double[] theta = PublishedMinimaTest.planarTrap();
    RescalingSymmetry symmetry =
        RescalingSymmetry.of(
            NetworkFamilies.named("plain").build(new NetworkShape(3, 0, 2, 1, false)));
    Minimum found =
        new MinimumSearch(
                new LevenbergMarquardt(),
                TrainingLimits.of(1e-12, 100),
                new MinimumTolerances(1e-9, 1e-9, 1e-7, 1e-10))
            .search(loss, loss.constantLoss(), symmetry, theta, Deadline.never());
    MinimumCertificate certificate = MinimumCertifier.of(loss, found).orElseThrow();
    // no path to loss 0 is known that stays below the loss of the best constant
    assertTrue(certificate.rise() > 1e-9 && certificate.rise() < loss.constantLoss());
    assertEquals(certificate.rise(), certificate.depthLower(found.loss(), 0));
    double[] at = found.theta();
    for (int trial = 0; trial < 1000; trial++) {
      double[] step = normal(6, 1, 77 * trial + 5);
      double scale = certificate.radius() / norm(step);
      double[] moved = new double[9];
      for (int i = 0; i < 3; i++) {
        double mass = 0.5 + ((trial + 31 * i) % 100) / 50.0;
        moved[6 + i] = mass;
        for (int c = 0; c < 2; c++) {
          moved[c * 3 + i] = (at[6 + i] * at[c * 3 + i] + scale * step[c * 3 + i]) / mass;
        }
      }
      assertTrue(
          loss.value(moved) >= found.loss() + certificate.rise() - 1e-14, "perturbation " + trial);
    }
  }

  /** Differences of Hessians stay below the constant, at any point and also along a skip. */
  @ParameterizedTest
  @CsvSource({"2, 1, 1, NONE", "3, 2, 4, NONE", "5, 5, 5, OPTIMAL", "6, 4, 7, NONE"})
  void hessiansAreLipschitz(int dimension, int teachers, int width, Skip skip) {
    GaussianTeacherLoss loss =
        GaussianTeacherLoss.orthonormal(dimension, width, teachers, true, skip);
    double largest = 0;
    for (int trial = 0; trial < 400; trial++) {
      double[] theta = normal(loss.dimension(), 0.7, trial);
      TeacherNeighbourhood around = new TeacherNeighbourhood(loss.teacher(), theta);
      double[] d = normal(loss.dimension(), 1, 1000 + trial);
      double length = norm(d);
      double r = around.radius() * (trial % 2 == 0 ? 1e-4 : 1);
      double[] moved = theta.clone();
      for (int i = 0; i < d.length; i++) {
        d[i] /= length;
        moved[i] += r * d[i];
      }
      double[] here = new double[d.length];
      double[] there = new double[d.length];
      loss.hessianVectorProduct(theta, d, here);
      loss.hessianVectorProduct(moved, d, there);
      for (int i = 0; i < d.length; i++) {
        there[i] -= here[i];
      }
      double ratio = norm(there) / r;
      double bound = around.thirdDerivative(r);
      assertTrue(ratio <= bound, "trial " + trial + ": " + ratio + " above " + bound);
      largest = Math.max(largest, ratio / bound);
    }
    assertTrue(largest > 0.01, "the bound is " + 1 / largest + " times what is seen");
  }
}
