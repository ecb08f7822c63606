package io.shallows.depth;

import io.shallows.depth.exact.CrossEntropyMaximum;
import io.shallows.depth.finder.PathFinder;
import io.shallows.depth.finder.PathFinders;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.SearchLog;
import io.shallows.depth.problem.LayerPathProblem;
import io.shallows.depth.problem.PathProblem;
import io.shallows.loss.EmpiricalLoss;
import java.util.List;

/**
 * Depth under the cross-entropy, by all chosen finders but the constructive one, which needs least
 * squares. No bound of the theory is known for this loss.
 */
public final class CrossEntropyDepth implements DepthProblem {

  private final EmpiricalLoss loss;
  private final CrossEntropyMaximum maximum;
  private final DepthSettings settings;
  private final List<PathFinder> finders;

  /** Of one network on one data set. */
  public CrossEntropyDepth(EmpiricalLoss loss, DepthSettings settings) {
    this.loss = loss;
    this.settings = settings;
    this.finders = PathFinders.of(settings);
    this.maximum =
        new CrossEntropyMaximum(loss.network(), loss.data(), settings.certificateTolerance());
  }

  @Override
  public double at(double[] theta) {
    return maximum.value(theta);
  }

  @Override
  public double[] outputs(double[] theta) {
    return NodeValues.at(loss.network(), loss.data(), theta)
        .of(loss.network().nodes().size() - 1)
        .clone();
  }

  @Override
  public PathProblem path(double[] start, DepthTarget target, SearchLog log) {
    return LayerPathProblem.of(loss, maximum, start, target, settings, log);
  }

  @Override
  public List<PathFinder> finders() {
    return finders;
  }
}
