package io.shallows.depth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.construction.ExactZero;
import io.shallows.depth.measurement.Coverage;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.reference.Reference;
import io.shallows.depth.reference.ReferenceDescent;
import io.shallows.depth.reference.ReferenceSearch;
import io.shallows.depth.verification.PathVerification;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.penalty.PenalizedLoss;
import io.shallows.loss.penalty.UnitPenalty;
import io.shallows.minimum.MinimumKind;
import io.shallows.minimum.MinimumSearch;
import io.shallows.minimum.MinimumTolerances;
import io.shallows.minimum.penalty.PenalizedSearch;
import io.shallows.problem.Dataset;
import io.shallows.random.RandomStreams;
import io.shallows.training.Deadline;
import io.shallows.training.LevenbergMarquardt;
import io.shallows.training.TestProblems;
import io.shallows.training.TrainingLimits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** References under a penalty of units, and depth to their levels. */
class PenalizedTheoryTest {

  private static final double KAPPA = 0.003;

  private static final MinimumSearch SEARCH =
      new MinimumSearch(
          new LevenbergMarquardt(),
          TrainingLimits.of(1e-8, 200),
          new MinimumTolerances(1e-8, 1e-5, 1e-9, 1e-7, 1e-10));

  private static PenalizedLoss loss(String family, int width, Dataset data) {
    return loss(family, width, data, KAPPA);
  }

  private static PenalizedLoss loss(String family, int width, Dataset data, double kappa) {
    EmpiricalLoss loss = TestProblems.loss(family, width, 0, data);
    return new PenalizedLoss(loss, new UnitPenalty(loss.network(), kappa));
  }

  private static List<Reference> references(Dataset data, int most, int restarts) {
    return references(data, most, restarts, KAPPA);
  }

  private static List<Reference> references(Dataset data, int most, int restarts, double kappa) {
    return new ReferenceSearch(
            data,
            new RandomStreams(3),
            "penalized",
            ReferenceDescent.penalized(SEARCH, kappa),
            0,
            restarts)
        .search(List.of(most), List.of(), Deadline.never());
  }

  @Test
  void levelsFallWithTheWidthUntilNoNetworkIsLower() {
    Dataset data = TestProblems.teacher(24, 2, 4, 1);
    List<Reference> found = references(data, 12, 3);
    assertEquals(12, found.size());
    for (int k = 1; k <= 12; k++) {
      Reference at = found.get(k - 1);
      PenalizedLoss loss = loss("plain", k, data);
      assertEquals(k, at.width());
      assertEquals(loss.value(at.theta()), at.loss(), 1e-14);
      assertTrue(at.loss() > loss.penalty().value(at.theta()), "loss and penalty");
      if (k > 1) {
        assertTrue(at.loss() <= found.get(k - 2).loss() * (1 + 1e-12));
      }
    }
    assertTrue(found.get(0).loss() > 1.05 * found.get(11).loss());
    assertEquals(1, found.get(11).restarts(), "the width below is the least of all widths");
    double[] start = TestProblems.start(loss("plain", 30, data).loss(), "he", 5);
    PenalizedLoss wide = loss("plain", 30, data);
    var best = new PenalizedSearch(SEARCH, wide.loss(), wide.penalty());
    assertEquals(
        found.get(11).loss(),
        best.from(start, Deadline.never()).loss(),
        1e-5 * found.get(11).loss());
  }

  /** Targets that no input explains, of which minima of equal networks differ most. */
  private static Dataset noise(int samples, int seed) {
    Dataset inputs = TestProblems.teacher(samples, 1, 1, seed);
    double[] y = new double[samples];
    for (int s = 0; s < samples; s++) {
      y[s] = TestProblems.random(100L * seed + s).nextDouble() - 0.5;
    }
    return new Dataset(samples, inputs.inputs(), 1, inputs.x(), y);
  }

  @Test
  void depthToAReferenceIsNeverAboveItsBoundAndItsPathIsFoundAgain() {
    int covered = 0;
    int climbing = 0;
    List<String> kinds = new ArrayList<>();
    List<Reference> references = List.of();
    for (int seed = 0; seed < 24; seed++) {
      Dataset data = noise(20, seed / 6);
      if (seed % 6 == 0) {
        references = references(data, 4, 6, 3e-4);
      }
      PenalizedLoss loss = loss(seed % 2 == 0 ? "plain" : "linear-skip", 5, data, 3e-4);
      double[] theta =
          new PenalizedSearch(SEARCH, loss.loss(), loss.penalty())
              .from(TestProblems.start(loss.loss(), "clustered", seed), Deadline.never())
              .theta();
      DepthSettings settings = new DepthSettings(List.of("constructive"), 1e-3, 100);
      PenalizedDepth depth = new PenalizedDepth(loss, settings, references);
      List<DepthTarget> targets = new ArrayList<>();
      for (Reference reference : references) {
        DepthTarget target = depth.reference(reference.width()).orElseThrow();
        assertEquals(reference.loss(), target.level());
        targets.add(target);
      }
      Coverage coverage = Coverage.of(MinimumKind.KINK, 1e-10, 1);
      List<DepthMeasurement> all =
          new DepthMeter(depth).measure(theta, targets, coverage).measurements();
      for (int k = 0; k < all.size(); k++) {
        DepthMeasurement one = all.get(k);
        assertTrue(one.theory().pathNorm().isPresent());
        assertEquals(loss.value(theta), one.loss(), 1e-13);
        if (!one.covered() || one.zero().isPresent()) {
          continue;
        }
        covered++;
        double bound = one.theory().bound().orElseThrow().value();
        kinds.add(one.theory().bound().orElseThrow().kind());
        var best = one.best().orElseThrow();
        double floor = best.certificate().floor();
        assertTrue(one.theory().constructive().orElseThrow() <= bound * (1 + 1e-12) + floor);
        assertTrue(best.barrier() <= one.theory().constructive().orElseThrow());
        assertTrue(best.certificate().reaches(targets.get(k).level()));
        assertTrue(
            PathVerification.penalizedDifferences(
                    loss, best.path(), best.certificate().segmentMaxima())
                .isEmpty());
        climbing += best.barrier() > 1e-6 * one.loss() ? 1 : 0;
      }
    }
    assertTrue(covered >= 8, covered + " covered: " + kinds);
    assertTrue(climbing >= 2, climbing + " of " + covered + " climb");
  }

  @Test
  void unitsAtZeroAndRoomForABasisAreExactZeros() {
    Dataset data = TestProblems.teacher(6, 1, 3, 2);
    List<Reference> references = references(data, 1, 2);
    DepthSettings settings = new DepthSettings(List.of("constructive"), 1e-3, 100);
    Coverage coverage = Coverage.of(MinimumKind.KINK, 1e-10, 1);
    for (int width : new int[] {6, 7}) {
      PenalizedLoss loss = loss("plain", width, data);
      double[] theta = TestProblems.start(loss.loss(), "he", 1);
      PenalizedDepth depth = new PenalizedDepth(loss, settings, references);
      List<DepthTarget> target = List.of(depth.reference(1).orElseThrow());
      var measured = new DepthMeter(depth).measure(theta, target, coverage).measurements().get(0);
      assertEquals(width == 7, measured.zero().equals(java.util.Optional.of(ExactZero.ROOMY)));
      if (width == 6) {
        theta[loss.penalty().units().head().index(2, 0)] = 0;
        measured = new DepthMeter(depth).measure(theta, target, coverage).measurements().get(0);
        assertEquals(java.util.Optional.of(ExactZero.FREED), measured.zero());
      }
    }
  }
}
