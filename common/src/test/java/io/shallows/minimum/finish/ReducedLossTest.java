package io.shallows.minimum.finish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.OutputLosses;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.training.Deadline;
import io.shallows.training.TestProblems;
import io.shallows.training.TrainingOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The loss with its heads at their best: laws of least squares and of the penalty. */
class ReducedLossTest {

  private static final double DECAY = 1e-3;

  /** A teacher whose targets stand once more, turned round, as a second output. */
  private static Dataset twoOutputs(int samples) {
    Dataset one = TestProblems.teacher(samples, 2, 4, 9);
    double[] targets = new double[2 * samples];
    for (int s = 0; s < samples; s++) {
      targets[2 * s] = one.y(s, 0);
      targets[2 * s + 1] = 1 - one.y(samples - 1 - s, 0);
    }
    return new Dataset(samples, 3, 2, one.x(), targets);
  }

  private static EmpiricalLoss loss(String family, int layers, int outputs) {
    Dataset data = outputs == 1 ? TestProblems.teacher(40, 2, 4, 9) : twoOutputs(40);
    return TestProblems.loss(family, 5, layers, data);
  }

  private static double[] gradient(EmpiricalLoss loss, double[] theta) {
    double[] gradient = new double[theta.length];
    loss.valueAndGradient(theta, gradient);
    return gradient;
  }

  private static double norm(double[] v) {
    double sum = 0;
    for (double x : v) {
      sum += x * x;
    }
    return Math.sqrt(sum);
  }

  @ParameterizedTest
  @CsvSource({
    "plain, 1, 1",
    "plain, 2, 2",
    "long-skip, 1, 1",
    "long-skip, 2, 2",
    "residual, 2, 1",
    "linear-skip, 1, 2",
    "orhan-residual, 2, 1",
    "plain, 0, 2"
  })
  void headsAreBestAndTheGradientIsThatOfTheValue(String family, int layers, int outputs) {
    EmpiricalLoss loss = loss(family, layers, outputs);
    ReducedLoss reduced = ReducedLoss.withBestHeads(loss);
    reduced.setDecay(DECAY);
    double[] theta = TestProblems.start(loss, "he", 3);
    double[] slopes = new double[reduced.inner().length];
    double value = reduced.evaluate(theta, slopes);
    assertEquals(loss.value(theta) + 0.5 * DECAY * Math.pow(norm(theta), 2), value, 1e-13);
    double[] whole = gradient(loss, theta);
    for (int j = 0; j < reduced.featureCount(); j++) {
      for (int k = 0; k < outputs; k++) {
        int place = reduced.head(j) + k;
        assertEquals(0, whole[place] + DECAY * theta[place], 1e-12, "head " + place);
      }
    }
    assertEquals(theta.length, reduced.inner().length + reduced.featureCount() * outputs);
    double step = 1e-6;
    double[] unused = new double[slopes.length];
    for (int i = 0; i < slopes.length; i++) {
      int place = reduced.inner()[i];
      double[] ahead = theta.clone();
      ahead[place] += step;
      double[] behind = theta.clone();
      behind[place] -= step;
      double difference =
          (reduced.evaluate(ahead, unused) - reduced.evaluate(behind, unused)) / (2 * step);
      assertEquals(difference, slopes[i], 1e-6, family + " parameter " + place);
    }
  }

  /** Two units alike have features alike: the heads share their weight, and none runs away. */
  @Test
  void unitsAlikeDoNoHarm() {
    EmpiricalLoss loss = loss("plain", 0, 1);
    double[] theta = TestProblems.start(loss, "he", 4);
    for (int i = 0; i < 3; i++) {
      theta[loss.network().layer("W0").index(i, 1)] = theta[loss.network().layer("W0").index(i, 0)];
    }
    ReducedLoss reduced = ReducedLoss.withBestHeads(loss);
    reduced.setDecay(1e-9);
    reduced.evaluate(theta, new double[reduced.inner().length]);
    assertEquals(theta[reduced.head(0)], theta[reduced.head(1)], 1e-4);
    assertTrue(norm(theta) < 100, "|theta| = " + norm(theta));
  }

