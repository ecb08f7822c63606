package io.shallows.minimum;

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
import java.util.ArrayList;
import java.util.Arrays;
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

  /** Largest number of kinks crossed by a step for which the line is searched for a corner. */
  private static final int CROSSINGS = 64;

  /** Distance from a kink at which descent begins on the side it was released to, relative. */
  private static final double NUDGE = 1e-11;

  /**
   * Iterations of slow convergence on unchanged kinks before the exact Hessian is worth its cost.
   */
  private static final int QUIET = 5;

  /** Largest number of parameters for which slow convergence switches to the exact Hessian. */
  private static final int NEWTON_LIMIT = 600;

  private final Kernels kernels = Kernels.best();
  private final EmpiricalLoss loss;
  private final int p;
  private final int samples;
  private final TrainingLimits limits;
  private final Deadline deadline;
  private final QuadraticModel gaussNewton;
  private final QuadraticModel newton;
  private final Damping damping = new Damping();
  private final TrustRegion trust = new TrustRegion();
  private final double[] step;
  private KinkPoint point;
  private double stationarity = Double.NaN;
  private int iterations;
  private long evaluations;
  private KinkCurvature kinkCurvature;
  private int slow;
  private int quiet;
  private boolean exact;

  KinkDescent(EmpiricalLoss loss, TrainingLimits limits, Deadline deadline) {
    this.loss = loss;
    this.p = loss.dimension();
    this.samples = loss.data().samples();
    this.limits = limits;
    this.deadline = deadline;
    this.gaussNewton = QuadraticModels.gaussNewton(loss);
    this.newton = p <= NEWTON_LIMIT ? QuadraticModels.hessian(p, this::curvature) : null;
    this.step = new double[p];
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
    return evaluations;
  }

  /** Descends from {@code start}, on which {@code kinks} are active. */
  TrainingOutcome descend(double[] start, List<Kink> kinks) {
    double[] theta = start.clone();
    point = KinkPoint.of(loss, theta, kinks);
    if (!kinks.isEmpty()) {
      restore(theta, point.kinks());
      point = KinkPoint.of(loss, theta, point.kinks());
    }
    boolean fresh = true;
    exact = false;
    slow = 0;
    quiet = 0;
    double previous = Double.NaN;
    while (true) {
      if (!Double.isFinite(point.loss())) {
        return TrainingOutcome.DIVERGED;
      }
      dropRidges();
      OrthonormalRows space = point.rowSpace();
      double[] reduced = point.gradient().clone();
      space.project(reduced);
      double along = norm(reduced);
      BoundedLeastSquares slopes = null;
      stationarity = clippedStationarity();
      if (along <= Math.max(RELEASE_SHARE * stationarity, limits.gradientTolerance())) {
        slopes = BoundedLeastSquares.solve(point.gradient(), point.switches());
        stationarity = slopes.norm();
      }
      if (stationarity <= limits.gradientTolerance() || point.loss() <= limits.lossTolerance()) {
        return TrainingOutcome.CONVERGED;
      }
      if (exhausted()) {
        return TrainingOutcome.BUDGET;
      }
      if (slopes != null && along <= RELEASE_SHARE * stationarity && release(slopes)) {
        quiet = 0;
        previous = Double.NaN;
        continue;
      }
      // Gauss-Newton converges linearly where residuals are large; the exact Hessian does not
      slow = along > 0.5 * previous ? slow + 1 : 0;
      previous = along;
      boolean before = exact;
      exact = newton != null && quiet >= QUIET && (exact || slow >= QUIET);
      fresh |= exact != before;
      QuadraticModel model = exact ? newton : gaussNewton;
      if (exact) {
        kinkCurvature =
            new KinkCurvature(loss, point.kinks(), point.system().multipliers(point.gradient()));
      }
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

  private void curvature(double[] theta, List<Kink> kinks, double[] direction, double[] product) {
    loss.hessianVectorProduct(theta, kinks, direction, product);
    kinkCurvature.addProduct(theta, direction, product);
  }

  private boolean exhausted() {
    return iterations >= limits.maxIterations() || evaluations >= limits.maxGradientEvaluations();
  }

  /** Takes kinks with weight at or below 0 out of the set, moving to a side that descends. */
  private void dropRidges() {
    for (int k = 0; k < point.kinks().size(); k++) {
      if (point.weight(k) <= 0) {
        double lean = kernels.dot(p, point.gradient(), 0, point.row(k), 0);
        leave(k, lean > 0 ? -1 : 1);
        dropRidges();
        return;
      }
    }
  }

  /** Releases the kink whose slope lies hardest against its bound; false if there is none. */
  private boolean release(BoundedLeastSquares slopes) {
    int worst = -1;
    double most = 0;
    for (int k = 0; k < point.kinks().size(); k++) {
      double s = slopes.solution()[k];
      double pull = slopes.pull()[k];
      double against = s == 0 ? -pull : s == 1 ? pull : 0;
      against /= point.weight(k) * norm(point.row(k));
      if (against > most) {
        most = against;
        worst = k;
      }
    }
    if (worst < 0 || most <= 1e-6 * slopes.norm()) {
      return false;
    }
    leave(worst, slopes.solution()[worst] == 0 ? -1 : 1);
    return true;
  }

  /** Takes kink {@code k} out of the set and moves a hair to its side. */
  private void leave(int k, int side) {

    Kink kink = point.kinks().get(k);
    double[] row = point.row(k);
    double[] z = point.preActivations(kink.relu());
    int width = z.length / samples;
    double largest = 0;
    for (int s = 0; s < samples; s++) {
      largest = Math.max(largest, Math.abs(z[s * width + kink.unit()]));
    }
    double[] theta = point.theta().clone();
    List<Kink> kept = new ArrayList<>(point.kinks());
    kept.remove(k);
    double square = kernels.dot(p, row, 0, row, 0);
    if (square > 0) {
      double now = z[kink.sample() * width + kink.unit()];
      kernels.axpy(p, (side * NUDGE * largest - now) / square, row, 0, theta, 0);
    }
    evaluations++;
    point = KinkPoint.of(loss, theta, kept);
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
      double[] candidate = along(1);
      evaluations++;
      Linearization at = loss.linearize(candidate);
      double next = at.loss();
      double gain = (value - next) / predicted;
      boolean descends = next < value && gain > SUFFICIENT;
      if (descends && gain < GOOD) {
        // a corner in the way? then the step jumps across a valley, and the next one jumps back
        double[] crossings = crossings(at);
        if (crossings.length > 0
            && crossings.length <= CROSSINGS
            && searchLine(crossings, Math.min(value, next))) {
          return null;
        }
      }
      if (descends) {
        accepted(gain);
        point = KinkPoint.of(loss, candidate, point.kinks());
        return null;
      }
      if (predicted <= RESOLUTION * value && next <= value * (1 + RESOLUTION)) {
        KinkPoint refined = KinkPoint.of(loss, candidate, point.kinks());
        evaluations++;
        double[] left = refined.gradient().clone();
        refined.rowSpace().project(left);
        if (norm(left) < 0.9 * along) {
          accepted(1);
          point = refined;
          return null;
        }
        at = loss.linearize(candidate);
      }
      double[] crossings = crossings(at);
      if (crossings.length > 0 && crossings.length <= CROSSINGS && searchLine(crossings, value)) {
        return null;
      }
      rejected();
    }
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

  /** The point at {@code t} along the step, moved back onto the kinks of the set. */
  private double[] along(double t) {
    double[] moved = point.theta().clone();
    kernels.axpy(p, t, step, 0, moved, 0);
    if (!point.isLinear()) {
      restore(moved, point.kinks());
    }
    return moved;
  }

  /**
   * Moves {@code theta} to where the pre-activations of {@code kinks} are 0, by least-norm Newton
   * steps with the rows at hand. In the first layer the rows do not depend on the point and one
   * step is exact up to rounding.
   */
  private void restore(double[] theta, List<Kink> kinks) {
    if (kinks.isEmpty()) {
      return;
    }
    RowSystem system = kinks == point.kinks() ? point.system() : null;
    double[] z = new double[kinks.size()];
    double last = Double.POSITIVE_INFINITY;
    for (int pass = 0; pass < 4; pass++) {
      Linearization at = loss.linearize(theta, kinks);
      evaluations++;
      double size = 0;
      double[][] pre = new double[loss.network().relus().size()][];
      for (int k = 0; k < z.length; k++) {
        Kink kink = kinks.get(k);
        if (pre[kink.relu()] == null) {
          pre[kink.relu()] = at.preActivations(kink.relu());
        }
        int width = pre[kink.relu()].length / samples;
        z[k] = pre[kink.relu()][kink.sample() * width + kink.unit()];
        size = Math.max(size, Math.abs(z[k]));
      }
      if (size < 1e-15 || size >= 0.5 * last) {
        return;
      }
      last = size;
      if (system == null) {
        double[][] rows = new double[kinks.size()][p];
        for (int k = 0; k < rows.length; k++) {
          at.preActivationGradient(kinks.get(k), rows[k]);
        }
        system = new RowSystem(rows, p);
      }
      system.subtractLeastNorm(z, theta);
    }
  }

  /** An upper bound of the stationarity: the residual at the clipped least-squares slopes. */
  private double clippedStationarity() {
    double[] lambda = point.system().multipliers(point.gradient());
    double[] left = point.gradient().clone();
    for (int k = 0; k < lambda.length; k++) {
      double bounded = Math.min(Math.max(lambda[k], 0), point.weight(k));
      kernels.axpy(p, bounded, point.row(k), 0, left, 0);
    }
    return norm(left);
  }

  /** Where along the step, in (0, 1), pre-activations change sign, by linear interpolation. */
  private double[] crossings(Linearization at) {
    double[] found = new double[16];
    int count = 0;
    crossed.clear();
    for (int r = 0; r < point.layers(); r++) {
      double[] from = point.preActivations(r);
      double[] to = at.preActivations(r);
      int width = from.length / samples;
      for (int i = 0; i < from.length; i++) {
        if ((from[i] > 0 && to[i] < 0) || (from[i] < 0 && to[i] > 0)) {
          Kink kink = new Kink(r, i / width, i % width);
          if (!point.kinks().contains(kink)) {
            if (count == found.length) {
              found = Arrays.copyOf(found, 2 * count);
            }
            found[count++] = from[i] / (from[i] - to[i]);
            crossed.add(kink);
          }
        }
      }
    }
    return Arrays.copyOf(found, count);
  }

  private final List<Kink> crossed = new ArrayList<>();

  /**
   * Looks along the step for the lowest point: if it is a corner its kink joins the set, otherwise
   * the point moves there. False if nothing lower was found.
   */
  private boolean searchLine(double[] times, double value) {
    Integer[] order = new Integer[times.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    Arrays.sort(order, (a, b) -> Double.compare(times[a], times[b]));
    // invariant: the loss falls along the step at low and rises at high
    double low = 0;
    int first = 0;
    int last = order.length - 1;
    while (first < last) {
      int middle = (first + last) / 2;
      double t = 0.5 * (times[order[middle]] + times[order[middle + 1]]);
      if (slopeAt(t) < 0) {
        low = t;
        first = middle + 1;
      } else {
        last = middle;
      }
    }
    Kink kink = crossed.get(order[first]);
    double t = times[order[first]];
    double[] corner = along(t);
    List<Kink> joined = new ArrayList<>(point.kinks());
    joined.add(kink);
    joined.sort(null);
    restore(corner, joined);
    KinkPoint there = KinkPoint.of(loss, corner, joined);
    evaluations++;
    int k = there.kinks().indexOf(kink);
    boolean fromOn =
        point
                .preActivations(kink.relu())[
                kink.sample() * (point.preActivations(kink.relu()).length / samples) + kink.unit()]
            > 0;
    double off = kernels.dot(p, there.gradient(), 0, step, 0);
    double on = off + there.weight(k) * kernels.dot(p, there.row(k), 0, step, 0);
    double before = fromOn ? on : off;
    double after = fromOn ? off : on;
    if (before <= 0
        && after >= 0
        && there.weight(k) > 0
        && there.loss() <= value * (1 + RESOLUTION)) {

      quiet = 0;
      point = there;
      return true;
    }
    if (before > 0) {
      t = low;
    } else if (after < 0) {
      t = 0.5 * (t + (first + 1 < order.length ? times[order[first + 1]] : 1));
    }
    if (t > 0) {
      double[] moved = along(t);
      KinkPoint lower = KinkPoint.of(loss, moved, point.kinks());
      evaluations++;
      if (lower.loss() < value * (1 - RESOLUTION)) {
        point = lower;
        return true;
      }
    }
    return false;
  }

  private double slopeAt(double t) {
    double[] gradient = new double[p];
    double[] theta = along(t);
    loss.linearize(theta, point.kinks()).gradient(gradient);
    evaluations++;
    return kernels.dot(p, gradient, 0, step, 0);
  }

  /** No step descends: takes the kink that is relatively closest into the set. */
  private boolean captureNearest() {
    Kink nearest = null;
    double least = 1e-6;
    for (int r = 0; r < point.layers(); r++) {
      double[] z = point.preActivations(r);
      int width = z.length / samples;
      double[] largest = new double[width];
      for (int i = 0; i < z.length; i++) {
        largest[i % width] = Math.max(largest[i % width], Math.abs(z[i]));
      }
      for (int i = 0; i < z.length; i++) {
        double distance = Math.abs(z[i]) / largest[i % width];
        if (z[i] != 0 && distance < least) {
          Kink kink = new Kink(r, i / width, i % width);
          if (!point.kinks().contains(kink)) {
            least = distance;
            nearest = kink;
          }
        }
      }
    }
    if (nearest == null) {
      return false;
    }
    List<Kink> joined = new ArrayList<>(point.kinks());
    joined.add(nearest);
    joined.sort(null);
    double[] theta = point.theta().clone();
    restore(theta, joined);
    evaluations++;
    KinkPoint there = KinkPoint.of(loss, theta, joined);
    if (there.loss() > point.loss() * (1 + 1e-6)) {
      return false;
    }
    point = there;
    damping.start(gaussNewton.scale());
    trust.start(norm(theta));
    return true;
  }

  private double norm(double[] v) {
    return Math.sqrt(kernels.dot(p, v, 0, v, 0));
  }
}
