package io.shallows.minimum;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.training.Deadline;
import io.shallows.training.LevenbergMarquardt;
import io.shallows.training.TestProblems;
import io.shallows.training.TrainingLimits;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinimumSearchTest {

  private static final MinimumTolerances TOLERANCES =
      new MinimumTolerances(1e-8, 1e-9, 1e-7, 1e-10);

  private static final MinimumSearch SEARCH =
      new MinimumSearch(new LevenbergMarquardt(), TrainingLimits.of(1e-8, 2000), TOLERANCES);

  /** No point near a classified minimum is lower: the definition itself, sampled. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void minimaSurviveSmallPerturbations(long seed) {
    EmpiricalLoss loss = TestProblems.loss("plain", 4, 0, TestProblems.teacher(64, 2, 8, 21));
    Minimum found = SEARCH.search(loss, TestProblems.start(loss, "he", seed), Deadline.never());
    assertTrue(found.kind().isMinimum(), "seed " + seed + " ended as " + found.kind());
    assertTrue(found.stationarity() <= 1e-8);
    var normal = ZigguratSampler.NormalizedGaussian.of(TestProblems.random(seed));
    for (int trial = 0; trial < 1000; trial++) {
      double[] moved = found.theta();
      double size = trial % 2 == 0 ? 1e-4 : 1e-6;
      for (int i = 0; i < moved.length; i++) {
        moved[i] += size * normal.sample();
      }
      assertTrue(
          loss.value(moved) >= found.loss() - 1e-8 * size * 10,
          "seed " + seed + " trial " + trial + " kind " + found.kind());
    }
  }
}
