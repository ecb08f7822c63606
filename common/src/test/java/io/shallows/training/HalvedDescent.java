package io.shallows.training;

import io.shallows.loss.LossSurface;

/** Gradient descent with half of the step that the spec names. */
public final class HalvedDescent implements Optimizer {

  private final double step;

  /** With a step of 0.1. */
  public HalvedDescent() {
    this(0.1);
  }

  private HalvedDescent(double step) {
    this.step = step;
  }

  @Override
  public String name() {
    return "halved-descent";
  }

  @Override
  public String definition() {
    return "theta <- theta - step / 2 gradient";
  }

  @Override
  public boolean usesLearningRate() {
    return true;
  }

  @Override
  public Optimizer configured(double newStep, int batchSize, long seed, BiasPenalty penalty) {
    return new HalvedDescent(newStep);
  }

  @Override
  public TrainingResult minimize(
      LossSurface loss,
      double[] start,
      TrainingLimits limits,
      Deadline deadline,
      TrainingObserver observer) {
    return new GradientDescent(step / 2).minimize(loss, start, limits, deadline, observer);
  }
}