  /**
   * The sum that the finish rests on: {@code |grad L| <= decay |theta| + |grad V|}, to rounding.
   */
  @Test
  void whereThePenalisedGradientIsSmallThatOfTheLossIsTheDecays() {
    EmpiricalLoss loss = loss("plain", 1, 1);
    ReducedLoss reduced = ReducedLoss.withBestHeads(loss);
    reduced.setDecay(DECAY);
    ReducedDescent descent =
        new ReducedDescent(reduced, new DenseCurvature(reduced), Deadline.never(), () -> false);
    int smooth = 0;
    for (int seed = 0; seed < 8; seed++) {
      descent.jump(TestProblems.start(loss, "he", seed));
      double enough = 1e-9;
      if (descent.descend(2000, enough) != TrainingOutcome.CONVERGED) {
        continue; // at kinks, where the gradient is no measure
      }
      smooth++;
      double[] theta = descent.theta();
      double left = norm(gradient(loss, theta));
      assertTrue(left <= DECAY * norm(theta) + 2 * enough, "seed " + seed + ": " + left);
      assertTrue(left >= DECAY * norm(theta) - 2 * enough, "seed " + seed + ": " + left);
    }
    assertTrue(smooth >= 2, smooth + " of 8 ends are smooth");
  }

  /** Of one matrix S with two dampings a and b, (G - D) v = (a - b) D G v: one direction. */
  @ParameterizedTest
  @CsvSource({"plain, 1, 1", "long-skip, 2, 2"})
  void bothCurvaturesAreOfTheSameMatrixAndLearnSecants(String family, int layers, int outputs) {
    EmpiricalLoss loss = loss(family, layers, outputs);
    ReducedLoss reduced = ReducedLoss.withBestHeads(loss);
    reduced.setDecay(DECAY);
    double[] theta = TestProblems.start(loss, "he", 5);
    int n = reduced.inner().length;
    double[] slopes = new double[n];
    reduced.evaluate(theta, slopes);
    ReducedCurvature dense = new DenseCurvature(reduced);
    ReducedCurvature gram = new GramCurvature(reduced);
    dense.build(theta);
    gram.build(theta);
    double[] byDense = new double[n];
    double[] byGram = new double[n];
    double[] both = new double[n];
    dense.apply(slopes, byDense);
    gram.apply(slopes, byGram);
    dense.apply(byGram, both);
    double product = 0;
    double[] gap = new double[n];
    for (int i = 0; i < n; i++) {
      gap[i] = byGram[i] - byDense[i];
      product += gap[i] * both[i];
    }
    assertTrue(norm(gap) > 1e-6 * norm(byDense), "dampings differ");
    assertEquals(1, Math.abs(product) / norm(gap) / norm(both), 1e-5);
    double[] step = new double[n];
    for (int i = 0; i < n; i++) {
      step[i] = Math.sin(i + 1.0);
    }
    for (ReducedCurvature curvature : new ReducedCurvature[] {dense, gram}) {
      double slope = 0;
      for (int i = 0; i < n; i++) {
        slope += step[i] * slopes[i];
      }
      double sign = Math.signum(slope);
      double[] change = slopes.clone();
      for (int i = 0; i < n; i++) {
        change[i] *= sign;
      }
      curvature.learn(step, change, Math.abs(slope));
      curvature.apply(change, both);
      for (int i = 0; i < n; i++) {
        assertEquals(step[i], both[i], 1e-6, curvature.getClass().getSimpleName());
      }
    }
  }

  @Test
  void otherCostsAndFixedHeadsAreRefused() {
    Dataset data = TestProblems.teacher(20, 2, 4, 9);
    Network committee = NetworkFamilies.named("plain").build(new NetworkShape(4, 0, 3, 1, true));
    IllegalArgumentException fixed =
        assertThrows(
            IllegalArgumentException.class,
            () -> ReducedLoss.withBestHeads(EmpiricalLoss.of(committee, data)));
    assertTrue(fixed.getMessage().contains("has no learned heads"), fixed.getMessage());
    Network plain = NetworkFamilies.named("plain").build(new NetworkShape(4, 0, 3, 2));
    double[] classes = new double[40];
    for (int s = 0; s < 20; s++) {
      classes[2 * s + s % 2] = 1;
    }
    EmpiricalLoss other =
        EmpiricalLoss.of(
            plain, new Dataset(20, 3, 2, data.x(), classes), OutputLosses.named("cross-entropy"));
    assertThrows(IllegalArgumentException.class, () -> ReducedLoss.withBestHeads(other));
  }
}
