package io.shallows.minimum.penalty;

import io.shallows.linalg.CholeskyFactor;
import io.shallows.linalg.Kernels;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.penalty.BalancedLoss;
import io.shallows.loss.penalty.PenalizedLoss;
import io.shallows.loss.penalty.UnitPenalty;
import io.shallows.minimum.Minimum;
import io.shallows.minimum.MinimumKind;
import io.shallows.minimum.MinimumSearch;
import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.network.TwoLayerUnits;
import io.shallows.problem.Dataset;
import io.shallows.training.Deadline;
import io.shallows.training.TrainingOutcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * From a start to a classified point of a penalized loss; the package-info has the reasons.
 *
 * <ol>
 *   <li>The units that are not 0 are a network of their own. Its balanced loss is trained, finished
 *       and classified as any sum of squares is.
 *   <li>Units at most {@value #SMALL} as large as the largest, or as one that alone gives outputs
 *       of the targets' size, become 0 where E is not larger without them; then 1 again.
 *   <li>If a unit is 0: where the largest entry is not known, the point is unresolved. Where it is
 *       above kappa by more than {@value #ENTRY} of it, the unit enters at that direction's best
 *       length, which lowers E; then 1 again.
 *   <li>The point is global if E exceeds the {@linkplain DualBound dual bound} by no more than
 *       {@value #GAP} of itself, or the tolerance for global minima (plain networks).
 * </ol>
 *
 * <p>Deterministic but for the deadline. Cost: that of one search per round, mostly two or three.
 */
public final class PenalizedSearch {

  /** Size of a unit, relative to the larger of those two, up to which it may be on its way to 0. */
  private static final double SMALL = 1e-3;

  /**
   * Share of kappa by which an entry may exceed it. Residuals are known to the stationarity of the
   * other units, whose own entries are kappa; a unit that entered with so little would lower E by
   * its square.
   */
  private static final double ENTRY = 1e-6;

  /**
   * Share of E by which it may exceed the dual bound at a global minimum. The bound loses in
   * proportion to what the other units' entries exceed kappa by, which their stationarity decides:
   * of 60 searches whose end was global this was at most 2e-6 at the default tolerances.
   */
  private static final double GAP = 1e-5;

  /** Relative shift that keeps the factor where inputs depend on each other. */
  private static final double SHIFT = 1e-12;

  /** Corrections of a least-squares fit: each gains some ten digits. */
  private static final int CORRECTIONS = 4;

  private final MinimumSearch search;
  private final EmpiricalLoss loss;
  private final UnitPenalty penalty;
  private final PenalizedLoss penalized;
  private final double unit;
  private int iterations;
  private long evaluations;
  private int saddles;

  /**
   * A search of one loss.
   *
   * @param search trains, finishes and classifies a sum of squares
   * @param loss squared, of a two-layer network of one output
   * @param penalty of that network, not 0
   */
  public PenalizedSearch(MinimumSearch search, EmpiricalLoss loss, UnitPenalty penalty) {
    loss.outputLoss().requireSquares("training.penalty");
    this.search = search;
    this.loss = loss;
    this.penalty = penalty;
    this.penalized = new PenalizedLoss(loss, penalty);
    this.unit = unit(loss.data());
  }

  /** The size of a unit that gives what is wanted from what is read: root mean squares. */
  private static double unit(Dataset data) {
    double y = 0;
    double x = 0;
    for (int s = 0; s < data.samples(); s++) {
      y += data.y(s, 0) * data.y(s, 0);
      for (int c = 0; c < data.inputs(); c++) {
        x += data.x(s, c) * data.x(s, c);
      }
    }
    return x > 0 ? Math.sqrt(y / x) : 0;
  }

  /** The end of the search, on balanced parameters; its loss is E. */
  public Minimum from(double[] start, Deadline deadline) {
    double[] theta = penalty.balanced(start);
    int rounds = 4 * penalty.units().width() + 20;
    for (int round = 0; ; round++) {
      Minimum found = settle(theta, deadline);
      if (found.outcome() == TrainingOutcome.DIVERGED) {
        return end(found, found.kind(), theta);
      }
      boolean last = round == rounds || found.outcome() == TrainingOutcome.TIMED_OUT;
      if (prune(theta) && !last) {
        continue;
      }
      if (found.kind() == MinimumKind.NOT_STATIONARY || last) {
        return end(found, MinimumKind.NOT_STATIONARY, theta);
      }
      double[] residual = loss.linearize(theta).residual().clone();
      Optional<UnitEntry> entry = UnitEntry.of(loss.data(), residual);
      boolean zero = live(theta).size() < penalty.units().width();
      if (zero && entry.isEmpty()) {
        return end(found, MinimumKind.KINK_UNRESOLVED, theta);
      }
      if (zero && entry.get().largest() > penalty.kappa() * (1 + ENTRY)) {
        enter(theta, entry.get());
        continue;
      }
      return end(found, resting(theta, residual, entry, found, zero), theta);
    }
  }

  /**
   * What a point is as it stands, by its balanced form, of which it is one rescaling: that of
   * {@link #from}, with nothing trained. A point where a unit that is 0 would grow is a {@linkplain
   * MinimumKind#SADDLE saddle}.
   *
   * @param given a point at which the loss is finite, which is not changed
   */
  public Minimum at(double[] given) {
    double[] theta = penalty.balanced(given);
    List<Integer> live = live(theta);
    Minimum found;
    if (live.isEmpty()) {
      found = skipAlone(theta, TrainingOutcome.BUDGET, TrainingOutcome.BUDGET);
    } else {
      Network small = network(live.size());
      UnitPenalty own = new UnitPenalty(small, penalty.kappa());
      double[] point = new double[small.parameterCount()];
      copy(theta, penalty.units(), live, point, own.units(), false);
      found = search.at(balanced(small, own), point);
    }
    return found.at(given, penalized.value(given), kindAt(theta, live, found), 0, 0, 1);
  }

  private MinimumKind kindAt(double[] theta, List<Integer> live, Minimum found) {
    if (found.kind() == MinimumKind.NOT_STATIONARY) {
      return found.kind();
    }
    double[] residual = loss.linearize(theta).residual().clone();
    Optional<UnitEntry> entry = UnitEntry.of(loss.data(), residual);
    boolean zero = live.size() < penalty.units().width();
    if (zero && entry.isEmpty()) {
      return MinimumKind.KINK_UNRESOLVED;
    }
    if (zero && entry.get().largest() > penalty.kappa() * (1 + ENTRY)) {
      return MinimumKind.SADDLE;
    }
    return resting(theta, residual, entry, found, zero);
  }

  /** The kind of a point at which no unit that is 0 would grow. */
  private MinimumKind resting(
      double[] theta, double[] residual, Optional<UnitEntry> entry, Minimum found, boolean zero) {
    if (!found.kind().isMinimum()) {
      return found.kind();
    }
    boolean global = entry.isPresent() && isGlobal(theta, residual, entry.get(), found);
    return global ? MinimumKind.GLOBAL : zero ? MinimumKind.KINK : found.kind();
  }

  private boolean isGlobal(double[] theta, double[] residual, UnitEntry entry, Minimum found) {
    if (penalty.units().skip().isPresent()) {
      return false;
    }
    double bound = DualBound.of(loss.data(), residual, entry.most(), penalty.kappa());
    double scale = loss.outputLoss().constant(loss.data());
    double value = penalized.value(theta);
    return value - bound <= Math.max(GAP * value, found.tolerances().global() * scale);
  }

  /** Searches the network of the units that are not 0, and writes where that ended. */
  private Minimum settle(double[] theta, Deadline deadline) {
    List<Integer> live = live(theta);
    if (live.isEmpty()) {
      return settleSkip(theta);
    }
    Network small = network(live.size());
    UnitPenalty own = new UnitPenalty(small, penalty.kappa());
    double[] start = new double[small.parameterCount()];
    copy(theta, penalty.units(), live, start, own.units(), false);
    Minimum found = search.search(balanced(small, own), start, deadline);
    count(found);
    copy(own.balanced(found.theta()), own.units(), live, theta, penalty.units(), true);
    return found;
  }

  /** The same network with so many units. */
  private Network network(int units) {
    NetworkShape shape = loss.network().shape();
    return NetworkFamilies.named(loss.network().family())
        .build(new NetworkShape(units, shape.networkDepth(), shape.inputs(), shape.outputs()));
  }

  private BalancedLoss balanced(Network small, UnitPenalty own) {
    return new BalancedLoss(EmpiricalLoss.of(small, loss.data(), loss.outputLoss()), own);
  }

  /**
   * With all units at 0 only the skip is left, if there is one: least squares, by the normal
   * equations and as many corrections as make them exact.
   */
  private Minimum settleSkip(double[] theta) {
    penalty.units().skip().ifPresent(skip -> fit(skip, theta));
    Minimum found = skipAlone(theta, TrainingOutcome.CONVERGED, TrainingOutcome.STALLED);
    count(found);
    return found;
  }

  private Minimum skipAlone(double[] theta, TrainingOutcome reached, TrainingOutcome missed) {
    double[] gradient = new double[theta.length];
    double value = loss.valueAndGradient(theta, gradient);
    double norm = Math.sqrt(Kernels.best().dot(theta.length, gradient, 0, gradient, 0));
    double bound = new BalancedLoss(loss, penalty).gradientBound(theta);
    boolean stationary = norm <= search.tolerances().stationarity(bound);
    return new Minimum(
        theta,
        value,
        norm,
        norm,
        bound,
        stationary ? MinimumKind.KINK : MinimumKind.NOT_STATIONARY,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        0,
        0,
        0,
        1,
        stationary ? reached : missed,
        search.tolerances());
  }

  private void fit(DenseLayer skip, double[] theta) {
    int n = skip.inputs();
    double[] normal = new double[n * n];
    double trace = 0;
    for (int s = 0; s < loss.data().samples(); s++) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          normal[i * n + j] += loss.data().x(s, i) * loss.data().x(s, j);
        }
      }
    }
    for (int i = 0; i < n; i++) {
      trace += normal[i * n + i];
    }
    CholeskyFactor factor = new CholeskyFactor(Kernels.best(), n);
    if (!(trace > 0) || !factor.factor(n, normal, SHIFT * trace)) {
      return;
    }
    for (int correction = 0; correction < CORRECTIONS; correction++) {
      double[] gradient = new double[theta.length];
      loss.valueAndGradient(theta, gradient);
      double[] step = new double[n];
      for (int i = 0; i < n; i++) {
        step[i] = 0.5 * loss.data().samples() * gradient[skip.index(i, 0)];
      }
      factor.solve(step, 0);
      for (int i = 0; i < n; i++) {
        theta[skip.index(i, 0)] -= step[i];
      }
    }
  }

  private void count(Minimum found) {
    iterations += found.iterations();
    evaluations += found.gradientEvaluations();
    saddles += found.saddlesLeft();
  }

  private Minimum end(Minimum found, MinimumKind kind, double[] theta) {
    return found.at(theta, penalized.value(theta), kind, saddles, iterations, evaluations);
  }

  /** The units that are not 0. */
  private List<Integer> live(double[] theta) {
    List<Integer> live = new ArrayList<>();
    for (int k = 0; k < penalty.units().width(); k++) {
      if (penalty.size(theta, k) > 0) {
        live.add(k);
      }
    }
    return live;
  }

  /** Sets small units to 0 where that does not raise E, smallest first; whether there were any. */
  private boolean prune(double[] theta) {
    List<Integer> live = live(theta);
    live.sort(Comparator.comparingDouble(k -> penalty.size(theta, k)));
    if (live.isEmpty()) {
      return false;
    }
    double small = SMALL * Math.max(unit, penalty.size(theta, live.get(live.size() - 1)));
    boolean pruned = false;
    for (int k : live) {
      if (penalty.size(theta, k) > small) {
        break;
      }
      double[] without = theta.clone();
      put(without, k, new double[penalty.units().first().inputs()], 0);
      if (penalized.value(without) <= penalized.value(theta)) {
        System.arraycopy(without, 0, theta, 0, theta.length);
        pruned = true;
      }
    }
    return pruned;
  }

  /**
   * Lets one unit that is 0 grow to {@code v = t d} of the sign of the entry: E is {@code E_0 - (M
   * - kappa) t + t^2 |relu(X d)|^2 / N}, least at {@code t = (M - kappa) N / (2 |relu(X d)|^2)}.
   */
  private void enter(double[] theta, UnitEntry entry) {
    double[] direction = entry.direction();
    double square = 0;
    for (int s = 0; s < loss.data().samples(); s++) {
      double z = 0;
      for (int c = 0; c < direction.length; c++) {
        z += loss.data().x(s, c) * direction[c];
      }
      square += z > 0 ? z * z : 0;
    }
    double length = 0.5 * (entry.largest() - penalty.kappa()) * loss.data().samples() / square;
    int unit = 0;
    while (penalty.size(theta, unit) > 0) {
      unit++;
    }
    for (int c = 0; c < direction.length; c++) {
      direction[c] *= Math.sqrt(length);
    }
    put(theta, unit, direction, entry.sign() * Math.sqrt(length));
  }

  private void put(double[] theta, int unit, double[] w, double b) {
    TwoLayerUnits units = penalty.units();
    for (int c = 0; c < w.length; c++) {
      theta[units.first().index(c, unit)] = w[c];
    }
    theta[units.head().index(unit, 0)] = b;
  }

  /** Copies units and skip between the network and that of the units that are not 0. */
  private static void copy(
      double[] from,
      TwoLayerUnits source,
      List<Integer> live,
      double[] to,
      TwoLayerUnits target,
      boolean back) {
    for (int j = 0; j < live.size(); j++) {
      int a = back ? j : live.get(j);
      int b = back ? live.get(j) : j;
      for (int c = 0; c < source.first().inputs(); c++) {
        to[target.first().index(c, b)] = from[source.first().index(c, a)];
      }
      to[target.head().index(b, 0)] = from[source.head().index(a, 0)];
    }
    if (source.skip().isPresent()) {
      DenseLayer skip = source.skip().get();
      System.arraycopy(from, skip.offset(), to, target.skip().get().offset(), skip.size());
    }
  }
}
