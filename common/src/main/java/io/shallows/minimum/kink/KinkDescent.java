package io.shallows.minimum.kink;

import io.shallows.linalg.Kernels;
import io.shallows.linalg.OrthonormalRows;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Kink;
import io.shallows.training.Deadline;
import io.shallows.training.TrainingLimits;
import io.shallows.training.TrainingOutcome;
import java.util.List;
import java.util.Optional;

/**
 * One run of the finish: descent along kinks to a stationary point. The numbers in {@link #descend}
 * are those of the package's pseudo-code.
 */
final class KinkDescent {

  /**
   * Relative rise of the loss at which a kink close by still joins the set when no step descends.
   * The way to it is at most 1e-6 of the unit's largest pre-activation, and so is the change of the
   * loss.
   */
  private static final double RISE = 1e-6;

  private final Kernels kernels = Kernels.best();
  private final EmpiricalLoss loss;
  private final TrainingLimits limits;
  private final KinkEffort effort;
  private final KinkManifold manifold;
  private final KinkRelease release;
  private final KinkAdvance advance;
  private final GaussNewtonStep gaussNewton;
  private final Optional<NewtonStep> newton;
  private final KinkState state = new KinkState();

  KinkDescent(EmpiricalLoss loss, TrainingLimits limits, Deadline deadline) {
    this.loss = loss;
    this.limits = limits;
    this.effort = new KinkEffort(limits);
    this.manifold = new KinkManifold(loss, effort);
    this.release = new KinkRelease(loss, manifold, effort);
    this.advance = new KinkAdvance(loss, manifold, effort, deadline);
    this.gaussNewton = new GaussNewtonStep(loss);
    this.newton = NewtonStep.of(loss, manifold, effort);
  }

  /** Where the descent is, or ended. */
  KinkPoint point() {
    return state.point();
  }

  int iterations() {
    return effort.iterations();
  }

  long evaluations() {
    return effort.evaluations();
  }

  /** Descends from {@code start}, on which {@code kinks} are active. */
  TrainingOutcome descend(double[] start, List<Kink> kinks) {
    state.begin(onto(start, kinks)); // 1
    while (true) {
      KinkPoint point = state.point();
      if (!Double.isFinite(point.loss())) { // 2
        return TrainingOutcome.DIVERGED;
      }
      OrthonormalRows space = point.rowSpace();
      if (release.offRidges(point, space, this::tolerance) instanceof Release.Along off) { // 3
        state.moveTo(off.point());
        effort.step();
        if (effort.isExhausted()) {
          return TrainingOutcome.BUDGET;
        }
        continue;
      }
      KinkGradient gradient = // 4
          KinkGradient.of(point, space, state.share(), limits.gradientTolerance());
      if (isEnd(gradient)) { // 5
        return TrainingOutcome.CONVERGED;
      }
      if (effort.isExhausted()) {
        return TrainingOutcome.BUDGET;
      }
      if (release.hardest(point, gradient, state.share()) instanceof Release.Along off) { // 6
        state.release(off);
        continue;
      }
      KinkStep how = built(point, space, gradient); // 7
      StepOutcome found = advance.from(point, space, gradient, how); // 8
      if (found instanceof StepOutcome.Move move) {
        state.moveTo(move.point());
      } else if (found instanceof StepOutcome.Corner corner) {
        state.capture(corner);
      } else if (found instanceof StepOutcome.Blocked blocked && !isLeft(blocked, how)) { // 9
        return blocked.why();
      }
    }
  }

  /** The point on the kinks that is closest to {@code start}. */
  private KinkPoint onto(double[] start, List<Kink> kinks) {
    double[] theta = start.clone();
    KinkPoint point = KinkPoint.of(loss, theta, kinks);
    if (kinks.isEmpty()) {
      return point;
    }
    manifold.restore(theta, point.kinks());
    return KinkPoint.of(loss, theta, point.kinks());
  }

  private double gradientBound() {
    return loss.gradientBound(state.point().theta(), state.point().kinks());
  }

  /** The slope that counts as 0. */
  private double tolerance() {
    return limits.stationary(this::gradientBound);
  }

  private boolean isEnd(KinkGradient gradient) {
    return state.point().loss() <= limits.lossTolerance()
        || limits.isStationary(gradient.stationarity(), this::gradientBound);
  }

  /** The model of the next steps, built at the point. */
  private KinkStep built(KinkPoint point, OrthonormalRows space, KinkGradient gradient) {
    boolean exact = state.wantsHessian(gradient.length(), newton.isPresent());
    KinkStep how = exact ? newton.orElseThrow() : gaussNewton;
    how.build(point, space);
    effort.evaluated(how.cost());
    if (state.takeFresh()) {
      restart(how.scale());
    }
    return how;
  }

  private void restart(double scale) {
    double[] theta = state.point().theta();
    double size = Math.sqrt(kernels.dot(theta.length, theta, 0, theta, 0));
    gaussNewton.restart(scale, size);
    newton.ifPresent(step -> step.restart(scale, size));
  }

  /** Whether a descent whose steps lead nowhere can go on: with a kink close by, or a new model. */
  private boolean isLeft(StepOutcome.Blocked blocked, KinkStep how) {
    if (blocked.why() != TrainingOutcome.STALLED) {
      return false;
    }
    if (takesNearest()) {
      return true;
    }
    boolean exact = how instanceof NewtonStep;
    if (exact || newton.isEmpty()) {
      return false;
    }
    state.insistOnHessian();
    return true;
  }

  /** Takes the kink that is relatively closest into the set; false if there is none to take. */
  private boolean takesNearest() {
    KinkPoint point = state.point();
    Optional<KinkPoint> there =
        manifold
            .nearest(point)
            .flatMap(nearest -> manifold.joined(point.theta(), point.kinks(), nearest));
    if (there.isEmpty() || there.get().loss() > point.loss() * (1 + RISE)) {
      return false;
    }
    state.moveTo(there.get());
    restart(gaussNewton.scale());
    return true;
  }
}
