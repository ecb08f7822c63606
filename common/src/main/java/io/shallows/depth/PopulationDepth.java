package io.shallows.depth;

import io.shallows.depth.finder.PathFinder;
import io.shallows.depth.finder.PathFinders;
import io.shallows.depth.finder.SaddleFinder;
import io.shallows.depth.interval.PopulationCertifier;
import io.shallows.depth.interval.PrecisePopulationLoss;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.PathPool;
import io.shallows.depth.path.SearchLog;
import io.shallows.depth.problem.PathProblem;
import io.shallows.depth.problem.PopulationPathProblem;
import io.shallows.loss.GaussianTeacherLoss;
import java.util.ArrayList;
import java.util.List;

/**
 * Depth on the closed-form population loss.
 *
 * <p>The chosen finders run in their order; constructive paths need a data set and are left out.
 * Then, whatever was chosen, the lowest path is polished: the saddle beside its highest point takes
 * its place, or a lower one (see {@link SaddleFinder}). Levels and all losses are those of {@link
 * PrecisePopulationLoss}. No bound is stated for population losses. Minima are near each other by
 * the distance of their losses.
 */
public final class PopulationDepth implements DepthProblem {

  private static final PathFinder POLISH = new SaddleFinder();

  private final GaussianTeacherLoss loss;
  private final PopulationCertifier certifier;
  private final DepthSettings settings;
  private final List<PathFinder> finders;

  /** Of one population loss. */
  public PopulationDepth(GaussianTeacherLoss loss, DepthSettings settings) {
    this.loss = loss;
    this.certifier = new PopulationCertifier(loss.teacher());
    this.settings = settings;
    List<PathFinder> chosen = new ArrayList<>(PathFinders.of(settings));
    if (!settings.finders().contains(POLISH.name())) {
      chosen.add(POLISH);
    }
    this.finders = List.copyOf(chosen);
  }

  @Override
  public double at(double[] theta) {
    return certifier.precise().at(theta);
  }

  @Override
  public double[] outputs(double[] theta) {
    return new double[] {loss.value(theta)};
  }

  @Override
  public PathProblem path(double[] start, DepthTarget target, SearchLog log) {
    return new PopulationPathProblem(loss, certifier, start, target, settings, log);
  }

  @Override
  public List<PathFinder> finders() {
    return finders;
  }

  @Override
  public PathPool pool() {
    return new PathPool(this::at, loss::value);
  }
}
