package io.shallows.training;

import io.shallows.linalg.Kernels;
import io.shallows.linalg.OrthonormalRows;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.LossSurface;
import java.util.List;

/**
 * Levenberg-Marquardt: damped Gauss-Newton steps, accepted on the exact loss.
 *
 * <p>For an empirical loss the model is {@code |r + J d|^2 / N}, in Gram form when there are more
 * parameters than residuals and by normal equations otherwise; for any other surface it is the
 * exact Hessian, which makes this a damped Newton method. The damping follows the gain ratio, see
 * {@link Damping}.
 *
 * <p>A step is accepted if it takes at least 1e-4 of the decrease that the model predicts. Where
 * the predicted decrease drops below what the loss can resolve, a step that lowers the gradient
 * norm is accepted instead. The run stalls when damping has grown until no step lowers the loss; at
 * a relu's kink it does so within some ten trials.
 *
 * <p>Cost per iteration: a few gradients and one Cholesky factorisation of order min(p, N c).
 * Nothing but linearizations is allocated after set-up.
 *
 * <p>Source: Marquardt 1963, doi:10.1137/0111030.
 */
public final class LevenbergMarquardt implements Optimizer {

  /** Least share of the predicted decrease that a step must take. */
  static final double SUFFICIENT = 1e-4;

  /**
   * Predicted decrease, relative to the loss, below which rounding decides the difference of two
   * losses.
   */
  static final double RESOLUTION = 1e-12;

  @Override
  public String name() {
    return "levenberg-marquardt";
  }

  @Override
  public String definition() {
    return "damped Gauss-Newton, Gram form when parameters outnumber residuals; Newton on surfaces"
        + " in closed form";
  }

  @Override
  public boolean needsSquares() {
    return true;
  }

  @Override
  public TrainingResult minimize(
      LossSurface loss,
      double[] start,
      TrainingLimits limits,
      Deadline deadline,
      TrainingObserver observer) {
    return new Run(loss, start, limits, deadline, observer).go();
  }

  /** One run's state. */
  private static final class Run {

    private final Kernels kernels = Kernels.best();
    private final LossSurface loss;
    private final int p;
    private final QuadraticModel model;
    private final OrthonormalRows nothing;
    private final TrainingLimits limits;
    private final Deadline deadline;
    private final TrainingObserver observer;
    private final Damping damping = new Damping();
    private double[] theta;
    private double[] gradient;
    private double[] candidate;
    private double[] candidateGradient;
    private final double[] step;
    private double value;
    private double norm;
    private int iterations;
    private long evaluations;

    Run(
        LossSurface loss,
        double[] start,
        TrainingLimits limits,
        Deadline deadline,
        TrainingObserver observer) {
      this.loss = loss;
      this.p = loss.dimension();
      this.model =
          loss instanceof EmpiricalLoss empirical
              ? QuadraticModels.gaussNewton(empirical)
              : QuadraticModels.hessian(loss);
      this.nothing = new OrthonormalRows(p);
      this.limits = limits;
      this.deadline = deadline;
      this.observer = observer;
      this.theta = start.clone();
      this.gradient = new double[p];
      this.candidate = new double[p];
      this.candidateGradient = new double[p];
      this.step = new double[p];
    }

    TrainingResult go() {
      value = loss.valueAndGradient(theta, gradient);
      evaluations = 1;
      norm = length(gradient);
      boolean first = true;
      while (true) {
        if (!Double.isFinite(value) || !Double.isFinite(norm)) {
          return end(TrainingOutcome.DIVERGED);
        }
        if (value <= limits.lossTolerance()
            || limits.isStationary(norm, () -> loss.gradientBound(theta))) {
          return end(TrainingOutcome.CONVERGED);
        }
        if (spent()) {
          return end(TrainingOutcome.BUDGET);
        }
        model.build(theta, List.of(), nothing);
        evaluations += model.cost();
        if (first) {
          damping.start(model.scale());
          first = false;
        }
        TrainingOutcome outcome = advance();
        if (outcome != null) {
          return end(outcome);
        }
      }
    }

    /** Tries steps until one is accepted; null then, otherwise why there is none. */
    private TrainingOutcome advance() {
      while (true) {
        if (deadline.expired()) {
          return TrainingOutcome.TIMED_OUT;
        }
        if (spent()) {
          return TrainingOutcome.BUDGET;
        }
        if (damping.exhausted()) {
          return TrainingOutcome.STALLED;
        }
        iterations++;
        if (!model.solve(damping.value(), gradient, step)) {
          damping.rejected();
          continue;
        }
        double slope = kernels.dot(p, gradient, 0, step, 0);
        double predicted = 0.5 * (damping.value() * kernels.dot(p, step, 0, step, 0) - slope);
        System.arraycopy(theta, 0, candidate, 0, p);
        kernels.axpy(p, 1, step, 0, candidate, 0);
        double next = loss.valueAndGradient(candidate, candidateGradient);
        evaluations++;
        double gain = (value - next) / predicted;
        double nextNorm = length(candidateGradient);
        boolean descends = next < value && gain > SUFFICIENT;
        boolean refines =
            predicted <= RESOLUTION * value
                && next <= value * (1 + RESOLUTION)
                && nextNorm < 0.9 * norm;
        if (descends || refines) {
          damping.accepted(descends ? gain : 1);
          double[] old = theta;
          theta = candidate;
          candidate = old;
          old = gradient;
          gradient = candidateGradient;
          candidateGradient = old;
          value = next;
          norm = nextNorm;
          observer.moved(iterations, evaluations, value, theta);
          return null;
        }
        damping.rejected();
      }
    }

    private boolean spent() {
      return iterations >= limits.maxIterations() || evaluations >= limits.maxGradientEvaluations();
    }

    private double length(double[] vector) {
      return Math.sqrt(kernels.dot(p, vector, 0, vector, 0));
    }

    private TrainingResult end(TrainingOutcome outcome) {
      return new TrainingResult(theta, value, norm, iterations, evaluations, outcome);
    }
  }
}
