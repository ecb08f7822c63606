package io.shallows.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.Initializations;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.random.RandomStreams;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MiniBatchAdamTest {

  private static final RandomStreams STREAMS = new RandomStreams(88);

  private static EmpiricalLoss loss() {
    Network network = NetworkFamilies.named("orhan-residual").build(new NetworkShape(6, 1, 3, 1));
    double[] x = STREAMS.uniform("t", "x").doubles(3 * 50, -1, 1).toArray();
    double[] y = STREAMS.uniform("t", "y").doubles(50, -1, 1).toArray();
    return EmpiricalLoss.of(network, new Dataset(50, 3, 1, x, y));
  }

  private static double[] start(EmpiricalLoss loss) {
    return Initializations.named("he").draw(loss.network(), STREAMS.uniform("t", "start"));
  }

  private static TrainingResult train(int batch, long seed, int steps, TrainingObserver observer) {
    EmpiricalLoss loss = loss();
    return new Adam(0.01, batch, seed)
        .minimize(loss, start(loss), TrainingLimits.of(1e-9, steps), Deadline.never(), observer);
  }

  @Test
  void batchesAverageToTheFullGradient() {
    EmpiricalLoss loss = loss();
    double[] theta = start(loss);
    double[] full = new double[theta.length];
    double value = loss.valueAndGradient(theta, full);
    MiniBatches batches = new MiniBatches(loss, 10, 4);
    assertEquals(5, batches.count());
    double[] mean = new double[theta.length];
    double[] gradient = new double[theta.length];
    double sum = 0;
    for (int batch = 0; batch < 5; batch++) {
      sum += batches.valueAndGradient(theta, gradient) / 5;
      for (int i = 0; i < mean.length; i++) {
        mean[i] += gradient[i] / 5;
      }
    }
    assertEquals(value, sum, 1e-14);
    assertArrayEquals(full, mean, 1e-14);
  }

  @Test
  void theSeedAloneDecidesTheRun() {
    TrainingResult first = train(7, 1, 100, TrainingObserver.NONE);
    assertArrayEquals(first.theta(), train(7, 1, 100, TrainingObserver.NONE).theta());
    assertFalse(Arrays.equals(first.theta(), train(7, 2, 100, TrainingObserver.NONE).theta()));
    assertEquals(100, first.iterations());
    // 8 batches an epoch: 12 epochs and a half, two evaluations each, and one at the start
    assertEquals(1 + 2 * 13, first.gradientEvaluations());
  }

  @Test
  void levelsAreTimedWhenTheyAreFirstReached() {
    EmpiricalLoss loss = loss();
    double scale = loss.outputLoss().constant(loss.data());
    LossLevels levels = new LossLevels(scale);
    levels.moved(3, 4, 0.95 * scale, new double[0]);
    levels.moved(5, 6, 0.4 * scale, new double[0]);
    levels.moved(7, 8, 2 * scale, new double[0]);
    assertEquals(5, levels.steps(0).orElseThrow());
    assertEquals(6, levels.evaluations(1).orElseThrow());
    assertTrue(levels.steps(2).isEmpty());
    assertEquals(0.4 * scale, levels.least());
  }
}
