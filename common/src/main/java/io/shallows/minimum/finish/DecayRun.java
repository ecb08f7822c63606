package io.shallows.minimum.finish;

import io.shallows.linalg.Kernels;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Kink;
import io.shallows.minimum.kink.BalancedScale;
import io.shallows.minimum.kink.KinkFinish;
import io.shallows.minimum.kink.KinkPoint;
import io.shallows.training.Deadline;
import io.shallows.training.TrainingLimits;
import io.shallows.training.TrainingOutcome;
import java.util.List;
import java.util.Optional;

/**
 * One finish by a sliding decay; the package-info has the algorithm and its reasons, and the
 * numbers here are those of its pseudo-code.
 */
final class DecayRun implements FinishRun {

  /**
   * Gradient evaluations of the first descent. Half of the descents that arrive at all have arrived
   * by then, and its price is a small part of that of a slide.
   */
  static final int DESCENT_EVALUATIONS = 2000;

  /** The first penalty {@code decay |theta|^2 / 2} is half of this share of the loss. */
  static final double FIRST_SHARE = 0.2;

  /** The last decay is this share of the tolerance over |theta|. */
  static final double LAST_SHARE = 0.5;

  /** Factor from one decay to the next. */
  private static final double RATE = 0.3;

  /**
   * A minimiser under a decay is found well enough when its gradient is this share of the decay's
   * own, and at the last decay of the tolerance, so that both together are within it.
   */
  private static final double ENOUGH = 0.3;

  /** Relative distance from the last decay at which it is reached. */
  private static final double CLOSE = 0.01;

  /** Damping of the first Gauss-Newton matrix relative to its mean diagonal, plus the decay. */
  static final double DAMPING = 1e-3;

  /** Most inner and other parameters whose inverse Hessian is kept as a matrix. */
  static final int DENSE = 600;

  /**
   * Steps under one decay; each time that the last one has not been enough it has twice as many.
   */
  private static final int STEPS = 300;

  /** Most steps under one decay. */
  private static final int MOST_STEPS = 4000;

  /** Decays, the last one counted each time; some ten to twenty are needed. */
  private static final int STAGES = 60;

  /** Iterations of the descents that close; mostly ten are enough. */
  private static final int CLOSING = 150;

  /** Most iterations of a descent that closes, after which the search goes on instead. */
  private static final int MOST_CLOSING = 300;

  /** Share of the loss to which a closing descent must get for the search to go on from its end. */
  private static final double LOWER = 0.9;

  /**
   * Largest cost of a finish in gradient evaluations: beyond the most that one was seen to need.
   */
  static final long EVALUATIONS = 100_000;

  private final Kernels kernels = Kernels.best();
  private final EmpiricalLoss loss;
  private final TrainingLimits limits;
  private final double kinkTolerance;
  private final Deadline deadline;
  private final ReducedLoss reduced;
  private final long most;
  private Optional<ReducedDescent> slides = Optional.empty();
  private KinkPoint point;
  private boolean slid;
  private int iterations;
  private long evaluations;

  DecayRun(EmpiricalLoss loss, TrainingLimits limits, double kinkTolerance, Deadline deadline) {
    this.loss = loss;
    this.limits = limits;
    this.kinkTolerance = kinkTolerance;
    this.deadline = deadline;
    this.reduced = new ReducedLoss(loss);
    this.most = Math.min(EVALUATIONS, KinkFinish.affordable(loss));
  }

  @Override
  public TrainingOutcome settle(double[] start, List<Kink> kinks) {
    KinkFinish first = once(Integer.MAX_VALUE, DESCENT_EVALUATIONS); // 1
    TrainingOutcome outcome = descend(first, start, kinks);
    point = first.point();
    if (outcome != TrainingOutcome.BUDGET && outcome != TrainingOutcome.STALLED) {
      return outcome;
    }
    outcome = slide(point.theta().clone());
    slid = true;
    return outcome;
  }

