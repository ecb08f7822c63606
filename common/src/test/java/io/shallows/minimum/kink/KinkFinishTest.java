package io.shallows.minimum.kink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.training.Deadline;
import io.shallows.training.TestProblems;
import io.shallows.training.TrainingLimits;
import io.shallows.training.TrainingOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the finish does with descents that end nowhere. */
class KinkFinishTest {

  private static final int ITERATIONS = 300;
  private static final long EVALUATIONS = 60_000;
  private static final int RESTARTS = 4;

  /** What was spent before the last look at the limit: an iteration of a descent. */
  private static final long SLACK = 500;

  private static final TrainingLimits LIMITS =
      new TrainingLimits(1e-9, 1e-20, ITERATIONS, EVALUATIONS);

  /** Narrow networks with a further layer, where descents go round in circles most often. */
  private static EmpiricalLoss loss(int seed) {
    return TestProblems.loss("plain", 4, 2, TestProblems.teacher(96, 2, 8, 300 + seed));
  }

  private static KinkFinish finish(EmpiricalLoss loss) {
    return new KinkFinish(loss, LIMITS, 1e-9, Deadline.never(), RESTARTS);
  }

  @Test
  void descentsThatEndNowhereAreTakenUpAgain() {
    int again = 0;
    int reached = 0;
    for (int seed = 0; seed < 24; seed++) {
      EmpiricalLoss loss = loss(seed);
      double[] start = TestProblems.start(loss, "he", seed);
      KinkFinish finish = finish(loss);
      TrainingOutcome outcome = finish.settle(start.clone(), List.of());
      int most = (1 + RESTARTS) * ITERATIONS;
      assertTrue(finish.iterations() <= most, "seed " + seed + ": " + finish.iterations());
      assertTrue(finish.evaluations() <= EVALUATIONS + SLACK, "seed " + seed);
      if (finish.restarts() == 0) {
        continue;
      }
      again++;
      reached += outcome == TrainingOutcome.CONVERGED ? 1 : 0;
      String where = "seed " + seed;
      KinkDescent alone = new KinkDescent(loss, LIMITS, Deadline.never());
      double[] balanced = start.clone();
      BalancedScale.apply(loss, balanced);
      alone.descend(balanced, List.of());
      assertTrue(finish.evaluations() > alone.evaluations(), where);
      if (outcome != TrainingOutcome.CONVERGED) {
        assertTrue(finish.point().loss() <= alone.point().loss(), where + ": not the lowest end");
      }
      KinkFinish repeated = finish(loss);
      assertEquals(outcome, repeated.settle(start.clone(), List.of()), where);
      assertArrayEquals(finish.point().theta(), repeated.point().theta(), where);
    }
    assertTrue(again >= 2, "only " + again + " of 24 descents are taken up again");
    assertTrue(reached >= 1, "none of " + again + " reaches a stationary point");
  }
}
