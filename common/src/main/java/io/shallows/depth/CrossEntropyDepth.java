package io.shallows.depth;

import io.shallows.loss.EmpiricalLoss;
import java.util.List;
import java.util.Optional;

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
    return new DepthTarget(
        DepthTarget.Kind.CELL_BEST,
        maximum.value(best),
        List.of(),
        Optional.of(new Path(List.of(best))));
  }

  /** The depth of {@code theta} to a target. */
  public DepthMeasurement measure(double[] theta, DepthTarget target) {
    SearchLog log = new SearchLog();
    PathProblem problem = new CrossEntropyPathProblem(loss, maximum, theta, target, settings, log);
    boolean covered = problem.startLoss() > target.level();
    for (String name : covered ? settings.finders() : List.<String>of()) {
      boolean matters =
          problem.known().map(path -> path.barrier() > path.certificate().floor()).orElse(true);
      if (matters) {
        PathFinders.named(name).find(problem);
      }
    }
    return DepthMeasurement.without(
            problem.startLoss(),
            target.level(),
            covered,
            covered ? "no path was found that reaches the level" : "not above the level")
        .searched(log);
  }
}
