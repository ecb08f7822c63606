package io.shallows.depth;

import io.shallows.loss.EmpiricalLoss;

/**
 * The bracket of the depth of a minimum of the cross-entropy by all chosen finders but the
 * constructive one, which needs least squares. No bound is known for this loss.
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

  /** The depth of {@code theta} to a target. */
  public DepthMeasurement measure(double[] theta, DepthTarget target) {
    PathProblem problem =
        new CrossEntropyPathProblem(loss, maximum, theta, target, settings, new SearchLog());
    boolean covered = problem.startLoss() > target.level();
    if (covered) {
      settings.finders().forEach(name -> problem.search(PathFinders.named(name)));
    }
    return problem.measured(covered);
  }
}
