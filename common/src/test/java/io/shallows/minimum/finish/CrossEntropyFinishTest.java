package io.shallows.minimum.finish;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.OutputLosses;
import io.shallows.minimum.Minimum;
import io.shallows.minimum.MinimumKind;
import io.shallows.minimum.MinimumSearch;
import io.shallows.minimum.MinimumTolerances;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.training.Deadline;
import io.shallows.training.LevenbergMarquardt;
import io.shallows.training.Optimizers;
import io.shallows.training.TestProblems;
import io.shallows.training.TrainingLimits;
import io.shallows.training.TrainingOutcome;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a search ends under cross-entropy. */
class CrossEntropyFinishTest {

  private static final MinimumTolerances TOLERANCES =
      new MinimumTolerances(1e-8, 1e-5, 1e-9, 1e-7, 1e-10);

  private static final MinimumSearch SEARCH =
      new MinimumSearch(Optimizers.named("lbfgs"), TrainingLimits.of(1e-8, 30), TOLERANCES);

  /**
   * Inputs (t, 1); with {@code both}, each point has one sample of either class more, so that no
   * direction lowers the loss of all: classes come apart with a rate of 0.7 at t above 0.
   */
  static EmpiricalLoss loss(String family, int width, int depth, boolean both, long seed) {
    var normal = ZigguratSampler.NormalizedGaussian.of(TestProblems.random(seed));
    int points = 20;
    int samples = both ? 3 * points : points;
    double[] x = new double[2 * samples];
    double[] y = new double[2 * samples];
    for (int s = 0; s < samples; s++) {
      x[2 * s] = s < points ? normal.sample() : x[2 * (s % points)];
      x[2 * s + 1] = 1;
      boolean first = s < points ? x[2 * s] > 0 : s < 2 * points;
      y[2 * s] = first ? 1 : 0;
      y[2 * s + 1] = first ? 0 : 1;
    }
    return EmpiricalLoss.of(
        NetworkFamilies.named(family).build(new NetworkShape(width, depth, 2, 2)),
        new Dataset(samples, 2, 2, x, y),
        OutputLosses.CROSS_ENTROPY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "long-skip", "residual"})
  void overlappingClassesHaveAMinimumThatNewtonConfirms(String family) {
    for (int seed = 1; seed <= 4; seed++) {
      EmpiricalLoss loss = loss(family, 4, family.equals("residual") ? 1 : 0, true, seed);
      double[] start = TestProblems.start(loss, "he", seed);
      Minimum found = SEARCH.search(loss, start, Deadline.never());
      String where = family + " " + seed + ": " + found;
      assertEquals(TrainingOutcome.CONVERGED, found.outcome(), where);
      assertTrue(found.stationarity() <= found.stationarityTolerance(), where);
      assertFalse(HeadValley.of(loss, found.theta()).isPresent(), where);
      if (found.kinks() == 0) {
        double[] beside = found.theta();
        for (int i = 0; i < beside.length; i++) {
          beside[i] *= 1 + 1e-6 * (i % 2);
        }
        double again =
            new LevenbergMarquardt()
                .minimize(loss, beside, TrainingLimits.of(1e-10, 500), Deadline.never())
                .loss();
        assertEquals(found.loss(), again, 1e-9 * found.loss(), where);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "long-skip", "residual"})
  void separableClassesEndInAValleyAlongWhichTheLossFallsToZero(String family) {
    int valleys = 0;
    int zeros = 0;
    for (int seed = 1; seed <= 4; seed++) {
      EmpiricalLoss loss = loss(family, 6, family.equals("residual") ? 1 : 0, false, seed);
      Minimum found = SEARCH.search(loss, TestProblems.start(loss, "he", seed), Deadline.never());
      assertFalse(found.kind() == MinimumKind.GLOBAL, "an infimum is no minimum");
      if (found.outcome() != TrainingOutcome.VALLEY) {
        continue;
      }
      valleys++;
      assertEquals(MinimumKind.NOT_STATIONARY, found.kind());
      double[] direction = HeadValley.of(loss, found.theta()).orElseThrow();
      double length = 0;
      for (double entry : direction) {
        length += entry * entry;
      }
      assertEquals(1, length, 1e-12);
      double last = found.loss();
      double scale = length(found.theta());
      for (double t = scale; t <= 1e8 * scale; t *= 10) {
        double[] moved = found.theta();
        for (int i = 0; i < moved.length; i++) {
          moved[i] += t * direction[i];
        }
        double value = loss.value(moved);
        assertTrue(value <= last, value + " after " + last);
        last = value;
      }
      assertTrue(last < found.loss());
      zeros += last == 0 ? 1 : 0;
      assertEquals(last == 0, HeadValley.fallsToZero(loss, found.theta()));
    }
    assertTrue(valleys >= 3, valleys + " of 4");
    assertTrue(zeros >= 2, zeros + " fall to 0");
  }

  /**
   * A pair of equal inputs with two classes beside separable ones: the loss falls to log 2 / 10.
   */
  @Test
  void aDirectionThatLeavesSomeSamplesAloneIsFound() {
    int samples = 20;
    double[] x = new double[2 * samples];
    double[] y = new double[2 * samples];
    for (int s = 0; s < samples; s++) {
      double t = s < 2 ? 0.5 : s - 10.5;
      x[2 * s] = t;
      x[2 * s + 1] = 1;
      boolean first = s < 2 ? s == 0 : t > 0.5;
      y[2 * s] = first ? 1 : 0;
      y[2 * s + 1] = first ? 0 : 1;
    }
    EmpiricalLoss loss =
        EmpiricalLoss.of(
            NetworkFamilies.named("plain").build(new NetworkShape(6, 0, 2, 2)),
            new Dataset(samples, 2, 2, x, y),
            OutputLosses.CROSS_ENTROPY);
    int found = 0;
    for (int seed = 1; seed <= 4; seed++) {
      Minimum end = SEARCH.search(loss, TestProblems.start(loss, "he", seed), Deadline.never());
      assertTrue(end.loss() > 0.99 * Math.log(2) / 10, "below what two classes at once allow");
      assertFalse(HeadValley.fallsToZero(loss, end.theta()));
      found += end.outcome() == TrainingOutcome.VALLEY ? 1 : 0;
    }
    assertTrue(found >= 3, found + " of 4");
  }

  @Test
  void sumsOfSquaresHaveNoSuchValley() {
    EmpiricalLoss classes = loss("plain", 4, 0, false, 1);
    EmpiricalLoss squared = EmpiricalLoss.of(classes.network(), classes.data());
    double[] theta = TestProblems.start(squared, "he", 1);
    assertTrue(HeadValley.of(squared, theta).isEmpty());
  }

  @Test
  void searchesEndOnTheSameBits() {
    EmpiricalLoss loss = loss("plain", 4, 0, true, 2);
    double[] start = TestProblems.start(loss, "he", 2);
    assertArrayEquals(
        SEARCH.search(loss, start, Deadline.never()).theta(),
        SEARCH.search(loss, start, Deadline.never()).theta());
  }

  private static double length(double[] v) {
    double square = 0;
    for (double value : v) {
      square += value * value;
    }
    return Math.sqrt(square);
  }
}
