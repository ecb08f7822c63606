package io.shallows.training;

import io.shallows.linalg.Kernels;
import io.shallows.loss.LossSurface;

/**
 * Adam on the full data set, with constant step 1e-3, beta_1 = 0.9, beta_2 = 0.999 and epsilon =
 * 1e-8: the comparator that practice uses.
 *
 * <p>Source: Kingma, Ba 2015, arXiv 1412.6980. One gradient per iteration.
 */
public final class Adam implements Optimizer {

  /** The step of the paper. */
  public static final double DEFAULT_STEP = 1e-3;

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final double step;

  /** With the paper's step. */
  public Adam() {
    this(DEFAULT_STEP);
  }

  /** With this step. */
  public Adam(double step) {
    if (!(step > 0)) {
      throw new IllegalArgumentException("step: " + step + " is not above 0");
    }
    this.step = step;
  }

  @Override
  public String name() {
    return "adam";
  }

  @Override
  public String definition() {
    return "Adam with step " + step + " on the full data set";
  }

  @Override
  public TrainingResult minimize(
      LossSurface loss,
      double[] start,
      TrainingLimits limits,
      Deadline deadline,
      TrainingObserver observer) {
    FirstOrderRun run = new FirstOrderRun(loss, start, limits, deadline, observer);
    int p = run.theta.length;
    double[] first = new double[p];
    double[] second = new double[p];
    double power1 = 1;
    double power2 = 1;
    while (true) {
      TrainingOutcome outcome = run.outcome();
      if (outcome != null) {
        return run.end(outcome);
      }
      power1 *= BETA1;
      power2 *= BETA2;
      double root = Math.sqrt(1 - power2);
      Kernels.best()
          .adam(
              p,
              run.theta,
              run.gradient,
              first,
              second,
              BETA1,
              BETA2,
              step * root / (1 - power1),
              EPSILON * root);
      run.evaluate();
      run.stepped();
    }
  }
}
