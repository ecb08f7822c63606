package io.shallows.depth;

import io.shallows.depth.exact.PenalizedMaximum;
import io.shallows.depth.finder.PathFinder;
import io.shallows.depth.finder.PathFinders;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.SearchLog;
import io.shallows.depth.problem.LayerPathProblem;
import io.shallows.depth.problem.PathProblem;
import io.shallows.loss.penalty.PenalizedLoss;
import java.util.ArrayList;
import java.util.List;

/**
 * Depth under a penalized loss, by an exchange of units ({@link ExchangeFinder}) and then by the
 * chosen finders: upper ends whose maxima are exact. There are no references, and bounds of the
 * theory are not computed: they were proven for the loss alone.
 */
public final class PenalizedDepth implements DepthProblem {

  private final PenalizedLoss loss;
  private final PenalizedMaximum maximum;
  private final DepthSettings settings;
  private final List<PathFinder> finders;

  /** Of one penalized loss. */
  public PenalizedDepth(PenalizedLoss loss, DepthSettings settings) {
    this.loss = loss;
    this.settings = settings;
    List<PathFinder> all = new ArrayList<>(List.of(new ExchangeFinder(loss)));
    all.addAll(PathFinders.of(settings));
    this.finders = List.copyOf(all);
    this.maximum = new PenalizedMaximum(loss);
  }

  @Override
  public double at(double[] theta) {
    return maximum.value(theta);
  }

  @Override
  public double[] outputs(double[] theta) {
    return NodeValues.at(loss.loss().network(), loss.loss().data(), theta)
        .of(loss.loss().network().nodes().size() - 1)
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
