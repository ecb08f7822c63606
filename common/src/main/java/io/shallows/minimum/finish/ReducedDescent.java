package io.shallows.minimum.finish;

import io.shallows.linalg.Kernels;
import io.shallows.random.RandomStreams;
import io.shallows.training.Deadline;
import io.shallows.training.TrainingOutcome;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;

/**
 * BFGS on a {@link ReducedLoss} with a weak Wolfe search by bisection, which needs no kinks (Lewis,
 * Overton 2013, doi:10.1007/s10107-012-0514-2): it goes on where gradients jump, and its matrix
 * learns where they do.
 */
final class ReducedDescent {

  /**
   * Least decrease relative to the slope, the usual one: any decrease that rounding does not make.
   */
  private static final double DECREASE = 1e-4;

  /** Share of the slope at which a step is long enough; half, since trials cost little. */
  private static final double CURVATURE = 0.5;

  /** Trials of a line; forty halvings are below the distance that rounding resolves. */
  private static final int LINE_TRIALS = 40;

  /** Starts beside a point at which no step descends, each ten times as far from it. */
  private static final int ASIDES = 4;

  /** Distance of the first of them relative to the parameters: far beyond a kink's tolerance. */
  private static final double NEAREST_ASIDE = 1e-6;

  /** Steps after which a point where none descends is an end: its kinks have been learned. */
  private static final int ENOUGH_STEPS = 50;

  private final Kernels kernels = Kernels.best();
  private final ReducedLoss reduced;
  private final ReducedCurvature curvature;
  private final Deadline deadline;
  private final BooleanSupplier spent;
  private final Predicate<double[]> arrived;
  private final int[] inner;
  private final int n;
  private final ContinuousSampler normal =
      new RandomStreams(0).gaussian("finish", "starts beside points of no descent");
  private final double[] factors;
  private final double[] direction;
  private final double[] change;
  private double[] theta;
  private double[] gradient;
  private double[] nextTheta;
  private double[] nextGradient;
  private double value;
  private boolean known;
  private int iterations;

  /**
   * A descent.
   *
   * @param spent whether no evaluation is left
   */
  ReducedDescent(
      ReducedLoss reduced, ReducedCurvature curvature, Deadline deadline, BooleanSupplier spent) {
    this(reduced, curvature, deadline, spent, theta -> false);
  }

  /**
   * A descent that is watched.
   *
   * @param spent whether no evaluation is left
   * @param arrived whether it ends, {@code CONVERGED}, where a step has led; it sees every step
   */
  ReducedDescent(
      ReducedLoss reduced,
      ReducedCurvature curvature,
      Deadline deadline,
      BooleanSupplier spent,
      Predicate<double[]> arrived) {
    this.arrived = arrived;
    this.reduced = reduced;
    this.curvature = curvature;
    this.deadline = deadline;
    this.spent = spent;
    this.inner = reduced.inner();
    this.n = inner.length;
    int p = reduced.loss().dimension();
    this.factors = new double[n];
    this.direction = new double[n];
    this.change = new double[n];
    this.theta = new double[p];
    this.nextTheta = new double[p];
    this.gradient = new double[n];
    this.nextGradient = new double[n];
  }

  /** Where the descent is; it changes with every call. */
  double[] theta() {
    return theta;
  }

  /** Trial steps so far. */
  int iterations() {
    return iterations;
  }

  /** Goes on at a point about which nothing is known. */
  void jump(double[] point) {
    System.arraycopy(point, 0, theta, 0, theta.length);
    forget();
  }

  /** Goes on at the same point on another scale of its units. */
  void rescale(double[] point) {
    boolean moved = false;
    for (int i = 0; i < n; i++) {
      double old = theta[inner[i]];
      factors[i] = old == 0 ? 1 : point[inner[i]] / old;
      moved |= factors[i] != 1;
    }
    System.arraycopy(point, 0, theta, 0, theta.length);
    if (moved && known) {
      curvature.rescale(factors);
    }
  }

  private void forget() {
    known = false;
    curvature.forget();
  }

  /**
   * Descends until the gradient is at most {@code enough} ({@code CONVERGED}), for {@code steps}
   * steps ({@code BUDGET}), or until none descends ({@code STALLED}).
   */
  TrainingOutcome descend(int steps, double enough) {
    evaluate();
    int done = 0;
    int failures = 0;
    while (done < steps && failures < ASIDES) {
      if (!Double.isFinite(value)) {
        return TrainingOutcome.DIVERGED;
      }
      if (length(gradient) <= enough) {
        return TrainingOutcome.CONVERGED;
      }
      if (deadline.expired()) {
        return TrainingOutcome.TIMED_OUT;
      }
      if (spent.getAsBoolean()) {
        return TrainingOutcome.BUDGET;
      }
      if (step()) {
        if (arrived.test(theta)) {
          return TrainingOutcome.CONVERGED;
        }
        done++;
        failures = 0;
      } else if (done >= ENOUGH_STEPS) {
        return TrainingOutcome.STALLED;
      } else {
        double distance = NEAREST_ASIDE;
        for (int k = 0; k < failures; k++) {
          distance *= 10;
        }
        failures++;
        beside(distance);
      }
    }
    return done < steps ? TrainingOutcome.STALLED : TrainingOutcome.BUDGET;
  }

  private void evaluate() {
    value = reduced.evaluate(theta, gradient);
    if (Double.isFinite(value) && (!known || curvature.isLocal())) {
      curvature.build(theta);
      known = true;
    }
  }

  /** Exactly on a kink no step descends: to a point at this distance relative to the parameters. */
  private void beside(double distance) {
    double scale = distance * Math.sqrt(kernels.dot(theta.length, theta, 0, theta, 0));
    double each = scale / Math.sqrt(theta.length);
    for (int place : inner) {
      theta[place] += each * normal.sample();
    }
    forget();
    evaluate();
  }

  /** One step; false if none descends. */
  private boolean step() {
    iterations++;
    curvature.apply(gradient, direction);
    kernels.scale(n, -1, direction, 0);
    double slope = kernels.dot(n, gradient, 0, direction, 0);
    if (!(slope < 0)) {
      return false;
    }
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double t = 1;
    double next = 0;
    boolean found = false;
    for (int trial = 0; trial < LINE_TRIALS && !found; trial++) {
      System.arraycopy(theta, 0, nextTheta, 0, theta.length);
      for (int i = 0; i < n; i++) {
        nextTheta[inner[i]] += t * direction[i];
      }
      next = reduced.evaluate(nextTheta, nextGradient);
      if (!(next < value + DECREASE * t * slope)) {
        high = t;
      } else if (kernels.dot(n, nextGradient, 0, direction, 0) < CURVATURE * slope) {
        low = t;
      } else {
        found = true;
        break;
      }
      t = high == Double.POSITIVE_INFINITY ? 2 * t : 0.5 * (low + high);
    }
    if (!found) {
      return false;
    }
    kernels.scale(n, t, direction, 0);
    for (int i = 0; i < n; i++) {
      change[i] = nextGradient[i] - gradient[i];
    }
    double[] old = theta;
    theta = nextTheta;
    nextTheta = old;
    old = gradient;
    gradient = nextGradient;
    nextGradient = old;
    value = next;
    double curved = kernels.dot(n, direction, 0, change, 0);
    if (curved > 0) {
      curvature.learn(direction, change, curved);
    }
    return true;
  }

  private double length(double[] vector) {
    return Math.sqrt(kernels.dot(vector.length, vector, 0, vector, 0));
  }
}
