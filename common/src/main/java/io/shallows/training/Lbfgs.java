package io.shallows.training;

import io.shallows.linalg.Kernels;
import io.shallows.loss.LossSurface;

/**
 * Limited-memory BFGS with 20 pairs and a weak Wolfe line search by bisection, which also ends at
 * kinks.
 *
 * <p>Source: Nocedal 1980, doi:10.1090/S0025-5718-1980-0572855-7; line search of Lewis and Overton
 * 2013, doi:10.1007/s10107-012-0514-2. One to a few gradients per iteration, 40 p memory.
 */
public final class Lbfgs implements Optimizer {

  private static final int PAIRS = 20;
  private static final double DECREASE = 1e-4;
  private static final double CURVATURE = 0.9;
  private static final int LINE_TRIALS = 50;

  @Override
  public String name() {
    return "lbfgs";
  }

  @Override
  public String definition() {
    return "L-BFGS with " + PAIRS + " pairs and a weak Wolfe line search";
  }

  @Override
  public TrainingResult minimize(
      LossSurface loss,
      double[] start,
      TrainingLimits limits,
      Deadline deadline,
      TrainingObserver observer) {
    Kernels kernels = Kernels.best();
    FirstOrderRun run = new FirstOrderRun(loss, start, limits, deadline, observer);
    int p = run.theta.length;
    Memory memory = new Memory(p);
    double[] direction = new double[p];
    double[] point = new double[p];
    double[] pointGradient = new double[p];
    while (true) {
      TrainingOutcome outcome = run.outcome();
      if (outcome != null) {
        return run.end(outcome);
      }
      memory.direction(run.gradient, direction);
      double slope = kernels.dot(p, direction, 0, run.gradient, 0);
      if (!(slope < 0)) {
        memory.clear();
        memory.direction(run.gradient, direction);
        slope = kernels.dot(p, direction, 0, run.gradient, 0);
      }
      double low = 0;
      double high = Double.POSITIVE_INFINITY;
      double t = memory.isEmpty() ? Math.min(1, 1 / run.gradientNorm()) : 1;
      double next = Double.NaN;
      boolean found = false;
      for (int trial = 0; trial < LINE_TRIALS && !found && !deadline.expired(); trial++) {
        System.arraycopy(run.theta, 0, point, 0, p);
        kernels.axpy(p, t, direction, 0, point, 0);
        next = run.evaluate(point, pointGradient);
        if (!(next < run.value + DECREASE * t * slope)) {
          high = t;
        } else if (kernels.dot(p, direction, 0, pointGradient, 0) < CURVATURE * slope) {
          low = t;
        } else {
          found = true;
          break;
        }
        t = high == Double.POSITIVE_INFINITY ? 2 * t : 0.5 * (low + high);
      }
      if (!found && !(next < run.value)) {
        if (memory.isEmpty()) {
          return run.end(deadline.expired() ? TrainingOutcome.TIMED_OUT : TrainingOutcome.STALLED);
        }
        memory.clear();
        continue;
      }
      memory.add(run.theta, run.gradient, point, pointGradient);
      System.arraycopy(point, 0, run.theta, 0, p);
      System.arraycopy(pointGradient, 0, run.gradient, 0, p);
      run.value = next;
      run.stepped();
    }
  }

  /** The pairs of steps and gradient changes, a ring, and the two-loop recursion. */
  private static final class Memory {

    private final Kernels kernels = Kernels.best();
    private final int p;
    private final double[][] steps;
    private final double[][] changes;
    private final double[] inverse = new double[PAIRS];
    private final double[] alpha = new double[PAIRS];
    private int size;
    private int newest = -1;

    Memory(int p) {
      this.p = p;
      this.steps = new double[PAIRS][p];
      this.changes = new double[PAIRS][p];
    }

    boolean isEmpty() {
      return size == 0;
    }

    void clear() {
      size = 0;
    }

    /** Keeps the pair if its curvature is positive. */
    void add(double[] from, double[] fromGradient, double[] to, double[] toGradient) {
      int slot = (newest + 1) % PAIRS;
      double[] s = steps[slot];
      double[] y = changes[slot];
      for (int i = 0; i < p; i++) {
        s[i] = to[i] - from[i];
        y[i] = toGradient[i] - fromGradient[i];
      }
      double curvature = kernels.dot(p, s, 0, y, 0);
      if (curvature > 1e-300) {
        inverse[slot] = 1 / curvature;
        newest = slot;
        size = Math.min(size + 1, PAIRS);
      }
    }

    void direction(double[] gradient, double[] d) {
      for (int i = 0; i < p; i++) {
        d[i] = -gradient[i];
      }
      for (int k = 0; k < size; k++) {
        int slot = (newest - k + PAIRS) % PAIRS;
        alpha[slot] = inverse[slot] * kernels.dot(p, steps[slot], 0, d, 0);
        kernels.axpy(p, -alpha[slot], changes[slot], 0, d, 0);
      }
      if (size > 0) {
        double square = kernels.dot(p, changes[newest], 0, changes[newest], 0);
        kernels.scale(p, 1 / (inverse[newest] * square), d, 0);
      }
      for (int k = size - 1; k >= 0; k--) {
        int slot = (newest - k + PAIRS) % PAIRS;
        double beta = inverse[slot] * kernels.dot(p, changes[slot], 0, d, 0);
        kernels.axpy(p, alpha[slot] - beta, steps[slot], 0, d, 0);
      }
    }
  }
}
