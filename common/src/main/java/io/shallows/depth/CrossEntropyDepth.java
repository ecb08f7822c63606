package io.shallows.depth;

import io.shallows.depth.exact.CrossEntropyMaximum;
import io.shallows.depth.finder.PathFinders;
import io.shallows.depth.measurement.Coverage;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.PathPool;
import io.shallows.depth.problem.CrossEntropyPathProblem;
import io.shallows.loss.EmpiricalLoss;
import java.util.List;

/**
 * The brackets of the depths of a minimum of the cross-entropy by all chosen finders but the
 * constructive one, which needs least squares, from one pool of paths ({@link PooledDepths}). No
 * bound is known for this loss.
 */
public final class CrossEntropyDepth {

  private final EmpiricalLoss loss;
  private final CrossEntropyMaximum maximum;
  private final DepthSettings settings;

  /** Measures minima of one network on one data set. */
  public CrossEntropyDepth(EmpiricalLoss loss, DepthSettings settings) {
    this.loss = loss;
    this.settings = settings;
    this.maximum =
        new CrossEntropyMaximum(loss.network(), loss.data(), settings.certificateTolerance());
  }

  /** The level of a lower minimum of the same loss. */
  public DepthTarget to(double[] best) {
    return DepthTarget.cellBest(maximum.value(best), best);
  }

  /** A level below the minimum itself by a share of its loss. */
  public DepthTarget own(double[] theta, double drop, Coverage coverage) {
    return DepthTarget.own(coverage.below(maximum.value(theta), drop), List.of());
  }

  /** The depth of {@code theta} to one target that lies strictly below it. */
  public DepthMeasurement measure(double[] theta, DepthTarget target) {
    return measure(theta, List.of(target), Coverage.strict()).measurements().get(0);
  }

  /** The depths of {@code theta} to several targets, by one pool of paths. */
  public PooledDepths measure(double[] theta, List<DepthTarget> targets, Coverage coverage) {
    SurfaceSearch search =
        new SurfaceSearch(
            maximum.value(theta),
            PathFinders.of(settings),
            (target, log) ->
                new CrossEntropyPathProblem(loss, maximum, theta, target, settings, log));
    return PooledDepths.of(
        maximum.value(theta), targets, coverage, new PathPool(maximum::value), search);
  }
}
