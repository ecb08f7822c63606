package io.shallows.training;

import io.shallows.linalg.Kernels;
import io.shallows.loss.LossSurface;

/**
 * The published procedure of the population experiment: gradient descent with step 0.1 until {@code
 * 2 pi max_i |dL/dtheta_i| < 1e-9}, or until the limits on iterations, evaluations or time.
 *
 * <p>The published rule replaces the gradient tolerance of the limits. Their loss tolerance ends a
 * run at a global minimum, where the published procedure would go on: descent with this step never
 * raises the loss, so that the run cannot become a spurious one, and where the student is wider
 * than the teacher global minima are flat and the rule takes 10^6 iterations. Converges linearly at
 * strict minima. One gradient per iteration.
 *
 * <p>Source: Safran, Shamir 2018, arXiv 1712.08968, section 5.
 */
public final class SafranShamirDescent implements Optimizer {

  /** The name of the preset. */
  public static final String NAME = "safran-shamir";

  /** The published loss at or above which a run counts as spurious. */
  public static final double SPURIOUS_LOSS = 1e-3;

  private static final double STEP = 0.1;
  private static final double LARGEST = 1e-9 / (2 * Math.PI);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String definition() {
    return "gradient descent with step 0.1 until 2 pi max |gradient entry| < 1e-9";
  }

  @Override
  public TrainingResult minimize(
      LossSurface loss,
      double[] start,
      TrainingLimits limits,
      Deadline deadline,
      TrainingObserver observer) {
    FirstOrderRun run =
        new FirstOrderRun(
            loss,
            start,
            new TrainingLimits(
                0, limits.lossTolerance(), limits.maxIterations(), limits.maxGradientEvaluations()),
            deadline,
            observer);
    while (true) {
      if (largest(run.gradient) < LARGEST) {
        return run.end(TrainingOutcome.CONVERGED);
      }
      TrainingOutcome outcome = run.outcome();
      if (outcome != null) {
        return run.end(outcome);
      }
      Kernels.best().axpy(run.theta.length, -STEP, run.gradient, 0, run.theta, 0);
      run.evaluate();
      run.stepped();
    }
  }

  private static double largest(double[] gradient) {
    double largest = 0;
    for (double g : gradient) {
      if (!(Math.abs(g) <= largest)) {
        largest = Math.abs(g);
      }
    }
    return largest;
  }
}
