package io.shallows.minimum.kink;

import io.shallows.linalg.Kernels;
import io.shallows.linalg.OrthonormalRows;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Kink;
import io.shallows.loss.Linearization;
import io.shallows.training.Damping;
import io.shallows.training.Deadline;
import io.shallows.training.QuadraticModel;
import io.shallows.training.QuadraticModels;
import io.shallows.training.TrainingLimits;
import io.shallows.training.TrainingOutcome;
import io.shallows.training.TrustRegion;
import java.util.List;

/** One run of the finish: descent along kinks to a stationary point. */
final class KinkDescent {

  /** Least share of the predicted decrease that a step must take. */
  private static final double SUFFICIENT = 1e-4;

  /**
   * Share of the predicted decrease below which a step that crosses kinks is searched for a corner.
   */
  private static final double GOOD = 0.5;

  /** Relative decrease of the loss that rounding hides. */
  private static final double RESOLUTION = 1e-12;

  /**
   * A kink is released when the gradient along the kinks has fallen below this share of the whole.
   */
  private static final double RELEASE_SHARE = 0.2;

  private static final double LEAST_SHARE = 1e-4;

  /** Largest number of kinks crossed by a step for which the line is searched for a corner. */
  private static final int CROSSINGS = 64;

  /**
   * Iterations of slow convergence on unchanged kinks before the exact Hessian is worth its cost.
   */
  private static final int QUIET = 5;

  /** Largest number of parameters for which slow convergence switches to the exact Hessian. */
  private static final int NEWTON_LIMIT = 600;

  /** Chord steps after one step. */
  private static final int CORRECTIONS = 6;

  private final Kernels kernels = Kernels.best();
  private final EmpiricalLoss loss;
  private final int p;
  private final TrainingLimits limits;
  private final Deadline deadline;
  private final QuadraticModel gaussNewton;
  private final QuadraticModel newton;
  private final Damping damping = new Damping();
  private final TrustRegion trust = new TrustRegion();
  private final double[] step;
  private final KinkManifold manifold;
  private final KinkRelease release;
  private KinkPoint point;
  private double stationarity = Double.NaN;
  private int iterations;
  private long evaluations;
  private double share;
  private int slow;
  private int quiet;
  private boolean exact;

  KinkDescent(EmpiricalLoss loss, TrainingLimits limits, Deadline deadline) {
    this.loss = loss;
    this.p = loss.dimension();
    this.limits = limits;
    this.deadline = deadline;
    this.gaussNewton = QuadraticModels.gaussNewton(loss);
    this.newton = p <= NEWTON_LIMIT ? QuadraticModels.hessian(p, this::curvature, 2 + p / 3) : null;
    this.step = new double[p];
    this.manifold = new KinkManifold(loss);
    this.release = new KinkRelease(loss, manifold);
  }

  KinkPoint point() {
    return point;
  }

  double stationarity() {
    return stationarity;
  }

  int iterations() {
    return iterations;
  }

  long evaluations() {
    return evaluations + manifold.evaluations() + release.evaluations();
  }

