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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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

  /** Distance from a kink at which descent begins on the side it was released to, relative. */
  private static final double NUDGE = 1e-11;

  /**
   * Iterations of slow convergence on unchanged kinks before the exact Hessian is worth its cost.
   */
  private static final int QUIET = 5;

  /** Largest number of parameters for which slow convergence switches to the exact Hessian. */
  private static final int NEWTON_LIMIT = 600;

  /** Share of a direction along a kink's row below which the kink stays. */
  private static final double STAYS = 1e-9;

  /** Largest pre-activation of a kink of the set, relative to the unit's largest. */
  private static final double ON_KINK = 1e-10;

  private static final int RESTORE_PASSES = 8;

  private static final int RIDGE_TRIALS = 16;

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
  private boolean onKinks;
  private double share;
  private Kink released;
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
    this.newton = p <= NEWTON_LIMIT ? QuadraticModels.hessian(p, this::curvature, 2 + p / 3) : null;
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
    share = RELEASE_SHARE;
    released = null;
    slow = 0;
    quiet = 0;
    double previous = Double.NaN;
    while (true) {
      if (!Double.isFinite(point.loss())) {
        return TrainingOutcome.DIVERGED;
      }
      OrthonormalRows space = point.rowSpace();
      if (point.hasRidges() && leaveRidge(space)) {
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
      if (stationarity <= limits.gradientTolerance() || point.loss() <= limits.lossTolerance()) {
        return TrainingOutcome.CONVERGED;
      }
      if (exhausted()) {
        return TrainingOutcome.BUDGET;
      }
      if (slopes != null && along <= share * stationarity && release(slopes)) {
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

  private void curvature(double[] theta, List<Kink> kinks, double[] matrix) {
    loss.hessian(theta, kinks, point.system().multipliers(point.gradient()), matrix);
  }

  private boolean exhausted() {
    return iterations >= limits.maxIterations() || evaluations >= limits.maxGradientEvaluations();
  }

  /** Leaves ridges along a direction of descent, with all kinks that it moves; false if none. */
  private boolean leaveRidge(OrthonormalRows space) {
    double[] down = point.slopes().residual();
    double[] flat = down.clone();
    space.project(flat);
    kernels.axpy(p, -1, flat, 0, down, 0);
    double length = norm(down);
    if (!(length > limits.gradientTolerance())) {
      return false;
    }
    List<Kink> kept = new ArrayList<>();
    double reach = Double.POSITIVE_INFINITY;
    for (int k = 0; k < point.kinks().size(); k++) {
      Kink kink = point.kinks().get(k);
      double rate = Math.abs(kernels.dot(p, down, 0, point.row(k), 0));
      if (rate <= STAYS * length * norm(point.row(k))) {
        kept.add(kink);
      } else {
        reach = Math.min(reach, largest(point.preActivations(kink.relu()), kink.unit()) / rate);
      }
    }
    if (kept.size() == point.kinks().size()) {
      return false;
    }
    double[] theta = null;
    double t = 0.1 * Math.max(norm(point.theta()), 1) / length;
    for (int trial = 0; trial < RIDGE_TRIALS && theta == null; trial++) {
      double[] moved = point.theta().clone();
      kernels.axpy(p, -t, down, 0, moved, 0);
      evaluations++;
      if (restore(moved, kept) && loss.value(moved) < point.loss() - 0.1 * t * length * length) {
        theta = moved;
      }
      t /= 4;
    }
    if (theta == null) {
      theta = point.theta().clone();
      kernels.axpy(p, -NUDGE * reach, down, 0, theta, 0);
      evaluations++;
    }
    point = KinkPoint.of(loss, theta, kept);
    return true;
  }

  /** Releases the kink whose slope lies hardest against its bound; false if there is none. */
  private boolean release(KinkSlopes slopes) {
    int worst = -1;
    double most = 0;
    for (int k = 0; k < point.kinks().size(); k++) {
      double s = slopes.slopes()[k];
      double pull = slopes.pull()[k];
      if (slopes.weights()[k] <= 0) {
        continue;
      }
      double against = s == 0 ? -pull : s == 1 ? pull : 0;
      against /= slopes.weights()[k] * norm(point.row(k));
      if (against > most) {
        most = against;
        worst = k;
      }
    }
    if (worst < 0 || most <= 1e-6 * slopes.norm()) {
      return false;
    }
    released = point.kinks().get(worst);
    leave(worst, slopes.slopes()[worst] == 0 ? -1 : 1);
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
      if (!onKinks) {
        rejected();
        continue;
      }
      Linearization at = loss.linearize(candidate);
      double next = at.loss();
      double gain = (value - next) / predicted;
      if (exact && gain < GOOD && crossings(at).length == 0) {
        candidate = corrected(model, mu, candidate, next);
        at = loss.linearize(candidate);
        next = at.loss();
        gain = (value - next) / predicted;
      }
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
      double[] next = along(1);
      evaluations += 2;
      double reached = onKinks ? loss.value(next) : Double.POSITIVE_INFINITY;
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

  private static final int CORRECTIONS = 6;

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
    onKinks = point.isLinear() || restore(moved, point.kinks());
    return moved;
  }

  /**
   * Moves {@code theta} to where the pre-activations of {@code kinks} are 0, by least-norm Newton
   * steps with the rows at hand, and new ones where those converge slowly. In the first layer the
   * rows do not depend on the point and one step is exact up to rounding.
   *
   * @return whether all are 0 within {@link #ON_KINK}
   */
  private boolean restore(double[] theta, List<Kink> kinks) {
    if (kinks.isEmpty()) {
      return true;
    }
    RowSystem system = kinks == point.kinks() ? point.system() : null;
    double[] z = new double[kinks.size()];
    double last = Double.POSITIVE_INFINITY;
    for (int pass = 0; ; pass++) {
      Linearization at = loss.linearize(theta, kinks);
      evaluations++;
      double size = 0;
      double[][] pre = new double[loss.network().relus().size()][];
      for (int k = 0; k < z.length; k++) {
        Kink kink = kinks.get(k);
        if (pre[kink.relu()] == null) {
          pre[kink.relu()] = at.preActivations(kink.relu());
        }
        double[] layer = pre[kink.relu()];
        z[k] = layer[kink.sample() * (layer.length / samples) + kink.unit()];
        size = Math.max(size, Math.abs(z[k]) / largest(layer, kink.unit()));
      }
      double enough = size <= ON_KINK ? 0.5 * last : 2 * last;
      if (size < 1e-15 || size >= enough || pass == RESTORE_PASSES) {
        return size <= ON_KINK;
      }
      if (system == null || size > 0.1 * last) {
        double[][] rows = new double[kinks.size()][p];
        for (int k = 0; k < rows.length; k++) {
          at.preActivationGradient(kinks.get(k), rows[k]);
        }
        system = new RowSystem(rows, p);
      }
      last = size;
      system.subtractLeastNorm(z, theta);
    }
  }

  /** The largest pre-activation of a unit over the samples. */
  private double largest(double[] layer, int unit) {
    double largest = Double.MIN_NORMAL;
    for (int i = unit; i < layer.length; i += layer.length / samples) {
      largest = Math.max(largest, Math.abs(layer[i]));
    }
    return largest;
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
    if (!restore(corner, joined)) {
      return false;
    }
    addNear(corner, joined);
    KinkPoint there = KinkPoint.of(loss, corner, joined);
    evaluations++;
    double before = kernels.dot(p, there.gradient(), 0, step, 0);
    double after = before;
    boolean convex = true;
    for (int k = 0; k < there.kinks().size(); k++) {
      if (!point.kinks().contains(there.kinks().get(k))) {
        double rate = kernels.dot(p, there.row(k), 0, step, 0);
        before += there.weight(k) * Math.min(rate, 0);
        after += there.weight(k) * Math.max(rate, 0);
        convex &= !there.kinks().get(k).equals(kink) || there.weight(k) > 0;
      }
    }
    if (before <= 0
        && after >= 0
        && (convex || there.kinks().size() > point.kinks().size() + 1)
        && there.loss() <= value * (1 + RESOLUTION)) {
      if (kink.equals(released)) {
        // released too early: next time the gradient along the kinks must be smaller
        share = Math.max(LEAST_SHARE, 0.3 * share);
      }
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
      if (!onKinks) {
        return false;
      }
      KinkPoint lower = KinkPoint.of(loss, moved, point.kinks());
      evaluations++;
      if (lower.loss() < value * (1 - RESOLUTION)) {
        point = lower;
        return true;
      }
    }
    return false;
  }

  /**
   * Adds to {@code kinks} the others that are met at the same point: those of a degenerate unit.
   */
  private void addNear(double[] theta, List<Kink> kinks) {
    Linearization at = loss.linearize(theta, kinks);
    Set<Kink> known = new HashSet<>(kinks);
    for (int r = 0; r < point.layers(); r++) {
      double[] z = at.preActivations(r);
      int width = z.length / samples;
      double[] largest = new double[width];
      for (int i = 0; i < z.length; i++) {
        largest[i % width] = Math.max(largest[i % width], Math.abs(z[i]));
      }
      for (int i = 0; i < z.length; i++) {
        Kink kink = new Kink(r, i / width, i % width);
        if (z[i] != 0 && Math.abs(z[i]) <= 0.1 * NUDGE * largest[i % width] && known.add(kink)) {
          kinks.add(kink);
        }
      }
    }
    kinks.sort(null);
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
    if (!restore(theta, joined)) {
      return false;
    }
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
