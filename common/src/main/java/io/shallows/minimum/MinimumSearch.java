package io.shallows.minimum;

import io.shallows.linalg.Kernels;
import io.shallows.linalg.OrthonormalRows;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Kink;
import io.shallows.loss.LossSurface;
import io.shallows.minimum.finish.Finish;
import io.shallows.minimum.finish.FinishRun;
import io.shallows.minimum.finish.Finishes;
import io.shallows.minimum.kink.KinkCurvature;
import io.shallows.minimum.kink.KinkPoint;
import io.shallows.minimum.kink.KinkSlopes;
import io.shallows.network.RescalingSymmetry;
import io.shallows.training.Deadline;
import io.shallows.training.LevenbergMarquardt;
import io.shallows.training.Optimizer;
import io.shallows.training.TrainingLimits;
import io.shallows.training.TrainingOutcome;
import io.shallows.training.TrainingResult;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * From a start to a classified point: training, the {@linkplain Finish finish}, classification, and
 * again from below each saddle.
 *
 * <p>A run has converged when its stationarity is at most the gradient tolerance (absolute, of the
 * mean loss) and at most the relative tolerance times the most that the gradient can be at its loss
 * ({@link EmpiricalLoss#gradientBound}), or when its loss is at most the global tolerance. The
 * second condition decides where losses are small: near a zero of the loss every gradient is. The
 * limits hold for training; the finish, saddles included, has its own. The deadline holds for
 * everything.
 *
 * <p>The kind is decided by the directional derivative and the curvature along the kinks. The
 * directional derivative is exact to first order where the rows of the kinks are independent. Where
 * they depend on each other (a unit with more active kinks than inputs) and some weights are
 * negative, and where a sample has kinks one above the other, the test is a necessary condition.
 */
public final class MinimumSearch {

  /** Saddles left before the search gives up and reports one. Each is a finish more. */
  public static final int MAX_SADDLES = 10;

  /**
   * First distance at which a lower point than a saddle is looked for, relative to the parameters:
   * the decrease there is 1e-10 times the curvature, which rounding does not hide.
   */
  private static final double NEAREST = 1e-5;

  private final Optimizer optimizer;
  private final TrainingLimits limits;
  private final MinimumTolerances tolerances;
  private final Finish finish;
  private final boolean finishes;

  /**
   * A search that finishes by going down the loss.
   *
   * @param optimizer trains
   * @param limits of training; the finish has its own, smaller ones
   * @param tolerances decide the kind
   */
  public MinimumSearch(Optimizer optimizer, TrainingLimits limits, MinimumTolerances tolerances) {
    this(optimizer, limits, tolerances, Finishes.DEFAULT);
  }

  /**
   * A search.
   *
   * @param optimizer trains
   * @param limits of training; the finish has its own, smaller ones
   * @param tolerances decide the kind
   * @param finish goes on where training on data ended
   */
  public MinimumSearch(
      Optimizer optimizer, TrainingLimits limits, MinimumTolerances tolerances, Finish finish) {
    this(optimizer, limits, tolerances, finish, true);
  }

  private MinimumSearch(
      Optimizer optimizer,
      TrainingLimits limits,
      MinimumTolerances tolerances,
      Finish finish,
      boolean finishes) {
    this.finishes = finishes;
    this.optimizer = Objects.requireNonNull(optimizer, "optimizer");
    this.limits = Objects.requireNonNull(limits, "limits");
    this.tolerances = Objects.requireNonNull(tolerances, "tolerances");
    this.finish = Objects.requireNonNull(finish, "finish");
  }

  /** The same search without its finish on costs that are no sum of squares. */
  public MinimumSearch unfinished() {
    return new MinimumSearch(optimizer, limits, tolerances, finish, false);
  }

  /** What counts as zero. */
  public MinimumTolerances tolerances() {
    return tolerances;
  }

  /**
   * What a point is as it stands. Nothing is trained: the outcome is {@code BUDGET}, of which
   * nothing was spent.
   *
   * @param theta a point at which the loss is finite, which is not changed
   */
  public Minimum at(EmpiricalLoss loss, double[] theta) {
    KinkPoint point = KinkPoint.together(loss, theta, tolerances.kink());
    TrainingResult there =
        new TrainingResult(
            theta, point.loss(), norm(point.gradient()), 0, 1, TrainingOutcome.BUDGET);
    return unfinished(loss, there, own(loss.outputLoss().constant(loss.data())));
  }

  /**
   * Searches the loss of a network on data from {@code start}, which is not changed, and classifies
   * the point where training ended as it stands: for costs of which no finish is known to end, and
   * schedules that end after a number of steps.
   */
  public Minimum searchUnfinished(EmpiricalLoss loss, double[] start, Deadline deadline) {
    TrainingLimits own = own(loss.outputLoss().constant(loss.data()));
    TrainingResult trained = optimizer.minimize(loss, start, own, deadline);
    return trained.outcome() == TrainingOutcome.DIVERGED
        ? unclassified(trained)
        : unfinished(loss, trained, own);
  }

  /**
   * Searches the squared loss or cross-entropy of a network on data from {@code start}, which is
   * not changed. Where the cross-entropy falls for ever along a direction of the heads, the outcome
   * is {@link TrainingOutcome#VALLEY} and the kind that of a point that is not stationary, however
   * small its gradient; {@link io.shallows.minimum.finish.HeadValley} gives the direction.
   *
   * @throws IllegalArgumentException if the loss is another one
   */
  public Minimum search(EmpiricalLoss loss, double[] start, Deadline deadline) {
    if (!loss.outputLoss().needsClasses()) {
      loss.outputLoss().requireSquares("finish along kinks");
    } else if (!finishes) {
      return searchUnfinished(loss, start, deadline);
    }
    TrainingLimits own = own(loss.outputLoss().constant(loss.data()));
    TrainingResult trained = optimizer.minimize(loss, start, own, deadline);
    if (trained.outcome() == TrainingOutcome.DIVERGED) {
      return unclassified(trained);
    }
    FinishRun run = finish.of(loss, own, tolerances.kink(), deadline);
    double[] theta = trained.theta();
    List<Kink> kinks = List.of();
    int saddles = 0;
    while (true) {
      TrainingOutcome outcome = run.settle(theta, kinks);
      KinkPoint point = run.point();
      Classification found = classify(loss, point.theta(), own);
      boolean leave =
          found.kind() == MinimumKind.SADDLE
              && outcome == TrainingOutcome.CONVERGED
              && saddles < MAX_SADDLES;
      Optional<double[]> below =
          leave && !(point.loss() <= own.lossTolerance())
              ? lower(loss, point.theta(), found.curvature().direction())
              : Optional.empty();
      if (below.isEmpty()) {
        return new Minimum(
            point.theta(),
            point.loss(),
            found.gradientNorm(),
            found.stationarity(),
            found.gradientBound(),
            outcome == TrainingOutcome.VALLEY ? MinimumKind.NOT_STATIONARY : found.kind(),
            found.curvature().min(),
            found.curvature().error(),
            found.curvature().max(),
            found.kinks(),
            saddles,
            trained.iterations() + run.iterations(),
            trained.gradientEvaluations() + run.evaluations(),
            outcome,
            tolerances);
      }
      saddles++;
      theta = below.get();
      kinks = point.kinks();
    }
  }

  /**
   * The first stationary point from {@code start}, which is not changed: training and, where that
   * stops short of the gradient tolerance, the finish; not classified, saddles not left.
   */
  public StationaryPoint stationaryPoint(EmpiricalLoss loss, double[] start, Deadline deadline) {
    TrainingLimits own = own(loss.outputLoss().constant(loss.data()));
    TrainingResult trained = optimizer.minimize(loss, start, own, deadline);
    if (trained.outcome() == TrainingOutcome.CONVERGED
        || trained.outcome() == TrainingOutcome.DIVERGED) {
      return new StationaryPoint(
          trained.theta(),
          trained.loss(),
          trained.gradientNorm(),
          0,
          trained.iterations(),
          trained.gradientEvaluations(),
          trained.outcome());
    }
    FinishRun run = finish.of(loss, own, tolerances.kink(), deadline);
    TrainingOutcome outcome = run.settle(trained.theta(), List.of());
    double[] theta = run.point().theta();
    KinkPoint point = KinkPoint.of(loss, theta, KinkPoint.find(loss, theta, tolerances.kink()));
    return new StationaryPoint(
        theta,
        point.loss(),
        point.slopes().norm(),
        point.kinks().size(),
        trained.iterations() + run.iterations(),
        trained.gradientEvaluations() + run.evaluations(),
        outcome);
  }

  /**
   * Searches a surface that is smooth where it matters and not given by data. Training that stops
   * short of the gradient tolerance is finished by damped Newton steps.
   *
   * @param lossScale the loss of the best constant predictor, the unit of the global tolerance
   * @param symmetry the rescalings that leave the surface unchanged
   */
  public Minimum search(
      LossSurface loss,
      double lossScale,
      RescalingSymmetry symmetry,
      double[] start,
      Deadline deadline) {
    TrainingLimits own = own(lossScale);
    TrainingResult trained = optimizer.minimize(loss, start, own, deadline);
    double[] theta = trained.theta();
    int iterations = trained.iterations();
    long evaluations = trained.gradientEvaluations();
    TrainingOutcome outcome = trained.outcome();
    for (int saddles = 0; ; saddles++) {
      if (outcome == TrainingOutcome.DIVERGED) {
        return unclassified(trained);
      }
      boolean unfinished = outcome == TrainingOutcome.BUDGET || outcome == TrainingOutcome.STALLED;
      if (unfinished || saddles > 0) {
        TrainingResult finished = new LevenbergMarquardt().minimize(loss, theta, own, deadline);
        theta = finished.theta();
        iterations += finished.iterations();
        evaluations += finished.gradientEvaluations();
        outcome = finished.outcome();
      }
      double[] gradient = new double[theta.length];
      double value = loss.valueAndGradient(theta, gradient);
      double norm = norm(gradient);
      double bound = loss.gradientBound(theta);
      TangentHessian curvature = curvature(loss, symmetry, theta);
      MinimumKind kind =
          value <= own.lossTolerance()
              ? MinimumKind.GLOBAL
              : norm <= tolerances.stationarity(bound)
                  ? kind(curvature, 0)
                  : MinimumKind.NOT_STATIONARY;
      boolean leave =
          kind == MinimumKind.SADDLE
              && outcome == TrainingOutcome.CONVERGED
              && saddles < MAX_SADDLES;
      Optional<double[]> below =
          leave ? lower(loss, theta, curvature.direction()) : Optional.empty();
      if (below.isEmpty()) {
        return new Minimum(
            theta,
            value,
            norm,
            norm,
            bound,
            kind,
            curvature.min(),
            curvature.error(),
            curvature.max(),
            0,
            saddles,
            iterations,
            evaluations,
            outcome,
            tolerances);
      }
      theta = below.get();
    }
  }

  private static TangentHessian curvature(
      LossSurface loss, RescalingSymmetry symmetry, double[] theta) {
    OrthonormalRows removed = new OrthonormalRows(theta.length);
    for (double[] tangent : symmetry.basis(theta)) {
      removed.add(tangent);
    }
    return TangentHessian.of((v, product) -> loss.hessianVectorProduct(theta, v, product), removed);
  }

  /** What a point is, and the numbers that say so. */
  private record Classification(
      MinimumKind kind,
      double gradientNorm,
      double stationarity,
      double gradientBound,
      int kinks,
      TangentHessian curvature) {}

  /** The limits of a run on a surface whose best constant has this loss. */
  private TrainingLimits own(double lossScale) {
    return limits
        .withLossTolerance(tolerances.global() * lossScale)
        .withRelativeTolerance(tolerances.relative());
  }

  private Classification classify(EmpiricalLoss loss, double[] theta, TrainingLimits own) {
    KinkPoint point = KinkPoint.together(loss, theta, tolerances.kink());
    double gradientNorm = norm(point.gradient());
    KinkSlopes slopes = point.slopes();
    double bound = loss.gradientBound(theta, point.kinks());
    double tolerance = tolerances.stationarity(bound);
    int active = 0;
    for (int k = 0; k < point.kinks().size(); k++) {
      double corner = slopes.weights()[k] * norm(point.row(k));
      active += Math.abs(corner) > tolerance ? 1 : 0;
    }
    double stationarity = slopes.norm();
    TangentHessian none = TangentHessian.empty(theta.length);
    if (point.loss() <= own.lossTolerance()) {
      return new Classification(
          MinimumKind.GLOBAL, gradientNorm, stationarity, bound, active, none);
    }
    if (!(stationarity <= tolerance)) {
      return new Classification(
          MinimumKind.NOT_STATIONARY, gradientNorm, stationarity, bound, active, none);
    }
    OrthonormalRows removed = point.rowSpace();
    RescalingSymmetry symmetry = RescalingSymmetry.of(loss.network());
    for (double[] tangent : symmetry.basis(theta)) {
      removed.add(tangent);
    }
    TangentHessian curvature = curvature(loss, point, slopes.multipliers(), removed);
    return new Classification(
        kind(curvature, active), gradientNorm, stationarity, bound, active, curvature);
  }

  private static TangentHessian curvature(
      EmpiricalLoss loss, KinkPoint point, double[] multipliers, OrthonormalRows removed) {
    int p = point.theta().length;
    if (p <= TangentHessian.DENSE_LIMIT) {
      double[] matrix = new double[p * p];
      loss.hessian(point.theta(), point.kinks(), multipliers, matrix);
      return TangentHessian.dense(matrix, removed);
    }
    KinkCurvature added = new KinkCurvature(loss, point.kinks(), multipliers);
    return TangentHessian.lanczos(
        (v, product) -> {
          loss.hessianVectorProduct(point.theta(), point.kinks(), v, product);
          added.addProduct(point.theta(), v, product);
        },
        removed);
  }

  private MinimumKind kind(TangentHessian curvature, int kinks) {
    double zero = tolerances.flat() * curvature.max();
    if (curvature.min() < -Math.max(zero, curvature.error())) {
      return MinimumKind.SADDLE;
    }
    if (kinks > 0) {
      return MinimumKind.KINK;
    }
    return curvature.min() > Math.max(zero, curvature.error())
        ? MinimumKind.SMOOTH_STRICT
        : MinimumKind.SMOOTH_FLAT;
  }

  /**
   * The lowest of the points at doubling distances along a direction and its opposite; empty if
   * none is below {@code theta}.
   */
  private static Optional<double[]> lower(LossSurface loss, double[] theta, double[] direction) {
    double least = loss.value(theta);
    Optional<double[]> best = Optional.empty();
    double size = norm(theta);
    double scale = size > 0 ? size : 1;
    for (int sign = -1; sign <= 1; sign += 2) {
      double last = Double.POSITIVE_INFINITY;
      for (double t = NEAREST * scale; t <= scale; t *= 2) {
        double[] moved = theta.clone();
        Kernels.best().axpy(moved.length, sign * t, direction, 0, moved, 0);
        double value = loss.value(moved);
        if (value < least) {
          least = value;
          best = Optional.of(moved);
        }
        if (value > last) {
          break;
        }
        last = value;
      }
    }
    return best;
  }

  /** The point where training ended, classified as it stands. */
  private Minimum unfinished(EmpiricalLoss loss, TrainingResult trained, TrainingLimits own) {
    Classification found = classify(loss, trained.theta(), own);
    return new Minimum(
        trained.theta(),
        trained.loss(),
        found.gradientNorm(),
        found.stationarity(),
        found.gradientBound(),
        found.kind(),
        found.curvature().min(),
        found.curvature().error(),
        found.curvature().max(),
        found.kinks(),
        0,
        trained.iterations(),
        trained.gradientEvaluations(),
        trained.outcome(),
        tolerances);
  }

  private Minimum unclassified(TrainingResult trained) {
    return new Minimum(
        trained.theta(),
        trained.loss(),
        trained.gradientNorm(),
        trained.gradientNorm(),
        Double.NaN,
        MinimumKind.NOT_STATIONARY,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        0,
        0,
        trained.iterations(),
        trained.gradientEvaluations(),
        trained.outcome(),
        tolerances);
  }

  private static double norm(double[] v) {
    return Math.sqrt(Kernels.best().dot(v.length, v, 0, v, 0));
  }
}