  private TrainingOutcome slide(double[] theta) {
    BalancedScale.apply(loss, theta);
    double decay = lastDecay(theta); // 2
    if (!slid) {
      decay = Math.max(FIRST_SHARE * loss.value(theta) / square(theta), decay);
    }
    ReducedDescent descent = begin(theta);
    int steps = STEPS;
    int closing = CLOSING;
    for (int stage = 0; stage < STAGES; stage++) { // 3
      BalancedScale.apply(loss, theta);
      descent.rescale(theta);
      double least = lastDecay(theta);
      boolean last = decay <= (1 + CLOSE) * least;
      double size = Math.sqrt(square(theta));
      reduced.setDecay(decay);
      TrainingOutcome how =
          descent.descend(steps, ENOUGH * (last ? least / LAST_SHARE : decay) * size); // 3b
      System.arraycopy(descent.theta(), 0, theta, 0, theta.length);
      if (how == TrainingOutcome.TIMED_OUT) {
        return how;
      }
      if (how == TrainingOutcome.DIVERGED) { // of the slide; the point of before is a number
        return TrainingOutcome.STALLED;
      }
      double value = loss.value(theta);
      if (value <= limits.lossTolerance()) { // 3c
        point = KinkPoint.of(loss, theta, KinkPoint.find(loss, theta, kinkTolerance));
        return TrainingOutcome.CONVERGED;
      }
      if (!last && !isSpent()) { // 3d
        decay = Math.max(RATE * decay, least);
        continue;
      }
      KinkFinish close = once(closing, Math.max(1, most - evaluations())); // 3e
      TrainingOutcome outcome = descend(close, theta.clone(), List.of());
      KinkPoint end = close.point();
      if (outcome == TrainingOutcome.CONVERGED || end.loss() < point.loss()) {
        point = end;
      }
      if (outcome == TrainingOutcome.CONVERGED || outcome == TrainingOutcome.TIMED_OUT) {
        return outcome;
      }
      if (isSpent()) {
        return TrainingOutcome.BUDGET;
      }
      if (end.loss() < LOWER * value) { // 3f
        System.arraycopy(end.theta(), 0, theta, 0, theta.length);
        descent.jump(theta);
      }
      steps = Math.min(2 * steps, MOST_STEPS);
      closing = Math.min(2 * closing, MOST_CLOSING);
    }
    return TrainingOutcome.BUDGET;
  }

  private boolean isSpent() {
    return evaluations() >= most;
  }

  /** The descent of all slides, which goes on at a point about which it knows nothing. */
  private ReducedDescent begin(double[] theta) {
    if (slides.isEmpty()) {
      ReducedCurvature curvature =
          loss.dimension() > DENSE ? new GramCurvature(reduced) : new DenseCurvature(reduced);
      slides = Optional.of(new ReducedDescent(reduced, curvature, deadline, this::isSpent));
    }
    slides.get().jump(theta);
    return slides.get();
  }

  private KinkFinish once(int mostIterations, long mostEvaluations) {
    TrainingLimits own =
        new TrainingLimits(
            limits.gradientTolerance(),
            limits.relativeTolerance(),
            limits.lossTolerance(),
            mostIterations,
            mostEvaluations);
    return KinkFinish.once(loss, own, kinkTolerance, deadline);
  }

  private TrainingOutcome descend(KinkFinish finish, double[] start, List<Kink> kinks) {
    TrainingOutcome outcome = finish.settle(start, kinks);
    iterations += finish.iterations();
    evaluations += finish.evaluations();
    return outcome;
  }

  /** The decay under which a minimiser's gradient of the loss is half of the tolerance. */
  private double lastDecay(double[] theta) {
    reduced.evaluated(1);
    double tolerance = limits.stationary(() -> loss.gradientBound(theta));
    return LAST_SHARE * tolerance / Math.sqrt(square(theta));
  }

  private double square(double[] theta) {
    return kernels.dot(theta.length, theta, 0, theta, 0);
  }

  @Override
  public KinkPoint point() {
    return point;
  }

  @Override
  public int iterations() {
    return iterations + slides.map(ReducedDescent::iterations).orElse(0);
  }

  @Override
  public long evaluations() {
    return evaluations + reduced.evaluations();
  }
}
