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
import java.util.Set;
import java.util.TreeSet;

/**
 * One finish: a descent along kinks, then slides, one after the other from where the descent ended,
 * until one arrives. The package-info has the algorithm and its reasons, and the numbers here are
 * those of its pseudo-code.
 */
final class SlideRun implements FinishRun {

  /**
   * Gradient evaluations of the first descent. Half of the descents that arrive at all have arrived
   * by then, and its price is a small part of that of a slide.
   */
  static final int DESCENT_EVALUATIONS = 2000;

  /** Iterations of the first descent, of which each costs an evaluation at least. */
  private static final int DESCENT_ITERATIONS = 2000;

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
   * Largest cost of a finish in gradient evaluations times samples times parameters, about a minute
   * of one core: wide networks stop after fewer evaluations. With half of it five of 167 starts
   * were cut off, of which four arrive with this.
   */
  static final long WORK = 200_000_000_000L;

  private final Kernels kernels = Kernels.best();
  private final EmpiricalLoss loss;
  private final TrainingLimits limits;
  private final double kinkTolerance;
  private final Deadline deadline;
  private final int restarts;
  private final List<Slide> slides;
  private final long most;
  private KinkPoint point;
  private boolean slid;
  private int iterations;
  private long evaluations;

  /**
   * A finish.
   *
   * @param limits of the search, whose tolerances hold here
   * @param restarts of the first descent beside an end that is none
   * @param slides in their order
   * @param evaluations most of the whole finish
   */
  SlideRun(
      EmpiricalLoss loss,
      TrainingLimits limits,
      double kinkTolerance,
      Deadline deadline,
      int restarts,
      List<Slide> slides,
      long evaluations) {
    this.loss = loss;
    this.limits = limits;
    this.kinkTolerance = kinkTolerance;
    this.deadline = deadline;
    this.restarts = restarts;
    this.slides = List.copyOf(slides);
    this.most = Math.min(evaluations, affordable(loss));
  }

  /** Gradient evaluations that the work of a finish allows. */
  static long affordable(EmpiricalLoss loss) {
    return Math.max(1, WORK / ((long) loss.data().samples() * loss.dimension()));
  }

  @Override
  public TrainingOutcome settle(double[] start, List<Kink> kinks) {
    if (HeadValley.fallsToZero(loss, start)) { // 0
      return valley(start);
    }
    long left = Math.max(1, Math.min(DESCENT_EVALUATIONS, most - evaluations));
    KinkFinish first =
        new KinkFinish(loss, within(DESCENT_ITERATIONS, left), kinkTolerance, deadline, restarts);
    TrainingOutcome outcome = descend(first, start, kinks); // 1
    point = first.point();
    if (outcome == TrainingOutcome.CONVERGED) {
      outcome = judged(outcome);
    }
    double[] from = point.theta();
    boolean again = slid;
    Set<Boolean> done = new TreeSet<>();
    for (Slide slide : slides) {
      boolean arrived = outcome != TrainingOutcome.BUDGET && outcome != TrainingOutcome.STALLED;
      if (arrived || evaluations >= most) {
        break;
      }
      if (again && !done.add(slide.bestHeads() && ReducedLoss.fitsHeads(loss))) {
        continue; // from the last decay on they are one slide
      }
      outcome = judged(new Sliding(slide, again).from(from.clone()));
      slid = true;
    }
    return outcome;
  }

  /** The end of a valley to infinity, as far as it was followed. */
  private TrainingOutcome valley(double[] theta) {
    point = KinkPoint.of(loss, theta, KinkPoint.find(loss, theta, kinkTolerance));
    return TrainingOutcome.VALLEY;
  }

  /** An end, however flat, from which the loss falls for ever is no arrival. */
  private TrainingOutcome judged(TrainingOutcome outcome) {
    boolean open = outcome == TrainingOutcome.TIMED_OUT || outcome == TrainingOutcome.DIVERGED;
    return !open && HeadValley.of(loss, point.theta()).isPresent()
        ? TrainingOutcome.VALLEY
        : outcome;
  }

  /** One of the slides. */
  private final class Sliding {

    private final ReducedLoss reduced;
    private final ReducedDescent descent;
    private final double share;
    private final long until;

    Sliding(Slide slide, boolean again) {
      this.reduced = slide.bestHeads() ? ReducedLoss.of(loss) : ReducedLoss.whole(loss);
      this.share = again ? 0 : slide.share();
      this.until = Math.min(most, evaluations + slide.evaluations());
      this.descent =
          new ReducedDescent(reduced, ReducedCurvature.of(reduced), deadline, this::isSpent);
    }

    private boolean isSpent() {
      return evaluations + reduced.evaluations() >= until;
    }

    /** Slides from a point, which is overwritten; {@code point} is the lowest end. */
    TrainingOutcome from(double[] theta) {
      TrainingOutcome outcome = slide(theta);
      iterations += descent.iterations();
      evaluations += reduced.evaluations();
      return outcome;
    }

    private TrainingOutcome slide(double[] theta) {
      BalancedScale.apply(loss, theta);
      double decay = Math.max(share * loss.value(theta) / square(theta), lastDecay(theta)); // 2
      descent.jump(theta);
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
        if (HeadValley.fallsToZero(loss, theta)) {
          return valley(theta.clone());
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
        KinkFinish close = // 3e
            new KinkFinish(loss, within(closing, left()), kinkTolerance, deadline, 0);
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

    private long left() {
      return Math.max(1, until - evaluations - reduced.evaluations());
    }

    /** The decay under which a minimiser's gradient of the loss is half of the tolerance. */
    private double lastDecay(double[] theta) {
      reduced.evaluated(1);
      double tolerance = limits.stationary(() -> loss.gradientBound(theta));
      return LAST_SHARE * tolerance / Math.sqrt(square(theta));
    }
  }

  private TrainingLimits within(int mostIterations, long mostEvaluations) {
    return new TrainingLimits(
        limits.gradientTolerance(),
        limits.relativeTolerance(),
        limits.lossTolerance(),
        mostIterations,
        mostEvaluations);
  }

  private TrainingOutcome descend(KinkFinish finish, double[] start, List<Kink> kinks) {
    TrainingOutcome outcome = finish.settle(start, kinks);
    iterations += finish.iterations();
    evaluations += finish.evaluations();
    return outcome;
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
    return iterations;
  }

  @Override
  public long evaluations() {
    return evaluations;
  }
}
