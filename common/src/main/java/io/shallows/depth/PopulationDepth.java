package io.shallows.depth;

import io.shallows.loss.GaussianTeacherLoss;

/**
 * The bracket of a minimum's depth on the closed-form population loss.
 *
 * <p>The chosen finders run in their order, each knowing the lowest path so far, while the barrier
 * can be told from 0; constructive paths need a data set and are left out. Then, whatever was
 * chosen, the lowest path is polished: the saddle beside its highest point takes its place, or a
 * lower one (see {@link SaddleFinder}). The level and all losses are those of {@link
 * PrecisePopulationLoss}; minima whose losses differ by less than a tolerance, that of global
 * minima, count as equal, so that the lower is no target for the other. No bound is stated for
 * population losses.
 */
public final class PopulationDepth {

  static final PathFinder POLISH = new SaddleFinder();

  private final GaussianTeacherLoss loss;
  private final PopulationCertifier certifier;
  private final DepthSettings settings;
  private final double lossTolerance;

  /**
   * Measures minima of one population loss.
   *
   * @param lossTolerance losses that differ by less count as equal
   */
  public PopulationDepth(GaussianTeacherLoss loss, DepthSettings settings, double lossTolerance) {
    this.loss = loss;
    this.lossTolerance = lossTolerance;
    this.certifier = new PopulationCertifier(loss.teacher());
    this.settings = settings;
  }

  /** The level of a lower minimum of the same loss. */
  public DepthTarget to(double[] best) {
    return DepthTarget.cellBest(certifier.precise().at(best), best);
  }

  /** The depth of {@code theta} to a target. */
  public DepthMeasurement measure(double[] theta, DepthTarget target) {
    PathProblem problem =
        new PopulationPathProblem(loss, certifier, theta, target, settings, new SearchLog());
    boolean covered = problem.startLoss() > target.level() + lossTolerance;
    if (covered) {
      settings.finders().forEach(name -> problem.search(PathFinders.named(name)));
      if (!settings.finders().contains(POLISH.name())) {
        problem.search(POLISH);
      }
    }
    return problem.measured(covered);
  }
}
