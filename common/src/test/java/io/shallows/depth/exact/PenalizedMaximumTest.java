package io.shallows.depth.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.path.Path;
import io.shallows.depth.path.PathCertificate;
import io.shallows.depth.verification.PathVerification;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.penalty.PenalizedLoss;
import io.shallows.loss.penalty.UnitPenalty;
import io.shallows.network.DenseLayer;
import io.shallows.training.TestProblems;
import java.util.List;
import org.junit.jupiter.api.Test;

class PenalizedMaximumTest {

  private static PenalizedLoss loss(String family, int inputs, double kappa, long seed) {
    EmpiricalLoss loss = TestProblems.loss(family, 4, 0, TestProblems.teacher(18, inputs, 3, seed));
    return new PenalizedLoss(loss, new UnitPenalty(loss.network(), kappa));
  }

  /** {@code from} with some layers of {@code to}. */
  private static double[] moved(PenalizedLoss loss, double[] from, double[] to, String... layers) {
    double[] moved = from.clone();
    for (String name : layers) {
      DenseLayer layer = loss.loss().network().layer(name);
      System.arraycopy(to, layer.offset(), moved, layer.offset(), layer.size());
    }
    return moved;
  }

  private static double sampled(PenalizedLoss loss, double[] a, double[] b) {
    double most = 0;
    for (int k = 0; k <= 20_000; k++) {
      most = Math.max(most, loss.value(SegmentMaximum.interpolate(a, b, k / 20_000.0)));
    }
    return most;
  }

  private static void check(PenalizedLoss loss, double[] a, double[] b) {
    SegmentBound bound = new PenalizedMaximum(loss).between(a, b);
    double most = sampled(loss, a, b);
    assertTrue(bound.upper() >= most, bound.upper() + " is below the sampled " + most);
    assertTrue(bound.upper() <= most * (1 + 1e-6), bound.upper() + " is far above " + most);
    assertEquals(
        bound.evaluated(),
        loss.value(SegmentMaximum.interpolate(a, b, bound.time())),
        1e-12 * most);
    assertTrue(bound.upper() - bound.evaluated() <= 1e-9 * most);
  }

  @Test
  void theCeilingIsTheMaximumOfDenseSamples() {
    for (int seed = 0; seed < 30; seed++) {
      String family = seed % 2 == 0 ? "plain" : "linear-skip";
      // so large that the penalty decides where the maximum is, and so small that it does not
      double kappa = seed % 3 == 0 ? 3 : seed % 3 == 1 ? 0.1 : 1e-3;
      PenalizedLoss loss = loss(family, 1 + seed % 3, kappa, seed);
      double[] a = TestProblems.start(loss.loss(), "he", seed);
      double[] b = TestProblems.start(loss.loss(), "he", 100 + seed);
      check(loss, a, moved(loss, a, b, "W0"));
      check(loss, a, moved(loss, a, b, "A"));
      if (seed % 2 == 1) {
        check(loss, a, moved(loss, a, b, "W0", "C"));
        check(loss, a, moved(loss, a, b, "A", "C"));
      }
      // through a unit that is 0 in the middle
      double[] opposite = a.clone();
      DenseLayer head = loss.loss().network().layer("A");
      opposite[head.index(0, 0)] *= -1;
      check(loss, a, opposite);
    }
  }

  @Test
  void wherePenaltyAndLossPullApartItIsNotTheSumOfMaxima() {
    int less = 0;
    for (int seed = 0; seed < 20; seed++) {
      PenalizedLoss loss = loss("plain", 2, 0.5, seed);
      double[] a = TestProblems.start(loss.loss(), "he", seed);
      double[] b = moved(loss, a, TestProblems.start(loss.loss(), "he", 100 + seed), "W0");
      double upper = new PenalizedMaximum(loss).between(a, b).upper();
      double apart =
          new SegmentMaximum(loss.loss().network(), loss.loss().data()).between(a, b).upper()
              + Math.max(loss.penalty().value(a), loss.penalty().value(b));
      assertTrue(upper <= apart * (1 + 1e-12));
      less += upper < apart * (1 - 1e-3) ? 1 : 0;
    }
    assertTrue(less > 3, less + " of 20");
  }

  @Test
  void movesOfBothLayersAtOnceAreRefused() {
    PenalizedLoss loss = loss("plain", 2, 0.1, 1);
    double[] a = TestProblems.start(loss.loss(), "he", 1);
    double[] b = TestProblems.start(loss.loss(), "he", 2);
    assertThrows(IllegalArgumentException.class, () -> new PenalizedMaximum(loss).between(a, b));
  }

  @Test
  void storedMaximaAreCheckedByOtherCode() {
    PenalizedLoss loss = loss("linear-skip", 2, 0.2, 3);
    PenalizedMaximum maximum = new PenalizedMaximum(loss);
    double[] a = TestProblems.start(loss.loss(), "he", 1);
    double[] b = TestProblems.start(loss.loss(), "he", 2);
    double[] middle = moved(loss, a, b, "W0");
    PathCertificate certificate =
        maximum.joined(
            maximum.value(a),
            maximum.value(b),
            List.of(maximum.between(a, middle), maximum.between(middle, b)));
    Path path = new Path(List.of(a, middle, b));
    assertEquals(PathCertificate.Kind.EXACT, certificate.kind());
    List<Double> maxima = certificate.segmentMaxima();
    assertTrue(PathVerification.penalizedDifferences(loss, path, maxima).isEmpty());
    for (double factor : new double[] {1 - 1e-4, 1 + 1e-4}) {
      assertFalse(
          PathVerification.penalizedDifferences(
                  loss, path, List.of(maxima.get(0), factor * maxima.get(1)))
              .isEmpty());
    }
    double without =
        new SegmentMaximum(loss.loss().network(), loss.loss().data()).between(a, middle).upper();
    assertFalse(
        PathVerification.penalizedDifferences(loss, path, List.of(without, maxima.get(1)))
            .isEmpty(),
        "the loss alone is not the penalized one");
  }
}
