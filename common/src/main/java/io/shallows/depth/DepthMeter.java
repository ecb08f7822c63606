package io.shallows.depth;

import io.shallows.depth.measurement.Coverage;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthTarget;
import java.util.List;
import java.util.Objects;

/**
 * The brackets of a minimum's depths by all chosen finders, from one pool of paths ({@link
 * PooledDepths}); which loss it is, only the problem knows. Not safe for use by several threads.
 */
public final class DepthMeter {

  private final DepthProblem problem;

  /** Measures minima of one loss. */
  public DepthMeter(DepthProblem problem) {
    this.problem = Objects.requireNonNull(problem, "problem");
  }

  /** The depth of {@code theta} to one target that lies strictly below it. */
  public DepthMeasurement measure(double[] theta, DepthTarget target) {
    return measure(theta, List.of(target), Coverage.strict()).measurements().get(0);
  }

  /** The depths of {@code theta} to several targets, by one pool of paths. */
  public PooledDepths measure(double[] theta, List<DepthTarget> targets, Coverage coverage) {
    return PooledDepths.of(
        problem.at(theta), targets, coverage, problem.pool(), problem.search(theta));
  }
}
