package io.shallows.depth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.exact.PenalizedMaximum;
import io.shallows.depth.exact.SegmentBound;
import io.shallows.depth.finder.PathFinders;
import io.shallows.depth.measurement.Coverage;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.Path;
import io.shallows.depth.path.PathCertificate;
import io.shallows.depth.path.SearchLog;
import io.shallows.depth.problem.PathProblem;
import io.shallows.depth.verification.PathVerification;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.penalty.PenalizedLoss;
import io.shallows.loss.penalty.UnitPenalty;
import io.shallows.minimum.MinimumSearch;
import io.shallows.minimum.MinimumTolerances;
import io.shallows.minimum.penalty.PenalizedSearch;
import io.shallows.training.Deadline;
import io.shallows.training.LevenbergMarquardt;
import io.shallows.training.TestProblems;
import io.shallows.training.TrainingLimits;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PenalizedDepthTest {

  private static final MinimumSearch SEARCH =
      new MinimumSearch(
          new LevenbergMarquardt(),
          TrainingLimits.of(1e-8, 2000),
          new MinimumTolerances(1e-8, 1e-5, 1e-9, 1e-7, 1e-10));

  private static PenalizedLoss loss(String family, long seed) {
    EmpiricalLoss loss = TestProblems.loss(family, 5, 0, TestProblems.teacher(30, 2, 4, seed));
    return new PenalizedLoss(loss, new UnitPenalty(loss.network(), 0.003));
  }

  private static double[] minimum(PenalizedLoss loss, long seed) {
    return new PenalizedSearch(SEARCH, loss.loss(), loss.penalty())
        .from(TestProblems.start(loss.loss(), "he", seed), Deadline.never())
        .theta();
  }

  private static double square(PenalizedLoss loss) {
    return loss.value(new double[loss.dimension()]);
  }

  /** The search over cells closes depths from both sides, whatever its path is compared with. */
  @Test
  void theSearchOverCellsGivesBothEnds() {
    DepthSettings settings = new DepthSettings(List.of("cell-flood", "string"), 1e-3, 500);
    int closed = 0;
    int above = 0;
    for (int seed = 0; seed < 6; seed++) {
      EmpiricalLoss plain = TestProblems.loss("plain", 3, 0, TestProblems.teacher(32, 1, 6, seed));
      PenalizedLoss loss = new PenalizedLoss(plain, new UnitPenalty(plain.network(), 1e-4));
      double[] theta = minimum(loss, seed);
      PenalizedDepth depth = new PenalizedDepth(loss, settings);
      DepthTarget target = depth.own(theta, 1e-3, Coverage.strict());
      DepthMeasurement measured = new DepthMeter(depth).measure(theta, target);
      double lower = measured.lower().orElse(0);
      assertTrue(lower <= measured.upper().orElse(Double.POSITIVE_INFINITY), "seed " + seed);
      boolean exact = measured.upper().isPresent() && measured.isExact();
      closed += exact ? 1 : 0;
      above += exact && lower > 0 ? 1 : 0;
    }
    assertTrue(closed >= 4 && above >= 2, closed + " closed, " + above + " above 0");
  }

  @Test
  void anExchangeIsNeverAboveTheNetworkWithoutUnits() {
    int climbs = 0;
    for (int seed = 0; seed < 12; seed++) {
      PenalizedLoss loss = loss(seed % 2 == 0 ? "plain" : "linear-skip", seed);
      double[] a = minimum(loss, 1);
      double[] b = minimum(loss, 2);
      double[] high = loss.value(a) >= loss.value(b) ? a : b;
      double[] low = loss.value(a) >= loss.value(b) ? b : a;
      List<double[]> vertices = new ExchangeFinder(loss).vertices(high, low);
      assertArrayEquals(high, vertices.get(0), 0);
      assertArrayEquals(low, vertices.get(vertices.size() - 1), 0);
      double ceiling = Math.max(square(loss), loss.value(high)) * (1 + 1e-9);
      PenalizedMaximum maximum = new PenalizedMaximum(loss);
      double most = loss.value(high);
      for (int k = 1; k < vertices.size(); k++) {
        SegmentBound bound = maximum.between(vertices.get(k - 1), vertices.get(k));
        assertTrue(bound.upper() <= ceiling, bound.upper() + " is above " + ceiling);
        double ends = Math.max(loss.value(vertices.get(k - 1)), loss.value(vertices.get(k)));
        assertEquals(ends, bound.upper(), 1e-9 * ends, "largest at an end of every segment");
        most = Math.max(most, bound.upper());
      }
      climbs += most > loss.value(high) * (1 + 1e-6) ? 1 : 0;
    }
    assertTrue(climbs > 2, climbs + " of 12 climb");
  }

  @Test
  void pathsAreCertifiedExactlyAndVerified() {
    int lower = 0;
    int measured = 0;
    for (int seed = 0; seed < 8; seed++) {
      PenalizedLoss loss = loss(seed % 2 == 0 ? "plain" : "linear-skip", seed);
      double[] a = minimum(loss, 3);
      double[] b = minimum(loss, 4);
      double[] high = loss.value(a) >= loss.value(b) ? a : b;
      double[] low = loss.value(a) >= loss.value(b) ? b : a;
      DepthSettings settings = new DepthSettings(List.of("linear", "string"), 1e-3, 200);
      PenalizedDepth depth = new PenalizedDepth(loss, settings);
      assertEquals(
          List.of("exchange", "linear", "string"),
          depth.finders().stream().map(finder -> finder.name()).toList());
      assertEquals(loss.value(high), depth.at(high), 1e-14);
      DepthTarget target = DepthTarget.cellBest(depth.at(low), low);
      PathProblem problem = depth.path(high, target, new SearchLog());
      depth.finders().forEach(finder -> finder.search(problem));
      Optional<CertifiedPath> known = problem.known();
      assertTrue(known.isPresent());
      CertifiedPath best = known.get();
      PathCertificate certificate = best.certificate();
      assertEquals(PathCertificate.Kind.EXACT, certificate.kind());
      assertTrue(certificate.reaches(target.level()));
      Path path = best.path();
      assertTrue(
          PathVerification.penalizedDifferences(loss, path, certificate.segmentMaxima()).isEmpty());
      double sampled = loss.value(high); // minima may be of equal loss: no way at all
      for (int k = 1; k < path.size(); k++) {
        for (int t = 0; t <= 2000; t++) {
          double[] at = path.at(k - 1).clone();
          for (int i = 0; i < at.length; i++) {
            at[i] += t / 2000.0 * (path.at(k)[i] - at[i]);
          }
          sampled = Math.max(sampled, loss.value(at));
        }
      }
      assertTrue(certificate.maximum() >= sampled * (1 - 1e-14));
      assertTrue(
          certificate.maximum() <= sampled * (1 + 1e-3),
          certificate + " of " + best.method() + " sampled " + sampled);
      PathProblem alone = depth.path(high, target, new SearchLog());
      PathFinders.named("linear").search(alone);
      measured++;
      lower += best.barrier() < alone.known().orElseThrow().barrier() * (1 - 1e-6) ? 1 : 0;
    }
    assertTrue(lower > 2, lower + " of " + measured + " are lower than straight");
  }
}