  /** Descends from {@code start}, on which {@code kinks} are active. */
  TrainingOutcome descend(double[] start, List<Kink> kinks) {
    double[] theta = start.clone();
    point = KinkPoint.of(loss, theta, kinks);
    if (!kinks.isEmpty()) {
      manifold.restore(theta, point.kinks());
      point = KinkPoint.of(loss, theta, point.kinks());
    }
    boolean fresh = true;
    exact = false;
    share = RELEASE_SHARE;
    slow = 0;
    quiet = 0;
    double previous = Double.NaN;
    while (true) {
      if (!Double.isFinite(point.loss())) {
        return TrainingOutcome.DIVERGED;
      }
      OrthonormalRows space = point.rowSpace();
      KinkPoint below =
          point.hasRidges()
              ? release.offRidges(point, space, limits.stationary(this::gradientBound))
              : null;
      if (below != null) {
        point = below;
        iterations++;
        if (exhausted()) {
          return TrainingOutcome.BUDGET;
        }
        continue;
      }
      double[] reduced = point.gradient().clone();
      space.project(reduced);
      double along = norm(reduced);
      KinkSlopes slopes = null;
      stationarity = clippedStationarity();
      if (along <= Math.max(share * stationarity, limits.gradientTolerance())) {
        slopes = point.slopes();
        stationarity = slopes.norm();
      }
      if (point.loss() <= limits.lossTolerance()
          || limits.isStationary(stationarity, this::gradientBound)) {
        return TrainingOutcome.CONVERGED;
      }
      if (exhausted()) {
        return TrainingOutcome.BUDGET;
      }
      below =
          slopes != null && along <= share * stationarity ? release.hardest(point, slopes) : null;
      if (below != null) {
        point = below;
        quiet = 0;
        previous = Double.NaN;
        continue;
      }
      // Gauss-Newton converges linearly where residuals are large; the exact Hessian does not
      slow = along > 0.5 * previous ? slow + 1 : 0;
      previous = along;
      exact = newton != null && quiet >= QUIET && (exact || slow >= QUIET);
      QuadraticModel model = exact ? newton : gaussNewton;
      model.build(point.theta(), point.kinks(), space);
      evaluations += model.cost();
      if (fresh) {
        damping.start(model.scale());
        trust.start(norm(point.theta()));
        fresh = false;
      }
      quiet++;
      TrainingOutcome end = advance(model, reduced, along);
      if (end == TrainingOutcome.STALLED && !exact && newton != null) {
        quiet = QUIET;
        slow = QUIET;
        fresh = true;
        continue;
      }
      if (end != null) {
        return end;
      }
    }
  }

  private double gradientBound() {
    return loss.gradientBound(point.theta(), point.kinks());
  }

  private void curvature(double[] theta, List<Kink> kinks, double[] matrix) {
    loss.hessian(theta, kinks, point.system().multipliers(point.gradient()), matrix);
  }

  private boolean exhausted() {
    return iterations >= limits.maxIterations() || evaluations() >= limits.maxGradientEvaluations();
  }

  /** Tries steps until one is accepted or a kink is captured; null then, otherwise why not. */
  private TrainingOutcome advance(QuadraticModel model, double[] reduced, double along) {
    double value = point.loss();
    while (true) {
      if (deadline.expired()) {
        return TrainingOutcome.TIMED_OUT;
      }
      if (exhausted()) {
        return TrainingOutcome.BUDGET;
      }
      if (exact ? trust.exhausted() : damping.exhausted()) {
        return captureNearest() ? null : TrainingOutcome.STALLED;
      }
      iterations++;
      if (exact
          ? !trust.solve(model, reduced, step)
          : !model.solve(damping.value(), reduced, step)) {
        rejected();
        continue;
      }
      double mu = exact ? trust.damping() : damping.value();
      double slope = kernels.dot(p, reduced, 0, step, 0);
      double predicted = 0.5 * (mu * kernels.dot(p, step, 0, step, 0) - slope);
      double[] candidate = manifold.along(point, step, 1);
      evaluations++;
      if (candidate == null) {
        rejected();
        continue;
      }
      Linearization at = loss.linearize(candidate);
      double next = at.loss();
      double gain = (value - next) / predicted;
      KinkLine line = new KinkLine(loss, manifold, point, step, at);
      if (exact && gain < GOOD && line.crossings() == 0) {
        candidate = corrected(model, mu, candidate, next);
        at = loss.linearize(candidate);
        next = at.loss();
        gain = (value - next) / predicted;
        line = new KinkLine(loss, manifold, point, step, at);
      }
      boolean descends = next < value && gain > SUFFICIENT;
      // a corner in the way? then the step jumps across a valley, and the next one jumps back
      if (descends && gain < GOOD && search(line, Math.min(value, next))) {
        return null;
      }
      if (descends) {
        accepted(gain);
        point = KinkPoint.of(loss, candidate, point.kinks());
        return null;
      }
      if (predicted <= RESOLUTION * value && next <= value * (1 + RESOLUTION)) {
        if (refine(candidate, along)) {
          return null;
        }
        line = new KinkLine(loss, manifold, point, step, loss.linearize(candidate));
      }
      if (search(line, value)) {
        return null;
      }
      rejected();
    }
  }

