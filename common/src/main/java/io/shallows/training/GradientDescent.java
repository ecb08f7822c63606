package io.shallows.training;

import io.shallows.linalg.Kernels;
import io.shallows.loss.LossSurface;

/**
 * Gradient descent with a constant step: {@code theta <- theta - step * gradient}.
 *
 * <p>Diverges where the step exceeds 2 / (largest curvature). One gradient per iteration.
 */
public final class GradientDescent implements Optimizer {

  /** The step of Safran and Shamir 2018, arXiv 1712.08968. */
  public static final double DEFAULT_STEP = 0.1;

  private final double step;
  private final BiasPenalty penalty;

  /** With the default step. */
  public GradientDescent() {
    this(DEFAULT_STEP);
  }

  /** With this step. */
  public GradientDescent(double step) {
    this(step, BiasPenalty.NONE);
  }

  /** With this step and a penalty of biases. */
  GradientDescent(double step, BiasPenalty penalty) {
    if (!(step > 0)) {
      throw new IllegalArgumentException("step: " + step + " is not above 0");
    }
    this.step = step;
    this.penalty = penalty;
  }

  @Override
  public String name() {
    return "gradient-descent";
  }

  @Override
  public String definition() {
    return "theta <- theta - " + step + " gradient";
  }

  @Override
  public boolean usesLearningRate() {
    return true;
  }

  @Override
  public boolean takesPenalty() {
    return true;
  }

  @Override
  public Optimizer configured(
      double newStep, int newBatchSize, long newSeed, BiasPenalty newPenalty) {
    return new GradientDescent(newStep, newPenalty);
  }

  @Override
  public TrainingResult minimize(
      LossSurface loss,
      double[] start,
      TrainingLimits limits,
      Deadline deadline,
      TrainingObserver observer) {
    FirstOrderRun run = new FirstOrderRun(loss, start, limits, deadline, observer, penalty);
    while (true) {
      TrainingOutcome outcome = run.outcome();
      if (outcome != null) {
        return run.end(outcome);
      }
      Kernels.best().axpy(run.theta.length, -step, run.gradient, 0, run.theta, 0);
      run.evaluate();
      run.stepped();
    }
  }
}
