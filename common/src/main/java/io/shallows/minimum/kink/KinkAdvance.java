package io.shallows.minimum.kink;

import io.shallows.linalg.Kernels;
import io.shallows.linalg.OrthonormalRows;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Linearization;
import io.shallows.training.Deadline;
import io.shallows.training.TrainingOutcome;
import java.util.Optional;

/** Tries steps along the kinks of a point, each shorter than the last, until one leads on. */
final class KinkAdvance {

  /**
   * Least share of the predicted decrease that a step must take: the usual constant of sufficient
   * decrease (Nocedal, Wright 2006, section 3.1), small so that hardly any descent is refused.
   */
  private static final double SUFFICIENT = 1e-4;

  /**
   * Share of the predicted decrease below which a step has met what its model does not know: a
   * corner, which is then searched for where it crosses kinks, or a valley that bends.
   */
  private static final double GOOD = 0.5;

  /**
   * Relative decrease of the loss that rounding hides: a sum over N samples of relative error N u,
   * with room for N up to some thousand.
   */
  static final double RESOLUTION = 1e-12;

  /**
   * Where the loss can resolve no decrease, a step must shorten the gradient along the kinks to
   * this share: Newton steps near their end do far better, and steps in the noise do not.
   */
  private static final double SHORTENED = 0.9;

  private final Kernels kernels = Kernels.best();
  private final EmpiricalLoss loss;
  private final int p;
  private final KinkManifold manifold;
  private final CornerSearch corners;
  private final KinkEffort effort;
  private final Deadline deadline;
  private final double[] step;

  KinkAdvance(EmpiricalLoss loss, KinkManifold manifold, KinkEffort effort, Deadline deadline) {
    this.loss = loss;
    this.p = loss.dimension();
    this.manifold = manifold;
    this.corners = new CornerSearch(loss, manifold, effort);
    this.effort = effort;
    this.deadline = deadline;
    this.step = new double[p];
  }

  /**
   * Tries steps until one leads on.
   *
   * @param space the span of the rows of the point's kinks
   * @param how proposes the steps; its model was built at the point
   */
  StepOutcome from(KinkPoint point, OrthonormalRows space, KinkGradient gradient, KinkStep how) {
    while (true) {
      if (deadline.expired()) {
        return new StepOutcome.Blocked(TrainingOutcome.TIMED_OUT);
      }
      if (effort.isExhausted()) {
        return new StepOutcome.Blocked(TrainingOutcome.BUDGET);
      }
      if (how.isExhausted()) {
        return new StepOutcome.Blocked(TrainingOutcome.STALLED);
      }
      effort.step();
      Optional<StepOutcome> found =
          how.solve(gradient.along(), step) ? tried(point, space, gradient, how) : Optional.empty();
      if (found.isPresent()) {
        return found.get();
      }
      how.rejected();
    }
  }

  /** What the loss makes of a step. */
  @SuppressWarnings("ArrayRecordComponent") // private, never compared
  private record Trial(double[] theta, Linearization at, double loss, double gain) {

    boolean isGood(double value) {
      return loss < value && gain >= GOOD;
    }

    boolean descends(double value) {
      return loss < value && gain > SUFFICIENT;
    }
  }

  private Trial trial(double[] theta, double value, double predicted) {
    Linearization at = loss.linearize(theta);
    double next = at.loss();
    return new Trial(theta, at, next, (value - next) / predicted);
  }

  /** Where the step at hand leads; empty if it must be shorter. */
  private Optional<StepOutcome> tried(
      KinkPoint point, OrthonormalRows space, KinkGradient gradient, KinkStep how) {
    double value = point.loss();
    double mu = how.damping();
    double slope = kernels.dot(p, gradient.along(), 0, step, 0);
    double predicted = 0.5 * (mu * kernels.dot(p, step, 0, step, 0) - slope);
    Optional<double[]> kept = manifold.along(point, step, 1);
    effort.evaluated(1);
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    Trial trial = trial(kept.get(), value, predicted);
    if (trial.isGood(value)) {
      return accepted(point, trial, how);
    }
    KinkLine line = KinkLine.of(point, step, trial.at());
    if (how instanceof NewtonStep newton && trial.gain() < GOOD && line.isSmooth()) {
      double[] corrected = newton.corrected(space, step, trial.theta(), trial.loss());
      trial = trial(corrected, value, predicted);
      if (trial.isGood(value)) {
        return accepted(point, trial, how);
      }
      line = KinkLine.of(point, step, trial.at());
    }
    if (trial.descends(value)) {
      // a corner in the way? then the step jumps across a valley, and the next one jumps back
      Optional<StepOutcome> corner = corners.lowest(line, Math.min(value, trial.loss()));
      return corner.isPresent() ? corner : accepted(point, trial, how);
    }
    if (predicted <= RESOLUTION * value && trial.loss() <= value * (1 + RESOLUTION)) {
      Optional<StepOutcome> flatter = flatter(point, trial, gradient, how);
      if (flatter.isPresent()) {
        return flatter;
      }
    }
    return corners.lowest(line, value);
  }

  private Optional<StepOutcome> accepted(KinkPoint point, Trial trial, KinkStep how) {
    how.accepted(trial.gain());
    return Optional.of(new StepOutcome.Move(KinkPoint.of(loss, trial.theta(), point.kinks())));
  }

  /** Where the loss can resolve no decrease the gradient decides; empty if it does not fall. */
  private Optional<StepOutcome> flatter(
      KinkPoint point, Trial trial, KinkGradient gradient, KinkStep how) {
    KinkPoint refined = KinkPoint.of(loss, trial.theta(), point.kinks());
    effort.evaluated(1);
    double[] left = refined.gradient().clone();
    refined.rowSpace().project(left);
    if (!(Math.sqrt(kernels.dot(p, left, 0, left, 0)) < SHORTENED * gradient.length())) {
      return Optional.empty();
    }
    how.accepted(1);
    return Optional.of(new StepOutcome.Move(refined));
  }
}