  /** Where the loss can resolve no decrease the gradient decides; false if it does not fall. */
  private boolean refine(double[] candidate, double along) {
    KinkPoint refined = KinkPoint.of(loss, candidate, point.kinks());
    evaluations++;
    double[] left = refined.gradient().clone();
    refined.rowSpace().project(left);
    if (!(norm(left) < 0.9 * along)) {
      return false;
    }
    accepted(1);
    point = refined;
    return true;
  }

  /** Goes to the lowest point of a step that crosses kinks; false if it finds nothing lower. */
  private boolean search(KinkLine line, double value) {
    if (line.crossings() == 0 || line.crossings() > CROSSINGS) {
      return false;
    }
    KinkPoint lowest = line.lowest(value, RESOLUTION);
    evaluations += line.evaluations();
    if (lowest == null) {
      return false;
    }
    if (line.captured() != null) {
      if (line.captured().equals(release.released())) {
        // released too early: next time the gradient along the kinks must be smaller
        share = Math.max(LEAST_SHARE, 0.3 * share);
      }
      quiet = 0;
    }
    point = lowest;
    return true;
  }

  /**
   * Goes on from a step that left the floor of a curved valley: chord Newton iterations, with the
   * factor at hand, towards the minimiser of {@code L(theta + d) + damping |d|^2 / 2}.
   */
  private double[] corrected(QuadraticModel model, double mu, double[] candidate, double value) {
    double[] best = candidate;
    double[] right = new double[p];
    double[] correction = new double[p];
    OrthonormalRows space = point.rowSpace();
    double stiff = mu;
    double merit = value + 0.5 * mu * kernels.dot(p, step, 0, step, 0);
    for (int pass = 0; pass < CORRECTIONS; pass++) {
      loss.linearize(best, point.kinks()).gradient(right);
      kernels.axpy(p, mu, step, 0, right, 0);
      space.project(right);
      while (true) {
        if (!model.solve(stiff, right, correction)) {
          return best;
        }
        if (norm(correction) <= 0.5 * norm(step)) {
          break;
        }
        stiff *= 10;
      }
      kernels.axpy(p, 1, correction, 0, step, 0);
      double[] next = manifold.along(point, step, 1);
      evaluations += 2;
      double reached = next == null ? Double.POSITIVE_INFINITY : loss.value(next);
      double lower = reached + 0.5 * mu * kernels.dot(p, step, 0, step, 0);
      if (!(lower < merit)) {
        kernels.axpy(p, -1, correction, 0, step, 0);
        return best;
      }
      best = next;
      boolean settled = merit - lower < 0.01 * (value - lower);
      merit = lower;
      if (settled) {
        return best;
      }
    }
    return best;
  }

  private void accepted(double gain) {
    if (exact) {
      trust.accepted(gain);
    } else {
      damping.accepted(gain);
    }
  }

  private void rejected() {
    if (exact) {
      trust.rejected();
    } else {
      damping.rejected();
    }
  }

  /** An upper bound of the stationarity: the residual at the clipped least-squares slopes. */
  private double clippedStationarity() {
    double[] lambda = point.system().multipliers(point.gradient());
    double[] left = point.gradient().clone();
    for (int k = 0; k < lambda.length; k++) {
      double weight = point.weight(k);
      double bounded = Math.min(Math.max(lambda[k], Math.min(weight, 0)), Math.max(weight, 0));
      kernels.axpy(p, bounded, point.row(k), 0, left, 0);
    }
    return norm(left);
  }

  /** No step descends: takes the kink that is relatively closest into the set. */
  private boolean captureNearest() {
    Kink nearest = manifold.nearest(point);
    KinkPoint there =
        nearest == null ? null : manifold.joined(point.theta(), point.kinks(), nearest);
    if (there == null || there.loss() > point.loss() * (1 + 1e-6)) {
      return false;
    }
    point = there;
    damping.start(gaussNewton.scale());
    trust.start(norm(point.theta()));
    return true;
  }

  private double norm(double[] v) {
    return Math.sqrt(kernels.dot(p, v, 0, v, 0));
  }
}
