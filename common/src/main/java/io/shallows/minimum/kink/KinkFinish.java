package io.shallows.minimum.kink;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Kink;
import io.shallows.random.RandomStreams;
import io.shallows.training.Deadline;
import io.shallows.training.TrainingLimits;
import io.shallows.training.TrainingOutcome;
import java.util.List;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;

/**
 * Descents along kinks on the balanced scale, until one ends at a point all of whose kinks it knew.
 *
 * <p>Where many kinks meet, a descent can go round in circles: it takes kinks into its set and
 * leaves them again with hardly a decrease of the loss. Nearly all descents that end at all end
 * early. One that does not is therefore stopped and followed by another, from a point beside its
 * end: {@code theta + 0.01 |theta| u} with u uniform on the sphere, from a fixed stream.
 */
public final class KinkFinish {

  /**
   * Distance of a start from the end that it lies beside, relative to the parameters: far beyond
   * the circle's kinks, and near enough to keep what training has reached.
   */
  private static final double ASIDE = 0.01;

  /**
   * Times that a converged point's further kinks are handed back to the descent: each time the set
   * has grown, and a point with that many surprises is judged as it stands.
   */
  private static final int MAX_ROUNDS = 5;

  private final EmpiricalLoss loss;
  private final TrainingLimits limits;
  private final double tolerance;
  private final Deadline deadline;
  private final int mostRestarts;
  private final ContinuousSampler normal =
      new RandomStreams(0).gaussian("finish", "starts beside ends");
  private KinkDescent descent;
  private KinkPoint point;
  private int rounds;
  private int restarts;
  private int iterations;
  private long evaluations;

  /**
   * A finish.
   *
   * @param limits of a descent; that of gradient evaluations is for all of them together
   * @param tolerance of a kink
   * @param mostRestarts descents that start beside the end of another one
   */
  public KinkFinish(
      EmpiricalLoss loss,
      TrainingLimits limits,
      double tolerance,
      Deadline deadline,
      int mostRestarts) {
    this.loss = loss;
    this.limits = limits;
    this.tolerance = tolerance;
    this.deadline = deadline;
    this.mostRestarts = mostRestarts;
    this.descent = descent(limits.maxGradientEvaluations());
  }

  /** Descends from {@code start}, on which {@code kinks} are active; {@code start} is rescaled. */
  public TrainingOutcome settle(double[] start, List<Kink> kinks) {
    TrainingOutcome outcome = descend(start, kinks);
    KinkPoint lowest = descent.point();
    while (outcome == TrainingOutcome.BUDGET || outcome == TrainingOutcome.STALLED) {
      long left = limits.maxGradientEvaluations() - evaluations();
      if (restarts == mostRestarts || left <= 0) {
        break;
      }
      restarts++;
      iterations += descent.iterations();
      evaluations += descent.evaluations();
      descent = descent(left);
      TrainingOutcome next = descend(beside(lowest), List.of());
      if (next == TrainingOutcome.DIVERGED) {
        break;
      }
      outcome = next;
      if (outcome == TrainingOutcome.CONVERGED || descent.point().loss() < lowest.loss()) {
        lowest = descent.point();
      }
    }
    point = lowest;
    return outcome;
  }

  private TrainingOutcome descend(double[] start, List<Kink> kinks) {
    double[] theta = start;
    List<Kink> active = kinks;
    while (true) {
      BalancedScale.apply(loss, theta);
      TrainingOutcome outcome = descent.descend(theta, active);
      KinkPoint end = descent.point();
      List<Kink> all = KinkPoint.find(loss, end.theta(), tolerance);
      if (outcome != TrainingOutcome.CONVERGED
          || rounds++ >= MAX_ROUNDS
          || end.kinks().containsAll(all)
          || end.loss() <= limits.lossTolerance()) {
        return outcome;
      }
      // the descent met kinks that it did not know of
      theta = end.theta().clone();
      active = all;
    }
  }

  private double[] beside(KinkPoint end) {
    double[] way = new double[loss.dimension()];
    double length = 0;
    double size = 0;
    for (int i = 0; i < way.length; i++) {
      way[i] = normal.sample();
      length += way[i] * way[i];
      size += end.theta()[i] * end.theta()[i];
    }
    double factor = ASIDE * Math.sqrt(size / length);
    for (int i = 0; i < way.length; i++) {
      way[i] = end.theta()[i] + factor * way[i];
    }
    return way;
  }

  private KinkDescent descent(long most) {
    TrainingLimits own =
        new TrainingLimits(
            limits.gradientTolerance(),
            limits.relativeTolerance(),
            limits.lossTolerance(),
            limits.maxIterations(),
            most);
    return new KinkDescent(loss, own, deadline);
  }

  /** Descents taken up again. */
  int restarts() {
    return restarts;
  }

  /** Where the finish ended; the lowest end if no descent converged. */
  public KinkPoint point() {
    return point;
  }

  public int iterations() {
    return iterations + descent.iterations();
  }

  public long evaluations() {
    return evaluations + descent.evaluations();
  }
}
