package io.shallows.depth.finder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.SearchLog;
import io.shallows.depth.problem.NetworkPathProblem;
import io.shallows.depth.verification.PathVerification;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.minimum.Minimum;
import io.shallows.minimum.MinimumKind;
import io.shallows.minimum.MinimumSearch;
import io.shallows.minimum.MinimumTolerances;
import io.shallows.minimum.finish.DecayedDescent;
import io.shallows.training.Deadline;
import io.shallows.training.LevenbergMarquardt;
import io.shallows.training.TestProblems;
import io.shallows.training.TrainingLimits;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Minima by a tolerance that are left without a climb worth the name, and how that is certified.
 */
class DescentFinderTest {

  /** A minimum as a sweep finds it, of a teacher without noise. */
  private static Minimum minimum(EmpiricalLoss loss, String initialization, int seed) {
    MinimumTolerances tolerances = new MinimumTolerances(1e-8, 1e-5, 1e-9, 1e-7, 1e-10);
    double[] start = TestProblems.start(loss, initialization, 8100L + seed);
    Minimum minimum =
        new MinimumSearch(new LevenbergMarquardt(), TrainingLimits.of(1e-8, 2000), tolerances)
            .search(loss, start, Deadline.never());
    assertEquals(MinimumKind.KINK, minimum.kind());
    return minimum;
  }

  private static EmpiricalLoss loss(String family) {
    return TestProblems.loss(family, 8, 1, TestProblems.teacher(256, 2, 8, 40));
  }

  private static NetworkPathProblem asked(EmpiricalLoss loss, double[] theta) {
    return new NetworkPathProblem(
        loss,
        NodeValues.at(loss.network(), loss.data(), theta),
        DepthTarget.own(0.999 * loss.value(theta), List.of()),
        new DepthSettings(List.of("settle", "descent"), 1e-3, 1000),
        new SearchLog());
  }

  private static void assertHolds(NetworkPathProblem asked, CertifiedPath path) {
    assertTrue(path.certificate().reaches(asked.target().level()));
    assertEquals(
        List.of(),
        PathVerification.differences(
            asked.loss().network(),
            asked.loss().data(),
            path.path(),
            path.certificate().segmentMaxima()));
  }

  /** No gradient beyond the tolerance, no excursion that leads away, and a way all the same. */
  @Test
  void aFlatValleyIsFollowedWhereExcursionsAreNot() {
    EmpiricalLoss loss = loss("residual");
    Minimum minimum = minimum(loss, "he", 2);
    NetworkPathProblem asked = asked(loss, minimum.theta());
    PathFinders.named("settle").search(asked);
    assertTrue(asked.known().isEmpty());
    CertifiedPath path = PathFinders.named("descent").find(asked).orElseThrow();
    assertTrue(path.barrier() < 1e-3 * minimum.loss(), path.barrier() / minimum.loss() + "");
    assertHolds(asked, path);
  }

  /**
   * Stairs may rise two hundredths of the loss above a path, and the penalty of heads is a
   * hundredth of it: that much would be the depth of a minimum that is none.
   */
  @Test
  void whatHardlyClimbsIsCertifiedClosely() {
    EmpiricalLoss loss = loss("residual");
    Minimum minimum = minimum(loss, "he", 2);
    double[] theta = minimum.theta();
    double square = Arrays.stream(theta).map(v -> v * v).sum();
    NetworkPathProblem asked = asked(loss, theta);
    DecayedDescent.Way way =
        new DecayedDescent(loss)
            .down(theta, 2e-4 * minimum.loss() / square, asked.target().stop(), 2000);
    assertTrue(way.arrived());
    Optional<CertifiedPath> rough = asked(loss, theta).certified("rough", way.points(), true);
    CertifiedPath close = asked.certifiedClosely("close", way.points()).orElseThrow();
    assertHolds(asked, close);
    assertTrue(close.barrier() < 1e-3 * minimum.loss(), close.barrier() / minimum.loss() + "");
    assertTrue(close.barrier() < 0.1 * rough.orElseThrow().barrier());
  }

  /** A path that is closely certified is no longer hidden behind the penalty of its heads. */
  @Test
  void anExcursionIsCertifiedClosely() {
    EmpiricalLoss loss = loss("long-skip");
    Minimum minimum = minimum(loss, "clustered", 1);
    NetworkPathProblem asked = asked(loss, minimum.theta());
    PathFinders.named("settle").search(asked);
    CertifiedPath path = asked.known().orElseThrow();
    assertTrue(path.barrier() < 1e-7 * minimum.loss(), path.barrier() / minimum.loss() + "");
    assertHolds(asked, path);
  }
}
