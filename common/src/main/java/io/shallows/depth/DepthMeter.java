package io.shallows.depth;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.NetworkFamily;
import java.util.Optional;

/**
 * The bracket of a minimum's depth by all chosen finders.
 *
 * <p>The constructive paths and the bound are always measured (see {@link ConstructiveDepth}),
 * since tables have columns for them. They take milliseconds where the other finders take up to
 * seconds, so the others run, in their order and each knowing the lowest path so far, only while
 * they can matter: where there is no path yet; to the best of the cell, while the barrier can be
 * told from 0; to a reference of a network that no bound covers, while the barrier is above the
 * loss itself. {@code depth_upper} is the least certified barrier of all that ran.
 */
public final class DepthMeter {

  private final EmpiricalLoss loss;
  private final ConstructiveDepth constructive;
  private final DepthSettings settings;

  public DepthMeter(EmpiricalLoss loss, NetworkFamily family, DepthSettings settings) {
    this.loss = loss;
    this.constructive = new ConstructiveDepth(loss, family);
    this.settings = settings;
  }

  /** The depth of {@code theta} to a target. */
  public DepthMeasurement measure(double[] theta, DepthTarget target) {
    DepthMeasurement measured = constructive.measure(theta, target);
    if (!measured.covered() || measured.zero().isPresent()) {
      return measured;
    }
    SearchLog log = new SearchLog();
    measured.best().ifPresent(log::found);
    NodeValues start = NodeValues.at(loss.network(), loss.data(), theta);
    PathProblem problem = new NetworkPathProblem(loss, start, target, settings, log);
    for (String name : settings.finders()) {
      if (!name.equals("constructive") && matters(measured, target, log.lowest())) {
        PathFinders.named(name).find(problem);
      }
    }
    return measured.searched(log);
  }

  private static boolean matters(
      DepthMeasurement measured, DepthTarget target, Optional<CertifiedPath> best) {
    if (best.isEmpty()) {
      return true;
    }
    double barrier = best.get().barrier();
    if (target.kind() == DepthTarget.Kind.CELL_BEST) {
      return barrier > best.get().certificate().floor();
    }
    return !measured.boundApplies() && barrier > measured.loss();
  }
}
