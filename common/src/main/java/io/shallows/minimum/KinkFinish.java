package io.shallows.minimum;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Kink;
import io.shallows.training.Deadline;
import io.shallows.training.TrainingLimits;
import io.shallows.training.TrainingOutcome;
import java.util.List;

/**
 * The finish of a search: descents along kinks on the balanced scale, until one ends at a point all
 * of whose kinks it knew.
 */
final class KinkFinish {

  /**
   * Largest number of iterations. Nearly all that end at all end within it; beyond it lie valleys
   * whose bottom is at infinity.
   */
  static final int ITERATIONS = 4000;

  /** Largest cost in gradient evaluations. */
  static final long EVALUATIONS = 150_000;

  /**
   * Largest cost in gradient evaluations times samples times parameters: wide networks stop after
   * fewer evaluations, about a minute of one core.
   */
  static final long WORK = 30_000_000_000L;

  /** Times that a converged point's further kinks are handed back to the descent. */
  private static final int MAX_ROUNDS = 5;

  private final EmpiricalLoss loss;
  private final double tolerance;
  private final double enough;
  private final KinkDescent descent;
  private int rounds;

  /**
   * A finish.
   *
   * @param limits of the search, whose tolerances hold here; the other limits are those above
   * @param tolerance of a kink
   */
  KinkFinish(EmpiricalLoss loss, TrainingLimits limits, double tolerance, Deadline deadline) {
    this.loss = loss;
    this.tolerance = tolerance;
    this.enough = limits.lossTolerance();
    long affordable = WORK / ((long) loss.data().samples() * loss.dimension());
    long evaluations = Math.max(1, Math.min(EVALUATIONS, affordable));
    TrainingLimits own =
        new TrainingLimits(limits.gradientTolerance(), enough, ITERATIONS, evaluations);
    this.descent = new KinkDescent(loss, own, deadline);
  }

  /** Descends from {@code start}, on which {@code kinks} are active; {@code start} is rescaled. */
  TrainingOutcome settle(double[] start, List<Kink> kinks) {
    double[] theta = start;
    List<Kink> active = kinks;
    while (true) {
      BalancedScale.apply(loss, theta);
      TrainingOutcome outcome = descent.descend(theta, active);
      KinkPoint point = descent.point();
      List<Kink> all = KinkPoint.find(loss, point.theta(), tolerance);
      if (outcome != TrainingOutcome.CONVERGED
          || rounds++ >= MAX_ROUNDS
          || point.kinks().containsAll(all)
          || point.loss() <= enough) {
        return outcome;
      }
      // the descent met kinks that it did not know of
      theta = point.theta().clone();
      active = all;
    }
  }

  /** Where the last descent ended. */
  KinkPoint point() {
    return descent.point();
  }

  int iterations() {
    return descent.iterations();
  }

  long evaluations() {
    return descent.evaluations();
  }
}
