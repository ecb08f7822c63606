package io.shallows.depth;

import io.shallows.depth.finder.PathFinder;
import io.shallows.depth.finder.PathFinders;
import io.shallows.depth.finder.SaddleFinder;
import io.shallows.depth.interval.PopulationCertifier;
import io.shallows.depth.interval.PrecisePopulationLoss;
import io.shallows.depth.measurement.Coverage;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.PathPool;
import io.shallows.depth.problem.PopulationPathProblem;
import io.shallows.loss.GaussianTeacherLoss;
import java.util.ArrayList;
import java.util.List;

/**
 * The brackets of a minimum's depths on the closed-form population loss, from one pool of paths
 * ({@link PooledDepths}).
 *
 * <p>The chosen finders run in their order, each knowing the lowest path so far, while the barrier
 * can be told from 0; constructive paths need a data set and are left out. Then, whatever was
 * chosen, the lowest path is polished: the saddle beside its highest point takes its place, or a
 * lower one (see {@link SaddleFinder}). Levels and all losses are those of {@link
 * PrecisePopulationLoss}. No bound is stated for population losses.
 */
public final class PopulationDepth {

  static final PathFinder POLISH = new SaddleFinder();

  private final GaussianTeacherLoss loss;
  private final PopulationCertifier certifier;
  private final DepthSettings settings;

  /** Measures minima of one population loss. */
  public PopulationDepth(GaussianTeacherLoss loss, DepthSettings settings) {
    this.loss = loss;
    this.certifier = new PopulationCertifier(loss.teacher());
    this.settings = settings;
  }

  /** The level of a lower minimum of the same loss. */
  public DepthTarget to(double[] best) {
    return DepthTarget.cellBest(certifier.precise().at(best), best);
  }

  /** A level below the minimum itself by a share of its loss. */
  public DepthTarget own(double[] theta, double drop, Coverage coverage) {
    return DepthTarget.own(coverage.below(certifier.precise().at(theta), drop), List.of());
  }

  /** The depth of {@code theta} to one target. */
  public DepthMeasurement measure(double[] theta, DepthTarget target, Coverage coverage) {
    return measure(theta, List.of(target), coverage).measurements().get(0);
  }

  /** The depths of {@code theta} to several targets, by one pool of paths. */
  public PooledDepths measure(double[] theta, List<DepthTarget> targets, Coverage coverage) {
    List<PathFinder> finders = new ArrayList<>(PathFinders.of(settings));
    if (!settings.finders().contains(POLISH.name())) {
      finders.add(POLISH);
    }
    double start = certifier.precise().at(theta);
    SurfaceSearch search =
        new SurfaceSearch(
            start,
            finders,
            (target, log) ->
                new PopulationPathProblem(loss, certifier, theta, target, settings, log));
    return PooledDepths.of(
        start, targets, coverage, new PathPool(certifier.precise()::at, loss::value), search);
  }
}
