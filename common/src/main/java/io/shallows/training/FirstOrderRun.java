package io.shallows.training;

import io.shallows.linalg.Kernels;
import io.shallows.loss.LossSurface;

/**
 * The bookkeeping that first-order optimizers share: counts, limits and the point with its
 * gradient.
 */
final class FirstOrderRun {

  private final LossSurface loss;
  private final TrainingLimits limits;
  private final Deadline deadline;
  private final TrainingObserver observer;
  private final BiasPenalty penalty;
  final double[] theta;
  final double[] gradient;
  double value;
  private int iterations;
  private long evaluations;

  FirstOrderRun(
      LossSurface loss,
      double[] start,
      TrainingLimits limits,
      Deadline deadline,
      TrainingObserver observer) {
    this(loss, start, limits, deadline, observer, BiasPenalty.NONE);
  }

  /** A run whose gradient, but not its loss, has a penalty added. */
  FirstOrderRun(
      LossSurface loss,
      double[] start,
      TrainingLimits limits,
      Deadline deadline,
      TrainingObserver observer,
      BiasPenalty penalty) {
    this.penalty = penalty;
    this.loss = loss;
    this.limits = limits;
    this.deadline = deadline;
    this.observer = observer;
    this.theta = start.clone();
    this.gradient = new double[theta.length];
    evaluate();
  }

  /** The loss and gradient at {@link #theta}. */
  void evaluate() {
    value = loss.valueAndGradient(theta, gradient);
    penalty.addGradient(theta, gradient);
    evaluations++;
  }

  /** The loss and gradient at another point. */
  double evaluate(double[] point, double[] pointGradient) {
    evaluations++;
    return loss.valueAndGradient(point, pointGradient);
  }

  /** Counts the batches of an epoch as one gradient of the full loss. */
  void countBatches() {
    evaluations++;
  }

  int iterationsLeft() {
    return limits.maxIterations() - iterations;
  }

  /** Counts a step that was taken. */
  void stepped() {
    stepped(1);
  }

  /** Counts steps that were taken. */
  void stepped(int steps) {
    iterations += steps;
    observer.moved(iterations, evaluations, value, theta);
  }

  double gradientNorm() {
    return Math.sqrt(Kernels.best().dot(theta.length, gradient, 0, gradient, 0));
  }

  /** Why the run must end here, or null. */
  TrainingOutcome outcome() {
    double norm = gradientNorm();
    if (!Double.isFinite(value) || !Double.isFinite(norm)) {
      return TrainingOutcome.DIVERGED;
    }
    if (value <= limits.lossTolerance()
        || limits.isStationary(norm, () -> loss.gradientBound(theta))) {
      return TrainingOutcome.CONVERGED;
    }
    if (iterations >= limits.maxIterations() || evaluations >= limits.maxGradientEvaluations()) {
      return TrainingOutcome.BUDGET;
    }
    return deadline.expired() ? TrainingOutcome.TIMED_OUT : null;
  }

  TrainingResult end(TrainingOutcome outcome) {
    return new TrainingResult(theta, value, gradientNorm(), iterations, evaluations, outcome);
  }
}
