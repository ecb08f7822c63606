package io.shallows.training;

import io.shallows.linalg.Kernels;
import io.shallows.loss.LossSurface;

/**
 * The published procedure of the population experiment: gradient descent with step 0.1 until {@code
 * 2 pi max_i |dL/dtheta_i| < 1e-9}, or until the limits on iterations, evaluations or time.
 *
 * <p>The published rule replaces the gradient tolerance of the limits. Their loss tolerance, 1e-6
 * times the loss of the best constant in the preset, ends a run that has come to a global minimum,
 * where the published procedure would go on. This changes no outcome: a step can raise the loss
 * only where a curvature exceeds 2 / step = 20. With m units and G a Lipschitz constant of the
 * residual (at most the sum of the lengths of all units, the teacher's included) curvatures are at
 * most {@code m/2 + 1.21 (2 L G)^(1/3) / min |w_i|}: the first part bounds the Gauss-Newton matrix,
 * the second the rest by the mean square of the residual on the hyperplane orthogonal to w_i. For m
 * up to 21 and L at that tolerance this is below 20 while every unit is longer than 0.01; runs have
 * none shorter than 0.1. Where the student is wider than the teacher, the loss at global minima
 * falls like steps^-3, and the rule itself would take 8e5 steps instead of 3e3.
 *
 * <p>Converges linearly at strict minima. One gradient per iteration.
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
